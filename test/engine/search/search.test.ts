import { describe, expect, it } from 'vitest';
import { dictionaryFields } from '../../../src/shared/cloudtrail/event.ts';
import type { Query } from '../../../src/shared/query/ast.ts';
import { prepareSearch } from '../../../src/engine/search/crossfilter.ts';
import { search } from '../../../src/engine/search/search.ts';
import type { FacetField, RowCursor } from '../../../src/engine/search/types.ts';
import { memoryIndex, type MemoryIndex } from '../../support/memory-index.ts';
import { randomQuery } from '../../support/random-query.ts';
import { parameterValues, paths, pick, randomEvents, randomSearch, seeded, vocabulary, type Random } from './corpus.ts';
import { expectedFacet, expectedRows } from './oracle.ts';

const allFacets: FacetField[] = [...dictionaryFields, 'resource', 'source', 'tag', 'finding'];

function randomIndex(random: Random): MemoryIndex {
  const events = randomEvents(random, pick(random, [0, 1, 31, 33, 120, 200]));
  return memoryIndex(events, {
    recordsPerBlock: pick(random, [1, 3, 8, 50]),
    duplicateEvery: pick(random, [0, 4]),
    scattered: random() < 0.3,
  });
}

/** Runs a check for many seeds; a failure names the seed to run again. */
function forSeeds(from: number, count: number, check: (random: Random) => void): void {
  for (let seed = from; seed < from + count; seed++) {
    try {
      check(seeded(seed));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
}

function matchesOf(index: MemoryIndex, query: Query, facets: readonly FacetField[] = []): number[] {
  const { selection } = prepareSearch(index, query, facets);
  return Array.from(selection.slice(0, index.count, 'asc'));
}

describe('search against the reference evaluator', () => {
  it('matches the same rows on fields', () => {
    forSeeds(0, 60, (random) => {
      const index = randomIndex(random);
      for (let i = 0; i < 50; i++) {
        const query = randomSearch(random, index.events, 0);
        expect({ query, rows: matchesOf(index, query) }).toEqual({ query, rows: expectedRows(index, query) });
      }
    });
  });

  it('matches the same rows on text and record paths', () => {
    forSeeds(1000, 60, (random) => {
      const index = randomIndex(random);
      for (let i = 0; i < 50; i++) {
        const query = randomSearch(random, index.events, 0.6);
        expect({ query, rows: matchesOf(index, query) }).toEqual({ query, rows: expectedRows(index, query) });
      }
    });
  });

  it('matches the same rows on queries as the parser makes them', () => {
    const texts = parameterValues.filter((value) => typeof value === 'string' || typeof value === 'number').map(String);
    const words = [...texts.filter((text) => text !== ''), 'AccessDenied', 'eventName":"Get', '\\u', '/acme', 'K'];
    const times = ['2026-03-14T02:10:00', '2026-03-14T02:34:50', '2026-03-14T03:20:00Z'];
    const fields = Object.fromEntries(Object.entries(vocabulary).map(([name, values]) => [name, [...values]]));
    forSeeds(1500, 60, (random) => {
      const index = randomIndex(random);
      const values = { ...fields, time: times, id: index.events.slice(0, 3).map((event) => event.fields.id ?? '') };
      const known = { fields: values, words, paths: Object.fromEntries(paths.map((path) => [path, texts])) };
      for (let i = 0; i < 50; i++) {
        const query = randomQuery(random, known);
        expect({ query, rows: matchesOf(index, query) }).toEqual({ query, rows: expectedRows(index, query) });
      }
    });
  });

  it('matches the same rows whichever facets are asked for', () => {
    forSeeds(2000, 30, (random) => {
      const index = randomIndex(random);
      for (let i = 0; i < 10; i++) {
        const query = randomSearch(random, index.events, 0.2);
        const facets = allFacets.filter(() => random() < 0.5);
        expect({ query, rows: matchesOf(index, query, facets) }).toEqual({ query, rows: expectedRows(index, query) });
      }
    });
  });
});

describe('facets against naive counting', () => {
  function facetsBothWays(index: MemoryIndex, query: Query, limit: number) {
    const found = search(index, { query, facets: allFacets, facetLimit: limit, histogram: false, rows: null }).facets;
    const expected = Object.fromEntries(allFacets.map((field) => [field, expectedFacet(index, query, field, limit)]));
    return { found: { query, facets: found }, expected: { query, facets: expected } };
  }

  it('counts each facet under the filters of the others', () => {
    forSeeds(3000, 40, (random) => {
      const index = randomIndex(random);
      for (let i = 0; i < 4; i++) {
        const items = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
          randomSearch(random, index.events, 0.1, 1),
        );
        const { found, expected } = facetsBothWays(
          index,
          { kind: 'and', items, explicit: false },
          pick(random, [0, 1, 3, 100]),
        );
        expect(found).toEqual(expected);
      }
    });
  });

  it('keeps facets apart when more of them are filtered than a byte has bits', () => {
    forSeeds(4000, 12, (random) => {
      const index = randomIndex(random);
      const items = allFacets
        .filter(() => random() < 0.8)
        .map((field): Query => ({
          kind: 'not',
          word: false,
          item: { kind: 'field', field, value: { kind: 'value', term: { kind: 'regex', source: '[ei]', flags: '' } } },
        }));
      items.push({ kind: 'not', word: true, item: { kind: 'text', term: { kind: 'word', text: 'backdoor' } } });
      const { found, expected } = facetsBothWays(index, { kind: 'and', items, explicit: false }, 100);
      expect(found).toEqual(expected);
    });
  });
});

describe('rows', () => {
  it('pages through every match once, in both orders', () => {
    forSeeds(5000, 40, (random) => {
      const index = randomIndex(random);
      const query = randomSearch(random, index.events, 0, 1);
      const order = pick(random, ['asc', 'desc'] as const);
      const limit = 1 + Math.floor(random() * 40);
      const rows: number[] = [];
      let after: RowCursor | undefined;
      for (;;) {
        const request = { query, facets: [], facetLimit: 0, histogram: false, rows: { order, limit, after } };
        const result = search(index, request);
        expect(result.rows.length).toBeLessThanOrEqual(limit);
        rows.push(...result.rows.map(({ row }) => row));
        if (!result.next) break;
        expect(result.rows).toHaveLength(limit);
        after = result.next;
      }
      const expected = expectedRows(index, query);
      expect(rows).toEqual(order === 'asc' ? expected : expected.reverse());
    });
  });

  it('holds the values of the event', () => {
    const random = seeded(6000);
    const index = memoryIndex(randomEvents(random, 200));
    const request = { query: { kind: 'all' } as const, facets: [], facetLimit: 0, histogram: false };
    const { rows } = search(index, { ...request, rows: { order: 'asc', limit: 200 } });
    expect(rows).toHaveLength(200);
    for (const [row, found] of rows.entries()) {
      const { fields, source } = index.events[row]!;
      const { resources, ...values } = fields;
      const recordNumber = index.recordNumbers[row]!;
      expect(found).toEqual({ ...values, row, recordNumber, resource: resources[0] ?? null, source });
    }
  });
});
