import { useEffect, useMemo } from 'react';
import type { FacetName, Scope, SearchReply } from '../../../../shared/contract/search.ts';
import { useEngineQuery, type EngineQuery } from '../../data/use-engine-query.ts';
import { noteSearch } from '../../state/actions.ts';
import type { Condition } from '../../state/query-slice.ts';
import { useApp } from '../../state/store.ts';
import { announce } from '../../ui/announce.ts';
import { formatQuantity } from '../../ui/format/number.ts';
import type { Span } from '../../ui/time-range.ts';
import { useFacetNames } from './facets/use-facet-names.ts';

/** Facets that tell which columns are the same in every row. */
const columnFacets: readonly FacetName[] = ['principal', 'region', 'account', 'ip', 'error', 'outcome'];
const facetLimit = 40;

export interface EventsScope {
  condition: Condition;
  isPreview: boolean;
  scope: Scope;
  /** State of the evidence that is on screen. */
  generation: number | null;
}

export interface EventsSearch {
  run: EngineQuery<'search.run'>;
  /** The reply, also an old one while a new one is on its way. */
  reply: SearchReply | null;
  comparison: EngineQuery<'search.compare'>;
  context: EngineQuery<'timeline.context'>;
}

/** First and last time of the case, end exclusive; null while it is empty. */
export function useCaseLimits(): Span | null {
  const first = useApp((state) => state.case.summary?.firstEpochSeconds ?? null);
  const last = useApp((state) => state.case.summary?.lastEpochSeconds ?? null);
  return useMemo(
    () => (first === null || last === null ? null : { fromEpochSeconds: first, toEpochSeconds: last + 1 }),
    [first, last],
  );
}

/** What is on screen: the query being typed, or the committed one. */
export function useEventsScope(): EventsScope {
  const present = useApp((state) => state.query.present);
  const preview = useApp((state) => state.query.preview);
  const generation = useApp((state) => state.case.shownGeneration);
  const condition = preview ?? present;
  const scope: Scope = useMemo(() => ({ query: condition.query, range: condition.range }), [condition]);
  return { condition, isPreview: preview !== null, scope, generation };
}

/** Counts, facets and histogram of what is on screen. The newest question wins; the old answer stays until then. */
export function useEventsSearch({ condition, isPreview, scope, generation }: EventsScope): EventsSearch {
  const marksRevision = useApp((state) => state.case.marksRevision);
  const names = useFacetNames();
  const facets = useMemo(() => [...new Set([...names, ...columnFacets])], [names]);
  // Tags are facets too, but only where they are shown do they make the answer another one.
  const revision = names.includes('tag') ? marksRevision : 0;
  const run = useEngineQuery(
    'search.run',
    { scope, generation, facets, facetLimit, histogram: true },
    { keepWhen: ['scope', 'generation', 'facets'], slot: 'events run', revision },
  );
  const comparison = useEngineQuery('search.compare', isPreview || condition.range === null ? null : { scope }, {
    keepWhen: [],
    slot: 'events compare',
  });
  const context = useEngineQuery('timeline.context', {}, { revision: generation ?? 0 });

  const settled = run.status === 'ready' && !isPreview ? run.data : null;
  useEffect(() => {
    if (settled === null) return;
    noteSearch({ matches: settled.matches, milliseconds: settled.milliseconds });
    announce(formatQuantity(settled.matches, 'event'));
  }, [settled]);
  useEffect(() => () => noteSearch(null), []);
  return { run, reply: run.data, comparison, context };
}
