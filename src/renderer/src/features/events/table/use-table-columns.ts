import { useCallback, useMemo, useState } from 'react';
import * as z from 'zod';
import type { EventRow, FacetName, HistogramResult, SearchReply } from '../../../../../shared/contract/search.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { topLevelClauses } from '../../../../../shared/query/clauses.ts';
import { clockTime, formatDay, isSameDay, zoneName, type TimeZone } from '../../../ui/format/time.ts';
import { layoutKeys } from '../events-settings.ts';
import { useLayoutValue } from '../use-layout-value.ts';
import type { Span } from '../../../ui/time-range.ts';
import type { WindowClass } from '../use-window-class.ts';
import type { ValueTarget } from '../value-actions.ts';
import { columnDefinitions, type ColumnDefinition } from './columns.tsx';
import { constantFields } from './column-folding.ts';

const shownSchema = z.record(z.string(), z.boolean());
const noChoice: Readonly<Record<string, boolean>> = {};
/** One value of these facets is one value in the rows. */
const foldable: readonly FacetName[] = ['principal', 'region', 'account', 'ip', 'error', 'outcome'];

interface Options {
  reply: SearchReply | null;
  query: Query;
  zone: TimeZone;
  windowClass: WindowClass;
  /** The reply belongs to the query. */
  isFresh: boolean;
}

/** First and last time of the matches, as near as the bars tell. */
function extentOf(histogram: HistogramResult | null): Span | null {
  if (histogram === null) return null;
  const { startEpochSeconds, bucketSeconds, counts } = histogram;
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  if (first < 0) return null;
  return {
    fromEpochSeconds: startEpochSeconds + first * bucketSeconds,
    toEpochSeconds: startEpochSeconds + (last + 1) * bucketSeconds,
  };
}

/** Which columns show, which fold because their value is the same in every row, and what the time column is called. */
export function useTableColumns({ reply, query, zone, windowClass, isFresh }: Options) {
  const [chosen, setChosen] = useLayoutValue(layoutKeys.columns, shownSchema, noChoice);
  const [unfolded, setUnfolded] = useState<readonly string[]>([]);
  const constant = useMemo(
    () => (reply === null || !isFresh ? null : constantFields(query, reply, foldable).map(({ field }) => field)),
    [query, reply, isFresh],
  );
  // While a new answer is on its way the columns stay as they are.
  const [held, setHeld] = useState<readonly FacetName[]>([]);
  if (constant !== null && constant.join() !== held.join()) setHeld(constant);

  const parts = useMemo(() => {
    const wanted = columnDefinitions.filter(({ id, isShown, isFixed }) => {
      if (isFixed === true) return true;
      if (id === 'place' && windowClass === 'narrow') return false;
      return chosen[id] ?? (isShown || (id === 'tags' && windowClass === 'wide'));
    });
    const isFolded = ({ id, fields, isFixed }: ColumnDefinition) =>
      isFixed !== true &&
      !unfolded.includes(id) &&
      fields.length > 0 &&
      fields.every((field) => (held as readonly string[]).includes(field));
    return {
      shown: wanted.filter((column) => !isFolded(column)),
      folded: wanted.filter(isFolded),
      shownIds: new Set(wanted.map(({ id }) => id)),
    };
  }, [chosen, unfolded, held, windowClass]);

  const extent = extentOf(reply?.histogram ?? null);
  const from = extent?.fromEpochSeconds ?? 0;
  const isOneDay = extent !== null && isSameDay(from, extent.toEpochSeconds, zone);
  const withYear = extent !== null && clockTime(from, zone).year !== clockTime(extent.toEpochSeconds - 1, zone).year;
  const zoneTitle = zoneName(from, zone);
  return {
    ...parts,
    all: columnDefinitions,
    zoneTitle,
    withYear,
    dayTitle: isOneDay ? `${formatDay(from, zone)}, ${zoneTitle}` : null,
    filterCount: topLevelClauses(query).length,
    unfold: useCallback(() => setUnfolded(columnDefinitions.map(({ id }) => id)), []),
    show: useCallback(
      (id: string, isShown: boolean) => {
        setChosen((now) => ({ ...now, [id]: isShown }));
        if (isShown) setUnfolded((now) => [...now, id]);
      },
      [setChosen],
    ),
    reset: useCallback(() => {
      setChosen(() => noChoice);
      setUnfolded([]);
    }, [setChosen]),
    valueAt,
  };
}

/** What the context menu of a cell is about; a cell that has no filter of its own stands for the event's name. */
function valueAt(event: EventRow | undefined, columnId: string | null): ValueTarget | null {
  if (event === undefined) return null;
  const column = columnDefinitions.find(({ id }) => id === columnId);
  const fields: readonly string[] = [...(column?.fields ?? []), 'event'];
  for (const field of fields) {
    const value = (event as unknown as Record<string, unknown>)[field];
    if (typeof value === 'string' && value !== '') return { field, value };
  }
  return { field: 'id', value: event.id };
}
