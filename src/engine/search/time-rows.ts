import type { RowRange } from '../kernel/types.ts';
import type { EventColumns, RowCursor } from './types.ts';

/** First row at or after a time; the number of rows where there is none. */
export function firstRowFrom(columns: EventColumns, epochSeconds: number): number {
  const times = columns.timesEpochSeconds;
  let low = 0;
  let high = columns.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < epochSeconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows with a time in the interval, both ends included; infinite ends are open. */
export function rowsBetween(columns: EventColumns, fromEpochSeconds: number, toEpochSeconds: number): RowRange {
  const from = firstRowFrom(columns, fromEpochSeconds);
  const to = toEpochSeconds === Infinity ? columns.count : firstRowFrom(columns, Math.floor(toEpochSeconds) + 1);
  return { from, to: Math.max(from, to) };
}

/** First row at or after a cursor; rows are ordered by time, then record number. */
export function firstRowFromCursor(columns: EventColumns, cursor: RowCursor): number {
  let low = firstRowFrom(columns, cursor.timeEpochSeconds);
  let high = firstRowFrom(columns, cursor.timeEpochSeconds + 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (columns.recordNumbers[middle]! < cursor.recordNumber) low = middle + 1;
    else high = middle;
  }
  return low;
}
