import type { TextTerm } from './ast.ts';
import { compileRegex } from './values.ts';
import { compileFloatingWildcard } from './wildcard.ts';

// The definition of free text. The engine searches bytes; whatever it does must agree with this file.

const plainWord = /^[A-Za-z]+[0-9]{0,8}$/;
const longestPlainWord = 40;
const wordPattern = /[A-Za-z0-9\u0080-\uffff]+/g;
// oxlint-disable-next-line no-control-regex -- the ASCII range begins with control characters
const ascii = /^[\u0000-\u007f]*$/;

/** True for `[A-Za-z0-9]` and every UTF-16 unit from U+0080 on. */
function isWordUnit(unit: number): boolean {
  return (
    unit >= 0x80 || (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39)
  );
}

/** The words of a text in order: maximal runs of `[A-Za-z0-9]` and characters from U+0080 on, as written. */
export function wordsOf(text: string): string[] {
  return text.match(wordPattern) ?? [];
}

/**
 * True for a word that reads like a name rather than an identifier: letters, then at most 8 digits, 40 characters at
 * most. A search may end inside such a word, and only inside such a word.
 */
export function isPlainWord(word: string): boolean {
  return word.length <= longestPlainWord && plainWord.test(word);
}

/**
 * How text is folded before it is compared with `term`: only A to Z while the term is ASCII (so that no character
 * outside ASCII can become an ASCII letter), else by Unicode.
 */
export function foldingFor(term: string): (text: string) => string {
  if (!ascii.test(term)) return (text) => text.toLowerCase();
  return (text) =>
    ascii.test(text) ? text.toLowerCase() : text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * True when `term` occurs in `raw`, ignoring case, and each of its ends lies on a word border or cuts a plain word:
 * `backdoor` is found in `MyBackdoorUser1`, `198.51.100.23` is not found in `198.51.100.230`. The empty term
 * matches nothing.
 */
export function matchesWord(raw: string, term: string): boolean {
  return compileWord(term)(raw);
}

/** True when `text` occurs in `raw`, ignoring case. The empty text matches nothing. */
export function matchesPhrase(raw: string, text: string): boolean {
  return compilePhrase(text)(raw);
}

/** Compiles a free-text term to a test of the raw text of a record. Throws `invalid-query` for a bad regex. */
export function compileTextTerm(term: TextTerm): (raw: string) => boolean {
  switch (term.kind) {
    case 'word':
      return compileWord(term.text);
    case 'phrase':
      return compilePhrase(term.text);
    case 'wildcard': {
      const fold = foldingFor(term.pattern);
      const matches = compileFloatingWildcard(fold(term.pattern));
      return (raw) => matches(fold(raw));
    }
    case 'regex': {
      const expression = compileRegex(term.source, term.flags);
      return (raw) => expression.test(raw);
    }
  }
}

function compilePhrase(text: string): (raw: string) => boolean {
  if (text === '') return () => false;
  const fold = foldingFor(text);
  const needle = fold(text);
  return (raw) => fold(raw).includes(needle);
}

function compileWord(term: string): (raw: string) => boolean {
  if (term === '') return () => false;
  const fold = foldingFor(term);
  const needle = fold(term);
  const startsInWord = isWordUnit(needle.charCodeAt(0));
  const endsInWord = isWordUnit(needle.charCodeAt(needle.length - 1));
  return (raw) => {
    const text = fold(raw);
    for (let start = text.indexOf(needle); start !== -1; start = text.indexOf(needle, start + 1)) {
      const end = start + needle.length;
      const startHolds =
        !startsInWord || start === 0 || !isWordUnit(text.charCodeAt(start - 1)) || inPlainWord(text, start);
      if (!startHolds) continue;
      if (!endsInWord || end === text.length || !isWordUnit(text.charCodeAt(end)) || inPlainWord(text, end))
        return true;
    }
    return false;
  };
}

/** True when the word of `text` around position `at` is plain. Looks no further than a plain word can reach. */
function inPlainWord(text: string, at: number): boolean {
  let start = at;
  let end = at;
  while (start > 0 && at - start <= longestPlainWord && isWordUnit(text.charCodeAt(start - 1))) start--;
  while (end < text.length && end - at <= longestPlainWord && isWordUnit(text.charCodeAt(end))) end++;
  return isPlainWord(text.slice(start, end));
}
