import { useEffect, useMemo, useState } from 'react';
import type { SourceCounts, SourceRow, SourceState } from '../../../../shared/contract/case.ts';
import type { ErrorData } from '../../../../shared/contract/errors.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { useApp } from '../../state/store.ts';
import { SourceTree } from './source-tree.ts';
import { flatName } from './source-view.ts';

/** While an import runs, figures are asked for again this often. */
const refreshMs = 1_000;

export interface SourceTreeState {
  tree: SourceTree;
  /** Of the whole case; null until the first answer. */
  counts: SourceCounts | null;
  /** Sources at the top, as filtered. */
  total: number;
  error: ErrorData | null;
}

/**
 * The sources of the case, filtered by state, kept in step with running imports and the evidence. A pane that uses it is
 * made anew for another case.
 */
export function useSourceTree(state: SourceState | null): SourceTreeState {
  const bridge = useBridge();
  const generation = useApp(({ case: open }) => open.summary?.generation ?? 0);
  const engineRevision = useApp(({ case: open }) => open.engineRevision);
  const isBusy = useApp(({ jobs }) =>
    Object.values(jobs.byId).some(
      ({ kind, state: of }) => (kind === 'import' || kind === 'remove') && of === 'running',
    ),
  );
  const [held, setHeld] = useState<Omit<SourceTreeState, 'tree'> & { of: SourceTree | null }>({
    of: null,
    counts: null,
    total: 0,
    error: null,
  });
  const tree = useMemo(() => {
    const made: SourceTree = new SourceTree({
      load: async (parentId, offset, limit, signal) => {
        const page = await bridge.call('sources.page', { parentId, state, offset, limit }, { signal });
        // Sources of one state come from every depth: a flat list.
        const flat = (row: SourceRow) => ({ ...row, displayName: flatName(row.locator), hasChildren: false });
        return state === null ? page : { ...page, rows: page.rows.map(flat) };
      },
      onPage: (page) => setHeld({ of: made, counts: page.counts, total: made.total, error: null }),
      onError: (error) => setHeld((before) => ({ ...before, of: made, error })),
    });
    return made;
  }, [bridge, state]);

  useEffect(() => () => tree.close(), [tree]);
  const revision = `${generation} ${engineRevision} ${isBusy}`;
  useEffect(() => tree.follow(revision), [tree, revision]);
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => tree.refresh(), refreshMs);
    return () => clearInterval(timer);
  }, [tree, isBusy]);
  return held.of === tree ? { ...held, tree } : { tree, counts: held.counts, total: 0, error: null };
}
