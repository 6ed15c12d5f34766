import type { Query, QueryError, TextTerm, ValueExpression, ValueTerm } from './ast.ts';
import { escapeBare, escapeName, escapePattern, printBound, quote, type Place } from './syntax.ts';

/**
 * The text of a query. Parsing it gives the query back; a parsed query gives its own text back but for white space,
 * escapes and quotes that were not needed. Trees the parser cannot make get the parentheses that keep their meaning.
 */
export function printQuery(query: Query): string {
  return query.kind === 'all' ? '' : printNode(query, binding.or, queryShape);
}

/** One value as it is written right after `field:`. */
export function printValueTerm(field: string, term: ValueTerm): string {
  return printTerm(field, term, 'direct');
}

// How tightly a node binds. It stands without parentheses where no more than that is asked for.
const binding = { or: 0, impliedAnd: 1, explicitAnd: 2, operand: 3 };

type Shape<T> =
  | { kind: 'and'; items: T[]; explicit: boolean }
  | { kind: 'or'; items: T[] }
  | { kind: 'not'; item: T; word: boolean }
  | { kind: 'group'; item: T }
  | { kind: 'leaf'; text: string };

function printNode<T>(node: T, atLeast: number, shapeOf: (node: T) => Shape<T>): string {
  const shape = shapeOf(node);
  switch (shape.kind) {
    case 'leaf':
      return shape.text;
    case 'group':
      return `(${printNode(shape.item, binding.or, shapeOf)})`;
    case 'not':
      return `${shape.word ? 'NOT ' : '-'}${printNode(shape.item, binding.operand, shapeOf)}`;
    case 'and':
    case 'or': {
      const [only] = shape.items;
      if (only !== undefined && shape.items.length === 1) return printNode(only, atLeast, shapeOf);
      const own = shape.kind === 'or' ? binding.or : shape.explicit ? binding.explicitAnd : binding.impliedAnd;
      const between = shape.kind === 'or' ? ' OR ' : shape.explicit ? ' AND ' : ' ';
      const text = shape.items.map((item) => printNode(item, own + 1, shapeOf)).join(between);
      return own < atLeast ? `(${text})` : text;
    }
  }
}

// Every event has a time, so these say "all" and "none" in places where the grammar has no other way to.
const everything = 'time:*';
const nothing = '-time:*';

function queryShape(query: Query): Shape<Query> {
  switch (query.kind) {
    case 'all':
      return { kind: 'leaf', text: everything };
    case 'field':
      return { kind: 'leaf', text: `${escapeName(query.field)}:${printValue(query.field, query.value)}` };
    case 'text':
      return { kind: 'leaf', text: printText(query.term) };
    case 'and':
    case 'or':
      if (query.items.length === 0) return { kind: 'leaf', text: query.kind === 'and' ? everything : nothing };
      return query;
    case 'not':
    case 'group':
      return query;
  }
}

function printValue(field: string, value: ValueExpression): string {
  const shapeOf = (expression: ValueExpression): Shape<ValueExpression> => {
    if (expression.kind === 'value') return { kind: 'leaf', text: printTerm(field, expression.term, 'group') };
    const empty = (expression.kind === 'and' || expression.kind === 'or') && expression.items.length === 0;
    return empty ? { kind: 'leaf', text: expression.kind === 'and' ? '(* OR -*)' : '(* -*)' } : expression;
  };
  if (value.kind === 'value') return printTerm(field, value.term, 'direct');
  const text = printNode(value, binding.or, shapeOf);
  return value.kind === 'group' ? text : `(${text})`;
}

function printText(term: TextTerm): string {
  switch (term.kind) {
    case 'word':
      return escapeBare(term.text, 'text');
    case 'phrase':
      return quote(term.text);
    case 'wildcard':
      return escapePattern(term.pattern, 'text');
    case 'regex':
      return printRegex(term.source, term.flags);
  }
}

function printTerm(field: string, term: ValueTerm, place: Place): string {
  switch (term.kind) {
    case 'exact':
      return term.quoted || term.text === '' ? quote(term.text) : escapeBare(term.text, place, field === 'ip');
    case 'wildcard':
      return escapePattern(term.pattern, place);
    case 'present':
      return '*';
    case 'range': {
      const [low, high] = [term.low, term.high].map((bound) => (bound === null ? '*' : printBound(bound)));
      return `${term.includesLow ? '[' : '{'}${low} TO ${high}${term.includesHigh ? ']' : '}'}`;
    }
    case 'compare':
      return `${term.operator}${printBound(term.text)}`;
    case 'cidr':
      return term.text;
    case 'regex':
      return printRegex(term.source, term.flags);
  }
}

function printRegex(source: string, flags: string): string {
  return `/${escapeSlashes(source)}/${flags}`;
}

/** Escapes the slashes that would end the expression. */
function escapeSlashes(source: string): string {
  let out = '';
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? '';
    if (character === '\\') {
      out += character + (source[at + 1] ?? '');
      at++;
      continue;
    }
    if (character === '[') inClass = true;
    if (character === ']') inClass = false;
    out += character === '/' && !inClass ? '\\/' : character;
  }
  return out;
}

const longestLine = 120;

/** The line of the query that holds the error, a line with `^` under the place, the message, and the hint if any. */
export function formatQueryError(text: string, error: QueryError): string {
  const lineStart = text.slice(0, error.start).lastIndexOf('\n') + 1;
  const nextBreak = text.indexOf('\n', error.start);
  const lineEnd = nextBreak === -1 ? text.length : nextBreak;
  const markEnd = Math.max(Math.min(error.end, lineEnd), error.start);
  let before = visible(text.slice(lineStart, error.start));
  const marked = visible(text.slice(error.start, markEnd));
  let after = visible(text.slice(markEnd, lineEnd));
  const room = Math.max(20, longestLine - marked.length);
  if (before.length + after.length > room) {
    const leading = Math.min(before.length, Math.max(Math.floor(room / 2), room - after.length));
    if (leading < before.length) before = ['…', ...before.slice(before.length - leading)];
    if (room - leading < after.length) after = [...after.slice(0, room - leading), '…'];
  }
  const shown = marked.length > longestLine ? [...marked.slice(0, longestLine), '…'] : marked;
  const mark = ' '.repeat(before.length) + '^'.repeat(Math.max(shown.length, 1));
  const lines = [[...before, ...shown, ...after].join(''), mark, error.message];
  if (error.hint !== undefined) lines.push(error.hint);
  return lines.join('\n');
}

/** Code points, with everything that would move the cursor or hide replaced, so that the mark stands where it should. */
function visible(text: string): string[] {
  return Array.from(text, (character) => {
    if (character === '\t') return ' ';
    return /[\p{C}\p{Zl}\p{Zp}]/u.test(character) ? '\ufffd' : character;
  });
}
