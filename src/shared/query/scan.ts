import type { QueryError } from './ast.ts';
import { isInvisible, isPlainNameCharacter, isSpace, isTypographicQuote, maximumDepth, regexFlags } from './syntax.ts';

/** Carries the first error out of the recursive descent; never leaves `parseQuery`. */
export class QuerySyntaxError extends Error {
  readonly error: QueryError;

  constructor(error: QueryError) {
    super(error.message);
    this.name = 'QuerySyntaxError';
    this.error = error;
  }
}

/** The text of a query and how far it has been read. */
export interface Scanner {
  readonly text: string;
  position: number;
  depth: number;
}

export function fail(start: number, end: number, message: string, hint?: string): never {
  throw new QuerySyntaxError(hint === undefined ? { message, start, end } : { message, hint, start, end });
}

export function skipSpace(scanner: Scanner): void {
  while (scanner.position < scanner.text.length && isSpace(peek(scanner))) scanner.position++;
}

/** The next UTF-16 unit, or '' at the end. */
export function peek(scanner: Scanner, ahead = 0): string {
  return scanner.text[scanner.position + ahead] ?? '';
}

/** True at the end, at white space and at a closing parenthesis: where a term must end. */
export function atTermEnd(scanner: Scanner): boolean {
  const next = peek(scanner);
  return next === '' || next === ')' || isSpace(next);
}

/** Runs `read` one level deeper; `start` is where the level begins. */
export function nested<T>(scanner: Scanner, start: number, read: () => T): T {
  scanner.depth++;
  if (scanner.depth > maximumDepth) {
    fail(start, start + 1, `The query is nested deeper than ${maximumDepth} levels.`, 'Split it into simpler queries.');
  }
  const result = read();
  scanner.depth--;
  return result;
}

/** An unquoted term with its escapes resolved. */
export interface BareTerm {
  start: number;
  end: number;
  text: string;
  /** The same as a wildcard pattern: `*`, `?` and `\` that stand for themselves have a backslash. */
  pattern: string;
  isWildcard: boolean;
  hasEscape: boolean;
  hasSlash: boolean;
}

/**
 * Reads an unquoted term up to white space, a parenthesis, a quotation mark or a character of `stops`. A backslash
 * makes the next character literal.
 */
export function readBare(scanner: Scanner, stops: string): BareTerm {
  const start = scanner.position;
  const term: BareTerm = {
    start,
    end: start,
    text: '',
    pattern: '',
    isWildcard: false,
    hasEscape: false,
    hasSlash: false,
  };
  for (;;) {
    const next = peek(scanner);
    if (next === '' || isSpace(next) || '()"'.includes(next) || stops.includes(next)) break;
    if (next === '\\') {
      readEscape(scanner, term);
      continue;
    }
    if (isInvisible(next)) {
      const code = next.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      fail(
        scanner.position,
        scanner.position + 1,
        `There is an invisible character here (U+${code}).`,
        'Delete it, or put the text in quotes to search for it.',
      );
    }
    if (next === '*' || next === '?') term.isWildcard = true;
    if (next === '/') term.hasSlash = true;
    term.text += next;
    term.pattern += next;
    scanner.position++;
  }
  term.end = scanner.position;
  return term;
}

function readEscape(scanner: Scanner, term: BareTerm): void {
  const escaped = peek(scanner, 1);
  if (escaped === '') {
    fail(
      scanner.position,
      scanner.position + 1,
      'The backslash at the end escapes nothing.',
      String.raw`To search for a backslash, write \\.`,
    );
  }
  term.hasEscape = true;
  term.text += escaped;
  term.pattern += '*?\\'.includes(escaped) ? `\\${escaped}` : escaped;
  scanner.position += 2;
}

/** Refuses a typographic quotation mark at the start of a term: it looks like a quote and is none. */
export function refuseTypographicQuote(scanner: Scanner): void {
  const next = peek(scanner);
  if (!isTypographicQuote(next)) return;
  fail(
    scanner.position,
    scanner.position + 1,
    `${next} is not a quotation mark of the query language.`,
    'Use straight quotes: "text".',
  );
}

/** Reads a quoted string; the scanner stands on its opening quote. */
export function readQuoted(scanner: Scanner): string {
  const start = scanner.position;
  let text = '';
  scanner.position++;
  for (;;) {
    const next = peek(scanner);
    if (next === '') {
      scanner.position = start;
      fail(start, scanner.text.length, 'This quoted text has no closing quote.', 'Add " at the end of the text.');
    }
    scanner.position++;
    if (next === '"') return text;
    if (next === '\\' && (peek(scanner) === '"' || peek(scanner) === '\\')) {
      text += peek(scanner);
      scanner.position++;
    } else {
      text += next;
    }
  }
}

const slashHint =
  'A value that begins with / is a regular expression. To search for the text itself, put it in quotes.';

/** Reads `/source/flags`; the scanner stands on the first slash. As in JavaScript a slash in a class does not end it. */
export function readRegex(scanner: Scanner): { source: string; flags: string } {
  const start = scanner.position;
  let inClass = false;
  let at = start + 1;
  for (; ; at++) {
    const next = scanner.text[at];
    if (next === undefined) {
      fail(start, scanner.text.length, 'This regular expression has no closing slash.', slashHint);
    }
    if (next === '\\') at++;
    else if (next === '[') inClass = true;
    else if (next === ']') inClass = false;
    else if (next === '/' && !inClass) break;
  }
  const source = scanner.text.slice(start + 1, at);
  scanner.position = at + 1;
  while (!atTermEnd(scanner) && !'("'.includes(peek(scanner))) scanner.position++;
  const end = scanner.position;
  const flags = scanner.text.slice(at + 1, end);
  if (source === '') fail(start, end, 'The regular expression is empty.', slashHint);
  const wrong = Array.from(flags).find((flag, index) => !regexFlags.includes(flag) || flags.indexOf(flag) !== index);
  if (wrong !== undefined) {
    const known = /^[a-z]+$/.test(flags) && flags.length <= 8;
    const why = known
      ? `"${wrong}" cannot be a flag of a regular expression here.`
      : `"${flags}" after the regular expression is not a list of flags.`;
    fail(at + 1, end, why, known ? 'The flags are i, m, s and u, each once at most.' : slashHint);
  }
  try {
    void new RegExp(source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(error.message.lastIndexOf(': ') + 2) : String(error);
    fail(start, end, `The regular expression is not valid: ${reason}.`, slashHint);
  }
  return { source, flags };
}

/** After a complete term: white space, `)` or the end must follow. */
export function requireTermEnd(scanner: Scanner, what: string): void {
  if (atTermEnd(scanner)) return;
  const next = peek(scanner);
  const hint =
    what === 'quoted text' && next === ':'
      ? 'Field names are written without quotes, as in event:ConsoleLogin.'
      : what === 'word' || what === 'value'
        ? `Put the whole ${what} in quotes, or a space before the ${next}.`
        : 'Put a space between them.';
  const message =
    what === 'word' || what === 'value'
      ? `A ${next} cannot stand inside an unquoted ${what}.`
      : `Something follows the ${what} without a space.`;
  fail(scanner.position, scanner.position + 1, message, hint);
}

/** The first character that a field name can hold only behind a backslash; -1 if there is none. */
export function findOddNameCharacter(source: string): number {
  for (let at = 0; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (!isPlainNameCharacter(source[at] ?? '')) return at;
  }
  return -1;
}
