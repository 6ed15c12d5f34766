// One function for each array type: a loop that sees several types is compiled for all of them and runs two to four
// times slower. `counts`, `table` and `list` keep one type each for the same reason.
import type { Column } from './types.ts';

function rejectBytes(rejections: Uint8Array, bits: Uint8Array, column: Uint8Array, from: number, to: number): void {
  for (let row = from; row < to; row++) rejections[row]! |= bits[column[row]!]!;
}

function rejectShorts(rejections: Uint8Array, bits: Uint8Array, column: Uint16Array, from: number, to: number): void {
  for (let row = from; row < to; row++) rejections[row]! |= bits[column[row]!]!;
}

function rejectWords(rejections: Uint8Array, bits: Uint8Array, column: Uint32Array, from: number, to: number): void {
  for (let row = from; row < to; row++) rejections[row]! |= bits[column[row]!]!;
}

/** Adds `bits[id]` to the rejections of each row. */
export function rejectLoop(rejections: Uint8Array, bits: Uint8Array, column: Column, from: number, to: number): void {
  if (column instanceof Uint8Array) rejectBytes(rejections, bits, column, from, to);
  else if (column instanceof Uint16Array) rejectShorts(rejections, bits, column, from, to);
  else rejectWords(rejections, bits, column, from, to);
}

// Four counters for each id take turns: rows next to each other mostly hold the same id, and waiting for the counter
// just written would cost more than the count.
function countBytes(column: Uint8Array, counts: Uint32Array, from: number, to: number): void {
  const turns = new Uint32Array(1024);
  let row = from;
  for (const end = to - 3; row < end; row += 4) {
    turns[column[row]!]!++;
    turns[256 + column[row + 1]!]!++;
    turns[512 + column[row + 2]!]!++;
    turns[768 + column[row + 3]!]!++;
  }
  for (; row < to; row++) turns[column[row]!]!++;
  addTurns(turns, counts);
}

function countShorts(column: Uint16Array, counts: Uint32Array, from: number, to: number): void {
  for (let row = from; row < to; row++) counts[column[row]!]!++;
}

function countWords(column: Uint32Array, counts: Uint32Array, from: number, to: number): void {
  for (let row = from; row < to; row++) counts[column[row]!]!++;
}

/** Counts every row of `[from, to)`. */
export function countLoop(column: Column, counts: Uint32Array, from: number, to: number): void {
  if (column instanceof Uint8Array) countBytes(column, counts, from, to);
  else if (column instanceof Uint16Array) countShorts(column, counts, from, to);
  else countWords(column, counts, from, to);
}

function countListedBytes(column: Uint8Array, counts: Uint32Array, list: Uint32Array, length: number): void {
  const turns = new Uint32Array(1024);
  let i = 0;
  for (const end = length - 3; i < end; i += 4) {
    turns[column[list[i]!]!]!++;
    turns[256 + column[list[i + 1]!]!]!++;
    turns[512 + column[list[i + 2]!]!]!++;
    turns[768 + column[list[i + 3]!]!]!++;
  }
  for (; i < length; i++) turns[column[list[i]!]!]!++;
  addTurns(turns, counts);
}

function countListedShorts(column: Uint16Array, counts: Uint32Array, list: Uint32Array, length: number): void {
  for (let i = 0; i < length; i++) counts[column[list[i]!]!]!++;
}

function countListedWords(column: Uint32Array, counts: Uint32Array, list: Uint32Array, length: number): void {
  for (let i = 0; i < length; i++) counts[column[list[i]!]!]!++;
}

/** Counts the first `length` rows of `list`. */
export function countListedLoop(column: Column, counts: Uint32Array, list: Uint32Array, length: number): void {
  if (column instanceof Uint8Array) countListedBytes(column, counts, list, length);
  else if (column instanceof Uint16Array) countListedShorts(column, counts, list, length);
  else countListedWords(column, counts, list, length);
}

function addTurns(turns: Uint32Array, counts: Uint32Array): void {
  const length = Math.min(256, counts.length);
  for (let id = 0; id < length; id++)
    counts[id]! += turns[id]! + turns[256 + id]! + turns[512 + id]! + turns[768 + id]!;
}

function acceptBytes(
  set: Uint32Array,
  table: Uint8Array,
  column: Uint8Array,
  word: number,
  from: number,
  to: number,
): void {
  let bits = 0;
  for (let row = from; row < to; row++) bits |= table[column[row]!]! << (row & 31);
  set[word]! |= bits;
}

function acceptShorts(
  set: Uint32Array,
  table: Uint8Array,
  column: Uint16Array,
  word: number,
  from: number,
  to: number,
): void {
  let bits = 0;
  for (let row = from; row < to; row++) bits |= table[column[row]!]! << (row & 31);
  set[word]! |= bits;
}

function acceptWords(
  set: Uint32Array,
  table: Uint8Array,
  column: Uint32Array,
  word: number,
  from: number,
  to: number,
): void {
  let bits = 0;
  for (let row = from; row < to; row++) bits |= table[column[row]!]! << (row & 31);
  set[word]! |= bits;
}

/** Adds the rows of `[from, to)` whose `table[id]` is 1 to the set. */
export function acceptLoop(set: Uint32Array, table: Uint8Array, column: Column, from: number, to: number): void {
  for (let start = from; start < to;) {
    const end = Math.min(to, (start | 31) + 1);
    const word = start >>> 5;
    if (column instanceof Uint8Array) acceptBytes(set, table, column, word, start, end);
    else if (column instanceof Uint16Array) acceptShorts(set, table, column, word, start, end);
    else acceptWords(set, table, column, word, start, end);
    start = end;
  }
}

/** Writes the rows of `[from, to)` without a rejection in `mask` to `list`; returns how many. */
export function listPassing(rejections: Uint8Array, mask: number, list: Uint32Array, from: number, to: number): number {
  let length = 0;
  for (let row = from; row < to; row++) {
    // No branch: whether a row passes is as good as random to the processor.
    list[length] = row;
    length += ((rejections[row]! & mask) - 1) >>> 31;
  }
  return length;
}
