const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** Seconds since 1970 of an ISO time such as `2026-03-14T02:11:07Z`. */
export function epochSeconds(iso: string): number {
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an ISO time: ${iso}`);
  return milliseconds / 1000;
}

let cachedDay = -1;
let cachedDate = '';

/** `2026-03-14T02:11:07Z`, the form of eventTime. */
export function isoTime(timeEpochSeconds: number): string {
  const day = Math.floor(timeEpochSeconds / 86_400);
  if (day !== cachedDay) {
    cachedDay = day;
    cachedDate = new Date(day * 86_400_000).toISOString().slice(0, 10);
  }
  const second = timeEpochSeconds - day * 86_400;
  return `${cachedDate}T${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}Z`;
}

/** `2026-03-14`. */
export function isoDay(timeEpochSeconds: number): string {
  return isoTime(timeEpochSeconds).slice(0, 10);
}

/** `20260314T0215Z`, the time in a log file's name. */
export function fileTime(timeEpochSeconds: number): string {
  const iso = isoTime(timeEpochSeconds);
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}T${iso.slice(11, 13)}${iso.slice(14, 16)}Z`;
}

function longDate(timeEpochSeconds: number): [date: string, clock: string] {
  const date = new Date(timeEpochSeconds * 1000);
  const hour = date.getUTCHours();
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
  return [`${monthNames[date.getUTCMonth()] ?? ''} ${date.getUTCDate()}, ${date.getUTCFullYear()}`, clock];
}

/** `Mar 14, 2026, 3:41:09 AM`, the expiration in STS answers. */
export function stsTime(timeEpochSeconds: number): string {
  return longDate(timeEpochSeconds).join(', ');
}

/** `Mar 14, 2026 2:48:16 AM`, createDate in IAM answers. */
export function iamTime(timeEpochSeconds: number): string {
  return longDate(timeEpochSeconds).join(' ');
}
