import type { Database } from 'better-sqlite3';
import { decompress } from '../store/blocks.ts';

/** The stored content of a source, byte for byte, without ever holding more of it than asked for. */
export class SourceContent {
  readonly lengthBytes: number;
  readonly #database: Database;
  readonly #slices: { blockId: number; offset: number; bytes: number; start: number }[] = [];
  #block: { id: number; bytes: Uint8Array } | null = null;

  constructor(database: Database, sourceId: number) {
    this.#database = database;
    const stored = database
      .prepare(
        'SELECT block_id AS blockId, block_offset AS offset, bytes FROM slice WHERE source_id = ? ORDER BY sequence',
      )
      .all(sourceId) as { blockId: number; offset: number; bytes: number }[];
    let start = 0;
    for (const slice of stored) {
      this.#slices.push({ ...slice, start });
      start += slice.bytes;
    }
    this.lengthBytes = start;
  }

  #blockBytes(id: number): Uint8Array {
    if (this.#block?.id !== id) {
      const row = this.#database.prepare('SELECT bytes, data FROM block WHERE id = ?').get(id) as
        { bytes: number; data: Uint8Array } | undefined;
      if (row === undefined) throw new RangeError(`block ${id} is missing`);
      this.#block = { id, bytes: decompress(row.data, row.bytes) };
    }
    return this.#block.bytes;
  }

  /** The bytes `[from, to)`, less what lies outside the content. */
  read(from: number, to: number): Buffer {
    const parts: Uint8Array[] = [];
    for (const slice of this.#slices) {
      const first = Math.max(from, slice.start);
      const last = Math.min(to, slice.start + slice.bytes);
      if (first >= last) continue;
      const at = slice.offset - slice.start;
      parts.push(this.#blockBytes(slice.blockId).slice(first + at, last + at));
    }
    return Buffer.concat(parts);
  }

  /** Where line `line` (from 1) begins, or null where there are fewer. */
  startOfLine(line: number): number | null {
    let lines = 1;
    if (line <= 1) return 0;
    for (const slice of this.#slices) {
      const bytes = this.#blockBytes(slice.blockId).subarray(slice.offset, slice.offset + slice.bytes);
      for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
        lines++;
        if (lines === line) return slice.start + at + 1;
      }
    }
    return null;
  }

  /** Where a stretch of a block lies in the content, or null where it is not of this source. */
  offsetOf(blockId: number, offset: number): number | null {
    for (const slice of this.#slices) {
      if (slice.blockId === blockId && offset >= slice.offset && offset < slice.offset + slice.bytes) {
        return slice.start + offset - slice.offset;
      }
    }
    return null;
  }
}
