import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Query } from '../../../src/shared/query/ast.ts';
import { clauseField, topLevelClauses, valueClause } from '../../../src/shared/query/clauses.ts';
import {
  addExclude,
  addInclude,
  appendClause,
  clauseInterval,
  excludedValues,
  includedValues,
  negateClause,
  removeClause,
  removeExclude,
  removeInclude,
  replaceClause,
  setTimeRange,
  timeRange,
  toggleExclude,
  toggleInclude,
  valueTerm,
} from '../../../src/shared/query/edit.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { printQuery, printValueTerm } from '../../../src/shared/query/print.ts';
import {
  hostileQueryArbitrary,
  hostileVocabulary,
  randomQuery,
  seedArbitrary,
  seededRandom,
} from '../../support/random-query.ts';

function q(text: string): Query {
  const result = parseQuery(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.query;
}

test.each<[text: string, clauses: string[]]>([
  ['', []],
  ['a', ['a']],
  ['a b AND c (d e)', ['a', 'b', 'c', '(d e)']],
  ['a OR b', ['a OR b']],
])('topLevelClauses of "%s"', (text, clauses) => {
  expect(topLevelClauses(q(text)).map(printQuery)).toEqual(clauses);
});

test.each<[text: string, field: string | null]>([
  ['event:A', 'event'],
  ['-event:(A OR B)', 'event'],
  ['(event:A OR NOT event:B)', 'event'],
  ['event:A OR ip:x', null],
  ['event:A OR word', null],
  ['"word"', null],
  ['', null],
])('clauseField of "%s" is %s', (text, field) => {
  expect(clauseField(q(text))).toBe(field);
});

test.each<[text: string, field: string | undefined, isExclusion: boolean, values: string[]]>([
  ['event:A', 'event', false, ['A']],
  ['event:(A OR "B c" OR D*)', 'event', false, ['A', '"B c"', 'D*']],
  ['-event:A', 'event', true, ['A']],
  ['event:(-A)', 'event', true, ['A']],
  ['NOT event:(A OR B)', 'event', true, ['A', 'B']],
  ['-(event:A OR event:(B OR C))', 'event', true, ['A', 'B', 'C']],
  ['--event:A', 'event', false, ['A']],
  ['event:(A B)', undefined, false, []],
  ['event:(A OR -B)', undefined, false, []],
  ['(event:A OR -event:B)', undefined, false, []],
  ['(event:A OR ip:x)', undefined, false, []],
  ['word', undefined, false, []],
])('valueClause of "%s"', (text, field, isExclusion, values) => {
  const clause = valueClause(q(text));
  expect(clause?.field).toBe(field);
  expect(clause?.isExclusion ?? false).toBe(isExclusion);
  expect(clause?.terms.map((term) => printValueTerm('event', term)) ?? []).toEqual(values);
});

describe('values', () => {
  type Edit = (query: Query, field: string, value: string) => Query;
  test.each<[name: string, edit: Edit, before: string, value: string, after: string]>([
    ['addInclude', addInclude, '', 'A', 'event:A'],
    ['addInclude', addInclude, 'ip:x word', 'A b', 'ip:x word event:"A b"'],
    ['addInclude', addInclude, 'event:A', 'B', 'event:(A OR B)'],
    ['addInclude', addInclude, 'x event:(A OR B) y', 'C', 'x event:(A OR B OR C) y'],
    ['addInclude', addInclude, '(event:A OR event:B)', 'C', 'event:(A OR B OR C)'],
    ['addInclude', addInclude, 'event:A', 'A', 'event:A'],
    ['addInclude', addInclude, '-event:A', 'A', 'event:A'],
    ['addInclude', addInclude, '-event:(A OR B)', 'A', '-event:B event:A'],
    ['addInclude', addInclude, 'a AND b', 'A', 'a AND b AND event:A'],
    ['addInclude', addInclude, 'a OR b', 'A', '(a OR b) event:A'],
    ['addInclude', addInclude, 'event:Get*', 'ListBuckets', 'event:(Get* OR ListBuckets)'],
    ['addInclude', addInclude, 'event:Get*', 'GetObject', 'event:Get* event:GetObject'],
    ['addInclude', addInclude, 'event:(A OR -B)', 'C', 'event:(A OR -B) event:C'],
    ['addExclude', addExclude, '', 'A', '-event:A'],
    ['addExclude', addExclude, '-event:A', 'B', '-event:(A OR B)'],
    ['addExclude', addExclude, 'NOT event:A x', 'B', 'NOT event:(A OR B) x'],
    ['addExclude', addExclude, '-event:Get*', 'GetObject', '-event:(Get* OR GetObject)'],
    ['addExclude', addExclude, 'event:A', 'A', '-event:A'],
    ['addExclude', addExclude, 'event:(A OR B) -event:C', 'A', 'event:B -event:(C OR A)'],
    ['removeInclude', removeInclude, 'event:(A OR B)', 'A', 'event:B'],
    ['removeInclude', removeInclude, 'x event:A y', 'A', 'x y'],
    ['removeInclude', removeInclude, 'event:A', 'A', ''],
    ['removeInclude', removeInclude, '-event:A', 'A', '-event:A'],
    ['removeExclude', removeExclude, '-event:(A OR B OR C)', 'B', '-event:(A OR C)'],
    ['removeExclude', removeExclude, 'event:A', 'A', 'event:A'],
    ['toggleInclude', toggleInclude, 'event:A', 'A', ''],
    ['toggleInclude', toggleInclude, '', 'A', 'event:A'],
    ['toggleExclude', toggleExclude, 'event:A', 'A', '-event:A'],
    ['toggleExclude', toggleExclude, '-event:A', 'A', ''],
  ])('%s(%o) of "%s" and %s', (_name, edit, before, value, after) => {
    const query = q(before);
    const copy = structuredClone(query);
    expect(printQuery(edit(query, 'event', value))).toBe(after);
    expect(query).toEqual(copy);
  });

  test('a query that needs no change is returned itself', () => {
    const query = q('event:A -event:B');
    expect(addInclude(query, 'event', 'A')).toBe(query);
    expect(addExclude(query, 'event', 'B')).toBe(query);
    expect(removeInclude(query, 'event', 'C')).toBe(query);
    expect(removeClause(query, 7)).toBe(query);
    expect(setTimeRange(query, null)).toBe(query);
  });

  test('a service is the same with its suffix and without', () => {
    const query = q('service:s3.amazonaws.com');
    expect(includedValues(query, 'service')).toEqual(['s3']);
    expect(printQuery(removeInclude(query, 'service', 's3'))).toBe('');
  });

  test('are listed once and in order', () => {
    const query = q('event:(B OR A*) event:A -event:(C OR D) NOT event:C word');
    expect(includedValues(query, 'event')).toEqual(['B', 'A']);
    expect(excludedValues(query, 'event')).toEqual(['C', 'D']);
    expect(includedValues(query, 'ip')).toEqual([]);
  });

  test('of any text survive being added, printed, read and removed', () => {
    fc.assert(
      fc.property(seedArbitrary, fc.constantFrom('event', 'ip'), (seed, field) => {
        const random = seededRandom(seed);
        const vocabulary = hostileVocabulary(random);
        const query = randomQuery(random, vocabulary);
        const value = vocabulary.fields['ip']?.[0] ?? '';
        const included = addInclude(query, field, value);
        expect(parseQuery(printQuery(included))).toEqual({ ok: true, query: included });
        expect(includedValues(included, field)).toContain(value);
        expect(excludedValues(included, field)).not.toContain(value);
        const excluded = addExclude(included, field, value);
        expect(parseQuery(printQuery(excluded))).toEqual({ ok: true, query: excluded });
        expect(excludedValues(excluded, field)).toContain(value);
        expect(includedValues(excluded, field)).not.toContain(value);
        expect(excludedValues(removeExclude(excluded, field, value), field)).not.toContain(value);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each<[text: string, quoted: boolean]>([
  ['ConsoleLogin', false],
  ['arn:aws:iam::1:role/x', true],
  ['a@b.c', false],
  ['', true],
  ['a b', true],
  ['AND', true],
  ['-x', true],
  ['a*', true],
  ['[x', true],
  ['10.0.0.0/8', true],
])('valueTerm(%s) is quoted: %s', (text, quoted) => {
  expect(valueTerm(text)).toEqual({ kind: 'exact', text, quoted });
});

describe('clauses', () => {
  test('are removed, replaced, appended and negated', () => {
    const query = q('a (b OR c) -d');
    expect(printQuery(removeClause(query, 1))).toBe('a -d');
    expect(printQuery(removeClause(q('a'), 0))).toBe('');
    expect(printQuery(removeClause(q('a AND b AND c'), 0))).toBe('b AND c');
    expect(printQuery(replaceClause(query, 0, q('x OR y')))).toBe('(x OR y) (b OR c) -d');
    expect(printQuery(replaceClause(query, 2, { kind: 'all' }))).toBe('a (b OR c)');
    expect(printQuery(appendClause(query, q('x y')))).toBe('a (b OR c) -d x y');
    expect(printQuery(negateClause(q('a')))).toBe('-a');
    expect(printQuery(negateClause(q('NOT a')))).toBe('a');
    expect(printQuery(negateClause(q('a OR b')))).toBe('-(a OR b)');
  });

  test('keep a well-formed query well formed', () => {
    fc.assert(
      fc.property(hostileQueryArbitrary, hostileQueryArbitrary, fc.nat(4), (query, other, index) => {
        for (const edited of [
          removeClause(query, index),
          replaceClause(query, index, other),
          appendClause(query, other),
          setTimeRange(query, { fromEpochSeconds: 0, toEpochSeconds: 10 }),
        ]) {
          expect(parseQuery(printQuery(edited))).toEqual({ ok: true, query: edited });
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('time', () => {
  const from = Date.parse('2026-03-14T02:00:00Z') / 1000;
  const to = Date.parse('2026-03-14T03:00:00Z') / 1000;
  const clause = 'time:[2026-03-14T02:00:00Z TO 2026-03-14T03:00:00Z]';

  test.each<[before: string, after: string]>([
    ['', clause],
    ['a b', `a b ${clause}`],
    ['a time:2026-03-14 b time:>2026', `a ${clause} b`],
    ['time:(2026-03-14 OR 2026-03-15) -time:2026-03-14T02:30', `${clause} -time:2026-03-14T02:30`],
    ['time:*T02:* a', `${clause} a`],
    ['(time:2026-03-14 OR a)', `(time:2026-03-14 OR a) ${clause}`],
  ])('setTimeRange of "%s"', (before, after) => {
    expect(printQuery(setTimeRange(q(before), { fromEpochSeconds: from, toEpochSeconds: to }))).toBe(after);
    expect(printQuery(setTimeRange(q(before), { fromEpochSeconds: to, toEpochSeconds: from }))).toBe(after);
  });

  test('open ends print as stars, and two of them remove the clause', () => {
    expect(printQuery(setTimeRange(q('a'), { fromEpochSeconds: from, toEpochSeconds: Infinity }))).toBe(
      'a time:[2026-03-14T02:00:00Z TO *]',
    );
    expect(printQuery(setTimeRange(q('time:2026 a'), { fromEpochSeconds: -Infinity, toEpochSeconds: Infinity }))).toBe(
      'a',
    );
    expect(printQuery(setTimeRange(q('time:2026 a'), null))).toBe('a');
  });

  test('timeRange is what all time clauses leave', () => {
    expect(timeRange(q('a'))).toBeNull();
    expect(timeRange(q(clause))).toEqual({ fromEpochSeconds: from, toEpochSeconds: to });
    expect(timeRange(q('time:>=2026-03-14T02 (time:<=2026-03-14T03) a'))).toEqual({
      fromEpochSeconds: from,
      toEpochSeconds: to,
    });
    expect(clauseInterval(q('-time:2026'))).toBeNull();
  });
});
