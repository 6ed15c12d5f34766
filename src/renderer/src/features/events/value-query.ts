import type { Query } from '../../../../shared/query/ast.ts';
import { queryOfClauses, topLevelClauses, valueClause } from '../../../../shared/query/clauses.ts';
import { addInclude, appendClause, negateClause, valueTerm } from '../../../../shared/query/edit.ts';
import { printQuery } from '../../../../shared/query/print.ts';

/** `field:*`. */
export function presentClause(field: string): Query {
  return { kind: 'field', field, value: { kind: 'value', term: { kind: 'present' } } };
}

function isClause(text: string): (clause: Query) => boolean {
  return (clause) => printQuery(clause) === text;
}

/** Whether the query asks for events without a value of the field (`missing`), with one (`present`), or neither. */
export function presenceOf(query: Query, field: string): 'missing' | 'present' | null {
  const present = presentClause(field);
  const clauses = topLevelClauses(query);
  if (clauses.some(isClause(printQuery(negateClause(present))))) return 'missing';
  return clauses.some(isClause(printQuery(present))) ? 'present' : null;
}

/** Turns `-field:*` or `field:*` on, instead of the other, or off. */
export function togglePresence(query: Query, field: string, wanted: 'missing' | 'present'): Query {
  const present = presentClause(field);
  const missing = negateClause(present);
  const before = presenceOf(query, field);
  const isOther = (clause: Query) => !isClause(printQuery(present))(clause) && !isClause(printQuery(missing))(clause);
  const rest = queryOfClauses(topLevelClauses(query).filter(isOther), query.kind === 'and' && query.explicit);
  if (before === wanted) return rest;
  return appendClause(rest, wanted === 'missing' ? missing : present);
}

/** The one exact value: other values of the field that the query asks for or leaves out go. */
export function onlyValue(query: Query, field: string, value: string): Query {
  const rest = topLevelClauses(query).filter((clause) => valueClause(clause)?.field !== field);
  return addInclude(queryOfClauses(rest, query.kind === 'and' && query.explicit), field, value);
}

/** The value as a filter that pastes back into the query bar. */
export function filterText(field: string, value: string): string {
  return printQuery({ kind: 'field', field, value: { kind: 'value', term: valueTerm(value) } });
}
