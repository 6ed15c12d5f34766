import type { FacetName, SearchReply } from '../../../../../shared/contract/search.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { topLevelClauses, valueClause } from '../../../../../shared/query/clauses.ts';

/** A field whose value is the same in every row. */
export interface ConstantField {
  field: FacetName;
  value: string;
}

/**
 * Fields with one value in all matches. A facet ignores its own filter, so a field that is filtered counts only where
 * the filter itself leaves one exact value.
 */
export function constantFields(query: Query, reply: SearchReply, fields: readonly FacetName[]): ConstantField[] {
  if (reply.matches < 2) return [];
  const clauses = topLevelClauses(query).map(valueClause);
  return fields.flatMap((field) => {
    const own = clauses.filter((clause) => clause?.field === field);
    const [only] = own;
    if (only != null && own.length === 1 && !only.isExclusion) {
      const [term] = only.terms;
      // A family of agents is one value in the query and several in the rows.
      const isOne = only.terms.length === 1 && term?.kind === 'exact' && field !== 'agent' && field !== 'resource';
      return isOne ? [{ field, value: term.text }] : [];
    }
    if (own.length > 0) return [];
    const facet = reply.facets[field];
    const value = facet?.values[0];
    const isOne = facet !== undefined && facet.distinct === 1 && facet.missing === 0 && value?.[1] === reply.matches;
    return isOne && value !== undefined ? [{ field, value: value[0] }] : [];
  });
}

/** "Source is the same in every row", "Principal and Source are the same in every row". */
export function foldedSentence(titles: readonly string[]): string {
  if (titles.length === 0) return '';
  const last = titles.at(-1) ?? '';
  const names = titles.length === 1 ? last : `${titles.slice(0, -1).join(', ')} and ${last}`;
  return `${names} ${titles.length === 1 ? 'is' : 'are'} the same in every row`;
}
