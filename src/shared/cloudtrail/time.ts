/** Times must fit the unsigned 32 bit column they are stored in: 1970 to 2106. */
const largestEpochSeconds = 0xffff_ffff;

/**
 * Seconds since 1970 UTC of a time as records and their exports write it, rounded down; NaN where it is none.
 * Reads `2026-03-14T02:11:50Z` with any offset or fraction, the form with a blank (`2025-10-30 23:45:00`, always UTC), the basic form
 * (`20131102T010628Z`), and epoch seconds, milliseconds, microseconds or nanoseconds as number or text.
 */
export function parseTimeEpochSeconds(value: unknown): number {
  if (typeof value === 'number') return fromEpochNumber(value);
  if (typeof value !== 'string') return Number.NaN;
  if (value.charCodeAt(4) === hyphen) return parseExtended(value);
  if (value.charCodeAt(8) === letterT) return parseBasic(value);
  return /^\d{1,19}(\.\d+)?(E\d+)?$/i.test(value) ? fromEpochNumber(Number(value)) : Number.NaN;
}

/** `2026-03-14T02:11:50Z` of whole epoch seconds; '' where they are no time. */
export function formatTime(epochSeconds: number): string {
  if (!(epochSeconds >= 0 && epochSeconds <= largestEpochSeconds)) return '';
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}Z`;
}

const hyphen = 45;
const colon = 58;
const letterT = 84;
const blank = 32;

function parseExtended(value: string): number {
  const separator = value.charCodeAt(10);
  if (value.charCodeAt(7) !== hyphen || (separator !== letterT && separator !== blank && separator !== 116))
    return Number.NaN;
  if (value.charCodeAt(13) !== colon) return Number.NaN;
  const hasSeconds = value.charCodeAt(16) === colon;
  return assemble(
    digits(value, 0, 4),
    digits(value, 5, 2),
    digits(value, 8, 2),
    digits(value, 11, 2),
    digits(value, 14, 2),
    hasSeconds ? digits(value, 17, 2) : 0,
    offsetSeconds(value, hasSeconds ? 19 : 16),
  );
}

function parseBasic(value: string): number {
  return assemble(
    digits(value, 0, 4),
    digits(value, 4, 2),
    digits(value, 6, 2),
    digits(value, 9, 2),
    digits(value, 11, 2),
    digits(value, 13, 2),
    offsetSeconds(value, 15),
  );
}

/** A number of `length` digits, NaN where another character stands. */
function digits(value: string, start: number, length: number): number {
  let result = 0;
  for (let index = start; index < start + length; index++) {
    const digit = value.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    result = result * 10 + digit;
  }
  return result;
}

/** Seconds east of UTC written from `start` on, after an optional fraction; NaN where something else follows. */
function offsetSeconds(value: string, start: number): number {
  if (value.length === start) return 0;
  if (value.length === start + 1 && value[start] === 'Z') return 0;
  const match = /^(?:[.,]\d+)?\s?(?:Z|UTC|([+-])(\d\d):?(\d\d))?$/i.exec(value.slice(start));
  if (!match) return Number.NaN;
  const seconds = (Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0)) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function assemble(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  offset: number,
): number {
  const days = daysInMonth[month - 1];
  // Written so that NaN fails; second 60 is a leap second.
  if (days === undefined || !(day >= 1 && day <= days && hour <= 23 && minute <= 59 && second <= 60)) return Number.NaN;
  if (month === 2 && day === 29 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))) return Number.NaN;
  return within(Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - offset);
}

/** The unit is told by the size: seconds stay under 1e11 until the year 5138. */
function fromEpochNumber(value: number): number {
  if (!Number.isFinite(value) || value < 0) return Number.NaN;
  const unit = value < 1e11 ? 1 : value < 1e14 ? 1e3 : value < 1e17 ? 1e6 : 1e9;
  return within(Math.floor(value / unit));
}

function within(epochSeconds: number): number {
  return epochSeconds >= 0 && epochSeconds <= largestEpochSeconds ? epochSeconds : Number.NaN;
}
