import type { Database, Statement } from 'better-sqlite3';
import { AppError } from '../../shared/contract/errors.ts';
import { recordCodec } from '../ingest/types.ts';
import type { RawRecords } from '../search/types.ts';
import { decodeJsonString, decodeLayout, decompress, type BlockLayout } from './blocks.ts';
import { readDictionaryValues } from './dictionary.ts';
import { filterMayContain, tokenHash } from './tokens.ts';

interface OpenBlock {
  bytes: Uint8Array;
  layout: BlockLayout;
}

/** Decompressed blocks kept at hand: about 32 MiB. */
const keptBlocks = 64;

/** The records of a case by number, and the word filters of its blocks. */
export class RawStore implements RawRecords {
  readonly #database: Database;
  readonly #select: Statement;
  /** First record of each block, then the number of records. Block n of the interface is row `#ids[n]`. */
  #firstRecords: number[] = [0];
  #ids: number[] = [];
  readonly #open = new Map<number, OpenBlock>();
  #filters: Uint8Array[] | null = null;
  #hashes = new Map<string, number>();
  #words: readonly string[] | null = null;

  constructor(database: Database) {
    this.#database = database;
    this.#select = database.prepare('SELECT records, bytes, layout, data FROM block WHERE id = ?');
    this.refresh();
  }

  /** Takes in blocks that were written since. */
  refresh(): void {
    const rows = this.#database
      .prepare('SELECT id, first_record AS firstRecord, records FROM block WHERE id > ? ORDER BY id')
      .all(this.#ids.at(-1) ?? 0) as { id: number; firstRecord: number; records: number }[];
    for (const row of rows) this.added(row.id, row.records);
    this.#words = null;
  }

  /** Tells of a block that this connection has just written. */
  added(id: number, records: number): void {
    this.#ids.push(id);
    this.#firstRecords.push(this.recordCount + records);
    this.#filters = null;
  }

  get blockCount(): number {
    return this.#ids.length;
  }

  get recordCount(): number {
    return this.#firstRecords.at(-1)!;
  }

  get lastBlockId(): number {
    return this.#ids.at(-1) ?? 0;
  }

  firstRecord(block: number): number {
    return this.#firstRecords[block]!;
  }

  blockId(block: number): number {
    return this.#ids[block]!;
  }

  /** Block of a row of the `block` table. */
  blockOfId(id: number): number {
    let low = 0;
    let high = this.#ids.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ids[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return this.#ids[low] === id ? low : -1;
  }

  /** Block that holds a record. */
  blockOf(recordNumber: number): number {
    let low = 0;
    let high = this.#ids.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#firstRecords[middle]! <= recordNumber) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Content and layout of a block as stored. */
  content(block: number): OpenBlock {
    const kept = this.#open.get(block);
    if (kept) {
      // Re-inserting keeps the map in order of last use.
      this.#open.delete(block);
      this.#open.set(block, kept);
      return kept;
    }
    const opened = this.#read(block);
    this.#open.set(block, opened);
    if (this.#open.size > keptBlocks) this.#open.delete(this.#open.keys().next().value!);
    return opened;
  }

  #read(block: number): OpenBlock {
    const row = this.#select.get(this.#ids[block]) as
      { records: number; bytes: number; layout: Uint8Array; data: Uint8Array } | undefined;
    if (!row) throw new AppError('case-corrupt', `Block ${this.#ids[block] ?? block} is missing from the case.`);
    try {
      return { bytes: decompress(row.data, row.bytes), layout: decodeLayout(row.layout, row.records) };
    } catch (error) {
      throw new AppError('case-corrupt', `Block ${this.#ids[block]} of the case is damaged.`, {
        hint: '`spoor verify` lists every damaged block.',
        detail: (error as Error).message,
        cause: error,
      });
    }
  }

  readBlock(block: number): { bytes: Uint8Array; starts: Uint32Array; ends: Uint32Array } {
    // Scans touch each block once: they must not push out what the user is looking at.
    const { bytes, layout } = this.#open.get(block) ?? this.#read(block);
    if (layout.allPlain) return { bytes, starts: layout.starts, ends: layout.ends };
    return decodeAll(bytes, layout);
  }

  readRecord(recordNumber: number): Uint8Array {
    const block = this.blockOf(recordNumber);
    const { bytes, layout } = this.content(block);
    const index = recordNumber - this.#firstRecords[block]!;
    const slice = bytes.subarray(layout.starts[index], layout.ends[index]);
    return layout.codecs[index] === recordCodec.plain ? slice.slice() : decodeJsonString(slice);
  }

  mayContain(block: number, token: string): boolean {
    let hash = this.#hashes.get(token);
    if (hash === undefined) {
      if (this.#hashes.size > 10_000) this.#hashes.clear();
      hash = tokenHash(token);
      this.#hashes.set(token, hash);
    }
    this.#filters ??= this.#loadFilters();
    const filter = this.#filters[block];
    return filter === undefined || filter.length === 0 || filterMayContain(filter, hash);
  }

  #loadFilters(): Uint8Array[] {
    const rows = this.#database.prepare('SELECT block_id AS id, bits FROM filter ORDER BY block_id').iterate();
    const filters: Uint8Array[] = [];
    let block = 0;
    for (const { id, bits } of rows as IterableIterator<{ id: number; bits: Uint8Array }>) {
      while (block < this.#ids.length && this.#ids[block]! < id) filters[block++] = new Uint8Array(0);
      if (this.#ids[block] === id) filters[block++] = bits;
    }
    return filters;
  }

  plainWords(): readonly string[] {
    this.#words ??= readDictionaryValues<string>(this.#database, 'word');
    return this.#words;
  }
}

function decodeAll(
  bytes: Uint8Array,
  layout: BlockLayout,
): { bytes: Uint8Array; starts: Uint32Array; ends: Uint32Array } {
  const count = layout.starts.length;
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const texts: Uint8Array[] = [];
  let position = 0;
  for (let i = 0; i < count; i++) {
    const slice = bytes.subarray(layout.starts[i], layout.ends[i]);
    const text = layout.codecs[i] === recordCodec.plain ? slice : decodeJsonString(slice);
    starts[i] = position;
    position += text.length;
    ends[i] = position;
    texts.push(text);
  }
  return { bytes: Buffer.concat(texts), starts, ends };
}
