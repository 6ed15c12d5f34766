import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clampVirtualTop,
  contentPixels,
  isScaled,
  longestVirtualTop,
  pageRows,
  revealRow,
  rowTopPixels,
  rowWindow,
  tallestPixels,
  toScrollTop,
  toVirtualTop,
  type RowGeometry,
} from '../../../src/renderer/src/ui/virtual-rows.ts';

const short: RowGeometry = { rowCount: 1_000, rowHeightPixels: 26, viewportPixels: 520 };
const long: RowGeometry = { rowCount: 10_000_000, rowHeightPixels: 26, viewportPixels: 520 };
const geometry = fc.record({
  rowCount: fc.integer({ min: 0, max: 20_000_000 }),
  rowHeightPixels: fc.integer({ min: 18, max: 40 }),
  viewportPixels: fc.integer({ min: 1, max: 3_000 }),
});

test('no element is taller than browsers allow', () => {
  expect(contentPixels(short)).toBe(26_000);
  expect(isScaled(short)).toBe(false);
  expect(contentPixels(long)).toBe(tallestPixels);
  expect(isScaled(long)).toBe(true);
});

describe('scroll bar and place', () => {
  test('both ends meet', () => {
    const bottom = tallestPixels - long.viewportPixels;
    expect(toVirtualTop(long, 0)).toBe(0);
    expect(toVirtualTop(long, bottom)).toBe(longestVirtualTop(long));
    expect(toScrollTop(long, longestVirtualTop(long))).toBe(bottom);
  });

  test('are inverse and rise together', () => {
    fc.assert(
      fc.property(geometry, fc.double({ min: 0, max: 1, noNaN: true }), (rows, part) => {
        const place = longestVirtualTop(rows) * part;
        expect(toVirtualTop(rows, toScrollTop(rows, place))).toBeCloseTo(place, 3);
        const next = clampVirtualTop(rows, place + rows.rowHeightPixels);
        expect(toScrollTop(rows, next)).toBeGreaterThanOrEqual(toScrollTop(rows, place));
      }),
    );
  });
});

test('every row can be brought into view, and is drawn there', () => {
  fc.assert(
    fc.property(
      geometry.filter((rows) => rows.rowCount > 0 && rows.viewportPixels >= rows.rowHeightPixels),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rows, from, to) => {
        const row = Math.min(rows.rowCount - 1, Math.floor(rows.rowCount * to));
        const virtualTop = revealRow(rows, longestVirtualTop(rows) * from, row);
        const place = { virtualTop, scrollTop: toScrollTop(rows, virtualTop) };
        const top = rowTopPixels(rows, place, row) - place.scrollTop;
        expect(top).toBeGreaterThanOrEqual(-0.01);
        expect(top + rows.rowHeightPixels).toBeLessThanOrEqual(rows.viewportPixels + 0.01);
        const window = rowWindow(rows, virtualTop, 40);
        expect(window.from).toBeLessThanOrEqual(row);
        expect(window.to).toBeGreaterThan(row);
        expect(window.to - window.from).toBeLessThanOrEqual(rows.viewportPixels / rows.rowHeightPixels + 82);
      },
    ),
  );
});

test('a row in view stays where it is', () => {
  expect(revealRow(short, 260, 15)).toBe(260);
});

test('a page keeps one row for orientation', () => {
  expect(pageRows(short)).toBe(19);
  expect(pageRows({ ...short, viewportPixels: 20 })).toBe(1);
});
