import type { Query } from '../../../../../shared/query/ast.ts';
import { applyCompletion, completionAt, type Completion } from '../../../../../shared/query/complete.ts';
import { negateClause } from '../../../../../shared/query/edit.ts';
import { queryField, queryFields, recordKeys } from '../../../../../shared/query/fields.ts';
import { parseQuery } from '../../../../../shared/query/parse.ts';
import { printQuery } from '../../../../../shared/query/print.ts';
import type { Draft } from './draft.ts';

/** One line of the list below the query bar. */
export interface CompletionOption {
  id: string;
  group: 'fields' | 'values' | 'also' | 'operators';
  /** What is written into the query. */
  label: string;
  /** Quieter, after the label. */
  note?: string;
  count?: number;
  /** The draft after the option was accepted. */
  accepted: Draft;
  /** True when the accepted draft is a finished clause, so that Enter may run it. */
  isComplete: boolean;
}

const mostFields = 8;
const lettersBeforeFields = 2;

export function completionOf(draft: Draft): Completion {
  return completionAt(draft.text, draft.caret);
}

/** True when the list may open: after a colon, or two letters of a word. */
export function wantsCompletion(completion: Completion): boolean {
  if (completion.kind === 'value' || completion.kind === 'operator') return true;
  return completion.kind === 'field' && completion.prefix.length >= lettersBeforeFields;
}

function accept(draft: Draft, completion: Completion, choice: string): Draft {
  const { text, caret } = applyCompletion(draft.text, completion, choice);
  return { ...draft, text, caret };
}

/** Draft whose completed stretch is replaced by a finished term. */
function withTerm(draft: Draft, completion: Completion, term: string, from: number): Draft {
  const text = `${draft.text.slice(0, from)}${term}${draft.text.slice(completion.replaceEnd)}`;
  return { ...draft, text, caret: from + term.length };
}

/** Fields and record paths that begin with, or are named like, what is typed. */
export function fieldOptions(draft: Draft, completion: Completion): CompletionOption[] {
  const typed = completion.prefix.toLowerCase();
  const option = (name: string, note: string, order: string): CompletionOption => ({
    id: `field ${order} ${name}`,
    group: 'fields',
    label: `${name}:`,
    note,
    accepted: accept(draft, completion, name),
    isComplete: false,
  });
  const named = queryFields
    .filter(({ name, label }) => name.startsWith(typed) || label.toLowerCase().startsWith(typed))
    .map(({ name, label }) => option(name, label, 'a'));
  const paths = recordKeys
    .filter((key) => key.toLowerCase().startsWith(typed) && queryField(key) === undefined)
    .map((key) => option(key, 'record path', 'b'));
  return [...named, ...paths].slice(0, mostFields);
}

/** Values of fields that hold what is typed as free text, as whole clauses. */
export function clauseOptions(
  draft: Draft,
  completion: Completion,
  field: string,
  values: readonly { value: string; count: number }[],
): CompletionOption[] {
  return values.map(({ value, count }) => {
    const at = completion.replaceStart;
    const start = `${draft.text.slice(0, at)}${field}:`;
    const opened: Draft = { ...draft, text: start + draft.text.slice(completion.replaceEnd), caret: start.length };
    const inner: Completion = {
      kind: 'value',
      field,
      prefix: '',
      replaceStart: start.length,
      replaceEnd: start.length,
    };
    const accepted = accept(opened, inner, value);
    return {
      id: `clause ${field} ${value}`,
      group: 'values' as const,
      label: accepted.text.slice(at, accepted.caret).trim(),
      note: queryField(field)?.label ?? field,
      count,
      accepted,
      isComplete: true,
    };
  });
}

export function valueOptions(
  draft: Draft,
  completion: Completion,
  values: readonly { value: string; count: number }[],
): CompletionOption[] {
  return values.map(({ value, count }) => ({
    id: `value ${value}`,
    group: 'values' as const,
    label: value,
    count,
    accepted: accept(draft, completion, value),
    isComplete: true,
  }));
}

/** `error:Acc*`, `-error:*` and `error:*` below the values. */
export function alsoOptions(draft: Draft, completion: Completion): CompletionOption[] {
  const { field, prefix, replaceStart } = completion;
  if (field === undefined || draft.text[replaceStart - 1] !== ':') return [];
  const start = replaceStart - field.length - 1;
  // Names with escapes are written differently than they are called; those offer values only.
  if (start < 0 || draft.text.slice(start, replaceStart) !== `${field}:`) return [];
  const label = (queryField(field)?.label ?? field).toLowerCase();
  const option = (term: string, note: string): CompletionOption[] => {
    const accepted = withTerm(draft, completion, `${term} `, start);
    return parseQuery(accepted.text).ok
      ? [{ id: `also ${term}`, group: 'also', label: term, note, accepted, isComplete: true }]
      : [];
  };
  const isNegated = draft.text[start - 1] === '-';
  const begins =
    prefix === '' || field === 'time' ? [] : option(`${field}:${prefix}*`, `any that begin with ${prefix}`);
  const none = isNegated ? [] : option(`-${field}:*`, `no ${label}`);
  return [...begins, ...none, ...(prefix === '' ? option(`${field}:*`, `any ${label}`) : [])];
}

export function operatorOption(draft: Draft, completion: Completion): CompletionOption[] {
  const word = ['AND', 'OR', 'NOT'].find((each) => each.startsWith(completion.prefix) && completion.prefix !== '');
  if (word === undefined) return [];
  const accepted = accept(draft, completion, word);
  return [{ id: `operator ${word}`, group: 'operators', label: word, accepted, isComplete: false }];
}

/** The draft as the opposite condition; null where it is no query. */
export function negatedDraft(draft: Draft): Draft | null {
  const parsed = parseQuery(draft.text);
  if (!parsed.ok || parsed.query.kind === 'all') return null;
  const negated: Query = negateClause(parsed.query);
  const text = printQuery(negated);
  return { ...draft, text, caret: text.length };
}
