import { AppError } from '../contract/errors.ts';
import type { ValueTerm } from './ast.ts';

/** Both ends inclusive, in whole seconds since 1970 UTC; ±Infinity where open. Empty when `from` is after `to`. */
export interface TimeInterval {
  fromEpochSeconds: number;
  toEpochSeconds: number;
}

type TimeUnit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/** A time as written in a query. */
export interface QueryTime {
  /** Start of the unit; has a fraction only where one was written. */
  epochSeconds: number;
  /** The last whole second of the unit written: of the day for `2026-03-14`. */
  lastEpochSeconds: number;
  unit: TimeUnit;
}

const form =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(\.\d{1,9})?)?)?)?(Z|[+-]\d{2}:\d{2})?)?)?$/;

/**
 * Reads a time of ISO 8601 written to any unit from the year to the second: `2026-03-14`, `2026-03-14T02:34`,
 * `2026-03-14T02:34:50+01:00`. UTC unless an offset is given. Null where the text is no time that exists.
 */
export function parseTime(text: string): QueryTime | null {
  const found = form.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = found;
  const parts = {
    year: Number(year),
    month: Number(month ?? 1),
    day: Number(day ?? 1),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  };
  if (parts.month < 1 || parts.month > 12 || parts.hour > 23 || parts.minute > 59 || parts.second > 59) return null;
  if (parts.day < 1 || parts.day > daysInMonth(parts.year, parts.month)) return null;
  const offset = offsetSeconds(zone);
  if (offset === null) return null;
  const unit: TimeUnit =
    second !== undefined
      ? 'second'
      : minute !== undefined
        ? 'minute'
        : hour !== undefined
          ? 'hour'
          : day !== undefined
            ? 'day'
            : month !== undefined
              ? 'month'
              : 'year';
  const start = epochOf(parts) - offset;
  return {
    epochSeconds: start + Number(fraction ?? 0),
    lastEpochSeconds: start + unitSeconds(unit, parts.year, parts.month) - 1,
    unit,
  };
}

function epochOf(parts: { year: number; month: number; day: number; hour: number; minute: number; second: number }) {
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(parts.year, parts.month - 1, parts.day);
  return date.getTime() / 1000 + parts.hour * 3600 + parts.minute * 60 + parts.second;
}

function offsetSeconds(zone: string | undefined): number | null {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function unitSeconds(unit: TimeUnit, year: number, month: number): number {
  switch (unit) {
    case 'second':
      return 1;
    case 'minute':
      return 60;
    case 'hour':
      return 3600;
    case 'day':
      return 86_400;
    case 'month':
      return daysInMonth(year, month) * 86_400;
    case 'year':
      return (337 + daysInMonth(year, 2)) * 86_400;
  }
}

/** The text of a time that wildcards and regular expressions on `time` see: `2026-03-14T02:34:50Z`. */
export function timeText(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * The interval a term on `time` stands for; null where the term looks at the text of the time instead (wildcard,
 * regex). An exact term covers the whole unit written. An inclusive upper bound of a day (or month, or year) covers
 * it to its end; every other bound is an instant. Throws `invalid-query` for a bound that is no time; the parser
 * lets none through.
 */
export function timeTermToInterval(term: ValueTerm): TimeInterval | null {
  switch (term.kind) {
    case 'present':
      return interval(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    case 'exact': {
      const time = timeOrThrow(term.text);
      return interval(Math.floor(time.epochSeconds), time.lastEpochSeconds);
    }
    case 'range':
      return interval(
        term.low === null ? Number.NEGATIVE_INFINITY : lowest(term.low, term.includesLow),
        term.high === null ? Number.POSITIVE_INFINITY : highest(term.high, term.includesHigh),
      );
    case 'compare': {
      const inclusive = term.operator === '>=' || term.operator === '<=';
      return term.operator.startsWith('>')
        ? interval(lowest(term.text, inclusive), Number.POSITIVE_INFINITY)
        : interval(Number.NEGATIVE_INFINITY, highest(term.text, inclusive));
    }
    case 'cidr':
      throw invalidTime(term.text);
    case 'wildcard':
    case 'regex':
      return null;
  }
}

function interval(fromEpochSeconds: number, toEpochSeconds: number): TimeInterval {
  return { fromEpochSeconds, toEpochSeconds };
}

function lowest(text: string, inclusive: boolean): number {
  const { epochSeconds } = timeOrThrow(text);
  return inclusive ? Math.ceil(epochSeconds) : Math.floor(epochSeconds) + 1;
}

function highest(text: string, inclusive: boolean): number {
  const { epochSeconds, lastEpochSeconds, unit } = timeOrThrow(text);
  if (!inclusive) return Math.ceil(epochSeconds) - 1;
  return unit === 'day' || unit === 'month' || unit === 'year' ? lastEpochSeconds : Math.floor(epochSeconds);
}

function timeOrThrow(text: string): QueryTime {
  const time = parseTime(text);
  if (time === null) throw invalidTime(text);
  return time;
}

function invalidTime(text: string): AppError {
  return new AppError('invalid-query', `"${text}" is not a time.`);
}
