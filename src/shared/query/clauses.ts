import type { Query, ValueExpression, ValueTerm } from './ast.ts';
import { canonicalValue } from './values.ts';

/** The clauses that all must hold, from left to right; parentheses are one clause. None for the query `all`. */
export function topLevelClauses(query: Query): readonly Query[] {
  if (query.kind === 'all') return [];
  return query.kind === 'and' ? query.items.flatMap(topLevelClauses) : [query];
}

/** The query whose top-level clauses are these; a disjunction among several gets parentheses. */
export function queryOfClauses(clauses: readonly Query[], explicit = false): Query {
  const items = clauses.flatMap(topLevelClauses);
  const [first] = items;
  if (first === undefined) return { kind: 'all' };
  if (items.length === 1) return first;
  return {
    kind: 'and',
    items: items.map((item) => (item.kind === 'or' ? { kind: 'group', item } : item)),
    explicit,
  };
}

/** The one field a clause is about, or null where it is about none or several. */
export function clauseField(clause: Query): string | null {
  switch (clause.kind) {
    case 'all':
    case 'text':
      return null;
    case 'field':
      return clause.field;
    case 'not':
    case 'group':
      return clauseField(clause.item);
    case 'and':
    case 'or': {
      const [first, ...rest] = clause.items.map(clauseField);
      return first !== undefined && rest.every((field) => field === first) ? first : null;
    }
  }
}

/** A clause that says: the value of `field` is one of `terms`, or with `isExclusion` none of them. */
export interface ValueClause {
  field: string;
  isExclusion: boolean;
  terms: readonly ValueTerm[];
}

/**
 * Reads a clause as a list of values of one field: `event:A`, `event:(A OR B)`, `(event:A OR event:B)`, and with
 * `-` or `NOT` before them. Null for every other clause.
 */
export function valueClause(clause: Query): ValueClause | null {
  switch (clause.kind) {
    case 'not': {
      const inner = valueClause(clause.item);
      return inner === null ? null : { ...inner, isExclusion: !inner.isExclusion };
    }
    case 'group':
      return valueClause(clause.item);
    case 'field':
      return fieldValueClause(clause.field, clause.value);
    case 'or': {
      const [first, ...rest] = clause.items.map(valueClause);
      if (first == null || first.isExclusion) return null;
      const terms = [...first.terms];
      for (const next of rest) {
        if (next === null || next.isExclusion || next.field !== first.field) return null;
        terms.push(...next.terms);
      }
      return { field: first.field, isExclusion: false, terms };
    }
    case 'all':
    case 'and':
    case 'text':
      return null;
  }
}

function fieldValueClause(field: string, value: ValueExpression): ValueClause | null {
  if (value.kind === 'not' || (value.kind === 'group' && value.item.kind === 'not')) {
    const item = value.kind === 'not' ? value.item : value.item.kind === 'not' ? value.item.item : value.item;
    const terms = alternatives(item);
    return terms === null ? null : { field, isExclusion: true, terms };
  }
  const terms = alternatives(value);
  return terms === null ? null : { field, isExclusion: false, terms };
}

function alternatives(value: ValueExpression): ValueTerm[] | null {
  switch (value.kind) {
    case 'value':
      return [value.term];
    case 'group':
      return alternatives(value.item);
    case 'or': {
      const terms: ValueTerm[] = [];
      for (const item of value.items) {
        const more = alternatives(item);
        if (more === null) return null;
        terms.push(...more);
      }
      return terms;
    }
    case 'and':
    case 'not':
      return null;
  }
}

/** True for an exact term that stands for `text` on this field. */
export function isExactly(field: string, term: ValueTerm, text: string): boolean {
  return term.kind === 'exact' && canonicalValue(field, term.text) === canonicalValue(field, text);
}
