import {
  acceptLoop,
  countListedLoop,
  countLoop,
  countWeightedLoop,
  listWeighted,
  rejectLoop,
  weighPassing,
} from './reference-loops.ts';
import { countBits } from './row-set.ts';
import type { FacetCount, Kernel } from './types.ts';

// Rows handled at a time: their rejections and the list of those that pass stay in the processor's cache while all
// facets are counted.
const chunkRows = 1 << 14;

// Up to this share of passing rows it is faster to count from a list of them than to weigh every row.
const listedShare = 0.4;

function bitCount(byte: number): number {
  let bits = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}

function countAll(facets: readonly FacetCount[], from: number, to: number): void {
  // In chunks too: a loop that is compiled while it runs once over everything is thrown away at its end.
  for (let start = from; start < to; start += chunkRows) {
    const end = Math.min(to, start + chunkRows);
    for (const facet of facets) countLoop(facet.column.subarray(start, end), facet.counts);
  }
}

function countFiltered(facets: readonly FacetCount[], rejections: Uint8Array, from: number, to: number): void {
  const byMask = new Map<number, FacetCount[]>();
  for (const facet of facets) {
    const group = byMask.get(facet.mask);
    if (group) group.push(facet);
    else byMask.set(facet.mask, [facet]);
  }
  const list = new Uint16Array(chunkRows + 1);
  const weights = new Uint8Array(chunkRows);
  for (let start = from; start < to; start += chunkRows) {
    const end = Math.min(to, start + chunkRows);
    for (const [mask, group] of byMask) {
      const passing = weighPassing(rejections.subarray(start, end), mask, weights);
      if (passing === end - start) {
        for (const facet of group) countLoop(facet.column.subarray(start, end), facet.counts);
      } else if (passing > (end - start) * listedShare) {
        for (const facet of group) countWeightedLoop(facet.column.subarray(start, end), facet.counts, weights);
      } else if (passing > 0) {
        listWeighted(weights, list, end - start);
        for (const facet of group) countListedLoop(facet.column.subarray(start, end), facet.counts, list, passing);
      }
    }
  }
}

/** The kernel in plain TypeScript. */
export const referenceKernel: Kernel = {
  allocateBytes: (length) => new Uint8Array(length),
  allocateWords: (length) => new Uint32Array(length),

  rejectByTable(rejections, bit, column, accepted, { from, to }) {
    const bits = new Uint8Array(accepted.length);
    for (let id = 0; id < bits.length; id++) bits[id] = accepted[id] === 1 ? 0 : bit;
    rejectLoop(rejections, bits, column, from, to);
  },

  rejectOutside(rejections, bit, set, { from, to }) {
    for (let row = from; row < to; row++) {
      if (((set[row >>> 5]! >>> (row & 31)) & 1) === 0) rejections[row]! |= bit;
    }
  },

  addByTable(set, column, accepted, { from, to }) {
    acceptLoop(set, accepted, column, from, to);
  },

  addPassing(set, rejections, mask, { from, to }) {
    const table = new Uint8Array(256);
    for (let byte = 0; byte < 256; byte++) table[byte] = (byte & mask) === 0 ? 1 : 0;
    acceptLoop(set, table, rejections, from, to);
  },

  addNearlyPassing(set, rejections, mask, { from, to }) {
    const table = new Uint8Array(256);
    for (let byte = 0; byte < 256; byte++) table[byte] = (byte & ~mask) === 0 && bitCount(byte) <= 1 ? 1 : 0;
    acceptLoop(set, table, rejections, from, to);
  },

  countFacets(facets, rejections, { from, to }) {
    if (rejections) countFiltered(facets, rejections, from, to);
    else countAll(facets, from, to);
  },

  countBetween(set, borders) {
    const counts = new Uint32Array(Math.max(0, borders.length - 1));
    for (let i = 0; i < counts.length; i++) counts[i] = countBits(set, borders[i]!, borders[i + 1]!);
    return counts;
  },
};
