import { AppError } from '../../shared/contract/errors.ts';
import type { Scope, TimeRange } from '../../shared/contract/search.ts';
import type { Query } from '../../shared/query/ast.ts';
import { queryOfClauses } from '../../shared/query/clauses.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import { timeText } from '../../shared/query/time.ts';

/** Times that a row can have (32 bits of seconds). */
const lastEpochSeconds = 0xffffffff;

/** The query of a scope without its range. Throws `invalid-query` with the place of the mistake. */
export function queryOf(scope: Scope): Query {
  if (typeof scope.query !== 'string') return scope.query;
  const parsed = parseQuery(scope.query);
  if (parsed.ok) return parsed.query;
  const { message, hint, start, end } = parsed.error;
  throw new AppError('invalid-query', message, {
    ...(hint === undefined ? {} : { hint }),
    detail: `characters ${start} to ${end}`,
  });
}

/** Query and range of a scope as one query: the range is one more time clause. */
export function scopeQuery(scope: Scope): Query {
  const clause = rangeClause(scope.range);
  const query = queryOf(scope);
  return clause === null ? query : queryOfClauses([query, clause]);
}

/** Start inclusive, end exclusive, as a clause whose ends are both inclusive; an empty range matches nothing. */
function rangeClause(range: TimeRange | null): Query | null {
  if (range === null || (range.fromEpochSeconds === null && range.toEpochSeconds === null)) return null;
  const { fromEpochSeconds: from, toEpochSeconds: to } = range;
  if (from !== null && to !== null && Math.ceil(from) >= Math.ceil(to))
    return { kind: 'not', item: { kind: 'all' }, word: false };
  const bound = (epochSeconds: number | null): string | null =>
    epochSeconds === null ? null : timeText(Math.min(lastEpochSeconds, Math.max(0, epochSeconds)));
  // The event at the very end belongs to the next range.
  const high = to === null ? null : Math.ceil(to) - 1;
  if (high !== null && high < 0) return { kind: 'not', item: { kind: 'all' }, word: false };
  return {
    kind: 'field',
    field: 'time',
    value: {
      kind: 'value',
      term: {
        kind: 'range',
        low: bound(from === null ? null : Math.ceil(from)),
        high: bound(high),
        includesLow: true,
        includesHigh: true,
      },
    },
  };
}
