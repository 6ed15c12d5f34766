// Case-insensitive search for ASCII text in the bytes of records, and the rule of where a bare word may be found.
// `src/shared/query/words.ts` is the definition in characters; bytes >= 0x80 belong to characters >= U+0080, and no
// byte of those is ever an ASCII letter, so working on bytes gives the same answers.

/** Bytes with ASCII capitals folded to small letters. */
const fold = new Uint8Array(256);
/** 1 letter, 2 digit, 3 part of a non-ASCII character, 0 anything else. */
const wordKind = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const capital = byte >= 0x41 && byte <= 0x5a;
  fold[byte] = capital ? byte + 32 : byte;
  if (capital || (byte >= 0x61 && byte <= 0x7a)) wordKind[byte] = 1;
  else if (byte >= 0x30 && byte <= 0x39) wordKind[byte] = 2;
  else if (byte >= 0x80) wordKind[byte] = 3;
}

/** Longest plain word, and most digits at its end, see `words.ts`. */
const plainWordBytes = 40;
const plainWordDigits = 8;

/** ASCII text prepared for a search that ignores case. */
export interface Needle {
  readonly folded: Uint8Array;
  /** How far the window may move when its last byte is this one; 0 for the last byte of the needle. */
  readonly skips: Int32Array;
  /** How far it may move when the last byte fits and another does not. */
  readonly retry: number;
}

export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}

/** Prepares ASCII text of at least one character (Horspool's tables, with case folded away). */
export function compileNeedle(text: string): Needle {
  const folded = Uint8Array.from(text, (character) => fold[character.charCodeAt(0)]!);
  const last = folded.length - 1;
  const skips = new Int32Array(256).fill(folded.length);
  let retry = folded.length;
  for (let i = 0; i < last; i++) {
    if (folded[i] === folded[last]) retry = last - i;
    for (let byte = 0; byte < 256; byte++) if (fold[byte] === folded[i]) skips[byte] = last - i;
  }
  for (let byte = 0; byte < 256; byte++) if (fold[byte] === folded[last]) skips[byte] = 0;
  return { folded, skips, retry };
}

/** Start of the first occurrence within `bytes[from, to)`, or -1. */
export function findNeedle({ folded, skips, retry }: Needle, bytes: Uint8Array, from: number, to: number): number {
  const last = folded.length - 1;
  let end = from + last;
  while (end < to) {
    const skip = skips[bytes[end]!]!;
    if (skip !== 0) {
      end += skip;
      continue;
    }
    const start = end - last;
    let i = last - 1;
    while (i >= 0 && fold[bytes[start + i]!] === folded[i]) i--;
    if (i < 0) return start;
    end += retry;
  }
  return -1;
}

/** Whether the word around `position` (within the record `bytes[from, to)`) is a plain word. */
function inPlainWord(bytes: Uint8Array, position: number, from: number, to: number): boolean {
  let start = position;
  while (start > from && wordKind[bytes[start - 1]!] !== 0) {
    start--;
    if (position - start >= plainWordBytes) return false;
  }
  let end = position + 1;
  while (end < to && wordKind[bytes[end]!] !== 0) {
    end++;
    if (end - start > plainWordBytes) return false;
  }
  let digits = end;
  while (digits > start && wordKind[bytes[digits - 1]!] === 2) digits--;
  if (digits === start || end - digits > plainWordDigits) return false;
  for (let i = start; i < digits; i++) if (wordKind[bytes[i]!] !== 1) return false;
  return true;
}

/**
 * Whether a word found at `bytes[start, end)` of the record `bytes[from, to)` counts: each end lies on the border of
 * a word, or cuts a plain word.
 */
export function standsAsWord(bytes: Uint8Array, start: number, end: number, from: number, to: number): boolean {
  const cutsLeft = start > from && wordKind[bytes[start]!] !== 0 && wordKind[bytes[start - 1]!] !== 0;
  if (cutsLeft && !inPlainWord(bytes, start, from, to)) return false;
  const cutsRight = end < to && wordKind[bytes[end]!] !== 0 && wordKind[bytes[end - 1]!] !== 0;
  return !cutsRight || inPlainWord(bytes, end - 1, from, to);
}
