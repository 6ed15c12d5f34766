import { formatDuration } from './duration.ts';

/** The zone times are shown in; exports and copies are always UTC. */
export type TimeZone = 'utc' | 'local';

export interface ClockTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 is Sunday. */
  weekday: number;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (value: number) => String(value).padStart(2, '0');

export function clockTime(epochSeconds: number, zone: TimeZone): ClockTime {
  const date = new Date(epochSeconds * 1000);
  return zone === 'utc'
    ? {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
        weekday: date.getUTCDay(),
      }
    : {
        year: date.getFullYear(),
        month: date.getMonth() + 1,
        day: date.getDate(),
        hour: date.getHours(),
        minute: date.getMinutes(),
        second: date.getSeconds(),
        weekday: date.getDay(),
      };
}

/** `UTC`, or the local zone's short name at that time: `CET`, `GMT+5:30`. */
export function zoneName(epochSeconds: number, zone: TimeZone): string {
  if (zone === 'utc') return 'UTC';
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts(epochSeconds * 1000);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'local';
}

/** `14 Mar`. */
export function formatDay(epochSeconds: number, zone: TimeZone): string {
  const { day, month } = clockTime(epochSeconds, zone);
  return `${two(day)} ${monthNames[month - 1]}`;
}

/** `14 Mar 2026`. */
export function formatDate(epochSeconds: number, zone: TimeZone): string {
  return `${formatDay(epochSeconds, zone)} ${clockTime(epochSeconds, zone).year}`;
}

/** `02:34:50`; `02:34` with `withSeconds` false. */
export function formatTime(epochSeconds: number, zone: TimeZone, withSeconds = true): string {
  const { hour, minute, second } = clockTime(epochSeconds, zone);
  return withSeconds ? `${two(hour)}:${two(minute)}:${two(second)}` : `${two(hour)}:${two(minute)}`;
}

/** In tables across days: `14 Mar 02:34:50`. Inside one day use `formatTime` and put the date in the header. */
export function formatDayTime(epochSeconds: number, zone: TimeZone): string {
  return `${formatDay(epochSeconds, zone)} ${formatTime(epochSeconds, zone)}`;
}

/** In detail: `2026-03-14 02:34:50Z`, or `2026-03-14 03:34:50 CET` in local time. */
export function formatInstant(epochSeconds: number, zone: TimeZone): string {
  const { year, month, day } = clockTime(epochSeconds, zone);
  const suffix = zone === 'utc' ? 'Z' : ` ${zoneName(epochSeconds, zone)}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${formatTime(epochSeconds, zone)}${suffix}`;
}

/** For copies and exports, always UTC: `2026-03-14T02:34:50Z`. */
export function formatIso(epochSeconds: number): string {
  return formatInstant(epochSeconds, 'utc').replace(' ', 'T');
}

/** The other zone's view of a time, for hovers: `Sat 03:34:50 local`, or `Sat 02:34:50 UTC` in local mode. */
export function formatOtherZone(epochSeconds: number, zone: TimeZone): string {
  const other = zone === 'utc' ? 'local' : 'utc';
  const weekday = weekdayNames[clockTime(epochSeconds, other).weekday];
  return `${weekday} ${formatTime(epochSeconds, other)} ${other === 'utc' ? 'UTC' : 'local'}`;
}

/** True when all of [from, to) is on one calendar day. */
export function isSameDay(fromEpochSeconds: number, toEpochSeconds: number, zone: TimeZone): boolean {
  const last = Math.max(fromEpochSeconds, toEpochSeconds - 1);
  return formatDate(fromEpochSeconds, zone) === formatDate(last, zone);
}

/**
 * A range with its length: `14 Mar 02:00 – 04:00` and `2 h`, `03 Mar – 17 Mar` and `14 d`, with seconds or years only
 * where they matter. Start inclusive, end exclusive.
 */
export function formatRange(
  fromEpochSeconds: number,
  toEpochSeconds: number,
  zone: TimeZone,
): { text: string; length: string } {
  const start = clockTime(fromEpochSeconds, zone);
  const end = clockTime(toEpochSeconds, zone);
  const withSeconds = start.second !== 0 || end.second !== 0;
  const date = start.year === end.year ? formatDay : formatDate;
  const at = (epochSeconds: number) => formatTime(epochSeconds, zone, withSeconds);
  const isOneDay = formatDate(fromEpochSeconds, zone) === formatDate(toEpochSeconds, zone);
  const text = isOneDay
    ? `${date(fromEpochSeconds, zone)} ${at(fromEpochSeconds)} – ${at(toEpochSeconds)}`
    : `${date(fromEpochSeconds, zone)} ${at(fromEpochSeconds)} – ${date(toEpochSeconds, zone)} ${at(toEpochSeconds)}`;
  return { text, length: formatDuration(toEpochSeconds - fromEpochSeconds) };
}

/** What a person typed as a time, in the zone shown: `2026-03-14`, `2026-03-14 02:00`, `…T02:00:30Z`, `…+01:00`. */
export function parseTime(text: string, zone: TimeZone): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?\s*(Z|[+-]\d{2}:\d{2})?$/i.exec(
    text.trim(),
  );
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? '0')) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const asUtc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (asUtc.getUTCMonth() !== month - 1 || asUtc.getUTCDate() !== day) return null;
  const offset = found[7]?.toUpperCase();
  if (offset === undefined && zone === 'local') {
    return new Date(year, month - 1, day, hour, minute, second).getTime() / 1000;
  }
  if (offset === undefined || offset === 'Z') return asUtc.getTime() / 1000;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return asUtc.getTime() / 1000 - (offset.startsWith('-') ? -minutes : minutes) * 60;
}

/** For a text field: `2026-03-14 02:00:00`, without the zone's name. */
export function formatForField(epochSeconds: number, zone: TimeZone): string {
  return formatInstant(epochSeconds, zone).slice(0, 19);
}
