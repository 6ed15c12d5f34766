import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import { formatTime, parseTimeEpochSeconds } from '../../../src/shared/cloudtrail/time.ts';
import { call } from './records.ts';

describe('time', () => {
  const expected = Date.UTC(2026, 2, 14, 2, 11, 50) / 1000;
  test.each<[unknown]>([
    ['2026-03-14T02:11:50Z'],
    ['2026-03-14T02:11:50+00:00'],
    ['2026-03-14T02:11:50.999Z'],
    ['2026-03-14T03:11:50+01:00'],
    ['2026-03-13T21:41:50-0430'],
    ['2026-03-14 02:11:50'],
    ['2026-03-14 02:11:50.000 UTC'],
    ['20260314T021150Z'],
    [expected],
    [expected + 0.75],
    [expected * 1000],
    [String(expected)],
    [`${expected}000`],
    [`${expected}.5`],
  ])('%s', (value) => {
    expect(parseTimeEpochSeconds(value)).toBe(expected);
  });

  test.each<[unknown]>([
    [''],
    ['yesterday'],
    ['2026-02-30T00:00:00Z'],
    ['2025-02-29T00:00:00Z'],
    ['2026-13-01T00:00:00Z'],
    ['2026-03-14T24:00:00Z'],
    ['2026-03-14T02:60:00Z'],
    ['2026-03-14T02:11:50X'],
    ['2026-03-14'],
    ['1969-12-31T23:59:59Z'],
    ['2107-01-01T00:00:00Z'],
    [-1],
    [Number.NaN],
    [null],
    [{}],
    [true],
  ])('is no time: %s', (value) => {
    expect(parseTimeEpochSeconds(value)).toBeNaN();
    expect(normalise(call('X', { eventTime: value })).timeEpochSeconds).toBeNaN();
  });

  test('knows leap days', () => {
    expect(parseTimeEpochSeconds('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29) / 1000);
    expect(parseTimeEpochSeconds('2000-02-29T00:00:00Z')).toBe(Date.UTC(2000, 1, 29) / 1000);
    expect(parseTimeEpochSeconds('2100-02-29T00:00:00Z')).toBeNaN();
  });

  test('reads back what it prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seconds) => {
        expect(parseTimeEpochSeconds(formatTime(seconds))).toBe(seconds);
      }),
    );
  });
});
