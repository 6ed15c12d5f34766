import type { Database } from 'better-sqlite3';

/** Rows marked with each name of a kind, ascending. Marks of events that are not in the case are left out. */
export function readMarks(
  database: Database,
  kind: string,
  rowOf: (eventId: string) => number,
): ReadonlyMap<string, readonly number[]> {
  const marks = new Map<string, number[]>();
  const stored = database.prepare('SELECT name, event_id AS eventId FROM mark WHERE kind = ?').iterate(kind);
  for (const { name, eventId } of stored as IterableIterator<{ name: string; eventId: string }>) {
    const row = rowOf(eventId);
    if (row < 0) continue;
    const rows = marks.get(name);
    if (rows) rows.push(row);
    else marks.set(name, [row]);
  }
  for (const rows of marks.values()) rows.sort((a, b) => a - b);
  return marks;
}
