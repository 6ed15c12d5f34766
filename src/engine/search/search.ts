import type { SearchContext } from './block-scan.ts';
import { prepareSearch, type PreparedSearch } from './crossfilter.ts';
import { facetResults } from './facets.ts';
import { histogram } from './histogram.ts';
import { pageOfRows } from './rows.ts';
import type { SearchIndex, SearchRequest, SearchResult } from './types.ts';

/** Runs a query and answers everything the request asks for. Throws `cancelled`, and `invalid-query` for bad terms. */
export function search(index: SearchIndex, request: SearchRequest, context: SearchContext = {}): SearchResult {
  const started = performance.now();
  const prepared = prepareSearch(index, request.query, request.facets, context);
  const result = answer(prepared, request);
  return { ...result, milliseconds: performance.now() - started };
}

/**
 * Answers from a query that has been run: facets (those it was prepared for), histogram, a page of rows. The query of
 * the request is not looked at, and `milliseconds` is the time of this call alone.
 */
export function answer(prepared: PreparedSearch, request: Omit<SearchRequest, 'query'>): SearchResult {
  const started = performance.now();
  const { index, kernel, selection, time } = prepared;
  const { facets, facetLimit, rows } = request;
  const page = rows ? pageOfRows(index, selection, rows.order, rows.limit, rows.after) : { rows: [], next: null };
  return {
    total: index.count,
    matches: selection.matches,
    facets: facetResults(prepared, facets, facetLimit),
    histogram: request.histogram ? histogram(index, kernel, selection, time) : null,
    rows: page.rows,
    next: page.next,
    milliseconds: performance.now() - started,
  };
}
