import type { ValueTerm } from './ast.ts';
import { compileCidr } from './cidr.ts';
import { nearest, queryField } from './fields.ts';
import {
  atTermEnd,
  fail,
  peek,
  readBare,
  readQuoted,
  readRegex,
  refuseTypographicQuote,
  requireTermEnd,
  skipSpace,
  type Scanner,
} from './scan.ts';
import { isSpace, operatorWords } from './syntax.ts';
import { parseTime } from './time.ts';
import { compareValues, finiteNumber } from './values.ts';

/** Reads one value of `field`; the scanner stands on its first character. */
export function readValueTerm(scanner: Scanner, field: string): ValueTerm {
  const start = scanner.position;
  refuseTypographicQuote(scanner);
  const next = peek(scanner);
  if (next === '/') {
    const regex = readRegex(scanner);
    requireTermEnd(scanner, 'regular expression');
    return { kind: 'regex', ...regex };
  }
  if (next === '[' || next === '{') return readRange(scanner, field);
  if (next === '>' || next === '<') return readCompare(scanner, field);
  if (next === '"') {
    const text = readQuoted(scanner);
    const end = scanner.position;
    requireTermEnd(scanner, 'quoted text');
    checkExact(field, text, start, end);
    return { kind: 'exact', text, quoted: true };
  }
  const bare = readBare(scanner, '');
  requireTermEnd(scanner, 'value');
  const source = scanner.text.slice(bare.start, bare.end);
  if (operatorWords.has(source)) {
    const hint =
      source === 'NOT'
        ? `To exclude a value write -${field}:value; to search for the word write ${field}:"NOT".`
        : `To search for the word write ${field}:"${source}".`;
    fail(bare.start, bare.end, `${source} is an operator and cannot be a value.`, hint);
  }
  if (source === '*') return { kind: 'present' };
  if (bare.isWildcard) return { kind: 'wildcard', pattern: bare.pattern };
  if (field === 'ip' && bare.hasSlash) return cidr(bare.text, bare.start, bare.end);
  checkExact(field, bare.text, bare.start, bare.end);
  return { kind: 'exact', text: bare.text, quoted: false };
}

function cidr(text: string, start: number, end: number): ValueTerm {
  if (compileCidr(text) === null) {
    fail(
      start,
      end,
      `"${text}" is not a CIDR block.`,
      'Write an IPv4 or IPv6 address, a slash and the number of bits, as in 198.51.100.0/24. Text with a slash needs quotes.',
    );
  }
  return { kind: 'cidr', text };
}

/** Refuses exact values a field can never have: a negative answer must not rest on a slip of the pen. */
function checkExact(field: string, text: string, start: number, end: number): void {
  if (field === 'time') checkTime(text, start, end);
  const choices = queryField(field)?.choices;
  if (choices == null || choices.includes(text)) return;
  const meant =
    nearest(text, choices) ?? choices.find((choice) => text !== '' && choice.startsWith(text.toLowerCase()));
  const hint = meant == null ? `It is one of ${choices.join(', ')}.` : `Did you mean ${field}:${meant}?`;
  fail(start, end, `${field} is never "${text}".`, hint);
}

function checkTime(text: string, start: number, end: number): void {
  if (parseTime(text) !== null) return;
  const written = /^\d{4}-\d{2}/.test(text);
  fail(
    start,
    end,
    written ? `"${text}" is not a time that exists.` : `"${text}" is not a time.`,
    'Write a date or time as 2026-03-14, 2026-03-14T02:34 or 2026-03-14T02:34:50Z.',
  );
}

interface Bound {
  text: string | null;
  start: number;
  end: number;
}

function readBound(scanner: Scanner): Bound {
  const start = scanner.position;
  refuseTypographicQuote(scanner);
  if (peek(scanner) === '"') return { text: readQuoted(scanner), start, end: scanner.position };
  const bare = readBare(scanner, '[]{}');
  if (bare.isWildcard && scanner.text.slice(bare.start, bare.end) !== '*') {
    fail(
      bare.start,
      bare.end,
      'A bound of a range cannot hold wildcards.',
      'A * alone leaves the range open; put text with * or ? in quotes.',
    );
  }
  return { text: bare.isWildcard ? null : bare.text, start, end: bare.end };
}

const rangeHint = 'Write [a TO b], with a * for an open end; { and } leave the bound itself out.';

function readRange(scanner: Scanner, field: string): ValueTerm {
  const start = scanner.position;
  const includesLow = peek(scanner) === '[';
  const broken = (end: number, message: string): never => fail(start, end, message, rangeHint);
  const bound = (message: string): Bound => {
    skipSpace(scanner);
    const read = readBound(scanner);
    if (read.start === read.end) broken(Math.max(scanner.position, start + 1), message);
    return read;
  };
  scanner.position++;
  const low = bound('The range has no lower bound.');
  const afterLow = scanner.position;
  skipSpace(scanner);
  const to = readBare(scanner, '[]{}');
  if (scanner.text.slice(to.start, to.end) !== 'TO' || to.start === afterLow || !isSpace(peek(scanner))) {
    broken(Math.max(to.end, afterLow), 'The bounds of a range have the word TO between them.');
  }
  const high = bound('The range has no upper bound.');
  skipSpace(scanner);
  const close = peek(scanner);
  if (close !== ']' && close !== '}') broken(scanner.position, 'The range is not closed.');
  scanner.position++;
  const end = scanner.position;
  requireTermEnd(scanner, 'range');
  checkBounds(field, low, high, start, end);
  return { kind: 'range', low: low.text, high: high.text, includesLow, includesHigh: close === ']' };
}

function checkBounds(field: string, low: Bound, high: Bound, start: number, end: number): void {
  for (const bound of [low, high])
    if (field === 'time' && bound.text !== null) checkTime(bound.text, bound.start, bound.end);
  if (low.text !== null && high.text !== null && isReversed(field, low.text, high.text)) {
    fail(start, end, 'The range ends before it begins.', 'Swap its bounds.');
  }
}

/** True when nothing can lie between the bounds. Of a number and a text nothing is certain. */
function isReversed(field: string, low: string, high: string): boolean {
  if (field === 'time') return (parseTime(low)?.epochSeconds ?? 0) > (parseTime(high)?.lastEpochSeconds ?? 0);
  return (finiteNumber(low) === null) === (finiteNumber(high) === null) && compareValues(low, high) > 0;
}

function readCompare(scanner: Scanner, field: string): ValueTerm {
  const start = scanner.position;
  const sign = peek(scanner) === '>' ? '>' : '<';
  scanner.position++;
  const orEqual = peek(scanner) === '=';
  if (orEqual) scanner.position++;
  const operator = orEqual ? (`${sign}=` as const) : sign;
  const valueStart = scanner.position;
  if (atTermEnd(scanner)) {
    fail(
      start,
      scanner.position,
      `${operator} has no value after it.`,
      `Write ${field}:${operator}100, without a space.`,
    );
  }
  refuseTypographicQuote(scanner);
  let text: string;
  if (peek(scanner) === '"') {
    text = readQuoted(scanner);
    requireTermEnd(scanner, 'quoted text');
  } else {
    const bare = readBare(scanner, '');
    requireTermEnd(scanner, 'value');
    if (bare.isWildcard) {
      fail(bare.start, bare.end, 'A comparison cannot hold wildcards.', 'Put text with * or ? in quotes.');
    }
    text = bare.text;
  }
  if (field === 'time') checkTime(text, valueStart, scanner.position);
  return { kind: 'compare', operator, text };
}
