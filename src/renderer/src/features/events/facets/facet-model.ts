import * as z from 'zod';
import { facetFields } from '../../../../../shared/cloudtrail/field-registry.ts';
import { facetNames, type FacetName, type FacetResult } from '../../../../../shared/contract/search.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { excludedValues, includedValues, removeExclude, removeInclude } from '../../../../../shared/query/edit.ts';
import { presenceOf } from '../value-query.ts';

/** How the user arranged the facets. Fields that are not listed stand where the registry has them. */
export const facetLayoutSchema = z.object({
  order: z.array(z.string().max(100)).max(100).default([]),
  /** Shown or hidden against the registry. */
  shown: z.record(z.string(), z.boolean()).default({}),
  folded: z.record(z.string(), z.boolean()).default({}),
});
export type FacetLayout = z.infer<typeof facetLayoutSchema>;
export const defaultFacetLayout: FacetLayout = { order: [], shown: {}, folded: {} };

/** Open at first: those of the first questions. */
const openAtFirst: ReadonlySet<string> = new Set([
  'outcome',
  'event',
  'service',
  'principal',
  'error',
  'ip',
  'category',
]);

export interface FacetDescription {
  field: FacetName;
  label: string;
  description: string;
  isFolded: boolean;
  isShown: boolean;
}

function isFacetName(name: string): name is FacetName {
  return (facetNames as readonly string[]).includes(name);
}

/** All facets, shown and hidden, in the user's order. */
export function arrangedFacets(layout: FacetLayout): FacetDescription[] {
  const all = facetFields.flatMap(({ id, label, description, isShown }): FacetDescription[] =>
    isFacetName(id)
      ? [
          {
            field: id,
            label,
            description,
            isShown: layout.shown[id] ?? isShown,
            isFolded: layout.folded[id] ?? !openAtFirst.has(id),
          },
        ]
      : [],
  );
  const place = (field: string) => {
    const at = layout.order.indexOf(field);
    return at < 0 ? null : at;
  };
  if (layout.order.length === 0) return all;
  // Unlisted fields keep their place after the field before them.
  const ranked: { facet: FacetDescription; rank: number }[] = [];
  let last = -1;
  for (const facet of all) {
    last = place(facet.field) ?? last;
    ranked.push({ facet, rank: place(facet.field) ?? last + 0.5 });
  }
  return ranked.sort((left, right) => left.rank - right.rank).map(({ facet }) => facet);
}

/** The order with one facet before another, or last. */
export function movedFacet(layout: FacetLayout, field: FacetName, before: FacetName | null): FacetLayout {
  const order = arrangedFacets(layout)
    .map((facet) => facet.field)
    .filter((each) => each !== field);
  const at = before === null ? order.length : order.indexOf(before);
  order.splice(at < 0 ? order.length : at, 0, field);
  return { ...layout, order };
}

export type FacetMark = 'included' | 'excluded' | null;

export interface FacetRow {
  /** Null stands for events without a value. */
  value: string | null;
  /** Null while it is not known. */
  count: number | null;
  mark: FacetMark;
}

/** The query without what the facet itself includes and excludes: what its counts are counts of. */
export function withoutFacet(query: Query, field: FacetName): Query {
  const included = includedValues(query, field).reduce((rest, value) => removeInclude(rest, field, value), query);
  return excludedValues(query, field).reduce((rest, value) => removeExclude(rest, field, value), included);
}

/** Marked values that are not among the most frequent ones, which the answer has; their counts must be asked for. */
export function uncountedValues(query: Query, field: FacetName, result: FacetResult | undefined): string[] {
  if (result === undefined) return [];
  const counted = new Set(result.values.map(([value]) => value));
  return [...includedValues(query, field), ...excludedValues(query, field)].filter((value) => !counted.has(value));
}

/**
 * Rows of a facet: marked values first (also those that no event has now), then the most frequent ones. `asked` holds the
 * counts of `uncountedValues`.
 */
export function facetRows(
  query: Query,
  field: FacetName,
  result: FacetResult | undefined,
  asked: ReadonlyMap<string, number> = new Map(),
): FacetRow[] {
  const counts = new Map([...asked, ...(result?.values ?? [])]);
  const presence = presenceOf(query, field);
  const excluded = excludedValues(query, field).map((value) => row(value, 'excluded'));
  const included = includedValues(query, field).map((value) => row(value, 'included'));
  function row(value: string, mark: FacetMark): FacetRow {
    return { value, count: counts.get(value) ?? null, mark };
  }
  const marked = new Set([...included, ...excluded].map(({ value }) => value));
  const missingMark: FacetMark = presence === 'missing' ? 'included' : presence === 'present' ? 'excluded' : null;
  const missing: FacetRow[] =
    missingMark !== null || (result?.missing ?? 0) > 0
      ? [{ value: null, count: result?.missing ?? null, mark: missingMark }]
      : [];
  const rest = (result?.values ?? []).filter(([value]) => !marked.has(value)).map(([value]) => row(value, null));
  const free = [...rest, ...missing.filter(({ mark }) => mark === null)].sort(
    (a, b) => (b.count ?? 0) - (a.count ?? 0),
  );
  return [...included, ...excluded, ...missing.filter(({ mark }) => mark !== null), ...free];
}

/** Rows of a facet before "Show more". */
export const firstRows = 7;
/** Rows that one answer may bring; further ones are found by searching in the facet. */
export const mostRows = 300;

/** `AccessDenied, 613 events, excluded`. */
export function rowName(label: string, row: FacetRow, count: string | null): string {
  return [label, count, row.mark].filter((part) => part !== null).join(', ');
}
