import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ValueTerm } from '../../../src/shared/query/ast.ts';
import { parseTime, timeTermToInterval, timeText } from '../../../src/shared/query/time.ts';

const at = (iso: string) => Date.parse(iso) / 1000;
const exact = (text: string): ValueTerm => ({ kind: 'exact', text, quoted: false });

describe('a time written to a unit covers it', () => {
  test.each([
    ['2026', '2026-01-01T00:00:00Z', '2026-12-31T23:59:59Z'],
    ['2024-02', '2024-02-01T00:00:00Z', '2024-02-29T23:59:59Z'],
    ['2026-03-14', '2026-03-14T00:00:00Z', '2026-03-14T23:59:59Z'],
    ['2026-03-14Z', '2026-03-14T00:00:00Z', '2026-03-14T23:59:59Z'],
    ['2026-03-14+02:00', '2026-03-13T22:00:00Z', '2026-03-14T21:59:59Z'],
    ['2026-03-14T02', '2026-03-14T02:00:00Z', '2026-03-14T02:59:59Z'],
    ['2026-03-14T02:34', '2026-03-14T02:34:00Z', '2026-03-14T02:34:59Z'],
    ['2026-03-14 02:34', '2026-03-14T02:34:00Z', '2026-03-14T02:34:59Z'],
    ['2026-03-14T02:34:50', '2026-03-14T02:34:50Z', '2026-03-14T02:34:50Z'],
    ['2026-03-14T02:34:50Z', '2026-03-14T02:34:50Z', '2026-03-14T02:34:50Z'],
    ['2026-03-14T02:34:50.250Z', '2026-03-14T02:34:50Z', '2026-03-14T02:34:50Z'],
    ['2026-03-14T02:34:50-05:30', '2026-03-14T08:04:50Z', '2026-03-14T08:04:50Z'],
    ['0001-01-01', '0001-01-01T00:00:00Z', '0001-01-01T23:59:59Z'],
  ])('%s', (text, from, to) => {
    expect(timeTermToInterval(exact(text))).toEqual({ fromEpochSeconds: at(from), toEpochSeconds: at(to) });
  });
});

test.each([
  '',
  'now',
  '26-03-14',
  '2026-3-14',
  '2026-00-14',
  '2026-13-14',
  '2026-02-29',
  '1900-02-29',
  '2026-04-31',
  '2026-03-00',
  '2026-03-14T',
  '2026-03-14T24',
  '2026-03-14T02:60',
  '2026-03-14T02:00:60',
  '2026-03-14T2:00',
  '2026-03-14T02:00+24:00',
  '2026-03-14T02:00+2',
  '2026-03-14t02:00',
  '2026-03Z',
  '1773455690',
  ' 2026-03-14',
])('"%s" is no time', (text) => {
  expect(parseTime(text)).toBeNull();
});

describe('bounds', () => {
  const range = (low: string | null, high: string | null, includesLow = true, includesHigh = true): ValueTerm => ({
    kind: 'range',
    low,
    high,
    includesLow,
    includesHigh,
  });
  const compare = (operator: '>' | '>=' | '<' | '<=', text: string): ValueTerm => ({ kind: 'compare', operator, text });
  test.each<[ValueTerm, string | null, string | null]>([
    [range('2026-03-14', '2026-03-14'), '2026-03-14T00:00:00Z', '2026-03-14T23:59:59Z'],
    [range('2026-03-14T02:00', '2026-03-14T03:00'), '2026-03-14T02:00:00Z', '2026-03-14T03:00:00Z'],
    [range('2026-03-14', '2026-03-15', false, false), '2026-03-14T00:00:01Z', '2026-03-14T23:59:59Z'],
    [range('2026-03-14T02', null), '2026-03-14T02:00:00Z', null],
    [range(null, '2026-03', true, true), null, '2026-03-31T23:59:59Z'],
    [range(null, null), null, null],
    [compare('>', '2026-03-14'), '2026-03-14T00:00:01Z', null],
    [compare('>=', '2026-03-14'), '2026-03-14T00:00:00Z', null],
    [compare('<', '2026-03-14'), null, '2026-03-13T23:59:59Z'],
    [compare('<=', '2026-03-14'), null, '2026-03-14T23:59:59Z'],
    [compare('<=', '2026-03-14T02'), null, '2026-03-14T02:00:00Z'],
    [compare('>=', '2026-03-14T02:34:50.5Z'), '2026-03-14T02:34:51Z', null],
    [compare('>', '2026-03-14T02:34:50.5Z'), '2026-03-14T02:34:51Z', null],
    [compare('<=', '2026-03-14T02:34:50.5Z'), null, '2026-03-14T02:34:50Z'],
    [compare('<', '2026-03-14T02:34:50.5Z'), null, '2026-03-14T02:34:50Z'],
    [{ kind: 'present' }, null, null],
  ])('%j', (term, from, to) => {
    expect(timeTermToInterval(term)).toEqual({
      fromEpochSeconds: from === null ? -Infinity : at(from),
      toEpochSeconds: to === null ? Infinity : at(to),
    });
  });

  test('of text patterns do not exist', () => {
    expect(timeTermToInterval({ kind: 'wildcard', pattern: '*T03:*' })).toBeNull();
    expect(timeTermToInterval({ kind: 'regex', source: 'T0[0-5]', flags: '' })).toBeNull();
  });

  test('that are no times throw', () => {
    expect(() => timeTermToInterval(exact('yesterday'))).toThrow('"yesterday" is not a time');
    expect(() => timeTermToInterval({ kind: 'cidr', text: '10.0.0.0/8' })).toThrow('not a time');
  });
});

test('every second reads back from its text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (epochSeconds) => {
      expect(parseTime(timeText(epochSeconds))).toEqual({
        epochSeconds,
        lastEpochSeconds: epochSeconds,
        unit: 'second',
      });
    }),
  );
});
