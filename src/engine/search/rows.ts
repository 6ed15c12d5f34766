import { dictionaryFields, type DictionaryField, type EventFields } from '../../shared/cloudtrail/event.ts';
import type { RowOrder, Selection } from './selection.ts';
import { firstRowFromCursor } from './time-rows.ts';
import type { EventColumns, EventRow, RowCursor } from './types.ts';

/** One row of the table, every field decoded. */
export function eventRow(columns: EventColumns, row: number): EventRow {
  const resourceSet = columns.resourceSetMembers[columns.resourceSets[row]!];
  const resource = resourceSet?.[0];
  const values: Partial<Record<DictionaryField, string | null>> = {};
  for (const field of dictionaryFields)
    values[field] = columns.dictionary(field).values[columns.column(field)[row]!] ?? null;
  return {
    // Dictionaries hold what normalisation put in, so closed fields (outcome, lane…) hold only their own values.
    ...(values as Pick<EventFields, DictionaryField>),
    row,
    recordNumber: columns.recordNumbers[row]!,
    id: columns.eventId(row),
    timeEpochSeconds: columns.timesEpochSeconds[row]!,
    resource: resource === undefined ? null : (columns.resources.values[resource] ?? null),
    source: columns.sources.values[columns.sourceIds[row]!] ?? null,
  };
}

/** Up to `count` rows of a selection, from any position of it: what a virtual table shows. */
export function rowsAt(
  columns: EventColumns,
  selection: Selection,
  from: number,
  count: number,
  order: RowOrder,
): EventRow[] {
  return Array.from(selection.slice(from, count, order), (row) => eventRow(columns, row));
}

/** Position in the given order of the first match after the cursor. The row of the cursor need not match itself. */
export function positionAfter(columns: EventColumns, selection: Selection, cursor: RowCursor, order: RowOrder): number {
  const row = firstRowFromCursor(columns, cursor);
  if (order === 'desc') return selection.matches - selection.rank(row);
  const isCursor =
    row < columns.count &&
    columns.timesEpochSeconds[row] === cursor.timeEpochSeconds &&
    columns.recordNumbers[row] === cursor.recordNumber;
  return selection.rank(isCursor ? row + 1 : row);
}

/** A page of rows and the cursor of the next one; null at the end. */
export function pageOfRows(
  columns: EventColumns,
  selection: Selection,
  order: RowOrder,
  limit: number,
  after: RowCursor | undefined,
): { rows: EventRow[]; next: RowCursor | null } {
  const from = after ? positionAfter(columns, selection, after, order) : 0;
  const rows = rowsAt(columns, selection, from, limit, order);
  const last = rows.at(-1);
  const ended = last === undefined || from + rows.length >= selection.matches;
  return {
    rows,
    next: ended ? null : { timeEpochSeconds: last.timeEpochSeconds, recordNumber: last.recordNumber },
  };
}
