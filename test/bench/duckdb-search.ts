// The refreshes and words of `spoor-search.ts` on DuckDB's table. Prints one JSON document.
import { readFileSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { facetHash, rowsHash, type AnswerDigest } from './answer-digest.ts';
import {
  benchFacets,
  facetLimit,
  pageRows,
  type BenchClause,
  type BenchFacet,
  type BenchQuery,
} from './bench-queries.ts';
import { openDuckDb } from './duckdb-table.ts';

export interface DuckDbSearchInput {
  queries: BenchQuery[];
  /** Words to look for in the raw records. */
  words: string[];
}

export interface DuckDbSearchAnswer {
  version: string;
  /** Facets as a query each, and as one query with grouping sets; both with histogram and rows. */
  separateMilliseconds: number[][];
  groupedMilliseconds: number[][];
  digests: AnswerDigest[];
  words: { query: string; milliseconds: number[]; matches: number }[];
}

type Groups = Map<BenchFacet, (readonly [value: string | null, count: number])[]>;

/** Seconds a bar: about 120 bars in the month of the data. */
const bucketSeconds = 21_600;

const [file, inputFile, repeatsText] = process.argv.slice(2);
const repeats = Number(repeatsText);
const { queries, words } = JSON.parse(readFileSync(inputFile!, 'utf8')) as DuckDbSearchInput;
const { instance, connection } = await openDuckDb(file!);

function where(clauses: readonly BenchClause[], left: BenchFacet | null = null): string {
  const kept = clauses.filter(({ field }) => field !== left).map(({ sql }) => `(${sql})`);
  return kept.length > 0 ? `WHERE ${kept.join(' AND ')}` : '';
}

async function rowsOf(sql: string, db: DuckDBConnection = connection): Promise<unknown[][]> {
  return (await db.runAndReadAll(sql)).getRows() as unknown[][];
}

const topValues = (field: BenchFacet, clauses: readonly BenchClause[]): string =>
  `SELECT ${field}, count(*)::INTEGER AS n FROM events ${where(clauses, field)} GROUP BY 1 ORDER BY (${field} IS NULL) DESC, n DESC, 1 LIMIT ${facetLimit + 1}`;

async function separateFacets(clauses: readonly BenchClause[], fields: readonly BenchFacet[]): Promise<Groups> {
  const groups: Groups = new Map();
  for (const field of fields) groups.set(field, (await rowsOf(topValues(field, clauses))) as [string | null, number][]);
  return groups;
}

/** Facets without a filter of their own in one pass, the others one by one. */
async function groupedFacets(clauses: readonly BenchClause[]): Promise<Groups> {
  const own = benchFacets.filter((field) => clauses.some((clause) => clause.field === field));
  const shared = benchFacets.filter((field) => !own.includes(field));
  const groups = await separateFacets(clauses, own);
  const which = `CASE ${shared.map((field, i) => `WHEN grouping(${field}) = 0 THEN ${i}`).join(' ')} END`;
  const value = `CASE ${shared.map((field) => `WHEN grouping(${field}) = 0 THEN ${field}`).join(' ')} END`;
  const sql = `SELECT ${which} AS facet, ${value} AS value, count(*)::INTEGER AS n FROM events ${where(clauses)}
    GROUP BY GROUPING SETS (${shared.map((field) => `(${field})`).join(', ')})
    QUALIFY row_number() OVER (PARTITION BY facet ORDER BY (value IS NULL) DESC, n DESC, value) <= ${facetLimit + 1}`;
  for (const field of shared) groups.set(field, []);
  for (const [facet, found, count] of (await rowsOf(sql)) as [number, string | null, number][]) {
    groups.get(shared[facet]!)!.push([found, count]);
  }
  return groups;
}

async function refresh(
  { clauses }: BenchQuery,
  facets: (clauses: readonly BenchClause[]) => Promise<Groups>,
): Promise<{ digest: () => AnswerDigest; milliseconds: number }> {
  const startedMs = performance.now();
  const groups = await facets(clauses);
  const bars = await rowsOf(
    `SELECT epoch(time)::BIGINT // ${bucketSeconds} AS bar, count(*)::INTEGER AS n FROM events ${where(clauses)} GROUP BY 1 ORDER BY 1`,
  );
  const rows = await rowsOf(
    `SELECT epoch(time)::DOUBLE, ${benchFacets.join(', ')} FROM events ${where(clauses)} ORDER BY time DESC LIMIT ${pageRows}`,
  );
  const milliseconds = performance.now() - startedMs;
  const digest = (): AnswerDigest => ({
    matches: bars.reduce((sum, [, count]) => sum + (count as number), 0),
    facets: Object.fromEntries(
      [...groups].map(([field, found]) => {
        const values = found.filter(([value]) => value !== null).sort((a, b) => b[1] - a[1]);
        const missing = found.find(([value]) => value === null)?.[1] ?? 0;
        return [field, facetHash(values.slice(0, facetLimit) as [string, number][], missing)];
      }),
    ),
    rows: rowsHash(rows.map(([time]) => time as number)),
  });
  return { digest, milliseconds };
}

const answer: DuckDbSearchAnswer = {
  version: (await rowsOf('SELECT version()'))[0]![0] as string,
  separateMilliseconds: [],
  groupedMilliseconds: [],
  digests: [],
  words: [],
};
for (const query of queries) {
  const separate: number[] = [];
  const grouped: number[] = [];
  const one = await refresh(query, (clauses) => separateFacets(clauses, benchFacets));
  const other = await refresh(query, groupedFacets);
  if (JSON.stringify(sorted(one.digest())) !== JSON.stringify(sorted(other.digest()))) {
    throw new Error(`the two ways to ask DuckDB differ for "${query.name}"`);
  }
  for (let i = 0; i < repeats; i++) {
    separate.push((await refresh(query, (clauses) => separateFacets(clauses, benchFacets))).milliseconds);
    grouped.push((await refresh(query, groupedFacets)).milliseconds);
  }
  answer.separateMilliseconds.push(separate);
  answer.groupedMilliseconds.push(grouped);
  answer.digests.push(one.digest());
}
for (const word of words) {
  const milliseconds: number[] = [];
  let matches = 0;
  for (let i = 0; i <= repeats; i++) {
    const startedMs = performance.now();
    const found = await rowsOf(
      `SELECT epoch(time) FROM events WHERE contains(lower(raw::VARCHAR), '${word.toLowerCase()}') ORDER BY time DESC`,
    );
    // The first time is for loading.
    if (i > 0) milliseconds.push(performance.now() - startedMs);
    matches = found.length;
  }
  answer.words.push({ query: word, milliseconds, matches });
}
connection.closeSync();
instance.closeSync();
process.stdout.write(JSON.stringify(answer));

function sorted({ matches, facets, rows }: AnswerDigest): unknown {
  return [matches, benchFacets.map((field) => facets[field]), rows];
}
