import {
  histogramSeries,
  type HistogramResult,
  type HistogramSeries,
  type TimelineContext,
} from '../../../../../shared/contract/search.ts';
import { formatAxisCount } from '../../../ui/format/number.ts';
import { clockTime, type TimeZone } from '../../../ui/format/time.ts';
import type { Span } from '../../../ui/time-range.ts';
import { timeTicks, type TimeTick } from './time-ticks.ts';

export interface ChartInput {
  histogram: HistogramResult;
  context: Pick<TimelineContext, 'uncollected' | 'markers' | 'caseFromEpochSeconds' | 'caseToEpochSeconds'>;
  widthPixels: number;
  heightPixels: number;
  isLog: boolean;
  zone: TimeZone;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Bar {
  left: number;
  width: number;
  /** From the axis up. */
  segments: { series: HistogramSeries | 'total'; top: number; height: number }[];
}

export interface ChartMarker {
  x: number;
  row: number;
  kind: TimelineContext['markers'][number]['kind'];
  /** Empty where there is no room for it. */
  label: string;
  text: string;
  timeEpochSeconds: number;
  eventId: string;
  /** Markers at the same place that this one stands for, itself included. */
  count: number;
}

/** Everything that is drawn, in pixels. Pure, so that tests need no canvas. */
export interface ChartModel {
  plot: Box;
  span: Span;
  bucketSeconds: number;
  bars: Bar[];
  yTicks: { y: number; label: string }[];
  xTicks: TimeTick[];
  uncollected: { left: number; right: number; label: string }[];
  /** Time outside the case. */
  outside: { left: number; right: number }[];
  markers: ChartMarker[];
}

const axisPixels = 34;
const labelPixels = 16;
/** Two rows of markers: what they say is never written over bars. */
const topPixels = 24;
const leastSegmentPixels = 1.5;
const labelCharacterPixels = 6;

export function chartSpan({ startEpochSeconds, bucketSeconds, counts }: HistogramResult): Span {
  return {
    fromEpochSeconds: startEpochSeconds,
    toEpochSeconds: startEpochSeconds + bucketSeconds * counts.length,
  };
}

/** Round steps with two to four lines above zero. */
export function linearTicks(most: number): number[] {
  const rough = Math.max(1, most / 3);
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 2.5, 5, 10].map((by) => by * power);
  const step = steps.find((each) => each >= rough && Number.isInteger(each)) ?? 10 * power;
  const lines = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: lines + 1 }, (_, index) => index * step);
}

export function logTicks(most: number): number[] {
  const ticks = [0, 1];
  for (let at = 10; at / 10 < Math.max(1, most); at *= 10) ticks.push(at);
  return ticks;
}

export function timeToX(model: Pick<ChartModel, 'plot' | 'span'>, epochSeconds: number): number {
  const { plot, span } = model;
  const length = span.toEpochSeconds - span.fromEpochSeconds;
  return plot.left + ((epochSeconds - span.fromEpochSeconds) / length) * (plot.right - plot.left);
}

export function xToTime(model: Pick<ChartModel, 'plot' | 'span'>, x: number): number {
  const { plot, span } = model;
  const share = Math.min(1, Math.max(0, (x - plot.left) / Math.max(1, plot.right - plot.left)));
  return span.fromEpochSeconds + share * (span.toEpochSeconds - span.fromEpochSeconds);
}

export function chartModel(input: ChartInput): ChartModel {
  const { histogram, context, widthPixels, heightPixels, isLog, zone } = input;
  const plot: Box = {
    left: axisPixels,
    right: Math.max(axisPixels + 1, widthPixels - 4),
    top: topPixels,
    bottom: heightPixels - labelPixels,
  };
  const span = chartSpan(histogram);
  const most = histogram.counts.reduce((high, count) => Math.max(high, count), 0);
  const ticks = isLog ? logTicks(most) : linearTicks(most);
  const top = ticks.at(-1) ?? 1;
  const scale = (value: number) => (isLog ? Math.log1p(value) / Math.log1p(top) : value / top);
  const height = plot.bottom - plot.top;
  const toY = (value: number) => plot.bottom - scale(value) * height;
  const frame = { plot, span };
  return {
    plot,
    span,
    bucketSeconds: histogram.bucketSeconds,
    bars: bars(histogram, plot, scale, isLog),
    // Log ticks that would touch are left out.
    yTicks: ticks
      .map((value) => ({ y: toY(value), label: formatAxisCount(value) }))
      .filter(
        (tick, index, list) => index === 0 || (list[index - 1]?.y ?? 0) - tick.y >= 12 || index === list.length - 1,
      ),
    xTicks: timeTicks(span, plot, zone),
    uncollected: mergedGaps(
      context.uncollected.flatMap((gap) => clipped(frame, gap.fromEpochSeconds, gap.toEpochSeconds, gap.label)),
    ),
    outside: outside(frame, context),
    markers: markers(frame, context, zone),
  };
}

function bars(histogram: HistogramResult, plot: Box, scale: (value: number) => number, isLog: boolean): Bar[] {
  const step = (plot.right - plot.left) / histogram.counts.length;
  const height = plot.bottom - plot.top;
  const gap = step > 3 ? 1 : 0;
  return histogram.counts.flatMap((count, index): Bar[] => {
    if (count === 0) return [];
    const place = { left: plot.left + index * step + gap / 2, width: Math.max(1, step - gap) };
    if (isLog) {
      // Stacked bars on a log scale mislead: the total, with what was denied drawn over it.
      const denied = histogram.series.denied[index] ?? 0;
      const segment = (series: 'total' | 'denied', value: number) => {
        const pixels = Math.max(leastSegmentPixels, scale(value) * height);
        return { series, top: plot.bottom - pixels, height: pixels };
      };
      return [{ ...place, segments: [segment('total', count), ...(denied > 0 ? [segment('denied', denied)] : [])] }];
    }
    let at = plot.bottom;
    const segments: Bar['segments'] = [];
    for (const series of histogramSeries) {
      const value = histogram.series[series][index] ?? 0;
      if (value === 0) continue;
      // One event among thousands still shows.
      const pixels = Math.max(leastSegmentPixels, scale(value) * height);
      at -= pixels;
      segments.push({ series, top: Math.max(0, at), height: pixels });
    }
    return [{ ...place, segments }];
  });
}

type Frame = Pick<ChartModel, 'plot' | 'span'>;

function clipped(frame: Frame, from: number, to: number, label: string) {
  const { span } = frame;
  const start = Math.max(from, span.fromEpochSeconds);
  const end = Math.min(to, span.toEpochSeconds);
  return end > start ? [{ left: timeToX(frame, start), right: timeToX(frame, end), label }] : [];
}

type Gap = ChartModel['uncollected'][number];

/** Gaps that overlap are one hatched span; its label tells the first of them and how many more there are. */
function mergedGaps(gaps: readonly Gap[]): Gap[] {
  const merged: (Gap & { count: number })[] = [];
  for (const gap of gaps.toSorted((a, b) => a.left - b.left)) {
    const last = merged.at(-1);
    if (last === undefined || gap.left >= last.right) merged.push({ ...gap, count: 1 });
    else {
      last.right = Math.max(last.right, gap.right);
      last.count += 1;
    }
  }
  return merged.map(({ count, label, ...place }) => ({
    ...place,
    label: count === 1 ? label : `${label}, and ${count - 1} more`,
  }));
}

function outside(frame: Frame, context: ChartInput['context']): ChartModel['outside'] {
  const { caseFromEpochSeconds: from, caseToEpochSeconds: to } = context;
  if (from === null || to === null) return [];
  const { span } = frame;
  return [...clipped(frame, span.fromEpochSeconds, from, ''), ...clipped(frame, to + 1, span.toEpochSeconds, '')].map(
    ({ left, right }) => ({ left, right }),
  );
}

const mostMarkerRows = 2;

/** At most two rows; a label ends before the next marker of its row, markers without room collapse into a count. */
function markers(frame: Frame, context: ChartInput['context'], zone: TimeZone): ChartMarker[] {
  const { span, plot } = frame;
  const inside = context.markers
    .filter(({ timeEpochSeconds: at }) => at >= span.fromEpochSeconds && at < span.toEpochSeconds)
    .sort((a, b) => a.timeEpochSeconds - b.timeEpochSeconds);
  const placed: ChartMarker[] = [];
  for (const marker of inside) {
    const x = timeToX(frame, marker.timeEpochSeconds);
    const free = Array.from({ length: mostMarkerRows }, (_, row) => row).find(
      (row) => x - (placed.findLast((each) => each.row === row)?.x ?? -Infinity) >= 12,
    );
    const { hour, minute } = clockTime(marker.timeEpochSeconds, zone);
    const text = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')} ${marker.label}`;
    if (free === undefined) {
      const last = placed.at(-1);
      if (last !== undefined) last.count += 1;
      continue;
    }
    placed.push({ ...marker, x, row: free, label: '', text, count: 1 });
  }
  for (const [index, marker] of placed.entries()) {
    const next = placed.slice(index + 1).find((each) => each.row === marker.row)?.x ?? plot.right;
    const text = marker.count > 1 ? `${marker.text} and ${marker.count - 1} more` : marker.text;
    if (marker.x + 14 + text.length * labelCharacterPixels < next) marker.label = text;
  }
  return placed;
}

export type ChartHit =
  | { kind: 'handle'; side: 'from' | 'to' }
  | { kind: 'brush' }
  | { kind: 'marker'; index: number }
  | { kind: 'plot'; bucket: number }
  | { kind: 'none' };

const handlePixels = 8;

/** What is at a place of the chart, the smallest thing first. */
export function hitTest(model: ChartModel, brush: Span | null, x: number, y: number): ChartHit {
  const { plot, span, bucketSeconds } = model;
  const marker = model.markers.findIndex((each) => Math.abs(each.x - x) <= 6 && Math.abs(6 + each.row * 12 - y) <= 7);
  if (marker >= 0) return { kind: 'marker', index: marker };
  if (x < plot.left - handlePixels || x > plot.right + handlePixels || y < 0 || y > plot.bottom + labelPixels) {
    return { kind: 'none' };
  }
  if (brush !== null) {
    const from = timeToX(model, brush.fromEpochSeconds);
    const to = timeToX(model, brush.toEpochSeconds);
    const sides = [
      ['from', Math.abs(x - from)],
      ['to', Math.abs(x - to)],
    ] as const;
    const nearest = sides[0][1] <= sides[1][1] ? sides[0] : sides[1];
    if (nearest[1] <= handlePixels / 2 + 1) return { kind: 'handle', side: nearest[0] };
    if (x > from && x < to) return { kind: 'brush' };
  }
  const time = xToTime(model, x);
  const last = (span.toEpochSeconds - span.fromEpochSeconds) / bucketSeconds - 1;
  return { kind: 'plot', bucket: Math.min(last, Math.floor((time - span.fromEpochSeconds) / bucketSeconds)) };
}
