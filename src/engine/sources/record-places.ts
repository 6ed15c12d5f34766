import type { Database } from 'better-sqlite3';
import type { RawStore } from '../store/raw-store.ts';

/** Which source a record lies in. */
export class RecordPlaces {
  readonly #raw: RawStore;
  /** Slices by block: pairs of offset and source, in order of offset. */
  readonly #slices = new Map<number, number[]>();

  constructor(database: Database, raw: RawStore) {
    this.#raw = raw;
    const rows = database
      .prepare('SELECT block_id, block_offset, source_id FROM slice ORDER BY block_id, block_offset')
      .raw()
      .iterate() as IterableIterator<[block: number, offset: number, source: number]>;
    for (const [block, offset, source] of rows) {
      const known = this.#slices.get(block);
      if (known === undefined) this.#slices.set(block, [offset, source]);
      else known.push(offset, source);
    }
  }

  sourceOf(record: number): number {
    const block = this.#raw.blockOf(record);
    const start = this.#raw.content(block).layout.starts[record - this.#raw.firstRecord(block)]!;
    const slices = this.#slices.get(this.#raw.blockId(block)) ?? [];
    for (let i = slices.length - 2; i >= 0; i -= 2) if (slices[i]! <= start) return slices[i + 1]!;
    throw new RangeError(`record ${record} lies in no source`);
  }
}
