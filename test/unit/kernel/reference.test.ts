import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceKernel as kernel } from '../../../src/engine/kernel/reference.ts';
import {
  addRows,
  complement,
  countBits,
  forEachRow,
  hasRow,
  intersect,
  popcount,
  unite,
  wordsFor,
} from '../../../src/engine/kernel/row-set.ts';
import type { Column } from '../../../src/engine/kernel/types.ts';

/** Long enough for several chunks of the kernel now and then. */
const lengths = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(16_383, 16_384, 16_385, 40_001));
const dictionarySizes = fc.constantFrom(1, 2, 7, 255, 256, 257, 5000, 70_000);

function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 0x1000000;
  };
}

function columnOf(length: number, size: number, random: () => number): Column {
  const column =
    size <= 256 ? new Uint8Array(length) : size <= 65_536 ? new Uint16Array(length) : new Uint32Array(length);
  for (let row = 0; row < length; row++) column[row] = Math.floor(random() ** 3 * size);
  return column;
}

const cases = fc.record({
  length: lengths,
  size: dictionarySizes,
  seed: fc.integer(),
  density: fc.constantFrom(0, 0.1, 0.5, 1),
});

interface Case {
  length: number;
  size: number;
  seed: number;
  density: number;
}

function setUp({ length, size, seed, density }: Case) {
  const random = generator(seed);
  const column = columnOf(length, size, random);
  const accepted = Uint8Array.from({ length: size }, () => (random() < density ? 1 : 0));
  const rejections = Uint8Array.from({ length }, () => (random() < density ? Math.floor(random() * 256) : 0));
  const from = Math.floor(random() * (length + 1));
  const to = from + Math.floor(random() * (length - from + 1));
  return { random, column, accepted, rejections, range: { from, to } };
}

function rowsOf(set: Uint32Array, length: number): number[] {
  return Array.from({ length }, (_, row) => row).filter((row) => hasRow(set, row));
}

function naiveRows({ from, to }: { from: number; to: number }, test: (row: number) => boolean): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i).filter(test);
}

describe('reference kernel against naive loops', () => {
  it('rejects by table inside the range only', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(1, 2, 64, 128), (input, bit) => {
        const { column, accepted, rejections, range } = setUp(input);
        const expected = rejections.map((byte, row) =>
          row >= range.from && row < range.to && accepted[column[row]!] !== 1 ? byte | bit : byte,
        );
        kernel.rejectByTable(rejections, bit, column, accepted, range);
        expect(Buffer.from(rejections).equals(Buffer.from(expected))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('adds by table and rejects what is outside a set', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { column, accepted, rejections, range } = setUp(input);
        const set = kernel.allocateWords(wordsFor(input.length));
        kernel.addByTable(set, column, accepted, range);
        expect(rowsOf(set, input.length)).toEqual(naiveRows(range, (row) => accepted[column[row]!] === 1));
        const expected = rejections.map((byte, row) =>
          row >= range.from && row < range.to && !hasRow(set, row) ? byte | 4 : byte,
        );
        kernel.rejectOutside(rejections, 4, set, range);
        expect(Buffer.from(rejections).equals(Buffer.from(expected))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('selects rows that pass, and rows that fail one filter at most', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 255 }), (input, mask) => {
        const { rejections, range } = setUp(input);
        const passing = kernel.allocateWords(wordsFor(input.length));
        kernel.addPassing(passing, rejections, mask, range);
        expect(rowsOf(passing, input.length)).toEqual(naiveRows(range, (row) => (rejections[row]! & mask) === 0));
        const nearly = kernel.allocateWords(wordsFor(input.length));
        kernel.addNearlyPassing(nearly, rejections, mask, range);
        expect(rowsOf(nearly, input.length)).toEqual(
          naiveRows(range, (row) => (rejections[row]! & ~mask) === 0 && popcount(rejections[row]!) <= 1),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('counts facets with and without filters, several columns and masks at once', () => {
    fc.assert(
      fc.property(cases, dictionarySizes, fc.boolean(), (input, otherSize, filtered) => {
        const { random, column, rejections, range } = setUp(input);
        const other = columnOf(input.length, otherSize, random);
        const facets = [
          { column, mask: 0xff, counts: kernel.allocateWords(input.size) },
          { column: other, mask: 0xfe, counts: kernel.allocateWords(otherSize) },
          { column, mask: 0xfe, counts: kernel.allocateWords(input.size) },
        ];
        kernel.countFacets(facets, filtered ? rejections : null, range);
        for (const { column, mask, counts } of facets) {
          const expected = new Uint32Array(counts.length);
          for (const row of naiveRows(range, (row) => !filtered || (rejections[row]! & mask) === 0))
            expected[column[row]!]!++;
          expect(counts).toEqual(expected);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('counts between borders', () => {
    fc.assert(
      fc.property(cases, fc.array(fc.nat(400), { maxLength: 9 }), (input, cuts) => {
        const { column, accepted } = setUp(input);
        const set = kernel.allocateWords(wordsFor(input.length));
        kernel.addByTable(set, column, accepted, { from: 0, to: input.length });
        const borders = Uint32Array.from(cuts.map((cut) => Math.min(cut, input.length)).sort((a, b) => a - b));
        const expected = Array.from(
          { length: Math.max(0, borders.length - 1) },
          (_, i) => naiveRows({ from: borders[i]!, to: borders[i + 1]! }, (row) => hasRow(set, row)).length,
        );
        expect([...kernel.countBetween(set, borders)]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('row sets against sets of numbers', () => {
  const span = fc.tuple(fc.nat(200), fc.nat(200)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

  it('adds ranges, counts, visits, combines and complements', () => {
    fc.assert(
      fc.property(span, span, span, fc.integer({ min: 200, max: 230 }), (one, two, part, rowCount) => {
        const a = new Uint32Array(wordsFor(rowCount));
        const b = new Uint32Array(wordsFor(rowCount));
        addRows(a, one.from, one.to);
        addRows(b, two.from, two.to);
        const inOne = (row: number): boolean => row >= one.from && row < one.to;
        const inTwo = (row: number): boolean => row >= two.from && row < two.to;
        const all = { from: 0, to: rowCount };
        expect(rowsOf(a, rowCount)).toEqual(naiveRows(all, inOne));
        expect(countBits(a, part.from, part.to)).toBe(naiveRows(part, inOne).length);
        const visited: number[] = [];
        forEachRow(a, part.from, part.to, (row) => visited.push(row));
        expect(visited).toEqual(naiveRows(part, inOne));
        const both = a.slice();
        intersect(both, b);
        expect(rowsOf(both, rowCount)).toEqual(naiveRows(all, (row) => inOne(row) && inTwo(row)));
        const either = a.slice();
        unite(either, b);
        expect(rowsOf(either, rowCount)).toEqual(naiveRows(all, (row) => inOne(row) || inTwo(row)));
        complement(a, rowCount);
        expect(rowsOf(a, rowCount)).toEqual(naiveRows(all, (row) => !inOne(row)));
        expect(countBits(a, 0, a.length * 32)).toBe(rowCount - (one.to - one.from));
      }),
    );
  });
});
