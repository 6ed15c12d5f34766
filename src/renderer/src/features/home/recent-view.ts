import type { LeftOff, RecentCase } from '../../../../shared/contract/app.ts';
import type { Query } from '../../../../shared/query/ast.ts';
import { parseQuery } from '../../../../shared/query/parse.ts';
import { printQuery } from '../../../../shared/query/print.ts';
import { formatDuration } from '../../ui/format/duration.ts';
import { formatQuantity } from '../../ui/format/number.ts';
import { missing } from '../../ui/format/text.ts';
import { clockTime, formatDate, formatDay, formatRange, formatTime, type TimeZone } from '../../ui/format/time.ts';

/** Cases in which every word of the text occurs, in name, title, reference or path. */
export function filterCases(cases: readonly RecentCase[], text: string): readonly RecentCase[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return cases;
  return cases.filter((each) => {
    const haystack = [each.name, each.title, each.reference, each.displayPath].join(' ').toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

/** `Today 02:16`, `11 Mar 16:40` this year, `18 Dec 2025` before. */
export function lastOpenedText(epochSeconds: number, nowEpochSeconds: number, zone: TimeZone): string {
  const time = formatTime(epochSeconds, zone, false);
  if (formatDate(epochSeconds, zone) === formatDate(nowEpochSeconds, zone)) return `Today ${time}`;
  const isThisYear = clockTime(epochSeconds, zone).year === clockTime(nowEpochSeconds, zone).year;
  return isThisYear ? `${formatDay(epochSeconds, zone)} ${time}` : formatDate(epochSeconds, zone);
}

/** The span of the events as dates, and its length. */
export function spanOf(
  { firstEpochSeconds, lastEpochSeconds }: Pick<RecentCase, 'firstEpochSeconds' | 'lastEpochSeconds'>,
  zone: TimeZone,
): { dates: string; length: string | null } {
  if (firstEpochSeconds === null || lastEpochSeconds === null) return { dates: missing, length: null };
  const last = formatDate(lastEpochSeconds, zone);
  const length = formatDuration(lastEpochSeconds - firstEpochSeconds);
  if (formatDate(firstEpochSeconds, zone) === last) return { dates: last, length };
  const isOneYear = clockTime(firstEpochSeconds, zone).year === clockTime(lastEpochSeconds, zone).year;
  const first = isOneYear ? formatDay(firstEpochSeconds, zone) : formatDate(firstEpochSeconds, zone);
  return { dates: `${first} – ${last}`, length };
}

export interface SparkBar {
  x: number;
  width: number;
  height: number;
}

/**
 * Bars that fill the width with a gap of one pixel, their height by square root: one burst must not flatten the ordinary
 * days. A bucket that holds anything is at least a pixel high.
 */
export function sparkBars(counts: readonly number[], widthPixels: number, heightPixels: number): SparkBar[] {
  const most = Math.max(0, ...counts);
  const step = widthPixels / Math.max(1, counts.length);
  return counts.flatMap((count, index) => {
    if (count === 0) return [];
    const height = Math.max(1, Math.sqrt(count / most) * heightPixels);
    return [{ x: index * step, width: Math.max(1, step - (step > 2.5 ? 1 : 0)), height }];
  });
}

/** One clause of a query as the pill shows it. */
export interface PillText {
  field: string | null;
  value: string;
  negated: boolean;
}

function pillOf(query: Query): PillText {
  const negated = query.kind === 'not';
  const inner = negated ? query.item : query;
  const text = printQuery(inner);
  return inner.kind === 'field' && text.startsWith(`${inner.field}:`)
    ? { field: inner.field, value: text.slice(inner.field.length + 1), negated }
    : { field: null, value: text, negated };
}

/** The clauses of a stored query; text that no longer parses is one pill as it is. */
export function leftOffPills({ query: text }: Pick<LeftOff, 'query'>): PillText[] {
  const parsed = parseQuery(text);
  if (!parsed.ok) return [{ field: null, value: text, negated: false }];
  const { query } = parsed;
  if (query.kind === 'all') return [];
  return query.kind === 'and' ? query.items.map(pillOf) : [pillOf(query)];
}

/** `3,617 events, 14 Mar 02:00 – 04:00`. */
export function leftOffLine(leftOff: LeftOff, zone: TimeZone): string {
  const { matches, fromEpochSeconds: from, toEpochSeconds: to } = leftOff;
  const events = matches === null ? [] : [formatQuantity(matches, 'event')];
  const range =
    from === null || to === null
      ? [matches === null ? 'The whole time span' : 'the whole time span']
      : [formatRange(from, to, zone).text];
  return [...events, ...range].join(', ');
}

/** Why a case on the list cannot be opened now, or null. */
export function unavailableReason({ state }: Pick<RecentCase, 'state'>): { tag: string; sentence: string } | null {
  if (state === 'available') return null;
  return state === 'not-connected'
    ? {
        tag: 'Not connected',
        sentence: 'The disk or share with this case is not connected. Connect it, and the case opens as before.',
      }
    : {
        tag: 'File not found',
        sentence:
          'The folder is there, the case file is not. It was moved, renamed or deleted. Open it where it is now.',
      };
}
