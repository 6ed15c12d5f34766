import type { Query, ValueExpression, ValueTerm } from './ast.ts';
import { isExactly, queryOfClauses, topLevelClauses, valueClause, type ValueClause } from './clauses.ts';
import { escapeBare } from './syntax.ts';
import { timeTermToInterval, timeText, type TimeInterval } from './time.ts';
import { canonicalValue, compileFieldTerm } from './values.ts';

// Edits for the screens. Each returns a new query and leaves the old one as it is; a query that needs no change is
// returned itself, so that callers can compare by identity.

/** The exact term for a value, quoted only where it could be read as something else. */
export function valueTerm(text: string): ValueTerm {
  const needsQuotes = text === '' || text.includes('/') || escapeBare(text, 'group') !== text;
  return { kind: 'exact', text, quoted: needsQuotes };
}

/** Exact values of `field` that top-level clauses ask for, in order, each once. */
export function includedValues(query: Query, field: string): string[] {
  return listedValues(query, field, false);
}

/** Exact values of `field` that top-level clauses leave out, in order, each once. */
export function excludedValues(query: Query, field: string): string[] {
  return listedValues(query, field, true);
}

function listedValues(query: Query, field: string, isExclusion: boolean): string[] {
  const values = new Set<string>();
  for (const clause of topLevelClauses(query)) {
    const list = valueClause(clause);
    if (list === null || list.field !== field || list.isExclusion !== isExclusion) continue;
    for (const term of list.terms) if (term.kind === 'exact') values.add(canonicalValue(field, term.text));
  }
  return [...values];
}

/**
 * Asks for a value: it joins the values the query asks for already (`event:A` becomes `event:(A OR B)`) and is no
 * longer left out. A clause that covers the value by a wildcard or the like stays, and the value narrows it.
 */
export function addInclude(query: Query, field: string, value: string): Query {
  if (includedValues(query, field).includes(canonicalValue(field, value))) return query;
  return addTo(removeExclude(query, field, value), field, value, false);
}

/** Leaves a value out: `-event:A` becomes `-event:(A OR B)`; the value is no longer asked for. */
export function addExclude(query: Query, field: string, value: string): Query {
  if (excludedValues(query, field).includes(canonicalValue(field, value))) return query;
  return addTo(removeInclude(query, field, value), field, value, true);
}

/** No longer asks for a value; a clause left empty goes. */
export function removeInclude(query: Query, field: string, value: string): Query {
  return removeFrom(query, field, value, false);
}

/** No longer leaves a value out; a clause left empty goes. */
export function removeExclude(query: Query, field: string, value: string): Query {
  return removeFrom(query, field, value, true);
}

export function toggleInclude(query: Query, field: string, value: string): Query {
  const without = removeInclude(query, field, value);
  return without === query ? addInclude(query, field, value) : without;
}

export function toggleExclude(query: Query, field: string, value: string): Query {
  const without = removeExclude(query, field, value);
  return without === query ? addExclude(query, field, value) : without;
}

function addTo(query: Query, field: string, value: string, isExclusion: boolean): Query {
  const clauses = topLevelClauses(query);
  const at = clauses.findIndex((clause) => {
    const list = valueClause(clause);
    return list !== null && list.field === field && list.isExclusion === isExclusion && canJoin(list, value);
  });
  const clause = clauses[at];
  const list = clause === undefined ? null : valueClause(clause);
  if (list === null || clause === undefined) {
    return appendClause(query, clauseOf({ field, isExclusion, terms: [valueTerm(value)] }, false));
  }
  const joined = clauseOf({ ...list, terms: [...list.terms, valueTerm(value)] }, usesWord(clause));
  return replaceClause(query, at, joined);
}

/** False where joining would change nothing, because another term of an inclusion covers the value. */
function canJoin(list: ValueClause, value: string): boolean {
  if (list.isExclusion) return true;
  if (list.field === 'time') return false;
  return !list.terms.some((term) => term.kind !== 'exact' && compileFieldTerm(list.field, term)(value));
}

function removeFrom(query: Query, field: string, value: string, isExclusion: boolean): Query {
  let changed = false;
  const clauses = topLevelClauses(query).flatMap((clause) => {
    const list = valueClause(clause);
    if (list === null || list.field !== field || list.isExclusion !== isExclusion) return [clause];
    const terms = list.terms.filter((term) => !isExactly(field, term, value));
    if (terms.length === list.terms.length) return [clause];
    changed = true;
    return terms.length === 0 ? [] : [clauseOf({ ...list, terms }, usesWord(clause))];
  });
  return changed ? queryOfClauses(clauses, isExplicit(query)) : query;
}

/** The clause in the form in which the screens write it. `word` chooses NOT over the minus. */
function clauseOf(list: ValueClause, word: boolean): Query {
  const items = list.terms.map((term): ValueExpression => ({ kind: 'value', term }));
  const [first] = items;
  const value: ValueExpression =
    first !== undefined && items.length === 1 ? first : { kind: 'group', item: { kind: 'or', items } };
  const clause: Query = { kind: 'field', field: list.field, value };
  return list.isExclusion ? { kind: 'not', item: clause, word } : clause;
}

function usesWord(clause: Query): boolean {
  return clause.kind === 'not' && clause.word;
}

/** True when the clauses are joined by written ANDs throughout. */
function isExplicit(query: Query): boolean {
  return query.kind === 'and' && query.explicit;
}

/** The query and one more clause that must hold. */
export function appendClause(query: Query, clause: Query): Query {
  return queryOfClauses([...topLevelClauses(query), clause], isExplicit(query));
}

/** The query without its clause number `index` of `topLevelClauses`. */
export function removeClause(query: Query, index: number): Query {
  const clauses = topLevelClauses(query);
  if (clauses[index] === undefined) return query;
  return queryOfClauses(clauses.toSpliced(index, 1), isExplicit(query));
}

/** The query with another clause at number `index` of `topLevelClauses`; `all` removes it. */
export function replaceClause(query: Query, index: number, clause: Query): Query {
  const clauses = topLevelClauses(query);
  if (clauses[index] === undefined) return query;
  return queryOfClauses(clauses.toSpliced(index, 1, clause), isExplicit(query));
}

/** The same clause with the opposite meaning: `-x` for `x`, `x` for `-x` or `NOT x`. */
export function negateClause(clause: Query): Query {
  if (clause.kind === 'not') return clause.item;
  const item: Query = clause.kind === 'and' || clause.kind === 'or' ? { kind: 'group', item: clause } : clause;
  return { kind: 'not', item, word: false };
}

/** The interval of a clause such as `time:[a TO b]`, `time:2026-03-14` or `time:>=a`; null for every other clause. */
export function clauseInterval(clause: Query): TimeInterval | null {
  if (clause.kind === 'group') return clauseInterval(clause.item);
  if (clause.kind !== 'field' || clause.field !== 'time' || clause.value.kind !== 'value') return null;
  return timeTermToInterval(clause.value.term);
}

/** What the top-level time clauses leave open together, both ends inclusive; null where there is none. */
export function timeRange(query: Query): TimeInterval | null {
  const intervals = topLevelClauses(query)
    .map(clauseInterval)
    .filter((interval) => interval !== null);
  if (intervals.length === 0) return null;
  return {
    fromEpochSeconds: Math.max(...intervals.map((interval) => interval.fromEpochSeconds)),
    toEpochSeconds: Math.min(...intervals.map((interval) => interval.toEpochSeconds)),
  };
}

/**
 * Puts one time clause in the place of those that ask for times (exclusions stay); null, or an interval open at both
 * ends, removes them. The ends are inclusive and may come in either order.
 */
export function setTimeRange(query: Query, range: TimeInterval | null): Query {
  const clauses = topLevelClauses(query);
  const isTime = (clause: Query) => clauseInterval(clause) !== null || isTimeList(clause);
  const at = clauses.findIndex(isTime);
  const others = clauses.filter((clause) => !isTime(clause));
  const clause = range === null ? null : timeClause(range);
  if (clause === null) return at === -1 ? query : queryOfClauses(others, isExplicit(query));
  const place = at === -1 ? others.length : at;
  return queryOfClauses(others.toSpliced(place, 0, clause), isExplicit(query));
}

function isTimeList(clause: Query): boolean {
  const list = valueClause(clause);
  return list !== null && list.field === 'time' && !list.isExclusion;
}

/** `time:[a TO b]` in UTC to the second; null where both ends are open. */
export function timeClause(range: TimeInterval): Query | null {
  const low = Math.min(range.fromEpochSeconds, range.toEpochSeconds);
  const high = Math.max(range.fromEpochSeconds, range.toEpochSeconds);
  if (!Number.isFinite(low) && !Number.isFinite(high)) return null;
  const bound = (epochSeconds: number) => (Number.isFinite(epochSeconds) ? timeText(epochSeconds) : null);
  const term: ValueTerm = {
    kind: 'range',
    low: bound(Math.ceil(low)),
    high: bound(Math.floor(high)),
    includesLow: true,
    includesHigh: true,
  };
  return { kind: 'field', field: 'time', value: { kind: 'value', term } };
}
