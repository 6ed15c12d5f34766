import type { Database, Statement } from 'better-sqlite3';
import { dictionaryFields } from '../../shared/cloudtrail/event.ts';
import { compress, decompress } from './blocks.ts';
import { eventIdBytes } from './event-id.ts';

/** Columns of dictionary ids: one id a row; 0 is "no value". */
export const idColumns = [...dictionaryFields, 'resources', 'source'] as const;
export type IdColumn = (typeof idColumns)[number];

/** Rows of a sorted chunk. */
export const chunkRows = 65_536;

/** Rows of events in memory, all columns the same length. `ids` are packed bytes. */
export interface EventRows {
  count: number;
  times: Uint32Array;
  records: Uint32Array;
  columns: Record<IdColumn, Uint32Array>;
  ids: Uint8Array;
}

export function newRows(count: number): EventRows {
  const columns = {} as Record<IdColumn, Uint32Array>;
  for (const name of idColumns) columns[name] = new Uint32Array(count);
  return {
    count,
    times: new Uint32Array(count),
    records: new Uint32Array(count),
    columns,
    ids: new Uint8Array(count * eventIdBytes),
  };
}

/** A copy with room for `count` rows, holding as many of the given rows as fit. */
export function resizeRows(rows: EventRows, count: number): EventRows {
  const resized = newRows(count);
  const kept = Math.min(count, rows.count);
  resized.times.set(rows.times.subarray(0, kept));
  resized.records.set(rows.records.subarray(0, kept));
  for (const name of idColumns) resized.columns[name].set(rows.columns[name].subarray(0, kept));
  resized.ids.set(rows.ids.subarray(0, kept * eventIdBytes));
  return resized;
}

/** A chunk as its row in the case says. */
export interface ChunkInfo {
  id: number;
  sorted: 0 | 1;
  rows: number;
  firstEpochSeconds: number;
  lastEpochSeconds: number;
}

/**
 * The sorted chunks in the order of their rows, then the unsorted ones in the order of their records. Sorted chunks that
 * begin in the same second lie wholly inside it, except the last of them.
 */
export function listChunks(database: Database): ChunkInfo[] {
  return database
    .prepare(
      `SELECT id, sorted, rows, first_epoch_s AS firstEpochSeconds, last_epoch_s AS lastEpochSeconds
       FROM chunk
       ORDER BY sorted DESC, CASE sorted WHEN 1 THEN first_epoch_s END, CASE sorted WHEN 1 THEN last_epoch_s END, id`,
    )
    .all() as ChunkInfo[];
}

function widthFor(largest: number): 1 | 2 | 4 {
  return largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4;
}

function viewOf(width: number, bytes: Uint8Array): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return bytes;
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  if (width === 2) return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length / 2);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

function narrow(values: Uint32Array): { width: 1 | 2 | 4; bytes: Uint8Array } {
  let largest = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > largest) largest = values[i]!;
  const width = widthFor(largest);
  const typed = width === 4 ? values : width === 2 ? Uint16Array.from(values) : Uint8Array.from(values);
  return { width, bytes: new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength) };
}

/** Differences to the row before, modulo 2^32: small where rows are in time order. */
function differences(values: Uint32Array): Uint32Array {
  const result = new Uint32Array(values.length);
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    result[i] = values[i]! - before;
    before = values[i]!;
  }
  return result;
}

export class ChunkWriter {
  readonly #chunk: Statement;
  readonly #column: Statement;
  #isSorted = true;

  constructor(database: Database) {
    this.#chunk = database.prepare('INSERT INTO chunk (sorted, rows, first_epoch_s, last_epoch_s) VALUES (?, ?, ?, ?)');
    this.#column = database.prepare('INSERT INTO chunk_column (chunk_id, field, width, data) VALUES (?, ?, ?, ?)');
  }

  /** Registers a chunk of these times and writes its time column. Returns its id for `column` and `raw`. */
  open(sorted: boolean, times: Uint32Array): number {
    this.#isSorted = sorted;
    let first = 0xffffffff;
    let last = 0;
    for (let i = 0; i < times.length; i++) {
      if (times[i]! < first) first = times[i]!;
      if (times[i]! > last) last = times[i]!;
    }
    const id = Number(this.#chunk.run(sorted ? 1 : 0, times.length, first, last).lastInsertRowid);
    this.column(id, 'time', differences(times));
    return id;
  }

  column(chunk: number, field: string, values: Uint32Array): void {
    const { width, bytes } = narrow(values);
    // What is merged away in a moment is not worth compressing; a negative width says so.
    if (this.#isSorted) this.#column.run(chunk, field, width, compress(bytes));
    else this.#column.run(chunk, field, -width, bytes);
  }

  records(chunk: number, records: Uint32Array): void {
    this.column(chunk, 'record', differences(records));
  }

  /** Packed bytes that do not compress (ids). */
  raw(chunk: number, field: 'id', bytes: Uint8Array): void {
    this.#column.run(chunk, field, 0, bytes);
  }

  /** All columns of rows at once. */
  rows(sorted: boolean, rows: EventRows): void {
    const chunk = this.open(sorted, rows.times);
    this.records(chunk, rows.records);
    for (const name of idColumns) this.column(chunk, name, rows.columns[name]);
    this.raw(chunk, 'id', rows.ids);
  }
}

/** Reads stored columns back. */
export class ChunkReader {
  readonly #select: Statement;

  constructor(database: Database) {
    this.#select = database.prepare('SELECT width, data FROM chunk_column WHERE chunk_id = ? AND field = ?');
  }

  #load(chunk: ChunkInfo, field: string): { width: number; data: Uint8Array } {
    const row = this.#select.get(chunk.id, field) as { width: number; data: Uint8Array } | undefined;
    if (!row) throw new RangeError(`chunk ${chunk.id} lacks its column ${field}`);
    return row;
  }

  #numbers(chunk: ChunkInfo, field: string): Uint8Array | Uint16Array | Uint32Array {
    const { width, data } = this.#load(chunk, field);
    if (width > 0) return viewOf(width, decompress(data, chunk.rows * width));
    if (data.length !== chunk.rows * -width)
      throw new RangeError(`column ${field} of chunk ${chunk.id} has a wrong length`);
    return viewOf(-width, data);
  }

  /** Dictionary ids of a chunk, in the width they are stored in. */
  ids(chunk: ChunkInfo, field: IdColumn): Uint8Array | Uint16Array | Uint32Array {
    return this.#numbers(chunk, field);
  }

  /** Times or record numbers into `target` from `offset`. */
  sums(chunk: ChunkInfo, field: 'time' | 'record', target: Uint32Array, offset: number): void {
    const stored = this.#numbers(chunk, field);
    let value = 0;
    for (let i = 0; i < stored.length; i++) {
      value = (value + stored[i]!) >>> 0;
      target[offset + i] = value;
    }
  }

  raw(chunk: ChunkInfo, field: 'id'): Uint8Array {
    return this.#load(chunk, field).data;
  }
}
