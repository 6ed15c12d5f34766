import type { Database } from 'better-sqlite3';
import { CaseIndex } from '../../src/engine/store/case-index.ts';
import { ChunkWriter, idColumns, listChunks, newRows, type EventRows } from '../../src/engine/store/columns.ts';
import { eventIdBytes } from '../../src/engine/store/event-id.ts';

/** An event of which only what its place in the columns depends on is of interest. */
export interface PlainRow {
  time: number;
  record: number;
}

/** Column values that follow from the record number, wide enough for each width now and then. */
function valueOf(record: number, column: number): number {
  return Math.imul(record + 1, column + 3) >>> ((column % 3) * 8);
}

/** Rows in record order, with all columns filled. */
export function eventRows(rows: readonly PlainRow[]): EventRows {
  const made = newRows(rows.length);
  const ids = new DataView(made.ids.buffer);
  rows.forEach(({ time, record }, row) => {
    made.times[row] = time;
    made.records[row] = record;
    ids.setUint32(row * eventIdBytes, record);
    ids.setUint32(row * eventIdBytes + 12, ~record >>> 0);
  });
  idColumns.forEach((name, column) =>
    rows.forEach(({ record }, row) => (made.columns[name][row] = valueOf(record, column))),
  );
  return made;
}

/** Writes rows as one import transaction leaves them. */
export function writeUnsorted(database: Database, rows: readonly PlainRow[]): void {
  database.transaction(() => new ChunkWriter(database).rows(false, eventRows(rows)))();
}

export function chunkSizes(database: Database): { sorted: number; rows: number }[] {
  return listChunks(database).map(({ sorted, rows }) => ({ sorted, rows }));
}

/** The rows of a case as its index gives them, and whether every column and id is that of its record. */
export function readRows(database: Database): { rows: PlainRow[]; wrong: string[] } {
  const index = new CaseIndex(database);
  const rows: PlainRow[] = [];
  const wrong: string[] = [];
  const source = idColumns.indexOf('source');
  const columns = idColumns.slice(0, idColumns.indexOf('resources')) as Parameters<CaseIndex['column']>[0][];
  for (let row = 0; row < index.count; row++) {
    const record = index.recordNumbers[row]!;
    rows.push({ time: index.timesEpochSeconds[row]!, record });
    columns.forEach((name, column) => {
      if (index.column(name)[row] !== valueOf(record, column)) wrong.push(`${name} of record ${record}`);
    });
    if (index.storedSourceIds[row] !== valueOf(record, source)) wrong.push(`source of record ${record}`);
    const id = index.eventId(row).replaceAll('-', '');
    if (!id.startsWith(record.toString(16).padStart(8, '0'))) wrong.push(`id of record ${record}`);
    if (index.rowOfEventId(index.eventId(row)) !== row) wrong.push(`row of the id of record ${record}`);
  }
  index.close();
  return { rows, wrong };
}
