import { useMemo } from 'react';
import type { FacetName } from '../../../../../shared/contract/search.ts';
import { layoutKeys } from '../events-settings.ts';
import { useLayoutValue } from '../use-layout-value.ts';
import { arrangedFacets, defaultFacetLayout, facetLayoutSchema } from './facet-model.ts';

/** Facets the search has to answer: all that are shown, folded ones for their number of values. */
export function useFacetNames(): FacetName[] {
  const [layout] = useLayoutValue(layoutKeys.facets, facetLayoutSchema, defaultFacetLayout);
  return useMemo(
    () =>
      arrangedFacets(layout)
        .filter(({ isShown }) => isShown)
        .map(({ field }) => field)
        // Another order is the same question.
        .sort(),
    [layout],
  );
}
