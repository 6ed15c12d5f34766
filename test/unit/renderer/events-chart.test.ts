import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countInSpan,
  exact,
  moved,
  resized,
  snapped,
  zoomed,
} from '../../../src/renderer/src/features/events/histogram/brush.ts';
import {
  chartModel,
  chartSpan,
  hitTest,
  linearTicks,
  logTicks,
  timeToX,
  xToTime,
  type ChartInput,
} from '../../../src/renderer/src/features/events/histogram/chart-model.ts';
import {
  bucketWords,
  chartLabel,
  chartRows,
  chartTsv,
} from '../../../src/renderer/src/features/events/histogram/chart-text.ts';
import { comparisonSentence } from '../../../src/renderer/src/features/events/histogram/comparison-sentence.ts';
import { timeTicks } from '../../../src/renderer/src/features/events/histogram/time-ticks.ts';
import type { HistogramResult } from '../../../src/shared/contract/search.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';

const start = Date.parse('2026-03-14T02:00:00Z') / 1000;

function histogram(counts: number[], changes: Partial<HistogramResult> = {}): HistogramResult {
  const none = counts.map(() => 0);
  return {
    startEpochSeconds: start,
    bucketSeconds: 120,
    counts,
    series: { read: counts, write: none, data: none, network: none, denied: none },
    ...changes,
  };
}

function model(changes: Partial<ChartInput> = {}) {
  return chartModel({
    histogram: histogram([3, 0, 10, 1]),
    context: { uncollected: [], markers: [], caseFromEpochSeconds: null, caseToEpochSeconds: null },
    widthPixels: 500,
    heightPixels: 96,
    isLog: false,
    zone: 'utc',
    ...changes,
  });
}

describe('axes', () => {
  test('linear ticks are round, begin at zero and reach the top with two to four lines', () => {
    expect(linearTicks(290)).toEqual([0, 100, 200, 300]);
    expect(linearTicks(1)).toEqual([0, 1]);
    expect(linearTicks(0)).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), (most) => {
        const ticks = linearTicks(most);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });

  test('log ticks are powers of ten up to the top', () => {
    expect(logTicks(1)).toEqual([0, 1]);
    expect(logTicks(250)).toEqual([0, 1, 10, 100, 1000]);
  });

  test('time ticks stand at calendar steps, the first with its date, another year with its year', () => {
    const plot = { left: 0, right: 700 };
    const twoHours = timeTicks({ fromEpochSeconds: start, toEpochSeconds: start + 7_200 }, plot, 'utc');
    expect(twoHours.map(({ label }) => label).slice(0, 2)).toEqual(['14 Mar 02:00', '02:15']);
    expect(twoHours[0]?.align).toBe('left');
    expect(twoHours.at(-1)?.align).toBe('right');
    const years = timeTicks({ fromEpochSeconds: start, toEpochSeconds: start + 500 * 86_400 }, plot, 'utc');
    expect(years[0]?.label).toMatch(/2026$/);
    expect(years.filter(({ label }) => label.endsWith('2027'))).toHaveLength(1);
  });

  test('places and times of the plot are each other’s inverse', () => {
    const drawn = model();
    const time = start + 100;
    expect(xToTime(drawn, timeToX(drawn, time))).toBeCloseTo(time, 6);
    expect(xToTime(drawn, -1_000)).toBe(drawn.span.fromEpochSeconds);
    expect(xToTime(drawn, 10_000)).toBe(drawn.span.toEpochSeconds);
  });
});

describe('bars', () => {
  test('stack from the axis in one order, denied on top, and never vanish', () => {
    const drawn = model({
      histogram: histogram([5_003], {
        series: { read: [5_000], write: [1], data: [1], network: [0], denied: [1] },
      }),
    });
    const [bar] = drawn.bars;
    expect(bar?.segments.map(({ series }) => series)).toEqual(['read', 'write', 'data', 'denied']);
    expect(bar?.segments.every(({ height }) => height >= 1.5)).toBe(true);
    const tops = bar?.segments.map(({ top }) => top) ?? [];
    expect([...tops].sort((a, b) => b - a)).toEqual(tops);
  });

  test('leave an empty bucket blank', () => {
    expect(model().bars).toHaveLength(3);
  });

  test('on the log scale are one total with what was denied over it', () => {
    const drawn = model({
      isLog: true,
      histogram: histogram([100], { series: { read: [60], write: [0], data: [0], network: [0], denied: [40] } }),
    });
    expect(drawn.bars[0]?.segments.map(({ series }) => series)).toEqual(['total', 'denied']);
  });
});

describe('what is not events', () => {
  const context = {
    caseFromEpochSeconds: start + 120,
    caseToEpochSeconds: start + 400,
    uncollected: [
      { fromEpochSeconds: start - 900, toEpochSeconds: start + 60, label: 'Trail a was deleted', eventIds: [] },
      { fromEpochSeconds: start + 30, toEpochSeconds: start + 90, label: 'Trail b was deleted', eventIds: [] },
      { fromEpochSeconds: start + 300, toEpochSeconds: start + 310, label: 'S3 off', eventIds: [] },
      { fromEpochSeconds: start + 9_000, toEpochSeconds: start + 9_900, label: 'later', eventIds: [] },
    ],
    markers: [
      { kind: 'credential' as const, timeEpochSeconds: start + 100, label: 'CreateAccessKey', eventId: 'a' },
      { kind: 'gap' as const, timeEpochSeconds: start + 101, label: 'StopLogging', eventId: 'b' },
      { kind: 'insight' as const, timeEpochSeconds: start + 102, label: 'Insight', eventId: 'c' },
      { kind: 'gap' as const, timeEpochSeconds: start + 90_000, label: 'later', eventId: 'd' },
    ],
  };

  test('gaps are clipped to the plot; those that overlap are one', () => {
    const drawn = model({ context });
    expect(drawn.uncollected.map(({ label }) => label)).toEqual(['Trail a was deleted, and 1 more', 'S3 off']);
    expect(drawn.uncollected[0]?.left).toBe(drawn.plot.left);
    expect(drawn.outside).toHaveLength(2);
  });

  test('markers take at most two rows; the rest collapse into a count', () => {
    const drawn = model({ context, widthPixels: 1_200, histogram: histogram([1, 2, 3, 4]) });
    expect(drawn.markers.map(({ row }) => row)).toEqual([0, 1]);
    expect(drawn.markers.map(({ count }) => count)).toEqual([1, 2]);
    expect(drawn.markers[1]?.label).toMatch(/and 1 more$/);
    expect(hitTest(drawn, null, drawn.markers[0]?.x ?? 0, 6)).toEqual({ kind: 'marker', index: 0 });
  });
});

describe('the pointer', () => {
  const drawn = model();
  const brush = { fromEpochSeconds: start + 120, toEpochSeconds: start + 360 };

  test('finds handles before the brush, the brush before the plot', () => {
    const y = 60;
    expect(hitTest(drawn, brush, timeToX(drawn, brush.fromEpochSeconds) + 2, y)).toEqual({
      kind: 'handle',
      side: 'from',
    });
    expect(hitTest(drawn, brush, timeToX(drawn, brush.toEpochSeconds) - 2, y)).toEqual({ kind: 'handle', side: 'to' });
    expect(hitTest(drawn, brush, timeToX(drawn, start + 240), y)).toEqual({ kind: 'brush' });
    expect(hitTest(drawn, null, timeToX(drawn, start + 250), y)).toEqual({ kind: 'plot', bucket: 2 });
    expect(hitTest(drawn, null, drawn.plot.right, y)).toEqual({ kind: 'plot', bucket: 3 });
    expect(hitTest(drawn, null, -50, y)).toEqual({ kind: 'none' });
  });
});

describe('brushes', () => {
  const limits = { fromEpochSeconds: start, toEpochSeconds: start + 4_800 };
  const span = fc
    .tuple(fc.integer({ min: 0, max: 4_700 }), fc.integer({ min: 1, max: 100 }))
    .map(([at, length]) => ({ fromEpochSeconds: start + at, toEpochSeconds: start + at + length }));

  test('snap outwards to buckets, whichever way they were drawn', () => {
    fc.assert(
      fc.property(span, (drawn) => {
        const found = snapped(drawn, start, 120);
        expect(found).toEqual(
          snapped({ fromEpochSeconds: drawn.toEpochSeconds, toEpochSeconds: drawn.fromEpochSeconds }, start, 120),
        );
        expect(found.fromEpochSeconds).toBeLessThanOrEqual(drawn.fromEpochSeconds);
        expect(found.toEpochSeconds).toBeGreaterThanOrEqual(drawn.toEpochSeconds);
        expect((found.fromEpochSeconds - start) % 120).toBe(0);
        expect((found.toEpochSeconds - start) % 120).toBe(0);
      }),
    );
    expect(exact({ fromEpochSeconds: start + 2.4, toEpochSeconds: start + 2.4 })).toEqual({
      fromEpochSeconds: start + 2,
      toEpochSeconds: start + 3,
    });
  });

  test('keep their length when moved, their order when resized, and the limits always', () => {
    fc.assert(
      fc.property(span, fc.integer({ min: -9_000, max: 9_000 }), (drawn, by) => {
        const next = moved(drawn, by, limits);
        expect(next.toEpochSeconds - next.fromEpochSeconds).toBe(drawn.toEpochSeconds - drawn.fromEpochSeconds);
        expect(next.fromEpochSeconds).toBeGreaterThanOrEqual(limits.fromEpochSeconds);
        expect(next.toEpochSeconds).toBeLessThanOrEqual(limits.toEpochSeconds);
        for (const side of ['from', 'to'] as const) {
          const edge = resized(drawn, side, by, 1, limits);
          expect(edge.toEpochSeconds).toBeGreaterThan(edge.fromEpochSeconds);
        }
      }),
    );
  });

  test('zoom around a moment inside the limits, and out to all of them', () => {
    const whole = zoomed({ fromEpochSeconds: start + 100, toEpochSeconds: start + 200 }, start + 150, 1_000, limits);
    expect(whole).toEqual(limits);
    expect(zoomed(limits, start + 2_400, 0.5, limits)).toEqual({
      fromEpochSeconds: start + 1_200,
      toEpochSeconds: start + 3_600,
    });
  });

  test('are counted from the bars only where their edges are those of bars', () => {
    const bars = histogram([3, 0, 10, 1]);
    expect(countInSpan({ fromEpochSeconds: start + 120, toEpochSeconds: start + 360 }, bars)).toBe(10);
    expect(countInSpan({ fromEpochSeconds: start - 240, toEpochSeconds: start + 120 }, bars)).toBe(3);
    expect(countInSpan({ fromEpochSeconds: start + 1, toEpochSeconds: start + 360 }, bars)).toBeNull();
    expect(chartSpan(bars).toEpochSeconds).toBe(start + 480);
  });
});

describe('words', () => {
  test('the chart in one sentence, as rows, and as tab separated text', () => {
    const bars = histogram([3, 0, 10, 1]);
    expect(chartLabel(bars, 14, 'utc')).toBe(
      '14 events per 2 min, 14 Mar 02:00 – 02:08; most in 14 Mar 02:04 – 02:06, 10 events.',
    );
    expect(chartRows(bars).map(({ total }) => total)).toEqual([3, 10, 1]);
    const [head, first] = chartTsv(bars).split('\n');
    expect(head).toBe('start\tend\tread\twrite\tdata\tnetwork\tdenied\ttotal');
    expect(first).toBe('2026-03-14T02:00:00Z\t2026-03-14T02:02:00Z\t3\t0\t0\t0\t0\t3');
    expect([30, 120, 3_600, 86_400].map(bucketWords)).toEqual(['30 s', '2 min', '1 h', '1 d']);
  });

  test('the time before in one sentence', () => {
    const parsed = parseQuery('ip:198.51.100.23');
    if (!parsed.ok) throw new Error('not a query');
    const before = {
      matches: 5,
      beforeFromEpochSeconds: start - 11 * 86_400,
      beforeToEpochSeconds: start,
      matchesBefore: 0,
      lastBeforeEpochSeconds: null,
    };
    expect(comparisonSentence(before, parsed.query, 'utc')).toBe('None from this address in the 11 days before.');
    expect(
      comparisonSentence(
        { ...before, matchesBefore: 1_200, lastBeforeEpochSeconds: start - 60 },
        { kind: 'all' },
        'utc',
      ),
    ).toBe('1,200 in the 11 days before, the last at 14 Mar 01:59:00.');
    expect(comparisonSentence({ ...before, beforeFromEpochSeconds: null }, parsed.query, 'utc')).toBe('');
  });
});
