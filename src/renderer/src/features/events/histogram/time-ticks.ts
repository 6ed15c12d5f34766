import { clockTime, formatDate, formatDay, formatTime, type TimeZone } from '../../../ui/format/time.ts';
import type { Span } from '../../../ui/time-range.ts';

export interface TimeTick {
  x: number;
  label: string;
  align: 'left' | 'center' | 'right';
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const stepsSeconds: readonly number[] = [
  1,
  5,
  10,
  15,
  30,
  ...[1, 2, 5, 10, 15, 20, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * day),
];
const leastPixels = 84;

/** Seconds that the zone's clock is ahead of UTC. */
function offsetSeconds(epochSeconds: number, zone: TimeZone): number {
  return zone === 'utc' ? 0 : -new Date(epochSeconds * 1000).getTimezoneOffset() * minute;
}

/** Calendar steps of the display zone; the first label carries the date. */
export function timeTicks(span: Span, plot: { left: number; right: number }, zone: TimeZone): TimeTick[] {
  const { fromEpochSeconds: from, toEpochSeconds: to } = span;
  const width = plot.right - plot.left;
  const most = Math.max(1, Math.floor(width / leastPixels));
  const step = stepsSeconds.find((seconds) => (to - from) / seconds <= most) ?? 364 * day;
  const offset = offsetSeconds(from, zone);
  const ticks: TimeTick[] = [];
  // Across years a day alone would be ambiguous.
  const isOneYear = clockTime(from, zone).year === clockTime(to - 1, zone).year;
  let labelledYear = isOneYear ? clockTime(from, zone).year : null;
  for (let local = Math.ceil((from + offset) / step) * step; ; local += step) {
    // Summer time may begin inside the span.
    const guess = local - offset;
    const time = local - offsetSeconds(guess, zone);
    if (time > to) break;
    if (time < from) continue;
    const x = plot.left + ((time - from) / (to - from)) * width;
    const clock = formatTime(time, zone, step < minute);
    const { year } = clockTime(time, zone);
    const date = year === labelledYear ? formatDay(time, zone) : formatDate(time, zone);
    if (date.length > 6) labelledYear = year;
    const isFirst = ticks.length === 0;
    const isMidnight = formatTime(time, zone) === '00:00:00';
    const label = step >= day ? date : isFirst ? `${date} ${clock}` : isMidnight ? date : clock;
    const room = label.length * 3;
    const align = x - plot.left < room ? 'left' : plot.right - x < room ? 'right' : 'center';
    ticks.push({ x, label, align });
  }
  return ticks;
}
