import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../../src/shared/query/ast.ts';
import { addRow, wordsFor } from '../../../src/engine/kernel/row-set.ts';
import { completeValues } from '../../../src/engine/search/complete.ts';
import { prepareSearch } from '../../../src/engine/search/crossfilter.ts';
import { bucketSecondsFor, bucketSizesSeconds } from '../../../src/engine/search/histogram.ts';
import { rowsAt } from '../../../src/engine/search/rows.ts';
import { answer, search } from '../../../src/engine/search/search.ts';
import { Selection } from '../../../src/engine/search/selection.ts';
import { topEntries } from '../../../src/engine/search/top-entries.ts';
import type { HistogramResult } from '../../../src/engine/search/types.ts';
import { memoryIndex, type MemoryIndex } from '../../support/memory-index.ts';
import { randomEvents, randomSearch, seeded, vocabulary } from './corpus.ts';
import { expectedRows } from './oracle.ts';

const all: Query = { kind: 'all' };

function exact(field: string, text: string): Query {
  return { kind: 'field', field, value: { kind: 'value', term: { kind: 'exact', text, quoted: false } } };
}

function between(low: string | null, high: string | null): Query {
  const term = { kind: 'range', low, high, includesLow: true, includesHigh: true } as const;
  return { kind: 'field', field: 'time', value: { kind: 'value', term } };
}

function histogramOf(index: MemoryIndex, query: Query): HistogramResult | null {
  return search(index, { query, facets: [], facetLimit: 0, histogram: true, rows: null }).histogram;
}

const epoch = (text: string): number => Date.parse(text) / 1000;

describe('selection', () => {
  const input = fc
    .tuple(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(0, 0.001, 0.1, 0.9, 1), fc.integer())
    .map(([rowCount, density, seed]) => {
      const random = seeded(seed);
      const rows = Array.from({ length: rowCount }, (_, row) => row).filter(() => random() < density);
      const set = new Uint32Array(wordsFor(rowCount));
      for (const row of rows) addRow(set, row);
      return { rows, selection: new Selection(set, rowCount) };
    });

  it('finds rows by rank and ranks by row', () => {
    fc.assert(
      fc.property(input, fc.nat(5000), ({ rows, selection }, probe) => {
        expect(selection.matches).toBe(rows.length);
        rows.forEach((row, rank) => {
          expect(selection.rowAt(rank)).toBe(row);
          expect(selection.rank(row)).toBe(rank);
        });
        const row = Math.min(probe, selection.rowCount);
        expect(selection.rank(row)).toBe(rows.filter((other) => other < row).length);
        expect(selection.has(row)).toBe(rows.includes(row));
        expect(() => selection.rowAt(rows.length)).toThrow(RangeError);
      }),
      { numRuns: 30 },
    );
  });

  it('cuts slices and iterates in both orders', () => {
    fc.assert(
      fc.property(input, fc.nat(6000), fc.nat(3000), ({ rows, selection }, from, count) => {
        const newestFirst = rows.toReversed();
        expect(Array.from(selection.slice(from, count, 'asc'))).toEqual(rows.slice(from, from + count));
        expect(Array.from(selection.slice(from, count, 'desc'))).toEqual(newestFirst.slice(from, from + count));
        expect([...selection.iterate('asc')]).toEqual(rows);
        expect([...selection.iterate('desc')]).toEqual(newestFirst);
      }),
      { numRuns: 60 },
    );
  });
});

describe('rows at a position', () => {
  it('are the same as those of one long page', () => {
    const random = seeded(77);
    const index = memoryIndex(randomEvents(random, 200));
    const prepared = prepareSearch(index, exact('region', 'eu-west-1'), []);
    const page = { facets: [], facetLimit: 0, histogram: false };
    for (const order of ['asc', 'desc'] as const) {
      const { rows, next } = answer(prepared, { ...page, rows: { order, limit: 1000 } });
      expect(rows).toHaveLength(expectedRows(index, exact('region', 'eu-west-1')).length);
      expect(next).toBeNull();
      expect(rowsAt(index, prepared.selection, 5, 7, order)).toEqual(rows.slice(5, 12));
      expect(rowsAt(index, prepared.selection, rows.length - 1, 7, order)).toEqual(rows.slice(-1));
    }
  });

  it('go on after a cursor whose event does not match any more', () => {
    const index = memoryIndex(randomEvents(seeded(78), 100));
    const everything = { query: all, facets: [], facetLimit: 0, histogram: false };
    for (const order of ['asc', 'desc'] as const) {
      const { next } = search(index, { ...everything, rows: { order, limit: 40 } });
      const query: Query = { kind: 'not', item: exact('event', 'GetObject'), word: false };
      const { rows } = search(index, { ...everything, query, rows: { order, limit: 100, after: next ?? undefined } });
      const expected = expectedRows(index, query).filter((row) => (order === 'asc' ? row >= 40 : row < 60));
      expect(rows.map(({ row }) => row)).toEqual(order === 'asc' ? expected : expected.reverse());
    }
  });
});

describe('a cursor of an event that is not there', () => {
  it('goes on at its place in time', () => {
    const index = memoryIndex(randomEvents(seeded(79), 60), { duplicateEvery: 1 });
    const page = { query: all, facets: [], facetLimit: 0, histogram: false };
    for (const row of [0, 17, 59]) {
      // Odd record numbers are duplicates of the event before.
      const recordNumber = index.recordNumbers[row]! + 1;
      const after = { timeEpochSeconds: index.timesEpochSeconds[row]!, recordNumber };
      const newer = search(index, { ...page, rows: { order: 'asc', limit: 60, after } }).rows;
      const older = search(index, { ...page, rows: { order: 'desc', limit: 60, after } }).rows;
      expect(newer.map((found) => found.row)).toEqual(Array.from({ length: 59 - row }, (_, i) => row + 1 + i));
      expect(older.map((found) => found.row)).toEqual(Array.from({ length: row + 1 }, (_, i) => row - i));
    }
  });
});

describe('histogram', () => {
  it('adds up to the matches, each in its bar', () => {
    for (let seed = 0; seed < 80; seed++) {
      const random = seeded(seed);
      const index = memoryIndex(randomEvents(random, 150));
      const query = randomSearch(random, index.events, 0, 1);
      const result = histogramOf(index, query);
      const rows = expectedRows(index, query);
      // Null only where the query asks for a time at which the case has nothing.
      const { bucketSeconds, startEpochSeconds, counts } = result ?? {
        bucketSeconds: 1,
        startEpochSeconds: 0,
        counts: new Uint32Array(0),
      };
      const expected = new Uint32Array(counts.length);
      for (const row of rows)
        expected[Math.floor((index.timesEpochSeconds[row]! - startEpochSeconds) / bucketSeconds)]!++;
      expect({ seed, counts }).toEqual({ seed, counts: expected });
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
      expect(bucketSizesSeconds).toContain(bucketSeconds);
      expect(startEpochSeconds % bucketSeconds).toBe(0);
    }
  });

  it('takes the shortest bars of which at most 180 are needed', () => {
    const of = (seconds: number): number => bucketSecondsFor({ fromEpochSeconds: 0, toEpochSeconds: seconds - 1 });
    const hour = 3600;
    const day = 24 * hour;
    expect([1, 180, 181, 900, 901, hour, 6 * hour].map(of)).toEqual([1, 1, 5, 5, 10, 30, 120]);
    expect([day, 7 * day, 14 * day, 90 * day, 365 * day].map(of)).toEqual([600, hour, 2 * hour, 12 * hour, 7 * day]);
    expect(of(100 * 365 * day)).toBe(7 * day);
  });

  it('spans what the query asks for, else what matches', () => {
    const [event] = randomEvents(seeded(3), 1);
    const at = (text: string, name: string) => ({
      ...event!,
      fields: { ...event!.fields, id: `${text}${name}`, timeEpochSeconds: epoch(text), event: name },
    });
    const index = memoryIndex([
      at('2026-03-14T02:00:10Z', 'First'),
      at('2026-03-14T02:01:00Z', 'Middle'),
      at('2026-03-14T02:01:59Z', 'Middle'),
      at('2026-03-16T00:00:00Z', 'Last'),
    ]);
    const span = (query: Query) => {
      const result = histogramOf(index, query);
      return result && [result.startEpochSeconds, result.bucketSeconds, result.counts.length];
    };
    expect(span(exact('event', 'Middle'))).toEqual([epoch('2026-03-14T02:01:00Z'), 1, 60]);
    expect(span(all)).toEqual([epoch('2026-03-14T02:00:00Z'), 1800, 93]);
    expect(span(between('2026-03-14T02:00', '2026-03-14T02:59:59'))).toEqual([epoch('2026-03-14T02:00:00Z'), 30, 120]);
    expect(span(between(null, '2026-03-14T02:02:09'))).toEqual([epoch('2026-03-14T02:00:10Z'), 1, 120]);
    // Two clauses: what both allow.
    const both: Query = {
      kind: 'and',
      items: [between('2026-03-14T02:00', null), between(null, '2026-03-14T02:00:59')],
      explicit: false,
    };
    expect(span(both)).toEqual([epoch('2026-03-14T02:00:00Z'), 1, 60]);
    // No match, no time clause: the case.
    expect(span(exact('event', 'Nothing'))).toEqual([epoch('2026-03-14T02:00:00Z'), 1800, 93]);
    // Decades asked for: the part the case covers.
    expect(span(between('1990-01-01', '2090-01-01'))).toEqual([epoch('2026-03-14T02:00:00Z'), 1800, 93]);
    expect(span(between('1990-01-01', '2000-01-01'))).toBeNull();
    expect(histogramOf(memoryIndex([]), all)).toBeNull();
  });
});

describe('top entries', () => {
  it('are the most frequent, ties by value, whatever the limit', () => {
    const entries = fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.nat(4)), { maxLength: 60 });
    fc.assert(
      fc.property(entries, fc.nat(70), (pairs, limit) => {
        const unique = [...new Map(pairs)];
        const values = [null, ...unique.map(([value]) => value)];
        const counts = Uint32Array.from([9, ...unique.map(([, count]) => count)]);
        const expected = unique.filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
        expect(topEntries(values, counts, limit)).toEqual({
          entries: expected.slice(0, limit),
          distinct: expected.length,
        });
      }),
    );
  });
});

describe('completion of values', () => {
  const index = memoryIndex(randomEvents(seeded(5), 200));

  it('puts beginnings before insides and counts under the query', () => {
    const query = exact('region', 'us-east-1');
    const count = (name: string): number =>
      expectedRows(index, { kind: 'and', items: [query, exact('event', name)], explicit: false }).length;
    // DescribeRegions holds "cr" as well.
    expect(completeValues(index, query, 'event', 'cr', 10)).toEqual([
      { value: 'CreateUser', count: count('CreateUser') },
      { value: 'DescribeRegions', count: count('DescribeRegions') },
    ]);
    const insides = completeValues(index, query, 'event', 'e', 10);
    const holding = vocabulary.event.filter((name) => name.toLowerCase().includes('e'));
    expect(insides.map(({ value }) => value).toSorted()).toEqual(holding.toSorted());
    expect(insides.every(({ value, count: n }) => n === count(value))).toBe(true);
    const counts = insides.map(({ count: n }) => n);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(completeValues(index, query, 'event', 'GETOB', 10)).toEqual([
      { value: 'GetObject', count: count('GetObject') },
    ]);
  });

  it('leaves out its own filter, keeps values the query excludes at the end, and obeys the limit', () => {
    const own = completeValues(index, exact('event', 'GetObject'), 'event', 'put', 5);
    expect(own).toEqual([{ value: 'PutObject', count: expectedRows(index, exact('event', 'PutObject')).length }]);
    const none = completeValues(index, exact('event', 'Nothing'), 'service', '', 3);
    expect(none).toEqual([
      { value: 'ec2', count: 0 },
      { value: 'iam', count: 0 },
      { value: 's3', count: 0 },
    ]);
    expect(completeValues(index, all, 'agent', 'boto', 5).map(({ value }) => value)).toEqual(['Boto3']);
    expect(completeValues(index, all, 'resource', 'backdoor', 5).map(({ value }) => value)).toEqual([
      'MyBackdoorUser1',
    ]);
    expect(completeValues(index, all, 'event', '', 0)).toEqual([]);
  });
});
