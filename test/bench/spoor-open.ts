// A cold open: from the start of a process to the first unfiltered refresh of a case. Prints one JSON document.
import { dictionaryFields } from '../../src/shared/cloudtrail/event.ts';
import { CaseIndex, openCase, search } from '../../src/engine/entry.ts';
import { benchFacets, facetLimit, pageRows } from './bench-queries.ts';

export interface SpoorOpenAnswer {
  /** Start of the process until the engine's modules are loaded. */
  loadMilliseconds: number;
  /** Opening the case until its columns and dictionaries are in memory. */
  indexMilliseconds: number;
  /** The first refresh. */
  refreshMilliseconds: number;
  /** Start of the process until the first answer. */
  totalMilliseconds: number;
  memoryBytes: number;
}

const loadedMs = performance.now();
const caseFile = openCase(process.argv[2]!, { mode: 'read', program: 'bench' });
const index = new CaseIndex(caseFile.database);
for (const field of dictionaryFields) {
  index.column(field);
  index.dictionary(field);
}
index.settle();
const readyMs = performance.now();
const rows = { order: 'desc', limit: pageRows } as const;
const result = search(index, { query: { kind: 'all' }, facets: benchFacets, facetLimit, histogram: true, rows });
const answeredMs = performance.now();
if (result.matches !== index.count) throw new Error('the unfiltered refresh left events out');
const answer: SpoorOpenAnswer = {
  loadMilliseconds: loadedMs,
  indexMilliseconds: readyMs - loadedMs,
  refreshMilliseconds: answeredMs - readyMs,
  // `performance.now()` counts from the start of the process.
  totalMilliseconds: answeredMs,
  memoryBytes: process.memoryUsage().rss,
};
index.close();
caseFile.close();
process.stdout.write(JSON.stringify(answer));
