import type { FacetCount } from '../kernel/types.ts';
import { allBits, type PreparedSearch } from './crossfilter.ts';
import { topEntries } from './top-entries.ts';
import type { Column, FacetField, FacetResult } from './types.ts';
import { agentFamiliesOf, resourceMembersOf } from './value-tables.ts';

/** How often each value of a field occurs; a value that is null counts nothing. */
export interface ValueCounts {
  readonly values: readonly (string | null)[];
  readonly counts: Uint32Array;
  /** Events without a value. */
  readonly missing: number;
}

/** Counts every value of the fields under the filters of all other fields. */
export function countFacets(search: PreparedSearch, fields: readonly FacetField[]): Map<FacetField, ValueCounts> {
  const { kernel, range, groups } = search;
  const results = new Map<FacetField, ValueCounts>();
  const finish: (() => void)[] = [];
  const distinctFields = [...new Set(fields)];
  for (const group of groups) {
    const jobs: FacetCount[] = [];
    for (const field of distinctFields) {
      const home = groups.find((candidate) => candidate.masks.has(field)) ?? groups[0];
      if (home !== group) continue;
      const mask = group.masks.get(field) ?? allBits;
      if (field === 'tag' || field === 'finding') {
        results.set(field, countMarks(search, field, group.rejections, mask));
        continue;
      }
      const { column, size, convert } = source(search, field);
      const counts = kernel.allocateWords(size);
      jobs.push({ column, mask, counts });
      finish.push(() => results.set(field, convert(counts)));
    }
    if (jobs.length > 0) kernel.countFacets(jobs, group.rejections, range);
  }
  for (const convert of finish) convert();
  return results;
}

interface CountSource {
  column: Column;
  /** Number of ids in the column. */
  size: number;
  convert(counts: Uint32Array): ValueCounts;
}

function source({ index }: PreparedSearch, field: Exclude<FacetField, 'tag' | 'finding'>): CountSource {
  if (field === 'resource') {
    const { starts, members } = resourceMembersOf(index);
    return {
      column: index.resourceSets,
      size: starts.length - 1,
      convert(setCounts) {
        const counts = new Uint32Array(index.resources.values.length);
        let missing = 0;
        for (let set = 0; set < setCounts.length; set++) {
          const count = setCounts[set]!;
          if (starts[set] === starts[set + 1]) missing += count;
          if (count > 0) for (let i = starts[set]!; i < starts[set + 1]!; i++) counts[members[i]!]! += count;
        }
        return { values: index.resources.values, counts, missing };
      },
    };
  }
  const dictionary = field === 'source' ? index.sources : index.dictionary(field);
  const column = field === 'source' ? index.sourceIds : index.column(field);
  const size = dictionary.values.length;
  if (field !== 'agent') {
    return { column, size, convert: (counts) => ({ values: dictionary.values, counts, missing: counts[0] ?? 0 }) };
  }
  const { names, familyOfAgent } = agentFamiliesOf(dictionary);
  return {
    column,
    size,
    convert(agentCounts) {
      const counts = new Uint32Array(names.length);
      for (let id = 0; id < agentCounts.length; id++) counts[familyOfAgent[id]!]! += agentCounts[id]!;
      return { values: names, counts, missing: counts[0] ?? 0 };
    },
  };
}

function countMarks(
  { index, range }: PreparedSearch,
  kind: 'tag' | 'finding',
  rejections: Uint8Array | null,
  mask: number,
): ValueCounts {
  const marks = index.marks(kind);
  const values = [...marks.keys()];
  const marked = new Set<number>();
  const counts = new Uint32Array(values.length);
  values.forEach((name, i) => {
    for (const row of new Set(marks.get(name))) {
      const passes = row >= range.from && row < range.to && (rejections === null || (rejections[row]! & mask) === 0);
      if (!passes) continue;
      marked.add(row);
      counts[i]!++;
    }
  });
  let passing = 0;
  if (rejections === null) passing = range.to - range.from;
  else for (let row = range.from; row < range.to; row++) if ((rejections[row]! & mask) === 0) passing++;
  return { values, counts, missing: passing - marked.size };
}

/** The most frequent values of each facet. */
export function facetResults(
  search: PreparedSearch,
  fields: readonly FacetField[],
  limit: number,
): Partial<Record<FacetField, FacetResult>> {
  const results: Partial<Record<FacetField, FacetResult>> = {};
  for (const [field, { values, counts, missing }] of countFacets(search, fields)) {
    const { entries, distinct } = topEntries(values, counts, limit);
    results[field] = { values: entries, distinct, missing };
  }
  return results;
}
