import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { recordCodec, type RecordCodec } from '../ingest/types.ts';
import { tokenHash, type WordCollector } from './tokens.ts';
import { escapedAlphanumericToken } from '../search/types.ts';
import { VarintReader, VarintWriter } from './varint.ts';

/** Content is stored in blocks of about this size; only a single larger record makes a larger block. */
export const blockTargetBytes = 512 * 1024;

/** A block as it is written to the case: a stretch of content of one or more leaves, and where its records lie. */
export interface EncodedBlock {
  /** zstd of the content. */
  data: Uint8Array;
  /** Length of the content before compression. */
  bytes: number;
  /** Numbers of `BlockLayout`, see `encodeLayout`. */
  layout: Uint8Array;
  /** Bloom filter of the words of its records. */
  filter: Uint8Array;
  records: number;
}

/** Where the records of a block lie in its content. */
export interface BlockLayout {
  starts: Uint32Array;
  ends: Uint32Array;
  codecs: Uint8Array;
  allPlain: boolean;
}

// The frame carries a checksum, so that decompressing tells damage.
const zstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } };

export function compress(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, zstdOptions);
}

/** Decompresses stored content of known length; a different length is corruption. */
export function decompress(data: Uint8Array, expectedBytes: number): Uint8Array {
  // Room for all of it at once, and a byte that stays free: Node then neither grows nor joins pieces.
  const bytes = zstdDecompressSync(data, {
    maxOutputLength: Math.max(1, expectedBytes),
    chunkSize: Math.max(64, expectedBytes + 1),
  });
  if (bytes.length !== expectedBytes)
    throw new RangeError(`stored content has ${bytes.length} bytes, expected ${expectedBytes}`);
  return bytes;
}

/** Per record: gap since the end of the one before, length, codec folded into the lowest bit of the gap. */
export function decodeLayout(layout: Uint8Array, records: number): BlockLayout {
  const starts = new Uint32Array(records);
  const ends = new Uint32Array(records);
  const codecs = new Uint8Array(records);
  const reader = new VarintReader(layout);
  let position = 0;
  let allPlain = true;
  for (let i = 0; i < records; i++) {
    const gap = reader.read();
    position += gap >>> 1;
    starts[i] = position;
    position += reader.read();
    ends[i] = position;
    codecs[i] = gap & 1;
    if (codecs[i] !== recordCodec.plain) allPlain = false;
  }
  return { starts, ends, codecs, allPlain };
}

/** The text of a record whose bytes are a JSON string literal. */
export function decodeJsonString(literal: Uint8Array): Uint8Array {
  return Buffer.from(
    JSON.parse(Buffer.from(literal.buffer, literal.byteOffset, literal.length).toString('utf8')) as string,
    'utf8',
  );
}

const escapedHash = tokenHash(escapedAlphanumericToken);

/**
 * Whether a block may spell letters or digits as JSON escapes (`\u0041`): the words of such values are not in its filter,
 * which the escape's own token says instead.
 */
function hasEscapedAlphanumeric(content: Buffer, records: number): boolean {
  if (records === 0) return false;
  for (let at = content.indexOf('\\u00'); at >= 0; at = content.indexOf('\\u00', at + 4)) {
    const digit = content[at + 4];
    if (digit !== undefined && digit >= 0x33 && digit <= 0x37) return true;
  }
  return false;
}

/** Hash of the token that a block's filter holds beside its words, or null. */
export function extraToken(content: Buffer, records: number): number | null {
  return hasEscapedAlphanumeric(content, records) ? escapedHash : null;
}

/** Collects content and its records, and cuts it into encoded blocks between records. */
export class BlockBuilder {
  #content = Buffer.allocUnsafe(blockTargetBytes * 2);
  #length = 0;
  #records = 0;
  #lastEnd = 0;
  readonly #layout = new VarintWriter();
  readonly #tokens: WordCollector;
  #blocks: EncodedBlock[] = [];

  constructor(tokens: WordCollector) {
    this.#tokens = tokens;
  }

  /** Finished blocks waiting to be taken, plus the open one when it has content. */
  get blockIndex(): number {
    return this.#blocks.length;
  }

  get blockOffset(): number {
    return this.#length;
  }

  /** Room left before the open block reaches its target. */
  get room(): number {
    return blockTargetBytes - this.#length;
  }

  /** Appends `bytes[start, end)`, which holds no record. */
  append(bytes: Buffer, start: number, end: number): void {
    this.#reserve(end - start);
    bytes.copy(this.#content, this.#length, start, end);
    this.#length += end - start;
  }

  /** Appends a record's bytes. `text` is its decoded text where that differs from the bytes. */
  appendRecord(bytes: Buffer, start: number, end: number, codec: RecordCodec, text: Uint8Array | null): void {
    const position = this.#length;
    this.append(bytes, start, end);
    this.#layout.write(((position - this.#lastEnd) << 1) | codec);
    this.#layout.write(end - start);
    this.#lastEnd = this.#length;
    this.#records++;
    // Words of plain records are taken from the whole block at once, see `cut`.
    if (text) this.#tokens.add(text, 0, text.length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#content.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#content.length * 2, this.#length + more));
    this.#content.copy(larger, 0, 0, this.#length);
    this.#content = larger;
  }

  /** Closes the open block, if it has content. */
  cut(): void {
    if (this.#length === 0) return;
    const content = this.#content.subarray(0, this.#length);
    // What lies between records adds words that no record has: harmless in a filter, and one call instead of hundreds.
    if (this.#records > 0) this.#tokens.add(content, 0, this.#lastEnd);
    this.#blocks.push({
      data: compress(content),
      bytes: this.#length,
      layout: this.#layout.take(),
      filter: this.#tokens.takeFilter(extraToken(content, this.#records)),
      records: this.#records,
    });
    // One huge record must not keep its buffer for the rest of the import.
    if (this.#content.length > blockTargetBytes * 8) this.#content = Buffer.allocUnsafe(blockTargetBytes * 2);
    this.#length = 0;
    this.#records = 0;
    this.#lastEnd = 0;
  }

  /** The finished blocks; call `cut` first to include the open one. */
  take(): EncodedBlock[] {
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }
}
