import type { Query, ValueExpression } from '../../shared/query/ast.ts';
import { timeTermToInterval } from '../../shared/query/time.ts';
import { compileTextTerm } from '../../shared/query/words.ts';
import { fieldTermNode, isDictionaryField } from './field-nodes.ts';
import type { TimeBounds } from './histogram.ts';
import { textTest } from './late-test.ts';
import { allOf, anyOf, everyRow, noneOf, noRows, type RowNode } from './nodes.ts';
import type { FacetField, SearchIndex } from './types.ts';

/** One of the conditions that a row has to meet. */
export interface Clause {
  /** The one facet the clause is about: it does not narrow that facet's own counts. Null for any other clause. */
  field: FacetField | null;
  node: RowNode;
}

export interface Plan {
  clauses: Clause[];
  /** What the time clauses at the top of the query ask for; infinite where open. */
  time: TimeBounds;
}

/** Compiles a query for one index. Nothing is read from blocks yet. Throws `invalid-query` for terms without meaning. */
export function planQuery(index: SearchIndex, query: Query): Plan {
  const time = { fromEpochSeconds: -Infinity, toEpochSeconds: Infinity };
  const clauses = topLevel(query).map((clause) => {
    const asked = timeBounds(clause);
    time.fromEpochSeconds = Math.max(time.fromEpochSeconds, asked?.fromEpochSeconds ?? -Infinity);
    time.toEpochSeconds = Math.min(time.toEpochSeconds, asked?.toEpochSeconds ?? Infinity);
    const field = onlyField(clause);
    return { field: field !== null && isFacetField(field) ? field : null, node: compile(index, clause) };
  });
  return { clauses, time };
}

export function isFacetField(field: string): field is FacetField {
  return (
    isDictionaryField(field) || field === 'resource' || field === 'source' || field === 'tag' || field === 'finding'
  );
}

function topLevel(query: Query): Query[] {
  if (query.kind === 'all') return [];
  if (query.kind === 'group') return topLevel(query.item);
  return query.kind === 'and' ? query.items.flatMap(topLevel) : [query];
}

/** The field that every part of a clause is about, or null. */
function onlyField(query: Query): string | null {
  switch (query.kind) {
    case 'field':
      return query.field;
    case 'not':
    case 'group':
      return onlyField(query.item);
    case 'and':
    case 'or': {
      const fields = new Set(query.items.map(onlyField));
      const [field] = fields;
      return fields.size === 1 && field !== undefined ? field : null;
    }
    case 'all':
    case 'text':
      return null;
  }
}

function timeBounds(clause: Query): TimeBounds | null {
  if (clause.kind !== 'field' || clause.field !== 'time') return null;
  let { value } = clause;
  while (value.kind === 'group') value = value.item;
  return value.kind === 'value' ? timeTermToInterval(value.term) : null;
}

function compile(index: SearchIndex, query: Query): RowNode {
  switch (query.kind) {
    case 'all':
      return everyRow;
    case 'and':
      return allOf(query.items.map((item) => compile(index, item)));
    case 'or':
      return anyOf(query.items.map((item) => compile(index, item)));
    case 'not':
      return noneOf(compile(index, query.item));
    case 'group':
      return compile(index, query.item);
    case 'field':
      return compileValue(index, query.field, query.value);
    case 'text': {
      const { term } = query;
      if ((term.kind === 'word' || term.kind === 'phrase') && term.text === '') return noRows;
      return { kind: 'late', test: textTest(term, compileTextTerm(term), () => index.raw.plainWords()) };
    }
  }
}

function compileValue(index: SearchIndex, field: string, expression: ValueExpression): RowNode {
  switch (expression.kind) {
    case 'value':
      return fieldTermNode(index, field, expression.term);
    case 'and':
      return allOf(expression.items.map((item) => compileValue(index, field, item)));
    case 'or':
      return anyOf(expression.items.map((item) => compileValue(index, field, item)));
    case 'not':
      return noneOf(compileValue(index, field, expression.item));
    case 'group':
      return compileValue(index, field, expression.item);
  }
}
