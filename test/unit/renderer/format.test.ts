import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  formatDuration,
  formatMilliseconds,
  formatRelative,
  formatTimeLeft,
} from '../../../src/renderer/src/ui/format/duration.ts';
import {
  formatAxisCount,
  formatBytes,
  formatCount,
  formatPercent,
  formatQuantity,
  formatRate,
  formatRatio,
} from '../../../src/renderer/src/ui/format/number.ts';
import { cellText, revealHidden, shortenHash, shortenMiddle } from '../../../src/renderer/src/ui/format/text.ts';
import {
  formatDayTime,
  formatForField,
  formatInstant,
  formatIso,
  formatOtherZone,
  formatRange,
  isSameDay,
  parseTime,
  zoneName,
} from '../../../src/renderer/src/ui/format/time.ts';

const at = (iso: string) => Date.parse(iso) / 1000;
const minute = 60;
const hour = 3_600;
const day = 86_400;

describe('numbers', () => {
  test.each([
    [0, '0'],
    [1_214_806, '1,214,806'],
    [-1_000, '-1,000'],
  ])('count %d', (count, text) => expect(formatCount(count)).toBe(text));

  test('quantity', () => {
    expect(formatQuantity(1, 'event')).toBe('1 event');
    expect(formatQuantity(3_617, 'event')).toBe('3,617 events');
    expect(formatQuantity(2, 'entry', 'entries')).toBe('2 entries');
  });

  test.each([
    [9_999, '9,999'],
    [10_000, '10k'],
    [12_345, '12.3k'],
    [1_500_000, '1.5M'],
    [2e9, '2G'],
  ])('axis count %d', (count, text) => expect(formatAxisCount(count)).toBe(text));

  test.each([
    [0, '0%'],
    [0.00001, '<0.1%'],
    [0.034, '3.4%'],
    [0.05, '5%'],
    [0.934, '93%'],
    [0.9999, '>99%'],
    [1, '100%'],
  ])('percent of %d', (fraction, text) => expect(formatPercent(fraction)).toBe(text));

  test.each([
    [1_305, '1,305×'],
    [2.41, '2.4×'],
    [3, '3×'],
  ])('ratio %d', (ratio, text) => expect(formatRatio(ratio)).toBe(text));

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [999_600, '1 MB'],
    [96_000_000, '96 MB'],
    [1_310_000_000, '1.31 GB'],
    [3_400_000_000, '3.4 GB'],
    [212e9, '212 GB'],
  ])('bytes %d', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  test('rate', () => {
    expect(formatRate(2, 'requests')).toBe('2.0 requests/s');
    expect(formatRate(14_200, 'events')).toBe('14,200 events/s');
  });
});

describe('durations', () => {
  test.each([
    [0, '0 s'],
    [40, '40 s'],
    [30 * minute + 2, '30 min 02 s'],
    [30 * minute, '30 min'],
    [2 * hour, '2 h'],
    [2 * hour + 46 * minute, '2 h 46 min'],
    [23 * hour + 59 * minute + 45, '1 d'],
    [30 * hour + 13 * minute, '1 d 6 h'],
    [14 * day, '14 d'],
    [14 * day - 1, '14 d'],
  ])('%d seconds', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  test('time left is an estimate in one unit', () => {
    expect(formatTimeLeft(0.4)).toBe('nearly done');
    expect(formatTimeLeft(40)).toBe('40 s left');
    expect(formatTimeLeft(230)).toBe('4 min left');
    expect(formatTimeLeft(2 * hour)).toBe('about 2 h left');
  });

  test('relative and search times', () => {
    expect(formatRelative(1_000, 1_000 + 2 * day + 23 * hour)).toBe('2 d 23 h ago');
    expect(formatRelative(1_300, 1_000)).toBe('in 5 min');
    expect(formatRelative(1_000, 1_000)).toBe('now');
    expect(formatMilliseconds(0.2)).toBe('1 ms');
    expect(formatMilliseconds(41.4)).toBe('41 ms');
    expect(formatMilliseconds(1_240)).toBe('1.2 s');
  });
});

describe('times', () => {
  const time = at('2026-03-14T02:34:50Z');

  test('in UTC', () => {
    expect(formatInstant(time, 'utc')).toBe('2026-03-14 02:34:50Z');
    expect(formatDayTime(time, 'utc')).toBe('14 Mar 02:34:50');
    expect(formatIso(time)).toBe('2026-03-14T02:34:50Z');
    expect(zoneName(time, 'utc')).toBe('UTC');
  });

  test.each([
    ['2026-03-14T02:00:00Z', '2026-03-14T04:00:00Z', '14 Mar 02:00 – 04:00', '2 h'],
    ['2026-03-03T00:00:00Z', '2026-03-17T00:00:00Z', '03 Mar 00:00 – 17 Mar 00:00', '14 d'],
    ['2025-12-31T23:00:00Z', '2026-01-01T01:00:00Z', '31 Dec 2025 23:00 – 01 Jan 2026 01:00', '2 h'],
    ['2026-03-14T02:34:45Z', '2026-03-14T02:34:55Z', '14 Mar 02:34:45 – 02:34:55', '10 s'],
  ])('range from %s', (from, to, text, length) =>
    expect(formatRange(at(from), at(to), 'utc')).toEqual({ text, length }),
  );

  test('a range that ends at midnight is inside the day before', () => {
    expect(isSameDay(at('2026-03-14T00:00:00Z'), at('2026-03-15T00:00:00Z'), 'utc')).toBe(true);
    expect(isSameDay(at('2026-03-14T00:00:00Z'), at('2026-03-15T00:00:01Z'), 'utc')).toBe(false);
  });

  test.each([
    ['2026-03-14', '2026-03-14T00:00:00Z'],
    ['2026-03-14 02:00', '2026-03-14T02:00:00Z'],
    [' 2026-03-14T02:00:30 ', '2026-03-14T02:00:30Z'],
    ['2026-03-14T02:00:30Z', '2026-03-14T02:00:30Z'],
    ['2026-03-14 02:00:30 +05:30', '2026-03-13T20:30:30Z'],
  ])('reads %s', (text, iso) => expect(parseTime(text, 'utc')).toBe(at(iso)));

  test.each(['', '14 March', '2026-02-30', '2026-03-14 24:00', '2026-03-14 02:60', '2026-13-01'])(
    'refuses "%s"',
    (text) => expect(parseTime(text, 'utc')).toBeNull(),
  );

  test('what a field shows reads back as the same time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_799 }), (seconds) => {
        expect(parseTime(formatForField(seconds, 'utc'), 'utc')).toBe(seconds);
      }),
    );
  });

  describe('in the local zone', () => {
    const zone = process.env['TZ'];
    beforeEach(() => {
      process.env['TZ'] = 'Asia/Kolkata';
    });
    afterEach(() => {
      process.env['TZ'] = zone;
    });

    test('names the zone and the other zone', () => {
      expect(formatInstant(time, 'local')).toBe('2026-03-14 08:04:50 GMT+5:30');
      expect(formatOtherZone(time, 'utc')).toBe('Sat 08:04:50 local');
      expect(formatOtherZone(time, 'local')).toBe('Sat 02:34:50 UTC');
      expect(parseTime('2026-03-14 08:04:50', 'local')).toBe(time);
      expect(formatIso(time)).toBe('2026-03-14T02:34:50Z');
    });
  });
});

describe('text', () => {
  test('shortens in the middle and keeps the last part', () => {
    expect(shortenMiddle('AWSReservedSSO_SecurityAudit_0123/analyst', 27)).toBe('AWSReservedSSO_Sec…/analyst');
    expect(shortenMiddle('short', 27)).toBe('short');
    expect(shortenHash('9c41aaaaaaaaaaaaaaaae07b')).toBe('9c41…e07b');
  });

  test('never cuts longer than asked, nor through a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 6, max: 40 }), (text, most) => {
        const short = shortenMiddle(text, most);
        expect([...short].length).toBeLessThanOrEqual(Math.max(most, 0));
        expect(short.isWellFormed()).toBe(text.isWellFormed());
      }),
    );
  });

  test('shows characters that hide or reorder text', () => {
    expect(revealHidden('a\u202Egpj.exe')).toBe('a⟨U+202E⟩gpj.exe');
    expect(revealHidden('a\u0000b\u200bc\u{e0041}')).toBe('a⟨U+0000⟩b⟨U+200B⟩c⟨U+E0041⟩');
    expect(revealHidden('Zoë – 東京')).toBe('Zoë – 東京');
  });

  test('a cell is never empty and never a megabyte', () => {
    expect(cellText(null)).toBe('–');
    expect(cellText('')).toBe('–');
    expect(cellText('x'.repeat(1_000_000))).toHaveLength(401);
  });
});
