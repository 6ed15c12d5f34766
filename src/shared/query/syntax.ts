/** What the parser and the printer must agree on, character by character. */

/** The operators, upper case only. Anywhere else these words need a backslash or quotes. */
export const operatorWords: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT']);

/** Operators of other languages: refused as words, because nobody means to search for them. */
export const foreignOperators: ReadonlyMap<string, string> = new Map([
  ['&&', 'AND'],
  ['||', 'OR'],
]);

export const maximumLength = 65_536;
export const maximumDepth = 100;
export const regexFlags = 'ismu';

const space = /\s/;
// Soft hyphen, zero-width characters, bidi controls, word joiner and its kin: they come along when text is pasted.
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]/;
const typographicQuote = /[\u201c\u201d\u201e\u201f\u00ab\u00bb]/;

export function isSpace(character: string): boolean {
  return space.test(character);
}

export function isInvisible(character: string): boolean {
  return invisible.test(character);
}

export function isTypographicQuote(character: string): boolean {
  return typographicQuote.test(character);
}

/** Characters that an unquoted term can hold only behind a backslash. */
function needsEscape(character: string): boolean {
  return '()"\\*?'.includes(character) || isSpace(character) || isInvisible(character);
}

/** Where an unquoted term stands: on its own, right after `field:`, or in `field:( )`. */
export type Place = 'text' | 'direct' | 'group';

/** True when a term that begins so would be read as something else. */
function startsSpecial(character: string, place: Place): boolean {
  return '[{<>/'.includes(character) || isTypographicQuote(character) || (character === '-' && place !== 'direct');
}

/**
 * `text` as an unquoted term whose characters all stand for themselves. `slash` escapes every `/` (on `ip:` an
 * unescaped one makes a CIDR block).
 */
export function escapeBare(text: string, place: Place, slash = false): string {
  return escapeTokens(
    Array.from(text, (character) => ({ character, special: false })),
    place,
    slash,
  );
}

/** A wildcard pattern (only `\*`, `\?` and `\\` are escapes in it) as an unquoted term. */
export function escapePattern(pattern: string, place: Place): string {
  return escapeTokens(patternCharacters(pattern), place, false);
}

/** A character of a wildcard pattern; `special` marks a working `*` or `?`. */
export interface PatternCharacter {
  character: string;
  special: boolean;
}

/** Splits a wildcard pattern into code points. A backslash before anything but `*`, `?`, `\` stands for itself. */
export function patternCharacters(pattern: string): PatternCharacter[] {
  const characters: PatternCharacter[] = [];
  const points = Array.from(pattern);
  for (let at = 0; at < points.length; at++) {
    const character = points[at] ?? '';
    const next = points[at + 1];
    if (character === '\\' && next !== undefined && '*?\\'.includes(next)) {
      characters.push({ character: next, special: false });
      at++;
    } else {
      characters.push({ character, special: character === '*' || character === '?' });
    }
  }
  return characters;
}

function escapeTokens(characters: readonly PatternCharacter[], place: Place, slash: boolean): string {
  let out = '';
  for (const { character, special } of characters) {
    const first = out === '';
    const escape =
      !special &&
      (needsEscape(character) ||
        (character === ':' && place === 'text') ||
        (character === '/' && slash) ||
        (first && startsSpecial(character, place)));
    out += escape ? `\\${character}` : character;
  }
  return operatorWords.has(out) || foreignOperators.has(out) ? `\\${out}` : out;
}

/** `text` in quotes; inside them only `\"` and `\\` are escapes. */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** A bound of a range or the right side of a comparison: bare where that is unambiguous, else quoted. */
export function printBound(text: string): string {
  const plain = /^[^\s"\\*?()[\]{}=<>][^\s"\\*?()[\]{}]*$/.test(text);
  const ambiguous = text === 'TO' || isInvisible(text) || isTypographicQuote(text);
  return plain && !ambiguous ? text : quote(text);
}

const plainNameCharacter = /[A-Za-z0-9_.-]/;

export function isPlainNameCharacter(character: string): boolean {
  return plainNameCharacter.test(character);
}

/** A field name or record path as it stands before the colon. */
export function escapeName(name: string): string {
  return Array.from(name, (character) => (isPlainNameCharacter(character) ? character : `\\${character}`)).join('');
}
