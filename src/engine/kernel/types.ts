/** Dictionary ids of one dimension, one per row. */
export type Column = Uint8Array | Uint16Array | Uint32Array;

/** Rows `[from, to)`; rows are in time order, oldest first. */
export interface RowRange {
  from: number;
  to: number;
}

/**
 * One facet to count: `counts[id]` grows by the number of rows of the range that hold `id` and fail no filter but
 * those outside `mask` (a facet leaves its own filter's bit out of its mask).
 */
export interface FacetCount {
  column: Column;
  mask: number;
  counts: Uint32Array;
}

/**
 * The loops that run over every row. `reference.ts` is the plain implementation and the oracle of any faster one.
 *
 * Rejections are one byte a row: bit b is set when the row fails filter b. Row sets are one bit a row, row r being
 * bit `r & 31` of word `r >>> 5`; their length is `Math.ceil(rowCount / 32)` words. Long-lived arrays (columns,
 * rejections, row sets) come from `allocate…`, so that a kernel with memory of its own finds them there; arrays from
 * elsewhere must work too and may be copied.
 */
export interface Kernel {
  allocateBytes(length: number): Uint8Array;
  allocateWords(length: number): Uint32Array;

  /** Sets `bit` on rows whose id is not accepted: `accepted[id]` is 1 or 0. */
  rejectByTable(rejections: Uint8Array, bit: number, column: Column, accepted: Uint8Array, range: RowRange): void;
  /** Sets `bit` on rows outside the set. */
  rejectOutside(rejections: Uint8Array, bit: number, set: Uint32Array, range: RowRange): void;
  /** Adds rows whose id is accepted to a set. */
  addByTable(set: Uint32Array, column: Column, accepted: Uint8Array, range: RowRange): void;
  /** Adds rows without any rejection in `mask` to a set. */
  addPassing(set: Uint32Array, rejections: Uint8Array, mask: number, range: RowRange): void;
  /** Adds rows that have at most one bit of `mask` set, and none outside `mask`. */
  addNearlyPassing(set: Uint32Array, rejections: Uint8Array, mask: number, range: RowRange): void;
  /** Counts facets; `rejections` is null where nothing is filtered. */
  countFacets(facets: readonly FacetCount[], rejections: Uint8Array | null, range: RowRange): void;
  /** Number of rows of the set in `[borders[i], borders[i + 1])`, for each i; borders ascend. */
  countBetween(set: Uint32Array, borders: Uint32Array): Uint32Array;
}
