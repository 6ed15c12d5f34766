/** Number of words of a set over `rowCount` rows. */
export function wordsFor(rowCount: number): number {
  return Math.ceil(rowCount / 32);
}

export function hasRow(set: Uint32Array, row: number): boolean {
  return ((set[row >>> 5]! >>> (row & 31)) & 1) === 1;
}

export function addRow(set: Uint32Array, row: number): void {
  set[row >>> 5]! |= 1 << (row & 31);
}

/** Bits `[from & 31, …)` up to `to` of the word that holds row `from`, where both lie in that word. */
function wordMask(from: number, to: number): number {
  const upper = (to & 31) === 0 ? -1 : ~(-1 << (to & 31));
  return (-1 << (from & 31)) & upper;
}

/** Adds the rows `[from, to)`. */
export function addRows(set: Uint32Array, from: number, to: number): void {
  if (from >= to) return;
  const first = from >>> 5;
  const last = (to - 1) >>> 5;
  if (first === last) {
    set[first]! |= wordMask(from, to);
    return;
  }
  set[first]! |= -1 << (from & 31);
  set.fill(0xffffffff, first + 1, last);
  set[last]! |= wordMask(last << 5, to);
}

/** Number of one bits of a 32-bit word. */
export function popcount(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  word = (word + (word >>> 4)) & 0x0f0f0f0f;
  return Math.imul(word, 0x01010101) >>> 24;
}

/** Number of rows of the set in `[from, to)`. */
export function countBits(set: Uint32Array, from: number, to: number): number {
  if (from >= to) return 0;
  const first = from >>> 5;
  const last = (to - 1) >>> 5;
  if (first === last) return popcount(set[first]! & wordMask(from, to));
  let count = popcount(set[first]! & (-1 << (from & 31)));
  for (let word = first + 1; word < last; word++) count += popcount(set[word]!);
  return count + popcount(set[last]! & wordMask(last << 5, to));
}

/** Keeps the rows that are in `other` too. */
export function intersect(set: Uint32Array, other: Uint32Array): void {
  for (let word = 0; word < set.length; word++) set[word]! &= other[word]!;
}

/** Adds the rows of `other`. */
export function unite(set: Uint32Array, other: Uint32Array): void {
  for (let word = 0; word < set.length; word++) set[word]! |= other[word]!;
}

/** Turns the set into the other rows of `[0, rowCount)`. */
export function complement(set: Uint32Array, rowCount: number): void {
  for (let word = 0; word < set.length; word++) set[word] = ~set[word]!;
  if ((rowCount & 31) !== 0 && set.length > 0) set[set.length - 1]! &= wordMask(0, rowCount);
}

/** Visits the rows of the set in `[from, to)`, ascending. */
export function forEachRow(set: Uint32Array, from: number, to: number, visit: (row: number) => void): void {
  if (from >= to) return;
  const last = (to - 1) >>> 5;
  for (let word = from >>> 5; word <= last; word++) {
    let bits = set[word]!;
    if (word === from >>> 5) bits &= -1 << (from & 31);
    if (word === last) bits &= wordMask(last << 5, to);
    for (; bits !== 0; bits &= bits - 1) visit((word << 5) + 31 - Math.clz32(bits & -bits));
  }
}
