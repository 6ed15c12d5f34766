import type { Kernel } from '../kernel/types.ts';
import type { Selection } from './selection.ts';
import { firstRowFrom } from './time-rows.ts';
import type { EventColumns, HistogramResult } from './types.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Lengths of a bar that people can read off an axis, seconds. */
export const bucketSizesSeconds: readonly number[] = [
  1,
  5,
  10,
  30,
  ...[1, 2, 5, 10, 30].map((minutes) => minutes * minute),
  ...[1, 2, 6, 12].map((hours) => hours * hour),
  day,
  7 * day,
];

const mostBars = 180;

/** Inclusive bounds in epoch seconds; infinite where open. */
export interface TimeBounds {
  fromEpochSeconds: number;
  toEpochSeconds: number;
}

function barsOf({ fromEpochSeconds, toEpochSeconds }: TimeBounds, bucketSeconds: number): number {
  return Math.floor(toEpochSeconds / bucketSeconds) - Math.floor(fromEpochSeconds / bucketSeconds) + 1;
}

/** The shortest bar that needs at most 180 of its kind, else the longest there is. */
export function bucketSecondsFor(bounds: TimeBounds): number {
  return bucketSizesSeconds.find((seconds) => barsOf(bounds, seconds) <= mostBars) ?? bucketSizesSeconds.at(-1)!;
}

/**
 * What the histogram spans: the time range the query asks for, its open ends closed by the matches (by the whole case
 * where nothing matches). A range of many years is cut to the years of the case. Null for an empty range or case.
 */
export function histogramBounds(columns: EventColumns, selection: Selection, asked: TimeBounds): TimeBounds | null {
  if (columns.count === 0) return null;
  const times = columns.timesEpochSeconds;
  const rows = selection.matches === 0 ? { from: 0, to: columns.count } : selection.extent();
  const bounds = {
    fromEpochSeconds: Number.isFinite(asked.fromEpochSeconds) ? asked.fromEpochSeconds : times[rows.from]!,
    toEpochSeconds: Number.isFinite(asked.toEpochSeconds) ? asked.toEpochSeconds : times[rows.to - 1]!,
  };
  if (bounds.fromEpochSeconds > bounds.toEpochSeconds) return null;
  if (barsOf(bounds, 7 * day) <= mostBars) return bounds;
  const cut = {
    fromEpochSeconds: Math.max(bounds.fromEpochSeconds, times[0]!),
    toEpochSeconds: Math.min(bounds.toEpochSeconds, times[columns.count - 1]!),
  };
  return cut.fromEpochSeconds > cut.toEpochSeconds ? null : cut;
}

/** Counts matches in bars of equal length; bars begin at multiples of their length. */
export function histogram(
  columns: EventColumns,
  kernel: Kernel,
  selection: Selection,
  asked: TimeBounds,
): HistogramResult | null {
  const bounds = histogramBounds(columns, selection, asked);
  if (!bounds) return null;
  const bucketSeconds = bucketSecondsFor(bounds);
  const startEpochSeconds = Math.floor(bounds.fromEpochSeconds / bucketSeconds) * bucketSeconds;
  const borders = new Uint32Array(barsOf(bounds, bucketSeconds) + 1);
  for (let i = 0; i < borders.length; i++) borders[i] = firstRowFrom(columns, startEpochSeconds + i * bucketSeconds);
  return { bucketSeconds, startEpochSeconds, counts: kernel.countBetween(selection.rows, borders) };
}
