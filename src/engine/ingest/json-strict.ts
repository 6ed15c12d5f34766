import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  openBrace,
  openBracket,
  quote,
  skipWhitespace,
} from './json-scan.ts';

/** `at`: the end of the value, or the first byte that cannot be JSON, or the end of the bytes. */
export interface StrictScan {
  state: 'complete' | 'incomplete' | 'malformed';
  at: number;
}

/** Deeper nesting is taken for damage; real records nest about ten levels. */
const deepest = 256;

const expects = { value: 0, valueOrEnd: 1, key: 2, keyOrEnd: 3, separator: 4 } as const;
type Expects = (typeof expects)[keyof typeof expects];

/**
 * Reads one value by the grammar of RFC 8259 and stops at the first byte that breaks it. Slower than `skipValue`; used
 * where content is known to be damaged, because a lost quote makes bracket counting run on for megabytes while the
 * grammar fails within a few bytes.
 */
export function strictScan(bytes: Uint8Array, at: number, end: number): StrictScan {
  const isObject: boolean[] = [];
  let expected: Expects = expects.value;
  for (;;) {
    at = skipWhitespace(bytes, at, end);
    if (at >= end) return { state: 'incomplete', at };
    const byte = bytes[at] as number;
    if (expected === expects.separator) {
      const inObject = isObject.at(-1) === true;
      if (byte === comma) {
        expected = inObject ? expects.key : expects.value;
        at += 1;
        continue;
      }
      if (byte !== (inObject ? closeBrace : closeBracket)) return { state: 'malformed', at };
      at += 1;
      isObject.pop();
      if (isObject.length === 0) return { state: 'complete', at };
      continue;
    }
    if (expected === expects.key || expected === expects.keyOrEnd) {
      if (byte === closeBrace && expected === expects.keyOrEnd) {
        at += 1;
        isObject.pop();
        if (isObject.length === 0) return { state: 'complete', at };
        expected = expects.separator;
        continue;
      }
      if (byte !== quote) return { state: 'malformed', at };
      const key = strictString(bytes, at, end);
      if (key.state !== 'complete') return key;
      at = skipWhitespace(bytes, key.at, end);
      if (at >= end) return { state: 'incomplete', at };
      if (bytes[at] !== colon) return { state: 'malformed', at };
      at += 1;
      expected = expects.value;
      continue;
    }
    if (byte === openBrace || byte === openBracket) {
      if (isObject.length >= deepest) return { state: 'malformed', at };
      isObject.push(byte === openBrace);
      expected = byte === openBrace ? expects.keyOrEnd : expects.valueOrEnd;
      at += 1;
      continue;
    }
    if (byte === closeBracket && expected === expects.valueOrEnd) {
      at += 1;
      isObject.pop();
    } else {
      const scalar = byte === quote ? strictString(bytes, at, end) : strictWord(bytes, at, end);
      if (scalar.state !== 'complete') return scalar;
      at = scalar.at;
    }
    if (isObject.length === 0) return { state: 'complete', at };
    expected = expects.separator;
  }
}

/** A string literal: no raw control characters, known escapes only. */
function strictString(bytes: Uint8Array, at: number, end: number): StrictScan {
  // Copies, because some module systems make every use of an import a call, and this loop sees every byte.
  const closing = quote;
  const escaping = backslash;
  at += 1;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte === closing) return { state: 'complete', at: at + 1 };
    if (byte < 0x20) return { state: 'malformed', at };
    if (byte === escaping) {
      at += 1;
      if (at >= end) break;
      if (!isEscape(bytes[at] as number)) return { state: 'malformed', at };
    }
    at += 1;
  }
  return { state: 'incomplete', at: end };
}

/** One of `" \ / b f n r t u`; the digits after `u` are left to the parser. */
function isEscape(byte: number): boolean {
  return '"\\/bfnrtu'.includes(String.fromCharCode(byte));
}

const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

function strictWord(bytes: Uint8Array, at: number, end: number): StrictScan {
  const start = at;
  let text = '';
  while (at < end && text.length < 400) {
    const letter = String.fromCharCode(bytes[at] as number);
    if (!/[-+.\w]/.test(letter)) break;
    text += letter;
    at += 1;
  }
  if (word.test(text)) return { state: 'complete', at };
  return at >= end && text.length > 0 ? { state: 'incomplete', at } : { state: 'malformed', at: start };
}
