import { setImmediate } from 'node:timers/promises';
import type { CallOutput, ParsedInput } from '../../shared/contract/calls.ts';
import { cancelled } from '../../shared/contract/errors.ts';
import type { DictionaryField } from '../../shared/cloudtrail/event.ts';
import { queryField } from '../../shared/query/fields.ts';
import { valuesAtPath } from '../../shared/query/record-path.ts';
import { timeTermToInterval } from '../../shared/query/time.ts';
import { canonicalValue, compileFieldTerm } from '../../shared/query/values.ts';
import type { PreparedSearch } from '../search/crossfilter.ts';
import { countFacets } from '../search/facets.ts';
import { isFacetField } from '../search/plan.ts';
import { rowsBetween } from '../search/time-rows.ts';
import { compareText } from '../search/top-entries.ts';
import type { FacetField } from '../search/types.ts';
import type { CaseIndex } from '../store/case-index.ts';
import type { ReaderCase } from './reader-case.ts';
import { jsonLength } from './reply-size.ts';
import { isCancelledWork, type WorkContext } from './worker-protocol.ts';

/** A scan of records lets other calls have their turn after this long. */
const sliceMilliseconds = 8;
/** Completion waits no longer for values of a record path: its counts then are those of the newest matches. */
const completionMilliseconds = 400;
const suggestionBudget = 500_000;

interface Suggestion {
  value: string;
  count: number;
}

/** First values that begin with the text, then those that hold it; more frequent ones first, ties by value. */
function ranked(found: Iterable<Suggestion>, typed: string, limit: number): Suggestion[] {
  const needle = typed.toLowerCase();
  const suggestions: (Suggestion & { rank: number })[] = [];
  for (const { value, count } of found) {
    const at = value.toLowerCase().indexOf(needle);
    if (at >= 0) suggestions.push({ value, count, rank: at === 0 ? 0 : 1 });
  }
  suggestions.sort((a, b) => a.rank - b.rank || b.count - a.count || compareText(a.value, b.value));
  let used = 0;
  return suggestions
    .slice(0, limit)
    .filter(({ value }) => (used += jsonLength(value)) <= suggestionBudget)
    .map(({ value, count }) => ({ value, count }));
}

export async function searchComplete(
  reader: ReaderCase,
  input: ParsedInput<'search.complete'>,
  context: WorkContext,
): Promise<CallOutput<'search.complete'>> {
  const { loaded, search } = await reader.search(input.scope, null, context);
  const { prepared } = search;
  const { field, text, limit } = input;
  const { matches } = prepared.selection;
  if (isFacetField(field)) {
    const { values, counts } = countFacets(prepared, [field]).get(field)!;
    const found = values.flatMap((value, id) => (value === null ? [] : [{ value, count: counts[id] ?? 0 }]));
    return { values: ranked(found, text, limit), matches };
  }
  // Every event has a time and an id of its own: nothing to choose from.
  if (queryField(field) !== undefined) return { values: [], matches };
  const counts = new Map<string, number>();
  const ends = performance.now() + completionMilliseconds;
  await eachRecord(loaded.index, prepared, context, (record) => {
    for (const value of new Set(leafTexts(valuesAtPath(record, field)))) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return performance.now() < ends;
  });
  const found = Array.from(counts, ([value, count]) => ({ value, count }));
  return { values: ranked(found, text, limit), matches };
}

/** Values that a query can name: text, numbers, booleans. */
function leafTexts(values: readonly unknown[]): string[] {
  return values.flatMap((value) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [],
  );
}

/** Visits the records of the matches, newest first, until `visit` returns false. Throws `cancelled`. */
async function eachRecord(
  index: CaseIndex,
  prepared: PreparedSearch,
  context: WorkContext,
  visit: (record: unknown) => boolean,
): Promise<void> {
  let sliceStarted = performance.now();
  for (const row of prepared.selection.iterate('desc')) {
    if (isCancelledWork(context)) throw cancelled();
    const bytes = index.raw.readRecord(index.recordNumbers[row]!);
    if (!visit(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')))) return;
    if (performance.now() - sliceStarted < sliceMilliseconds) continue;
    await setImmediate();
    sliceStarted = performance.now();
  }
}

export async function searchValueCounts(
  reader: ReaderCase,
  input: ParsedInput<'search.valueCounts'>,
  context: WorkContext,
): Promise<CallOutput<'search.valueCounts'>> {
  const { loaded, search } = await reader.search(input.scope, null, context);
  const { index } = loaded;
  const { prepared } = search;
  const { field, values } = input;
  const { selection } = prepared;
  if (field === 'id') {
    return { counts: values.map((value) => (selection.has(index.rowOfEventId(value)) ? 1 : 0)) };
  }
  if (field === 'time') {
    return { counts: values.map((value) => countTime(index, prepared, value)) };
  }
  if (isFacetField(field)) return { counts: countFieldValues(index, prepared, field, values) };
  const wanted = new Map(values.map((value) => [value, 0]));
  await eachRecord(index, prepared, context, (record) => {
    for (const value of new Set(leafTexts(valuesAtPath(record, field)))) {
      const count = wanted.get(value);
      if (count !== undefined) wanted.set(value, count + 1);
    }
    return true;
  });
  return { counts: values.map((value) => wanted.get(value)!) };
}

function countTime(index: CaseIndex, { selection }: PreparedSearch, text: string): number {
  const interval = timeTermToInterval({ kind: 'exact', text, quoted: true });
  if (interval === null) return 0;
  const { from, to } = rowsBetween(index, interval.fromEpochSeconds, interval.toEpochSeconds);
  return selection.rank(to) - selection.rank(from);
}

/** Counts under every filter, the field's own included: what the query `field:value` would add to the scope. */
function countFieldValues(
  index: CaseIndex,
  prepared: PreparedSearch,
  field: FacetField,
  wanted: readonly string[],
): number[] {
  const [{ rejections }] = prepared.groups;
  const allFilters: PreparedSearch = { ...prepared, groups: [{ rejections, masks: new Map() }] };
  if (field === 'agent') {
    // The facet counts families; a pasted value may be a family or a whole user agent.
    const dictionary = index.dictionary('agent');
    const counts = countColumn(allFilters, 'agent');
    return wanted.map((value) => {
      const matches = compileFieldTerm('agent', { kind: 'exact', text: value, quoted: true });
      return dictionary.values.reduce(
        (sum, agent, id) => (agent !== null && counts[id]! > 0 && matches(agent) ? sum + counts[id]! : sum),
        0,
      );
    });
  }
  const { values, counts } = countFacets(allFilters, [field]).get(field)!;
  const byValue = new Map<string, number>();
  values.forEach((value, id) => {
    if (value !== null && counts[id]! > 0) byValue.set(canonicalValue(field, value), counts[id]!);
  });
  return wanted.map((value) => byValue.get(canonicalValue(field, value)) ?? 0);
}

function countColumn({ kernel, index, groups, range }: PreparedSearch, field: DictionaryField): Uint32Array {
  const counts = kernel.allocateWords(index.dictionary(field).values.length);
  kernel.countFacets([{ column: index.column(field), mask: 0xff, counts }], groups[0].rejections, range);
  return counts;
}
