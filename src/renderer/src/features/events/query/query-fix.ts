import type { QueryError } from '../../../../../shared/query/ast.ts';
import { nearestField } from '../../../../../shared/query/fields.ts';
import { parseQuery } from '../../../../../shared/query/parse.ts';
import { quote } from '../../../../../shared/query/syntax.ts';

const typographicQuotes = /[\u201c-\u201f\u00ab\u00bb]/g;

/** Parentheses that are open at the end of the text, quoted stretches left out. */
function openParentheses(text: string): number {
  const bare = text.replace(/"(?:[^"\\]|\\[\s\S])*"?/g, '').replace(/\\[()]/g, '');
  let open = 0;
  for (const character of bare) {
    if (character === '(') open += 1;
    else if (character === ')' && open > 0) open -= 1;
  }
  return open;
}

/** Whole term around an error, up to the spaces and parentheses beside it. */
function termAround(text: string, error: QueryError): { start: number; end: number } {
  let { start, end } = error;
  while (start > 0 && !/[\s()]/.test(text[start - 1] ?? ' ')) start -= 1;
  while (end < text.length && !/[\s()]/.test(text[end] ?? ' ')) end += 1;
  return { start, end };
}

/**
 * The same text with the likeliest repair of its error, or null where none of the known repairs makes it a query.
 * Repairs in the order of their likelihood; the first that parses wins.
 */
export function fixOf(text: string, error: QueryError): string | null {
  const { start, end } = error;
  const part = text.slice(start, end);
  const replaced = (by: string, from = start, to = end) => `${text.slice(0, from)}${by}${text.slice(to)}`;
  const colon = text.indexOf(':', start);
  const name = text.slice(start, colon < 0 ? end : colon).trim();
  const near = nearestField(name);
  const operator = /^Write (AND|OR|NOT)\.$/.exec(error.hint ?? '')?.[1];
  const named = /^Write (\w+):/.exec(error.hint ?? '')?.[1];
  const term = termAround(text, error);
  const whole = text.slice(term.start, term.end);
  const closing = ')'.repeat(openParentheses(text));
  const candidates: (string | null)[] = [
    text.replace(typographicQuotes, '"'),
    operator === undefined ? null : replaced(operator),
    named === undefined ? null : replaced(`${named}:${whole}`, term.start, term.end),
    near === null || colon < 0 ? null : replaced(near, start, start + name.length),
    `${text}"`,
    `${text}"${closing}`,
    closing === '' ? null : `${text.trimEnd()}${closing}`,
    part === ')' ? replaced('') : null,
    /^(?:AND|OR|NOT|-)$/.test(part) ? replaced('').trim() : null,
    // "field:" with nothing after it.
    part.endsWith(':') ? replaced(`${part}*`) : null,
    replaced(quote(whole), term.start, term.end),
  ];
  for (const candidate of candidates) {
    if (candidate === null || candidate === text || candidate.trim() === '') continue;
    if (parseQuery(candidate).ok) return candidate;
  }
  return null;
}
