import type { Database } from 'better-sqlite3';
import type { Progress } from '../../shared/contract/jobs.ts';
import { ChunkReader, ChunkWriter, chunkRows, idColumns, listChunks, type ChunkInfo } from './columns.ts';
import { eventIdBytes } from './event-id.ts';
import { orderByTime } from './time-order.ts';

/**
 * Merges the unsorted chunks that imports left into the time-sorted ones, in one transaction: its own, or the one that is
 * open. Only the run of sorted
 * chunks that the new rows fall into is written again. Works a column at a time, so that memory stays at a few
 * columns however many rows there are.
 */
export function finalise(database: Database, onProgress: (progress: Progress) => void = () => undefined): void {
  const chunks = listChunks(database);
  const superseded = new Set(database.prepare('SELECT record FROM superseded').pluck().all() as number[]);
  const fresh = chunks.filter((chunk) => chunk.sorted === 0);
  if (fresh.length === 0 && superseded.size === 0) return;
  const sorted = chunks.filter((chunk) => chunk.sorted === 1);
  // A superseded row can lie anywhere; that is rare enough to go through everything.
  const affected = superseded.size > 0 ? sorted : overlapping(sorted, fresh);
  const isInside = database.inTransaction;
  if (!isInside) database.exec('BEGIN IMMEDIATE');
  try {
    merge(database, [...affected, ...fresh], superseded, onProgress);
    database.exec('DELETE FROM superseded');
    if (isInside) return;
    database.exec('COMMIT');
    database.exec('PRAGMA incremental_vacuum');
  } catch (error) {
    if (!isInside && database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function overlapping(sorted: ChunkInfo[], fresh: ChunkInfo[]): ChunkInfo[] {
  const first = fresh.reduce((least, chunk) => Math.min(least, chunk.firstEpochSeconds), Infinity);
  const last = fresh.reduce((most, chunk) => Math.max(most, chunk.lastEpochSeconds), 0);
  const from = sorted.findIndex((chunk) => chunk.lastEpochSeconds >= first);
  if (from < 0) return [];
  let to = from;
  while (to < sorted.length && sorted[to]!.firstEpochSeconds <= last) to++;
  // Chunks of one single second are told apart by their ids: those of the second in which the run ends are written again
  // with it, or they would come before what the run has of that second.
  for (let end = sorted[to - 1]?.lastEpochSeconds; to > from && to < sorted.length; to++) {
    if (sorted[to]!.firstEpochSeconds !== end || sorted[to]!.lastEpochSeconds !== end) break;
  }
  return sorted.slice(from, to);
}

function merge(
  database: Database,
  inputs: ChunkInfo[],
  superseded: ReadonlySet<number>,
  onProgress: (progress: Progress) => void,
): void {
  const reader = new ChunkReader(database);
  const writer = new ChunkWriter(database);
  const total = inputs.reduce((sum, chunk) => sum + chunk.rows, 0);
  const sums = (field: 'time' | 'record'): Uint32Array => {
    const all = new Uint32Array(total);
    eachOffset(inputs, (chunk, offset) => reader.sums(chunk, field, all, offset));
    return all;
  };
  const times = sums('time');
  let order = orderByTime(times);
  const records = sums('record');
  if (superseded.size > 0) order = order.filter((row) => !superseded.has(records[row]!));

  const steps = idColumns.length + 3;
  let step = 0;
  const report = (): void => onProgress({ phase: 'sorting', done: ++step, total: steps, unit: 'blocks' });

  const ranges = chunkRanges(order.length);
  const outputs = ranges.map(([from, to]) => writer.open(true, pick(times, order, from, to)));
  report();
  ranges.forEach(([from, to], i) => writer.records(outputs[i]!, pick(records, order, from, to)));
  report();
  const column = new Uint32Array(total);
  for (const name of idColumns) {
    eachOffset(inputs, (chunk, offset) => column.set(reader.ids(chunk, name), offset));
    ranges.forEach(([from, to], i) => writer.column(outputs[i]!, name, pick(column, order, from, to)));
    report();
  }
  const ids = new Uint8Array(total * eventIdBytes);
  eachOffset(inputs, (chunk, offset) => ids.set(reader.raw(chunk, 'id'), offset * eventIdBytes));
  const words = new Uint32Array(ids.buffer);
  ranges.forEach(([from, to], i) => writer.raw(outputs[i]!, 'id', pickIds(words, order, from, to)));
  report();
  const dropColumns = database.prepare('DELETE FROM chunk_column WHERE chunk_id = ?');
  const dropChunk = database.prepare('DELETE FROM chunk WHERE id = ?');
  for (const chunk of inputs) {
    dropColumns.run(chunk.id);
    dropChunk.run(chunk.id);
  }
}

function eachOffset(chunks: readonly ChunkInfo[], visit: (chunk: ChunkInfo, offset: number) => void): void {
  let offset = 0;
  for (const chunk of chunks) {
    visit(chunk, offset);
    offset += chunk.rows;
  }
}

/** Even cuts of at most `chunkRows` rows. */
function chunkRanges(rows: number): [from: number, to: number][] {
  const count = Math.ceil(rows / chunkRows);
  return Array.from({ length: count }, (_, i) => [
    Math.floor((rows * i) / count),
    Math.floor((rows * (i + 1)) / count),
  ]);
}

function pick(values: Uint32Array, order: Uint32Array, from: number, to: number): Uint32Array {
  const picked = new Uint32Array(to - from);
  for (let i = from; i < to; i++) picked[i - from] = values[order[i]!]!;
  return picked;
}

function pickIds(words: Uint32Array, order: Uint32Array, from: number, to: number): Uint8Array {
  const wordsPerId = eventIdBytes / 4;
  const picked = new Uint32Array((to - from) * wordsPerId);
  let at = 0;
  for (let i = from; i < to; i++) {
    const start = order[i]! * wordsPerId;
    for (let word = 0; word < wordsPerId; word++) picked[at++] = words[start + word]!;
  }
  return new Uint8Array(picked.buffer);
}
