/** The scan reached the end of the bytes inside a value. */
export const incomplete = -1;
/** The bytes are not JSON at this place. */
export const malformed = -2;

export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;

export function skipWhitespace(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
    at += 1;
  }
  return at;
}

/** End of the string literal whose opening quote is at `at`, or `incomplete`. */
export function skipString(bytes: Uint8Array, at: number, end: number): number {
  at += 1;
  while (at < end) {
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    at += byte === backslash ? 2 : 1;
  }
  return incomplete;
}

/**
 * End of the value that starts at `at` (no whitespace before it), or `incomplete`, or `malformed`. Only brackets and
 * strings are looked at, so that a found end is cheap; whether the value is JSON is for the parser to say. A number or
 * word at the very end is complete, as nothing but more bytes could tell otherwise: callers that can get more, should.
 */
export function skipValue(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return incomplete;
  const first = bytes[at];
  if (first === quote) return skipString(bytes, at, end);
  if (first !== openBrace && first !== openBracket) return skipScalar(bytes, at, end);
  let depth = 1;
  at += 1;
  while (at < end) {
    const byte = bytes[at] as number;
    at += 1;
    if (byte === quote) {
      for (;;) {
        if (at >= end) return incomplete;
        const inside = bytes[at];
        at += 1;
        if (inside === quote) break;
        if (inside === backslash) at += 1;
      }
    } else if (byte >= openBracket) {
      // `|0x20` folds `[` on `{` and `]` on `}`.
      const folded = byte | 0x20;
      if (folded === openBrace) depth += 1;
      else if (folded === closeBrace) {
        depth -= 1;
        if (depth === 0) return at;
      }
    }
  }
  return incomplete;
}

function skipScalar(bytes: Uint8Array, at: number, end: number): number {
  const start = at;
  while (at < end) {
    const byte = bytes[at] as number;
    const isWordByte =
      (byte >= 0x30 && byte <= 0x39) ||
      (byte >= 0x61 && byte <= 0x7a) ||
      byte === 0x2d ||
      byte === 0x2b ||
      byte === 0x2e ||
      byte === 0x45;
    if (!isWordByte) break;
    at += 1;
  }
  return at === start ? malformed : at;
}

/** One `"key": value` of an object. */
export interface Member {
  /** Bytes of the key between its quotes, escapes as written. */
  keyStart: number;
  keyEnd: number;
  valueStart: number;
}

/**
 * Moves to the next member of an object. `at` is after `{` or after the value before. Fills `member` and returns 1;
 * 0 where the object ends (`member.valueStart` is then after the brace); `incomplete`; `malformed`.
 */
export function nextMember(bytes: Uint8Array, at: number, end: number, member: Member): number {
  at = skipWhitespace(bytes, at, end);
  if (at < end && bytes[at] === comma) at = skipWhitespace(bytes, at + 1, end);
  if (at >= end) return incomplete;
  if (bytes[at] === closeBrace) {
    member.valueStart = at + 1;
    return 0;
  }
  if (bytes[at] !== quote) return malformed;
  const keyStart = at + 1;
  at = skipString(bytes, at, end);
  if (at === incomplete) return incomplete;
  const keyEnd = at - 1;
  at = skipWhitespace(bytes, at, end);
  if (at >= end) return incomplete;
  if (bytes[at] !== colon) return malformed;
  at = skipWhitespace(bytes, at + 1, end);
  if (at >= end) return incomplete;
  member.keyStart = keyStart;
  member.keyEnd = keyEnd;
  member.valueStart = at;
  return 1;
}

export interface Span {
  start: number;
  end: number;
}

export type PathStep = string | number;

/**
 * Bytes of the value at `path` inside the valid JSON value that starts at `start`; null where there is none. Of repeated
 * keys the last counts, as in `JSON.parse`.
 */
export function findPath(bytes: Buffer, start: number, end: number, path: readonly PathStep[]): Span | null {
  let span: Span | null = { start, end };
  for (const step of path) {
    span = typeof step === 'string' ? findKey(bytes, span.start, span.end, step) : findIndex(bytes, span, step);
    if (span === null) return null;
  }
  return span;
}

function findKey(bytes: Buffer, start: number, end: number, key: string): Span | null {
  if (bytes[start] !== openBrace) return null;
  const member: Member = { keyStart: 0, keyEnd: 0, valueStart: 0 };
  let found: Span | null = null;
  let at = start + 1;
  while (nextMember(bytes, at, end, member) === 1) {
    at = skipValue(bytes, member.valueStart, end);
    if (at < 0) return null;
    if (keyText(bytes, member) === key) found = { start: member.valueStart, end: at };
  }
  return found;
}

function findIndex(bytes: Buffer, span: Span, index: number): Span | null {
  for (const item of arrayItems(bytes, span.start, span.end)) {
    if (index === 0) return item;
    index -= 1;
  }
  return null;
}

/** The items of the valid JSON array that starts at `start`. */
export function* arrayItems(bytes: Uint8Array, start: number, end: number): Generator<Span, void, undefined> {
  if (bytes[start] !== openBracket) return;
  let at = start + 1;
  for (;;) {
    at = skipWhitespace(bytes, at, end);
    if (at < end && bytes[at] === comma) at = skipWhitespace(bytes, at + 1, end);
    if (at >= end || bytes[at] === closeBracket) return;
    const itemEnd = skipValue(bytes, at, end);
    if (itemEnd < 0) return;
    yield { start: at, end: itemEnd };
    at = itemEnd;
  }
}

/** The key of a member as text; keys with escapes are decoded. */
export function keyText(bytes: Buffer, member: Member): string {
  const text = bytes.toString('utf8', member.keyStart, member.keyEnd);
  if (!text.includes('\\')) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}

/** Whether a text that starts with this byte can be JSON: a bracket, or white space (as itself or escaped). */
export function mayBeJsonText(byte: number | undefined): boolean {
  return byte === openBrace || byte === openBracket || byte === backslash || byte === 0x20;
}

/** Next `{` with a key, or string literal with an object in it; `incomplete` where there is none. */
export function nextCandidate(bytes: Buffer, at: number, end: number): number {
  while (at < end) {
    const byte = bytes[at];
    if (byte === openBrace) {
      const key = skipWhitespace(bytes, at + 1, end);
      if (key >= end || bytes[key] === quote) return at;
    } else if (byte === quote && bytes[at + 1] === openBrace && bytes[at + 2] === 0x5c) return at;
    at += 1;
  }
  return incomplete;
}

/** Whitespace, commas between values, and the record separator of RFC 7464. */
export function skipSeparators(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const byte = bytes[at];
    if (byte !== comma && byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x1e) break;
    at += 1;
  }
  return at;
}
