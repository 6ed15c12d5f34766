import { useEffect, useState } from 'react';
import type { Scope } from '../../../../shared/contract/search.ts';
import { topLevelClauses } from '../../../../shared/query/clauses.ts';
import { removeClause } from '../../../../shared/query/edit.ts';
import { useCommand } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { useEngineQuery } from '../../data/use-engine-query.ts';
import { commitQuery, commitRange } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDuration } from '../../ui/format/duration.ts';
import { formatCount, formatPercent, formatQuantity } from '../../ui/format/number.ts';
import { Pill } from '../../ui/Pill.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { clauseView } from './query/clause-view.ts';
import styles from './table/ResultsTable.module.css';

/** Nothing matches: which condition took everything away, and how to go on. */
export function NoMatches({ scope, caseSeconds }: { scope: Scope; caseSeconds: number | null }) {
  const query = useApp((state) => state.query.present.query);
  const isPreview = useApp((state) => state.query.preview !== null);
  const clauses = topLevelClauses(query);
  const last = clauses.at(-1);
  const without = last === undefined ? query : removeClause(query, clauses.length - 1);
  const before = useEngineQuery(
    'search.run',
    isPreview || last === undefined
      ? null
      : { scope: { ...scope, query: without }, generation: null, facets: [], facetLimit: 1, histogram: false },
    { slot: 'events before' },
  );
  const wholeCase = (
    <Button variant="ghost" onPress={() => commitRange(null, 'whole case')}>
      {caseSeconds === null ? 'Search the whole case' : `Search all ${formatDuration(caseSeconds)}`}
    </Button>
  );
  if (isPreview) return <EmptyState title="No events match what is typed" />;
  // Without the filter there is nothing either: the time range is the reason.
  const isRange = scope.range !== null && (last === undefined || before.data?.matches === 0);
  const view = last === undefined || isRange ? null : clauseView(last);
  return (
    <EmptyState
      title="No events match"
      actions={
        <>
          {last === undefined || isRange ? null : (
            <Button icon="undo" onPress={() => commitQuery(without, 'remove filter')}>
              Remove this filter
            </Button>
          )}
          {scope.range === null ? null : wholeCase}
        </>
      }
    >
      {isRange ? <p>There are none in this time range, with or without the last filter.</p> : null}
      {before.data === null || before.data.matches === 0 ? null : (
        <p>The last filter removed all {formatQuantity(before.data.matches, 'event')}.</p>
      )}
      {view === null ? null : (
        <p>
          <Pill field={view.field} value={view.value} negated={view.negated} />
        </p>
      )}
    </EmptyState>
  );
}

const slowMs = 2_000;

/** How far a slow search is; shown after 2 s. `slots` are those of the searches on screen. */
export function SlowSearch({ isWaiting, slots }: { isWaiting: boolean; slots: readonly string[] }) {
  const bridge = useBridge();
  const undo = useCommand('edit.undo');
  const [isSlow, setSlow] = useState(false);
  const [progress, setProgress] = useState<{ done: number; total: number | null; matches: number } | null>(null);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setSlow(true), slowMs);
    const stop = bridge.on('search.progress', (event) => {
      if (slots.includes(event.slot)) setProgress(event);
    });
    return () => {
      clearTimeout(timer);
      stop();
      setSlow(false);
      setProgress(null);
    };
  }, [bridge, isWaiting, slots]);
  if (!isWaiting || !isSlow) return null;
  const fraction = progress === null || progress.total === null ? null : progress.done / Math.max(1, progress.total);
  return (
    <div className={styles.progress} role="status">
      <Progress label="Search" fraction={fraction} isShort />
      <span>
        {fraction === null
          ? 'Still searching'
          : `Searched ${formatPercent(fraction)} of the records, ${formatCount(progress?.matches ?? 0)} matches so far`}
      </span>
      <span className={styles.grow} />
      <Button size="small" variant="ghost" onPress={undo}>
        Stop and go back
      </Button>
    </div>
  );
}

/** New events wait until they are asked for, so that nothing moves under the pointer. */
export function NewerEvents({ shownEvents }: { shownEvents: number | null }) {
  const events = useApp((state) => state.case.summary?.events ?? 0);
  const isOld = useApp(({ case: open }) => open.summary !== null && open.summary.generation !== open.shownGeneration);
  const show = useCommand('events.showNewest');
  const newer = shownEvents === null ? 0 : events - shownEvents;
  // A change without new events (a tag, a removed source) is shown at once.
  const isSilent = isOld && shownEvents !== null && newer <= 0;
  useEffect(() => {
    if (isSilent) show();
  }, [isSilent, show]);
  if (!isOld || newer <= 0) return null;
  return (
    <div className={styles.newer} role="status">
      <span>{formatQuantity(newer, 'newer event')}.</span>
      <LinkButton onPress={show}>Show</LinkButton>
    </div>
  );
}
