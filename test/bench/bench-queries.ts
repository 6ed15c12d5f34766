// The refreshes that are measured: one set for both engines, chosen from the data so that the shares of events hold whatever
// the generator writes.
import type { DictionaryField } from '../../src/shared/cloudtrail/event.ts';
import { formatTime } from '../../src/shared/cloudtrail/time.ts';

/** Twelve facets that a record states, so that both engines can count the same (Spoor groups user agents by family). */
export const benchFacets = [
  'event',
  'service',
  'arn',
  'account',
  'region',
  'ip',
  'error',
  'category',
  'access',
  'type',
  'key',
  'vpce',
] as const satisfies readonly DictionaryField[];

export type BenchFacet = (typeof benchFacets)[number];

/** Values listed for each facet. */
export const facetLimit = 100;
/** Rows of a page, newest first. */
export const pageRows = 200;

/** One filter: of a facet, which then ignores it, or of the time. The SQL is a condition on the table of `duckdb-table.ts`. */
export interface BenchClause {
  field: BenchFacet | 'time';
  query: string;
  sql: string;
}

export interface BenchQuery {
  name: string;
  clauses: BenchClause[];
}

/** The query as a user would write it. */
export function queryText({ clauses }: BenchQuery): string {
  return clauses.map(({ query }) => query).join(' ');
}

/** What the queries are chosen from: values of each facet with their counts, most frequent first. */
export interface CaseShape {
  total: number;
  values: Readonly<Record<BenchFacet, readonly (readonly [value: string, count: number])[]>>;
  firstEpochSeconds: number;
  lastEpochSeconds: number;
}

const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const queryValue = (value: string): string => (/^[\w-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`);

function oneOf(field: BenchFacet, values: readonly string[], negated = false): BenchClause {
  const terms = values.length === 1 ? queryValue(values[0]!) : `(${values.map(queryValue).join(' OR ')})`;
  const condition = `${field} IN (${values.map(sqlText).join(', ')})`;
  return {
    field,
    query: `${negated ? '-' : ''}${field}:${terms}`,
    sql: negated ? `NOT coalesce(${condition}, false)` : condition,
  };
}

/** Values that together hold about this share of the events: the `most` most frequent ones that still fit, at least one. */
function valuesOfShare({ total, values }: CaseShape, field: BenchFacet, share: number, most: number): string[] {
  const taken: string[] = [];
  let events = 0;
  for (const [value, count] of values[field]) {
    if (taken.length < most && events + count <= share * total * 1.02) {
      taken.push(value);
      events += count;
    }
  }
  return taken.length > 0 ? taken : values[field].slice(-1).map(([value]) => value);
}

/** A filter for the addresses that share the first two numbers with the most frequent IPv4 address. */
function addressRange({ values }: CaseShape): BenchClause {
  const address = values.ip.map(([value]) => value).find((value) => /^\d+\.\d+\.\d+\.\d+$/.test(value)) ?? '10.0.0.1';
  const prefix = address.split('.').slice(0, 2).join('.');
  return {
    field: 'ip',
    query: `ip:${prefix}.0.0/16`,
    sql: String.raw`regexp_full_match(ip, '${prefix.replace('.', '\\.')}\.\d+\.\d+')`,
  };
}

/** A range of time that begins and ends at these shares of the whole. */
function timeRange({ firstEpochSeconds, lastEpochSeconds }: CaseShape, from: number, to: number): BenchClause {
  const at = (share: number): string =>
    formatTime(Math.floor(firstEpochSeconds + (lastEpochSeconds - firstEpochSeconds) * share));
  return {
    field: 'time',
    query: `time:[${at(from)} TO ${at(to)}]`,
    sql: `time BETWEEN TIMESTAMP '${at(from)}' AND TIMESTAMP '${at(to)}'`,
  };
}

/** The fixed set of refreshes. */
export function benchQueries(shape: CaseShape): BenchQuery[] {
  const some = (field: BenchFacet, share: number, most = 4): BenchClause =>
    oneOf(field, valuesOfShare(shape, field, share, most));
  const none = (field: BenchFacet, share: number): BenchClause =>
    oneOf(field, valuesOfShare(shape, field, share, 4), true);
  const failed: BenchClause = { field: 'error', query: 'error:*', sql: 'error IS NOT NULL' };
  const week = timeRange(shape, 0.5, 0.73);
  const day = timeRange(shape, 0.9, 0.93);
  const queries: [name: string, clauses: BenchClause[]][] = [
    ['no filter', []],
    ['a service group, about 16 %', [some('service', 0.16)]],
    ['without some events (NOT), about 73 % left', [none('event', 0.27)]],
    ['one account', [some('account', 0.12, 1)]],
    ['with an error', [failed]],
    ['one identity', [some('arn', 0.01, 1)]],
    ['addresses of a /16', [addressRange(shape)]],
    ['a week', [week]],
    ['a day', [day]],
    ['writes in two regions', [some('access', 0.5), some('region', 0.4, 2)]],
    ['errors of some identity types, not from some addresses', [failed, some('type', 0.9), none('ip', 0.2)]],
    [
      'seven filters',
      [
        some('service', 0.5),
        none('event', 0.1),
        some('account', 0.6),
        some('region', 0.9),
        some('category', 0.95),
        none('ip', 0.1),
        week,
      ],
    ],
  ];
  return queries.map(([name, clauses]) => ({ name, clauses }));
}
