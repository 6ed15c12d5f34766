import type { ComponentProps } from 'react';
import type { Scope } from '../../../../shared/contract/search.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { Span } from '../../ui/time-range.ts';
import { NewerEvents, NoMatches, SlowSearch } from './EventsStates.tsx';
import { ResultsTable } from './table/ResultsTable.tsx';
import type { TableRows } from './table/use-table-rows.ts';

type TableProps = ComponentProps<typeof ResultsTable>;

interface EventsResultsProps extends Omit<
  TableProps,
  'lines' | 'isStale' | 'initialTopPixels' | 'onScrolled' | 'chosenLine' | 'onChoose'
> {
  table: TableRows;
  scope: Scope;
  limits: Span | null;
  /** Events of the case that the figures on screen rest on. */
  shownEvents: number | null;
  isWaiting: boolean;
}

const slots = ['events run', 'events rows'] as const;

/** The table in its four states. */
export function EventsResults({ table, scope, limits, shownEvents, isWaiting, grid, ...rest }: EventsResultsProps) {
  const { lines } = table;
  const caseSeconds = limits === null ? null : limits.toEpochSeconds - limits.fromEpochSeconds;
  return (
    <>
      <SlowSearch isWaiting={isWaiting} slots={slots} />
      <NewerEvents shownEvents={shownEvents} />
      {table.error !== null ? (
        <ErrorPanel title="The events could not be read" error={table.error} onRetry={table.refetch} />
      ) : lines === null ? (
        <Skeleton label="Loading events" rows={14} columns={6} />
      ) : lines.source.count === 0 ? (
        <NoMatches scope={scope} caseSeconds={caseSeconds} />
      ) : (
        <ResultsTable
          {...rest}
          grid={grid}
          lines={lines}
          isStale={table.isStale}
          chosenLine={table.chosenLine}
          initialTopPixels={table.initialTopPixels}
          onChoose={table.choose}
          onScrolled={table.onScrolled}
        />
      )}
    </>
  );
}
