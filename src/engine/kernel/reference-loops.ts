// One function for each array type: a loop that sees several types is compiled for all of them and runs two to four
// times slower. Four rows a turn also make the loops too long to be inlined by the middle compiler, which would keep
// its own, three times slower code for them in their callers.
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
const turns = new Uint32Array(1024);

function takeTurns(counts: Uint32Array): void {
  const length = Math.min(256, counts.length);
  for (let id = 0; id < length; id++) {
    counts[id]! += turns[id]! + turns[256 + id]! + turns[512 + id]! + turns[768 + id]!;
  }
  turns.fill(0);
}

function countBytes(column: Uint8Array, counts: Uint32Array): void {
  const { length } = column;
  let row = 0;
  for (; row + 3 < length; row += 4) {
    turns[column[row]!]!++;
    turns[256 + column[row + 1]!]!++;
    turns[512 + column[row + 2]!]!++;
    turns[768 + column[row + 3]!]!++;
  }
  for (; row < length; row++) turns[column[row]!]!++;
  takeTurns(counts);
}

function countShorts(column: Uint16Array, counts: Uint32Array): void {
  const { length } = column;
  let row = 0;
  for (; row + 3 < length; row += 4) {
    counts[column[row]!]!++;
    counts[column[row + 1]!]!++;
    counts[column[row + 2]!]!++;
    counts[column[row + 3]!]!++;
  }
  for (; row < length; row++) counts[column[row]!]!++;
}

function countWords(column: Uint32Array, counts: Uint32Array): void {
  const { length } = column;
  let row = 0;
  for (; row + 3 < length; row += 4) {
    counts[column[row]!]!++;
    counts[column[row + 1]!]!++;
    counts[column[row + 2]!]!++;
    counts[column[row + 3]!]!++;
  }
  for (; row < length; row++) counts[column[row]!]!++;
}

/** Counts every row. */
export function countLoop(column: Column, counts: Uint32Array): void {
  if (column instanceof Uint8Array) countBytes(column, counts);
  else if (column instanceof Uint16Array) countShorts(column, counts);
  else countWords(column, counts);
}

function countListedBytes(column: Uint8Array, counts: Uint32Array, list: Uint16Array, length: number): void {
  let i = 0;
  for (; i + 3 < length; i += 4) {
    turns[column[list[i]!]!]!++;
    turns[256 + column[list[i + 1]!]!]!++;
    turns[512 + column[list[i + 2]!]!]!++;
    turns[768 + column[list[i + 3]!]!]!++;
  }
  for (; i < length; i++) turns[column[list[i]!]!]!++;
  takeTurns(counts);
}

function countListedShorts(column: Uint16Array, counts: Uint32Array, list: Uint16Array, length: number): void {
  let row = 0;
  for (; row + 3 < length; row += 4) {
    counts[column[list[row]!]!]!++;
    counts[column[list[row + 1]!]!]!++;
    counts[column[list[row + 2]!]!]!++;
    counts[column[list[row + 3]!]!]!++;
  }
  for (; row < length; row++) counts[column[list[row]!]!]!++;
}

function countListedWords(column: Uint32Array, counts: Uint32Array, list: Uint16Array, length: number): void {
  let row = 0;
  for (; row + 3 < length; row += 4) {
    counts[column[list[row]!]!]!++;
    counts[column[list[row + 1]!]!]!++;
    counts[column[list[row + 2]!]!]!++;
    counts[column[list[row + 3]!]!]!++;
  }
  for (; row < length; row++) counts[column[list[row]!]!]!++;
}

/** Counts the first `length` rows of `list`. */
export function countListedLoop(column: Column, counts: Uint32Array, list: Uint16Array, length: number): void {
  if (column instanceof Uint8Array) countListedBytes(column, counts, list, length);
  else if (column instanceof Uint16Array) countListedShorts(column, counts, list, length);
  else countListedWords(column, counts, list, length);
}

function countWeightedBytes(column: Uint8Array, counts: Uint32Array, weights: Uint8Array): void {
  const { length } = column;
  let row = 0;
  for (; row + 3 < length; row += 4) {
    turns[column[row]!]! += weights[row]!;
    turns[256 + column[row + 1]!]! += weights[row + 1]!;
    turns[512 + column[row + 2]!]! += weights[row + 2]!;
    turns[768 + column[row + 3]!]! += weights[row + 3]!;
  }
  for (; row < length; row++) turns[column[row]!]! += weights[row]!;
  takeTurns(counts);
}

function countWeightedShorts(column: Uint16Array, counts: Uint32Array, weights: Uint8Array): void {
  const { length } = column;
  let row = 0;
  for (; row + 3 < length; row += 4) {
    counts[column[row]!]! += weights[row]!;
    counts[column[row + 1]!]! += weights[row + 1]!;
    counts[column[row + 2]!]! += weights[row + 2]!;
    counts[column[row + 3]!]! += weights[row + 3]!;
  }
  for (; row < length; row++) counts[column[row]!]! += weights[row]!;
}

function countWeightedWords(column: Uint32Array, counts: Uint32Array, weights: Uint8Array): void {
  const { length } = column;
  let row = 0;
  for (; row + 3 < length; row += 4) {
    counts[column[row]!]! += weights[row]!;
    counts[column[row + 1]!]! += weights[row + 1]!;
    counts[column[row + 2]!]! += weights[row + 2]!;
    counts[column[row + 3]!]! += weights[row + 3]!;
  }
  for (; row < length; row++) counts[column[row]!]! += weights[row]!;
}

/** Counts the rows whose weight is 1, not those of weight 0. */
export function countWeightedLoop(column: Column, counts: Uint32Array, weights: Uint8Array): void {
  if (column instanceof Uint8Array) countWeightedBytes(column, counts, weights);
  else if (column instanceof Uint16Array) countWeightedShorts(column, counts, weights);
  else countWeightedWords(column, counts, weights);
}

// Each takes whole words: `column` begins at the first row of word `from`.
function acceptBytes(set: Uint32Array, table: Uint8Array, column: Uint8Array, from: number, to: number): void {
  for (let word = from, row = 0; word < to; word++) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit += 4, row += 4) {
      bits |= table[column[row]!]! << bit;
      bits |= table[column[row + 1]!]! << (bit + 1);
      bits |= table[column[row + 2]!]! << (bit + 2);
      bits |= table[column[row + 3]!]! << (bit + 3);
    }
    set[word]! |= bits;
  }
}

function acceptShorts(set: Uint32Array, table: Uint8Array, column: Uint16Array, from: number, to: number): void {
  for (let word = from, row = 0; word < to; word++) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit += 4, row += 4) {
      bits |= table[column[row]!]! << bit;
      bits |= table[column[row + 1]!]! << (bit + 1);
      bits |= table[column[row + 2]!]! << (bit + 2);
      bits |= table[column[row + 3]!]! << (bit + 3);
    }
    set[word]! |= bits;
  }
}

function acceptWords(set: Uint32Array, table: Uint8Array, column: Uint32Array, from: number, to: number): void {
  for (let word = from, row = 0; word < to; word++) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit += 4, row += 4) {
      bits |= table[column[row]!]! << bit;
      bits |= table[column[row + 1]!]! << (bit + 1);
      bits |= table[column[row + 2]!]! << (bit + 2);
      bits |= table[column[row + 3]!]! << (bit + 3);
    }
    set[word]! |= bits;
  }
}

/** Adds the rows of `[from, to)` whose `table[id]` is 1 to the set. */
export function acceptLoop(set: Uint32Array, table: Uint8Array, column: Column, from: number, to: number): void {
  const one = (row: number): void => {
    set[row >>> 5]! |= table[column[row]!]! << (row & 31);
  };
  const firstWord = (from + 31) >>> 5;
  const lastWord = to >>> 5;
  if (firstWord >= lastWord) {
    for (let row = from; row < to; row++) one(row);
    return;
  }
  for (let row = from; row < firstWord << 5; row++) one(row);
  const rows = column.subarray(firstWord << 5, lastWord << 5);
  if (rows instanceof Uint8Array) acceptBytes(set, table, rows, firstWord, lastWord);
  else if (rows instanceof Uint16Array) acceptShorts(set, table, rows, firstWord, lastWord);
  else acceptWords(set, table, rows, firstWord, lastWord);
  for (let row = lastWord << 5; row < to; row++) one(row);
}

// Whether a row passes is as good as random to the processor: no branches.

/** Writes 1 for each row without a rejection in `mask`, else 0; returns how many pass. */
export function weighPassing(rejections: Uint8Array, mask: number, weights: Uint8Array): number {
  const { length } = rejections;
  let passing = 0;
  let row = 0;
  for (; row + 3 < length; row += 4) {
    const first = ((rejections[row]! & mask) - 1) >>> 31;
    const second = ((rejections[row + 1]! & mask) - 1) >>> 31;
    const third = ((rejections[row + 2]! & mask) - 1) >>> 31;
    const fourth = ((rejections[row + 3]! & mask) - 1) >>> 31;
    weights[row] = first;
    weights[row + 1] = second;
    weights[row + 2] = third;
    weights[row + 3] = fourth;
    passing = (passing + first + second + third + fourth) | 0;
  }
  for (; row < length; row++) {
    weights[row] = ((rejections[row]! & mask) - 1) >>> 31;
    passing += weights[row]!;
  }
  return passing;
}

/** Writes the rows of weight 1 to `list`, which has room for one more row than there are. */
export function listWeighted(weights: Uint8Array, list: Uint16Array, rowCount: number): void {
  let length = 0;
  let row = 0;
  for (; row + 3 < rowCount; row += 4) {
    list[length] = row;
    length = (length + weights[row]!) | 0;
    list[length] = row + 1;
    length = (length + weights[row + 1]!) | 0;
    list[length] = row + 2;
    length = (length + weights[row + 2]!) | 0;
    list[length] = row + 3;
    length = (length + weights[row + 3]!) | 0;
  }
  for (; row < rowCount; row++) {
    list[length] = row;
    length += weights[row]!;
  }
}
