// Measures an open case: refreshes, words, single records. Prints one JSON document.
import { dictionaryFields } from '../../src/shared/cloudtrail/event.ts';
import { facetFields } from '../../src/shared/cloudtrail/field-registry.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import type { Query } from '../../src/shared/query/ast.ts';
import {
  CaseIndex,
  openCase,
  readEventRecord,
  search,
  type FacetField,
  type SearchResult,
} from '../../src/engine/entry.ts';
import {
  benchFacets,
  benchQueries,
  facetLimit,
  pageRows,
  queryText,
  type BenchQuery,
  type CaseShape,
} from './bench-queries.ts';
import { answerDigest, type AnswerDigest } from './answer-digest.ts';
import { benchWords, type BenchWord } from './bench-words.ts';

export interface TimedQuery extends BenchQuery {
  matches: number;
  milliseconds: number[];
  digest: AnswerDigest;
}

export interface TimedWord extends BenchWord {
  matches: number;
  /** A page of rows alone. */
  rowsMilliseconds: number[];
  /** Facets, histogram and a page of rows. */
  refreshMilliseconds: number[];
}

export interface SpoorSearchAnswer {
  events: number;
  queries: TimedQuery[];
  /** The same queries with the facets that the window shows. */
  shownFacets: FacetField[];
  shownMilliseconds: number[][];
  words: TimedWord[];
  /** First look-up of an eventID in an open case, which builds the table of ids. */
  firstRecordMilliseconds: number;
  recordMilliseconds: number[];
}

const [file, repeatsText] = process.argv.slice(2);
const repeats = Number(repeatsText);
/** What reads every block takes seconds and varies little: it is not repeated for longer than this. */
const longestWordMs = 15_000;
const shownFacets = facetFields.filter(({ isShown }) => isShown).map(({ id }) => id as FacetField);

function parsed(text: string): Query {
  const result = parseQuery(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.query;
}

function refresh(index: CaseIndex, query: Query, facets: readonly FacetField[]): SearchResult {
  return search(index, { query, facets, facetLimit, histogram: true, rows: { order: 'desc', limit: pageRows } });
}

function timed<Value>(work: () => Value): { value: Value; milliseconds: number } {
  const startedMs = performance.now();
  const value = work();
  return { value, milliseconds: performance.now() - startedMs };
}

function shapeOf(index: CaseIndex): CaseShape {
  const all = search(index, {
    query: { kind: 'all' },
    facets: benchFacets,
    facetLimit: 10_000,
    histogram: false,
    rows: null,
  });
  const values = Object.fromEntries(benchFacets.map((field) => [field, all.facets[field]!.values]));
  return {
    total: index.count,
    values: values as unknown as CaseShape['values'],
    firstEpochSeconds: index.timesEpochSeconds[0] ?? 0,
    lastEpochSeconds: index.timesEpochSeconds.at(-1) ?? 0,
  };
}

const caseFile = openCase(file!, { mode: 'read', program: 'bench' });
const index = new CaseIndex(caseFile.database);
for (const field of dictionaryFields) {
  index.column(field);
  index.dictionary(field);
}
index.settle();

const queries = benchQueries(shapeOf(index)).map((query) => ({ ...query, ast: parsed(queryText(query)) }));
const words = benchWords(index).map((word) => ({ ...word, ast: parsed(word.query) }));
// Once through everything, so that what is measured is compiled and loaded.
for (const { ast } of queries) {
  refresh(index, ast, benchFacets);
  refresh(index, ast, shownFacets);
}
for (const { ast } of words) refresh(index, ast, benchFacets);

const timedQueries: TimedQuery[] = [];
const shownMilliseconds: number[][] = [];
for (const { ast, ...query } of queries) {
  const milliseconds: number[] = [];
  const shown: number[] = [];
  let result = refresh(index, ast, benchFacets);
  for (let i = 0; i < repeats; i++) {
    const measured = timed(() => refresh(index, ast, benchFacets));
    milliseconds.push(measured.milliseconds);
    result = measured.value;
    shown.push(timed(() => refresh(index, ast, shownFacets)).milliseconds);
  }
  timedQueries.push({ ...query, matches: result.matches, milliseconds, digest: answerDigest(result) });
  shownMilliseconds.push(shown);
}

const timedWords: TimedWord[] = [];
for (const { ast, ...word } of words) {
  const rowsMilliseconds: number[] = [];
  const refreshMilliseconds: number[] = [];
  let matches = 0;
  const startedMs = performance.now();
  for (let i = 0; i < repeats && (i === 0 || performance.now() - startedMs < longestWordMs); i++) {
    const rows = timed(() =>
      search(index, { query: ast, facets: [], facetLimit, histogram: false, rows: { order: 'desc', limit: pageRows } }),
    );
    matches = rows.value.matches;
    rowsMilliseconds.push(rows.milliseconds);
    refreshMilliseconds.push(timed(() => refresh(index, ast, benchFacets)).milliseconds);
  }
  timedWords.push({ ...word, matches, rowsMilliseconds, refreshMilliseconds });
}

const wanted = Math.min(200, index.count);
const ids = Array.from({ length: wanted }, (_, i) => index.eventId(Math.floor(((i * 0.618_034) % 1) * index.count)));
const records = ids.map((id) => timed(() => readEventRecord(caseFile.database, index, id)));
if (records.some(({ value }) => value === null)) throw new Error('an event of the index has no record');

const answer: SpoorSearchAnswer = {
  events: index.count,
  queries: timedQueries,
  shownFacets,
  shownMilliseconds,
  words: timedWords,
  firstRecordMilliseconds: records[0]?.milliseconds ?? Number.NaN,
  recordMilliseconds: records.slice(1).map(({ milliseconds }) => milliseconds),
};
index.close();
caseFile.close();
process.stdout.write(JSON.stringify(answer));
