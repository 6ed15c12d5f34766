import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCancelled } from '../../../src/shared/contract/errors.ts';
import type { Progress } from '../../../src/shared/contract/jobs.ts';
import type { Query, TextTerm } from '../../../src/shared/query/ast.ts';
import { referenceKernel } from '../../../src/engine/kernel/reference.ts';
import { addRows, wordsFor } from '../../../src/engine/kernel/row-set.ts';
import { BlockScan, type SearchContext } from '../../../src/engine/search/block-scan.ts';
import { prepareSearch } from '../../../src/engine/search/crossfilter.ts';
import { planQuery } from '../../../src/engine/search/plan.ts';
import { memoryIndex, type MemoryEvent, type MemoryIndex } from '../../support/memory-index.ts';
import { randomEvents, randomSearch, seeded } from './corpus.ts';
import { expectedRows } from './oracle.ts';

const word = (text: string): Query => ({ kind: 'text', term: { kind: 'word', text } });
const phrase = (text: string): Query => ({ kind: 'text', term: { kind: 'phrase', text } });

function path(field: string, text: string): Query {
  return { kind: 'field', field, value: { kind: 'value', term: { kind: 'exact', text, quoted: false } } };
}

function rowsOf(index: MemoryIndex, query: Query, context: SearchContext = {}): number[] {
  return Array.from(prepareSearch(index, query, [], context).selection.slice(0, index.count, 'asc'));
}

/** Events a second apart, each with its own raw text. */
function eventsOf(raws: readonly string[]): MemoryEvent[] {
  const [first] = randomEvents(seeded(1), 1);
  return raws.map((raw, i) => ({
    fields: { ...first!.fields, id: `id-${i}`, timeEpochSeconds: 1000 + i },
    raw,
    source: null,
    tags: [],
    findings: [],
  }));
}

/** 40 records in blocks of 4; record 17 holds what is looked for. */
function haystack(needle: object, recordsPerBlock = 4): MemoryIndex {
  const raws = Array.from({ length: 40 }, (_, i) =>
    JSON.stringify({ eventName: `Call${i}`, requestParameters: { name: `thing-${i}` }, ...(i === 17 ? needle : {}) }),
  );
  return memoryIndex(eventsOf(raws), { recordsPerBlock });
}

describe('pruning of blocks', () => {
  it('never loses a match', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = seeded(9000 + seed);
      const events = randomEvents(random, 150);
      const pruned = memoryIndex(events, { recordsPerBlock: 2 });
      const whole = memoryIndex(events, { recordsPerBlock: 2, prunes: false });
      for (let i = 0; i < 40; i++) {
        const query = randomSearch(random, events, 1, 1);
        expect({ seed, query, rows: rowsOf(pruned, query) }).toEqual({ seed, query, rows: rowsOf(whole, query) });
      }
    }
  });

  it.each<[string, Query, object, number]>([
    ['a word', word('backdoor'), { userName: 'backdoor' }, 1],
    ['a word inside a plain word', word('BACKDOOR'), { userName: 'MyBackdoorUser1' }, 1],
    ['a word of several pieces', word('acme-payroll-2026'), { bucket: 'my-acme-payroll-2026' }, 1],
    ['an address', word('198.51.100.23'), { errorMessage: 'denied to 198.51.100.23 today' }, 10],
    ['an id', word('AKIAEXAMPLE12345'), { accessKeyId: 'AKIAEXAMPLE12345' }, 1],
    [
      'a phrase by its inner words',
      phrase('is forbidden today'),
      { errorMessage: 'this is forbidden today, sorry' },
      1,
    ],
    [
      'a wildcard by its inner words',
      { kind: 'text', term: { kind: 'wildcard', pattern: 'x*is forbidden t' } },
      { e: 'x is forbidden t' },
      1,
    ],
    [
      'a value at a path',
      path('requestParameters.bucketName', 'acme'),
      { requestParameters: { bucketName: 'acme' } },
      1,
    ],
    ['a key of a path', path('requestParameters.secretId', '7'), { requestParameters: { secretId: 7 } }, 1],
  ])('reads no more than it must for %s', (_, query, needle, blocks) => {
    const index = haystack(needle);
    expect(rowsOf(index, query)).toEqual([17]);
    expect(index.raw.blocksRead).toBe(blocks);
  });

  it('reads nothing for what occurs nowhere', () => {
    const index = haystack({});
    for (const query of [word('backdoor'), word('my-backdoor'), phrase('x backdoor y'), path('nosuchkey.at', 'all')]) {
      expect(rowsOf(index, query)).toEqual([]);
      expect(rowsOf(index, { kind: 'not', item: query, word: true })).toHaveLength(40);
    }
    expect(index.raw.blocksRead).toBe(0);
  });

  it('reads only blocks with candidates', () => {
    const index = haystack({ errorMessage: 'x' });
    const clause = path('event', index.events[5]!.fields.event ?? '');
    const query: Query = {
      kind: 'and',
      items: [clause, path('time', '1970-01-01T00:16:57'), phrase('r')],
      explicit: false,
    };
    expect(rowsOf(index, query)).toEqual([17]);
    expect(index.raw.blocksRead).toBe(1);
  });

  it('finds values spelled with escapes', () => {
    const raws = [
      String.raw`{"requestParameters":{"bucketName":"acme-p\u0061yroll"}}`,
      String.raw`{"request\u0050arameters":{"bucketName":"acme-payroll"}}`,
      String.raw`{"requestParameters":{"bucketName":"acme-payrol"}}`,
      String.raw`{"requestParameters":{"bucketName":"a\u002fb\/payroll"}}`,
      String.raw`{"requestParameters":{"bucketName":"a\npayroll\u003cpayroll"}}`,
    ];
    const index = memoryIndex(eventsOf(raws), { recordsPerBlock: 1 });
    const field = 'requestParameters.bucketName';
    expect(rowsOf(index, path(field, 'acme-payroll'))).toEqual([0, 1]);
    expect(rowsOf(index, path(field, 'a/b/payroll'))).toEqual([3]);
    expect(rowsOf(index, path(field, 'a\npayroll<payroll'))).toEqual([4]);
  });
});

describe('text at the borders of records', () => {
  it('is not found across two records', () => {
    // Records of a test index are separated by `,"x":"ab`.
    const index = memoryIndex(eventsOf(['{"a":1}', '{"b":2}']), { recordsPerBlock: 2 });
    for (const text of ['}, ', '},"x"', 'ab{', '"ab', 'x', 'ab']) expect(rowsOf(index, phrase(text))).toEqual([]);
    expect(rowsOf(index, phrase('"b":2}'))).toEqual([1]);
  });

  it.each([
    ['a12345678', 'a', true],
    ['a123456789', 'a', false],
    ['a123456789', '9', false],
    ['a12345678', '678', true],
    ['x'.repeat(40), 'xx', true],
    ['x'.repeat(41), 'xx', false],
    ['x1y', 'x', false],
    ['usé', 'us', false],
    ['us-é', 'us', true],
  ])('finds words inside plain words only: %s, %s', (raw, text, found) => {
    const index = memoryIndex(eventsOf([`{"_":"${raw}"}`]));
    expect(rowsOf(index, word(text))).toEqual(found ? [0] : []);
    expect(expectedRows(index, word(text))).toEqual(found ? [0] : []);
  });

  it('finds Kelvin signs and dotted capitals where the whole term is folded by Unicode', () => {
    const index = memoryIndex(
      eventsOf(['{"_":"é-\u212Ailoword-x"}', '{"_":"é-kiloword-x"}', '{"_":"É userK\u212A"}']),
      {
        recordsPerBlock: 1,
      },
    );
    for (const query of [word('é-kiloword-x'), phrase('é-KILOWORD-x'), word('é user')]) {
      expect(rowsOf(index, query)).toEqual(expectedRows(index, query));
    }
    expect(rowsOf(index, word('é-kiloword-x'))).toEqual([0, 1]);
    expect(rowsOf(index, word('é user'))).toEqual([2]);
    expect(rowsOf(index, word('kiloword'))).toEqual([1]);
  });

  it('agrees with the definition on hostile text, by word, phrase and wildcard', () => {
    const foldable = ['a', 'A', 'b', 'K', 'k', '\u212A', 'İ', 'i', 'ſ', 'é', 'É', '\u{1F600}', '\ud800'];
    const other = ['1', '23456789', '-', '.', '"', '\\', ' ', '\n', 'user', 'x'.repeat(38), '\u0000'];
    const piece = fc.constantFrom(...foldable, ...other);
    const text = (most: number): fc.Arbitrary<string> =>
      fc.array(piece, { maxLength: most }).map((pieces) => pieces.join(''));
    const term: fc.Arbitrary<TextTerm> = fc.oneof(
      text(4).map((text): TextTerm => ({ kind: 'word', text })),
      text(4).map((text): TextTerm => ({ kind: 'phrase', text })),
      text(4).map((text): TextTerm => ({ kind: 'wildcard', pattern: `${text}*` })),
    );
    fc.assert(
      fc.property(fc.array(text(12), { minLength: 1, maxLength: 6 }), term, (raws, term) => {
        const events = eventsOf(raws);
        const query: Query = { kind: 'text', term };
        const expected = expectedRows(memoryIndex(events), query);
        expect(rowsOf(memoryIndex(events, { recordsPerBlock: 2 }), query)).toEqual(expected);
        expect(rowsOf(memoryIndex(events, { recordsPerBlock: 3, scattered: true }), query)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a running scan', () => {
  it('tells progress for each block, the newest first', () => {
    const index = haystack({ userName: 'x' });
    const seen: Progress[] = [];
    rowsOf(index, phrase('thing-3'), { onProgress: (progress) => seen.push(progress) });
    // thing-3 and thing-30 to thing-39: the three newest blocks, and the oldest.
    expect(seen.map(({ events }) => events)).toEqual([4, 8, 10, 10, 10, 10, 10, 10, 10, 11]);
    expect(seen.at(-1)).toEqual({ phase: 'search', done: 10, total: 10, unit: 'blocks', events: 11 });
  });

  it('has usable results after every step', () => {
    const index = haystack({});
    const candidates = new Uint32Array(wordsFor(index.count));
    addRows(candidates, 0, index.count);
    const node = planQuery(index, phrase('thing')).clauses[0]!.node;
    const range = { from: 0, to: index.count };
    const scan = new BlockScan(index, referenceKernel, node, candidates, range);
    for (let done = 1; scan.step(); done++) expect(scan.matches).toBe(done * 4);
    expect(scan.blocksDone).toBe(scan.blocksTotal);
  });

  it('stops between blocks by signal and by shared flag', () => {
    const query = phrase('thing');
    const controller = new AbortController();
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const contexts: SearchContext[] = [
      { signal: controller.signal, onProgress: ({ done }) => done === 3 && controller.abort() },
      { cancelFlag: flag, onProgress: ({ done }) => done === 3 && Atomics.store(flag, 0, 1) },
    ];
    for (const context of contexts) {
      const index = haystack({});
      let caught: unknown;
      try {
        rowsOf(index, query, context);
      } catch (error) {
        caught = error;
      }
      expect(isCancelled(caught)).toBe(true);
      expect(index.raw.blocksRead).toBe(3);
    }
  });
});
