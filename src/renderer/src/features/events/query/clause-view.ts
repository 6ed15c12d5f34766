import type { Query, ValueExpression } from '../../../../../shared/query/ast.ts';
import { clauseField, topLevelClauses, valueClause } from '../../../../../shared/query/clauses.ts';
import { printQuery } from '../../../../../shared/query/print.ts';
import { formatCount } from '../../../ui/format/number.ts';
import { revealHidden } from '../../../ui/format/text.ts';

/** A clause as a pill shows it. */
export interface ClauseView {
  /** Null for free text and for clauses about several fields. */
  field: string | null;
  value: string;
  negated: boolean;
  /** The clause as it is written, whole. */
  text: string;
}

/** Values a pill lists before it counts them. */
const mostListed = 6;
const longestValue = 90;

function clipped(text: string): string {
  const visible = revealHidden(text.length > 4 * longestValue ? text.slice(0, 4 * longestValue) : text);
  return visible.length > longestValue ? `${visible.slice(0, longestValue)}…` : visible;
}

function valueText(clause: Query): string {
  if (clause.kind !== 'field') return printQuery(clause);
  return printQuery(clause).slice(clause.field.length + 1);
}

function inner(clause: Query): { clause: Query; negated: boolean } {
  return clause.kind === 'not' ? { clause: clause.item, negated: true } : { clause, negated: false };
}

function countOf(value: ValueExpression): number {
  if (value.kind === 'group' || value.kind === 'not') return countOf(value.item);
  return value.kind === 'value' ? 1 : value.items.reduce((sum, item) => sum + countOf(item), 0);
}

export function clauseView(whole: Query): ClauseView {
  const { clause, negated } = inner(whole);
  const text = printQuery(whole);
  if (clause.kind === 'field') {
    const many = countOf(clause.value);
    const value = many > mostListed && valueClause(clause) !== null ? `${formatCount(many)} values` : valueText(clause);
    return { field: clipped(clause.field), value: clipped(value), negated, text };
  }
  return { field: null, value: clipped(printQuery(clause)), negated, text };
}

export function clauseViews(query: Query): ClauseView[] {
  return topLevelClauses(query).map(clauseView);
}

/** Short words for the step on the undo stack: "include error:AccessDenied". */
export function changeLabel(before: Query, after: Query): string {
  const old = new Set(topLevelClauses(before).map(printQuery));
  const now = topLevelClauses(after);
  const added = now.find((clause) => !old.has(printQuery(clause)));
  if (added !== undefined) return `filter ${clipped(printQuery(added))}`;
  const left = new Set(now.map(printQuery));
  const removed = topLevelClauses(before).find((clause) => !left.has(printQuery(clause)));
  if (removed === undefined) return 'filter change';
  const field = clauseField(removed);
  return field === null ? 'remove filter' : `remove filter on ${clipped(field)}`;
}
