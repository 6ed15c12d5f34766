import type { Query, QueryError } from '../../../../../shared/query/ast.ts';
import { topLevelClauses } from '../../../../../shared/query/clauses.ts';
import { completionAt } from '../../../../../shared/query/complete.ts';
import { appendClause, removeClause, replaceClause } from '../../../../../shared/query/edit.ts';
import { isQueryField } from '../../../../../shared/query/fields.ts';
import { parseQuery } from '../../../../../shared/query/parse.ts';
import { printQuery } from '../../../../../shared/query/print.ts';

/** What is being typed in the query bar: a clause opened as text, or a new one at the end. */
export interface Draft {
  /** Number of the clause it replaces; null for a new one. */
  clause: number | null;
  text: string;
  /** Caret, in UTF-16 units. */
  caret: number;
}

export const emptyDraft: Draft = { clause: null, text: '', caret: 0 };

export function draftOfClause(query: Query, clause: number): Draft {
  const opened = topLevelClauses(query)[clause];
  if (opened === undefined) return emptyDraft;
  const text = printQuery(opened);
  return { clause, text, caret: text.length };
}

/** The clauses that stay as they are while the draft is open. */
export function queryWithoutDraft(query: Query, draft: Draft): Query {
  return draft.clause === null ? query : removeClause(query, draft.clause);
}

function placed(query: Query, draft: Draft, typed: Query): Query {
  if (draft.clause !== null) return replaceClause(query, draft.clause, typed);
  return typed.kind === 'all' ? query : appendClause(query, typed);
}

export type DraftResult = { ok: true; query: Query } | { ok: false; error: QueryError };

/** The whole query with the draft in its place; an emptied clause goes. */
export function applyDraft(query: Query, draft: Draft): DraftResult {
  const parsed = parseQuery(draft.text);
  return parsed.ok ? { ok: true, query: placed(query, draft, parsed.query) } : parsed;
}

/**
 * True where the columns alone answer: such a query may be asked with every key. Text and record paths are looked for
 * in the records themselves, which takes a run of its own.
 */
export function isInstant(query: Query): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'text':
      return false;
    case 'field':
      return isQueryField(query.field);
    case 'not':
    case 'group':
      return isInstant(query.item);
    case 'and':
    case 'or':
      return query.items.every(isInstant);
  }
}

/**
 * What to show while typing: a value that is not finished counts as the beginning of one (`error:Acc` as
 * `error:Acc*`). Null where the text is no query yet, or one that cannot be answered with every key.
 */
export function previewDraft(query: Query, draft: Draft): Query | null {
  if (draft.text.trim() === '') return placed(query, draft, { kind: 'all' });
  const completion = completionAt(draft.text, draft.caret);
  const isUnfinished =
    completion.kind === 'value' && completion.prefix !== '' && draft.text[completion.replaceStart] !== '"';
  if (isUnfinished && completion.field !== 'time' && draft.caret === completion.replaceEnd) {
    const open = `${draft.text.slice(0, completion.replaceEnd)}*${draft.text.slice(completion.replaceEnd)}`;
    const parsed = parseQuery(open);
    if (parsed.ok) return isInstant(parsed.query) ? placed(query, draft, parsed.query) : null;
  }
  const parsed = parseQuery(draft.text);
  return parsed.ok && isInstant(parsed.query) ? placed(query, draft, parsed.query) : null;
}

/**
 * A comma after a value adds another one: `error:A` becomes `error:(A OR |)`, inside parentheses ` OR ` goes in.
 * Null where a comma is only a comma.
 */
export function addAlternative(draft: Draft): Draft | null {
  const { text, caret } = draft;
  const completion = completionAt(text, caret);
  if (completion.kind !== 'value' || completion.prefix === '' || caret !== completion.replaceEnd) return null;
  const { replaceStart, replaceEnd } = completion;
  const value = text.slice(replaceStart, replaceEnd);
  const isDirect = text[replaceStart - 1] === ':';
  const before = text.slice(0, replaceStart);
  const after = text.slice(replaceEnd);
  const opened = isDirect ? `${before}(${value} OR ` : `${before}${value} OR `;
  const rest = isDirect ? `)${after}` : after;
  return { ...draft, text: `${opened}${rest}`, caret: opened.length };
}
