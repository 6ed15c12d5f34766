import type { CallOutput, ParsedInput } from '../../shared/contract/calls.ts';
import type { Comparison, Extent, FacetName, FacetResult, ResultLine } from '../../shared/contract/search.ts';
import { replyLimitBytes } from '../../shared/contract/call.ts';
import type { Query } from '../../shared/query/ast.ts';
import { countFacets, facetResults } from '../search/facets.ts';
import { topEntries } from '../search/top-entries.ts';
import { eventRows, markedEventIds } from './event-rows.ts';
import { stackedHistogram } from './meaning-series.ts';
import type { ReaderCase, ScopeSearch } from './reader-case.ts';
import { fitFacet, fitStrings } from './reply-size.ts';
import { ResultLines } from './result-lines.ts';
import { queryOf } from './scope-query.ts';
import type { WorkContext } from './worker-protocol.ts';

/** What facets of one reply may come to together. */
const facetBudget = replyLimitBytes * 0.8;

export async function runSearch(
  reader: ReaderCase,
  input: ParsedInput<'search.run'>,
  context: WorkContext,
): Promise<CallOutput<'search.run'>> {
  const started = performance.now();
  const { loaded, search } = await reader.search(input.scope, input.generation, context);
  const { prepared } = search;
  const facets = facetResults(prepared, input.facets, input.facetLimit);
  const share = facetBudget / Math.max(1, input.facets.length);
  for (const [field, facet] of Object.entries(facets) as [FacetName, FacetResult][]) {
    facets[field] = fitFacet(facet, share);
  }
  return {
    generation: loaded.generation,
    total: loaded.index.count,
    matches: prepared.selection.matches,
    facets,
    histogram: input.histogram ? stackedHistogram(loaded, prepared) : null,
    milliseconds: performance.now() - started,
  };
}

type LinesInput = Pick<ParsedInput<'search.lineOf'>, 'scope' | 'generation' | 'order' | 'groupRepeats' | 'openGroups'>;

async function linesOf(
  reader: ReaderCase,
  input: LinesInput,
  context: WorkContext,
): Promise<ScopeSearch & { lines: ResultLines }> {
  const found = await reader.search(input.scope, input.generation, context);
  const { index } = found.loaded;
  const { selection } = found.search.prepared;
  const openRows = input.groupRepeats ? input.openGroups.map((id) => index.rowOfEventId(id)) : [];
  const groups = input.groupRepeats ? found.search.groups : null;
  return { ...found, lines: new ResultLines(selection, groups, input.order, openRows) };
}

export async function searchRows(
  reader: ReaderCase,
  input: ParsedInput<'search.rows'>,
  context: WorkContext,
): Promise<CallOutput<'search.rows'>> {
  const { loaded, search, lines } = await linesOf(reader, input, context);
  const { index, caseFile } = loaded;
  const page = lines.slice(input.from, input.count);
  const events = eventRows(
    index,
    caseFile.database,
    page.map(({ row }) => row),
  );
  const times = index.timesEpochSeconds;
  return fitStrings({
    generation: loaded.generation,
    matches: search.prepared.selection.matches,
    lineCount: lines.lineCount,
    lines: page.map((line, i): ResultLine => ({
      line: input.from + i,
      event: events[i]!,
      repeats: line.repeats,
      fromEpochSeconds: times[line.firstRow]!,
      toEpochSeconds: times[line.lastRow]!,
      member: line.isMember,
    })),
  });
}

export async function searchLineOf(
  reader: ReaderCase,
  input: ParsedInput<'search.lineOf'>,
  context: WorkContext,
): Promise<CallOutput<'search.lineOf'>> {
  const { loaded, lines } = await linesOf(reader, input, context);
  return { line: lines.lineOf(loaded.index.rowOfEventId(input.eventId)) };
}

export async function searchNextMarked(
  reader: ReaderCase,
  input: ParsedInput<'search.nextMarked'>,
  context: WorkContext,
): Promise<CallOutput<'search.nextMarked'>> {
  const { loaded, lines } = await linesOf(reader, input, context);
  const isNext = input.direction === 'next';
  let best: { line: number; id: string } | null = null;
  for (const id of markedEventIds(loaded.caseFile.database)) {
    const line = lines.lineOf(loaded.index.rowOfEventId(id));
    if (line === null || (isNext ? line <= input.fromLine : line >= input.fromLine)) continue;
    if (best === null || (isNext ? line < best.line : line > best.line)) best = { line, id };
  }
  return best;
}

export async function searchFacet(
  reader: ReaderCase,
  input: ParsedInput<'search.facet'>,
  context: WorkContext,
): Promise<CallOutput<'search.facet'>> {
  const { search } = await reader.search(input.scope, null, context);
  const counted = countFacets(search.prepared, [input.field]).get(input.field)!;
  const wanted = input.contains.toLowerCase();
  const values =
    wanted === ''
      ? counted.values
      : counted.values.map((value) => (value?.toLowerCase().includes(wanted) === true ? value : null));
  const { entries, distinct } = topEntries(values, counted.counts, input.offset + input.limit);
  return fitFacet({ values: entries.slice(input.offset), distinct, missing: counted.missing }, facetBudget);
}

export async function searchCompare(
  reader: ReaderCase,
  input: ParsedInput<'search.compare'>,
  context: WorkContext,
): Promise<Comparison> {
  const { query, range } = input.scope;
  const inRange = await reader.search(input.scope, null, context);
  const { matches } = inRange.search.prepared.selection;
  const { index } = inRange.loaded;
  const from = range?.fromEpochSeconds ?? null;
  const first = index.timesEpochSeconds[0];
  const none = { matches, beforeFromEpochSeconds: null, beforeToEpochSeconds: null, matchesBefore: 0 };
  if (from === null || first === undefined || from <= first) return { ...none, lastBeforeEpochSeconds: null };
  const before = { query, range: { fromEpochSeconds: null, toEpochSeconds: from } };
  const { loaded, search } = await reader.search(before, inRange.loaded.generation, context);
  const { selection } = search.prepared;
  const last = selection.matches === 0 ? null : selection.rowAt(selection.matches - 1);
  return {
    matches,
    beforeFromEpochSeconds: first,
    beforeToEpochSeconds: from,
    matchesBefore: selection.matches,
    lastBeforeEpochSeconds: last === null ? null : loaded.index.timesEpochSeconds[last]!,
  };
}

export async function searchExtent(
  reader: ReaderCase,
  input: ParsedInput<'search.extent'>,
  context: WorkContext,
): Promise<Extent> {
  const { loaded, search } = await reader.search(input.scope, null, context);
  const { selection } = search.prepared;
  const { index } = loaded;
  const at = (rank: number): Extent['first'] => {
    if (selection.matches === 0) return null;
    const row = selection.rowAt(rank);
    return { id: index.eventId(row), timeEpochSeconds: index.timesEpochSeconds[row]! };
  };
  return { matches: selection.matches, first: at(0), last: at(selection.matches - 1) };
}

/** Events that one change of marks may cover: a token undoes them all. */
const markLimit = 1_000_000;

/** Ids of everything a scope matches, and whether there were too many to list. */
export async function idsOfScope(
  reader: ReaderCase,
  input: { scope: ParsedInput<'search.extent'>['scope'] },
  context: WorkContext,
): Promise<{ ids: string[] | null; matches: number }> {
  const { loaded, search } = await reader.search(input.scope, null, context);
  const { selection } = search.prepared;
  if (selection.matches > markLimit) return { ids: null, matches: selection.matches };
  return {
    ids: Array.from(selection.iterate('asc'), (row) => loaded.index.eventId(row)),
    matches: selection.matches,
  };
}

/** Ids among the given ones that are events of the case. */
export function knownIds(reader: ReaderCase, input: { ids: readonly string[] }): string[] {
  const { index } = reader.current;
  return [...new Set(input.ids)].filter((id) => index.rowOfEventId(id) >= 0);
}

/** Throws `invalid-query` where a scope cannot be searched. */
export function checkScope(_reader: ReaderCase, input: { query: string | Query }): null {
  queryOf({ query: input.query, range: null });
  return null;
}
