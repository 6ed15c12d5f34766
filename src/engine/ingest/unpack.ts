import * as zlib from 'node:zlib';
import { ItemTaker, type ItemOutput } from './item-taker.ts';
import { JsonItems, type Damage } from './json-items.ts';
import type { LookAlikeCode } from './look-alikes.ts';
import { recordCodec, type LeafFormat, type RecordCodec } from './types.ts';

type Fields = Record<string, unknown>;

/** What reading packed content came to. */
export interface Unpacked {
  records: { text: Buffer; value: Fields }[];
  rebuilt: Fields[];
  lookAlikes: LookAlikeCode[];
  /** Reasons in words, one for each thing that could not be used. */
  rejected: string[];
}

export interface UnpackLimits {
  payloadBytes: number;
  recordBytes: number;
  depth: number;
}

/**
 * Reads content that was packed inside a value: JSON text in a string, or base64 of (perhaps compressed) text, to any
 * depth within the limits.
 *
 * @param isPacked whether the bytes may be compressed
 */
export function unpack(content: Buffer, isPacked: boolean, limits: UnpackLimits): Unpacked {
  const result: Unpacked = { records: [], rebuilt: [], lookAlikes: [], rejected: [] };
  unpackInto(result, content, isPacked, limits, 0);
  return result;
}

function unpackInto(result: Unpacked, content: Buffer, isPacked: boolean, limits: UnpackLimits, depth: number): void {
  if (depth > limits.depth) {
    result.rejected.push(`Packed content inside packed content, more than ${limits.depth} deep.`);
    return;
  }
  let text = content;
  try {
    if (isPacked) text = inflate(content, limits.payloadBytes, limits.depth);
  } catch (error) {
    result.rejected.push(`The packed content cannot be unpacked: ${(error as Error).message}.`);
    return;
  }
  const output: ItemOutput = {
    record(start: number, end: number, codec: RecordCodec, value: Fields, _format: LeafFormat, bytes: Buffer): void {
      const slice = bytes.subarray(start, end);
      const decoded =
        codec === recordCodec.plain ? slice : Buffer.from(String(JSON.parse(slice.toString('utf8'))), 'utf8');
      result.records.push({ text: decoded, value });
    },
    rebuilt: (value) => void result.rebuilt.push(value),
    unpack: (inner, innerIsPacked) => unpackInto(result, inner, innerIsPacked, limits, depth + 1),
    other: (_position, what) => void result.rejected.push(what),
    lookAlike: (code) => void result.lookAlikes.push(code),
    damaged: (damage) => void result.rejected.push(describeDamage(damage)),
    reject: (_position, _code, message) => void result.rejected.push(message),
    odd: (code) => void (code === 'truncated' && result.rejected.push('The packed content is cut off.')),
    isFull: () => false,
  };
  const items = new JsonItems(new ItemTaker(output), { recordBytes: limits.recordBytes, prefixed: startsAsText(text) });
  items.run(text, 0, 0, true);
}

function startsAsText(text: Buffer): boolean {
  return !/^[\s\uFEFF]*[[{"]/.test(text.toString('utf8', 0, 256));
}

/** Undoes any layers of compression; bytes that are none are returned as they are. */
function inflate(content: Buffer, maxOutputLength: number, layers: number): Buffer {
  for (; layers > 0; layers -= 1) {
    if (content[0] === 0x1f && content[1] === 0x8b) content = zlib.gunzipSync(content, { maxOutputLength });
    else if (content.length > 4 && content.readUInt32LE(0) === 0xfd2fb528)
      content = zlib.zstdDecompressSync(content, { maxOutputLength });
    else if (content[0] === 0x78 && ((content[0] << 8) | (content[1] ?? 0)) % 31 === 0)
      content = zlib.inflateSync(content, { maxOutputLength });
    else break;
  }
  return content;
}

/** A stretch of damage in words. */
export function describeDamage(damage: Damage): string {
  if (damage.cause === 'too-large') return 'One value is larger than a record may be.';
  if (damage.cause === 'cut-off') return 'The content ends in the middle of a value.';
  return damage.at === null || damage.at === damage.start
    ? 'The text is not valid JSON here.'
    : `The value is not valid JSON: it breaks at byte ${damage.at}.`;
}
