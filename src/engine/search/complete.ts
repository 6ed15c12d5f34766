import type { Query } from '../../shared/query/ast.ts';
import type { SearchContext } from './block-scan.ts';
import { prepareSearch } from './crossfilter.ts';
import { countFacets } from './facets.ts';
import { compareText } from './top-entries.ts';
import type { FacetField, SearchIndex } from './types.ts';

/** A value that continues what was typed, and how many matching events hold it. */
export interface ValueSuggestion {
  value: string;
  count: number;
}

/**
 * Values of a field that continue `typed`, ignoring case: first those that begin with it, then those that hold it
 * elsewhere; more frequent ones first, ties by value. Counts are those of the facet under `query`, so values that
 * occur only outside it come last, with 0. For `agent` the values are families.
 */
export function completeValues(
  index: SearchIndex,
  query: Query,
  field: FacetField,
  typed: string,
  limit: number,
  context: SearchContext = {},
): ValueSuggestion[] {
  const found = countFacets(prepareSearch(index, query, [field], context), [field]).get(field);
  const needle = typed.toLowerCase();
  const suggestions: (ValueSuggestion & { rank: number })[] = [];
  found?.values.forEach((value, id) => {
    const at = value?.toLowerCase().indexOf(needle) ?? -1;
    if (value !== null && at >= 0) suggestions.push({ value, count: found.counts[id] ?? 0, rank: at === 0 ? 0 : 1 });
  });
  return suggestions
    .sort((a, b) => a.rank - b.rank || b.count - a.count || compareText(a.value, b.value))
    .slice(0, Math.max(0, limit))
    .map(({ value, count }) => ({ value, count }));
}
