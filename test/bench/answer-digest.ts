import { createHash } from 'node:crypto';
import type { SearchResult } from '../../src/engine/entry.ts';
import { benchFacets, facetLimit, type BenchFacet } from './bench-queries.ts';

/** What two engines must agree on. */
export interface AnswerDigest {
  matches: number;
  /** Hash of the listed values of each facet with their counts, and of the number of events without a value. */
  facets: Partial<Record<BenchFacet, string>>;
  /** Hash of the times of the rows: rows of one second may come in any order. */
  rows: string;
}

/** `values` most frequent first. Values that tie with the last listed one are left out, since either may be listed. */
export function facetHash(values: readonly (readonly [value: string, count: number])[], missing: number): string {
  const last = values.length >= facetLimit ? values.at(-1)![1] : -1;
  const certain = values.filter(([, count]) => count > last).map(([value, count]) => JSON.stringify([value, count]));
  return hash([String(missing), ...certain.sort()]);
}

export function rowsHash(timesEpochSeconds: readonly number[]): string {
  return hash(timesEpochSeconds.map(String));
}

function hash(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
}

export function answerDigest({ matches, facets, rows }: SearchResult): AnswerDigest {
  const hashes = benchFacets.map((field) => [field, facetHash(facets[field]!.values, facets[field]!.missing)]);
  return {
    matches,
    facets: Object.fromEntries(hashes) as AnswerDigest['facets'],
    rows: rowsHash(rows.map(({ timeEpochSeconds }) => timeEpochSeconds)),
  };
}

/** Where two answers differ, in words; null where they do not. */
export function difference(one: AnswerDigest, other: AnswerDigest): string | null {
  if (one.matches !== other.matches) return `${one.matches} and ${other.matches} matches`;
  const facets = benchFacets.filter((field) => one.facets[field] !== other.facets[field]);
  if (facets.length > 0) return `counts of ${facets.join(', ')}`;
  return one.rows === other.rows ? null : 'rows';
}
