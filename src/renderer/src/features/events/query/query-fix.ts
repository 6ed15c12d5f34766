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

/** Repairs of one error, the likeliest first. */
function repairs(text: string, error: QueryError): string[] {
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
    closing === '' ? null : `${text.trimEnd()}${closing}`,
    part === ')' ? replaced('') : null,
    /^(?:AND|OR|NOT|-)$/.test(part) ? replaced('').trim() : null,
    // "field:" with nothing after it.
    part.endsWith(':') ? replaced(`${part}*`) : null,
    replaced(quote(whole), term.start, term.end),
  ];
  return candidates.filter(
    (candidate): candidate is string => candidate !== null && candidate !== text && candidate.trim() !== '',
  );
}

const mostErrors = 3;

/**
 * The same text with its errors repaired, or null where the known repairs make no query of it. The likeliest repair
 * that parses wins; where none does, one that leaves a later error is repaired further.
 */
export function fixOf(text: string, error: QueryError, errors = mostErrors): string | null {
  const further: { text: string; error: QueryError }[] = [];
  for (const candidate of repairs(text, error)) {
    const parsed = parseQuery(candidate);
    if (parsed.ok) return candidate;
    if (parsed.error.message !== error.message) further.push({ text: candidate, error: parsed.error });
  }
  if (errors <= 1) return null;
  for (const next of further) {
    const fixed = fixOf(next.text, next.error, errors - 1);
    if (fixed !== null) return fixed;
  }
  return null;
}
