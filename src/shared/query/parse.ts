import type { ParseResult, Query, ValueExpression } from './ast.ts';
import { parseAddress } from './cidr.ts';
import { isQueryField, isRecordPath, nearestField } from './fields.ts';
import { readValueTerm } from './parse-value.ts';
import {
  fail,
  findOddNameCharacter,
  nested,
  peek,
  QuerySyntaxError,
  readBare,
  readQuoted,
  readRegex,
  refuseTypographicQuote,
  requireTermEnd,
  skipSpace,
  type Scanner,
} from './scan.ts';
import { foreignOperators, isSpace, maximumLength, quote } from './syntax.ts';

/**
 * Parses a query. Blank text is the query `all`. An error says where it is (UTF-16 units of `text`), what is wrong and,
 * where that can be known, what to write instead; text is never repaired silently, so that no query means more than
 * was written.
 */
export function parseQuery(text: string): ParseResult {
  const scanner: Scanner = { text, position: 0, depth: 0 };
  try {
    if (text.length > maximumLength) {
      fail(maximumLength, text.length, `The query is longer than ${maximumLength} characters.`);
    }
    skipSpace(scanner);
    if (peek(scanner) === '') return { ok: true, query: { kind: 'all' } };
    const query = readOr(scanner, queryGrammar);
    if (peek(scanner) === ')') {
      fail(
        scanner.position,
        scanner.position + 1,
        'This parenthesis closes nothing.',
        String.raw`To search for it write \).`,
      );
    }
    return { ok: true, query };
  } catch (error) {
    if (error instanceof QuerySyntaxError) return { ok: false, error: error.error };
    throw error;
  }
}

/** The nodes that queries and value expressions have in common. */
type Logic<T> =
  | { kind: 'and'; items: T[]; explicit: boolean }
  | { kind: 'or'; items: T[] }
  | { kind: 'not'; item: T; word: boolean }
  | { kind: 'group'; item: T };

/** A grammar of AND, OR, NOT, minus and parentheses over leaves of its own. */
interface Grammar<T> {
  node: (logic: Logic<T>) => T;
  leaf: (scanner: Scanner) => T;
}

const queryGrammar: Grammar<Query> = { node: (logic) => logic, leaf: readTerm };

function valueGrammar(field: string): Grammar<ValueExpression> {
  return { node: (logic) => logic, leaf: (scanner) => ({ kind: 'value', term: readValueTerm(scanner, field) }) };
}

// Each reader below leaves the scanner on the next character that is no white space.

function readOr<T>(scanner: Scanner, grammar: Grammar<T>): T {
  const first = readImpliedAnd(scanner, grammar);
  if (peekOperator(scanner) !== 'OR') return first;
  const items = [first];
  while (peekOperator(scanner) === 'OR') {
    readOperator(scanner, 'OR');
    items.push(readImpliedAnd(scanner, grammar));
  }
  return grammar.node({ kind: 'or', items });
}

function readImpliedAnd<T>(scanner: Scanner, grammar: Grammar<T>): T {
  const first = readExplicitAnd(scanner, grammar);
  if (atEnd(scanner) || peekOperator(scanner) === 'OR') return first;
  const items = [first];
  while (!atEnd(scanner) && peekOperator(scanner) !== 'OR') items.push(readExplicitAnd(scanner, grammar));
  return grammar.node({ kind: 'and', items, explicit: false });
}

function readExplicitAnd<T>(scanner: Scanner, grammar: Grammar<T>): T {
  const first = readOperand(scanner, grammar);
  if (peekOperator(scanner) !== 'AND') return first;
  const items = [first];
  while (peekOperator(scanner) === 'AND') {
    readOperator(scanner, 'AND');
    items.push(readOperand(scanner, grammar));
  }
  return grammar.node({ kind: 'and', items, explicit: true });
}

function readOperand<T>(scanner: Scanner, grammar: Grammar<T>): T {
  const start = scanner.position;
  const operator = peekOperator(scanner);
  if (operator === 'NOT') {
    return nested(scanner, start, () => {
      readOperator(scanner, 'NOT');
      return grammar.node({ kind: 'not', item: readOperand(scanner, grammar), word: true });
    });
  }
  if (operator !== null) {
    const hint = `Put a term on both sides of ${operator}, or write "${operator}" to search for the word.`;
    fail(start, start + operator.length, `${operator} has nothing before it.`, hint);
  }
  if (peek(scanner) === '-') {
    return nested(scanner, start, () => {
      scanner.position++;
      const next = peek(scanner);
      if (next === '' || next === ')' || isSpace(next)) {
        const hint = 'Write -term without a space, or "-" to search for the sign.';
        fail(start, start + 1, 'The minus sign has no term right after it.', hint);
      }
      return grammar.node({ kind: 'not', item: readOperand(scanner, grammar), word: false });
    });
  }
  const operand = peek(scanner) === '(' ? readGroup(scanner, grammar) : grammar.leaf(scanner);
  skipSpace(scanner);
  return operand;
}

function readGroup<T>(scanner: Scanner, grammar: Grammar<T>): T {
  const start = scanner.position;
  return nested(scanner, start, () => {
    scanner.position++;
    skipSpace(scanner);
    if (peek(scanner) === ')') fail(start, scanner.position + 1, 'There is nothing between these parentheses.');
    if (peek(scanner) === '') failUnclosed(start);
    const item = readOr(scanner, grammar);
    if (peek(scanner) !== ')') failUnclosed(start);
    scanner.position++;
    return grammar.node({ kind: 'group', item });
  });
}

function failUnclosed(start: number): never {
  fail(
    start,
    start + 1,
    'This parenthesis is not closed.',
    String.raw`Add ) where the group ends, or write \( for the character.`,
  );
}

function atEnd(scanner: Scanner): boolean {
  return peek(scanner) === '' || peek(scanner) === ')';
}

const operatorForm = /(?:AND|OR|NOT)(?![^\s()"])/y;

/** The operator at the scanner. */
function peekOperator(scanner: Scanner): 'AND' | 'OR' | 'NOT' | null {
  operatorForm.lastIndex = scanner.position;
  const found = operatorForm.exec(scanner.text)?.[0];
  return found === 'AND' || found === 'OR' || found === 'NOT' ? found : null;
}

/** Reads an operator and makes sure that something follows. */
function readOperator(scanner: Scanner, operator: 'AND' | 'OR' | 'NOT'): void {
  const start = scanner.position;
  scanner.position += operator.length;
  skipSpace(scanner);
  const next = peekOperator(scanner);
  if (!atEnd(scanner) && (next === null || next === 'NOT')) return;
  const hint = `Put a term after it, or write "${operator}" to search for the word.`;
  fail(start, start + operator.length, `${operator} has nothing after it.`, hint);
}

function readTerm(scanner: Scanner): Query {
  const start = scanner.position;
  refuseTypographicQuote(scanner);
  const next = peek(scanner);
  if (next === '"') {
    const text = readQuoted(scanner);
    const end = scanner.position;
    if (text === '') fail(start, end, 'There is nothing between these quotes.');
    requireTermEnd(scanner, 'quoted text');
    return { kind: 'text', term: { kind: 'phrase', text } };
  }
  if (next === '/') {
    const regex = readRegex(scanner);
    requireTermEnd(scanner, 'regular expression');
    return { kind: 'text', term: { kind: 'regex', ...regex } };
  }
  if ('[{<>'.includes(next)) {
    const what = next === '<' || next === '>' ? 'comparison' : 'range';
    const hint = `Write the field before it, as in time:${what === 'range' ? '[2026-03-14 TO *]' : `${next}2026-03-14`}, or put the text in quotes.`;
    fail(start, start + 1, `A ${what} needs a field.`, hint);
  }
  const bare = readBare(scanner, ':');
  if (peek(scanner) === ':') return readField(scanner, bare.text, start);
  requireTermEnd(scanner, 'word');
  const source = scanner.text.slice(bare.start, bare.end);
  const meant = foreignOperators.get(source);
  if (meant !== undefined) fail(bare.start, bare.end, `${source} is not an operator.`, `Write ${meant}.`);
  return bare.isWildcard
    ? { kind: 'text', term: { kind: 'wildcard', pattern: bare.pattern } }
    : { kind: 'text', term: { kind: 'word', text: bare.text } };
}

/** Reads the value after a name; the scanner stands on the colon. */
function readField(scanner: Scanner, name: string, start: number): Query {
  const colon = scanner.position;
  checkName(scanner, name, start, colon);
  scanner.position++;
  const next = peek(scanner);
  if (next === '' || next === ')' || isSpace(next)) {
    const hint = `Write the value right after the colon, or ${name}:* for events that have one.`;
    fail(start, colon + 1, `${name}: has no value.`, hint);
  }
  if (next === '(') return { kind: 'field', field: name, value: readGroup(scanner, valueGrammar(name)) };
  return { kind: 'field', field: name, value: valueGrammar(name).leaf(scanner) };
}

/** Refuses what stands before a colon when it is neither a field nor a record path. */
function checkName(scanner: Scanner, name: string, start: number, colon: number): void {
  const { text } = scanner;
  let end = colon;
  while (end < text.length && !isSpace(text[end] ?? '') && !'()"'.includes(text[end] ?? '')) end++;
  const word = text.slice(start, end);
  const asText = `To search for the text put it in quotes: ${quote(word)}.`;
  const source = text.slice(start, colon);
  if (name === 'arn' && /^arn:aws[a-z-]*:[^:]*:/.test(word)) {
    fail(
      start,
      end,
      'An ARN on its own is read as the field arn.',
      `Write arn:${word}, or put it in quotes: ${quote(word)}.`,
    );
  }
  if (isQueryField(name)) return;
  if (parseAddress(word.replace(/\/\d+$/, '')) !== null) {
    fail(
      start,
      end,
      'An IPv6 address on its own is read as a field.',
      `Write ip:${word}, or put it in quotes: ${quote(word)}.`,
    );
  }
  const odd = findOddNameCharacter(source);
  if (source === '' || /^[\d.]/.test(source) || odd !== -1) {
    const hint =
      odd !== -1 && '[]'.includes(source[odd] ?? '') && odd > 0
        ? `A path reaches all elements of a list by itself; write a number for one of them: ${source.replaceAll(/\[(\d*)\]/g, (_, index: string) => (index === '' ? '' : `.${index}`))}:…`
        : source.startsWith('!')
          ? `To exclude events write -${word.slice(1)}.`
          : /^[\u2010-\u2015\u2212]/.test(source)
            ? `The first character is a dash; to exclude events write -${word.slice(1)}.`
            : asText;
    fail(start, end, `"${source}" before the colon is not a field name.`, hint);
  }
  if (isRecordPath(name)) return;
  if (name.includes('.')) {
    fail(
      start,
      colon,
      `"${name}" is not a path into the record.`,
      `Write keys with one dot between them, as in requestParameters.bucketName. ${asText}`,
    );
  }
  const meant = nearestField(name);
  const hint =
    meant === null ? asText : end > colon + 1 ? `Did you mean ${meant}:? ${asText}` : `Did you mean ${meant}:?`;
  fail(start, colon, `There is no field "${name}".`, hint);
}
