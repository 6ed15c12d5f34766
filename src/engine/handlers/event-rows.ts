import type { Database } from 'better-sqlite3';
import type { EventMarks, EventRow } from '../../shared/contract/search.ts';
import { eventRow } from '../search/rows.ts';
import type { CaseIndex } from '../store/case-index.ts';

/** Rows as the contract has them, with the marks of this moment. */
export function eventRows(index: CaseIndex, database: Database, rows: Iterable<number>): EventRow[] {
  const marks = marksReader(database);
  return Array.from(rows, (position) => {
    const { row: _row, recordNumber: _recordNumber, ...fields } = eventRow(index, position);
    return { ...fields, marks: marks(fields.id) };
  });
}

function marksReader(database: Database): (eventId: string) => EventMarks {
  const any = database.prepare('SELECT EXISTS (SELECT 1 FROM mark) OR EXISTS (SELECT 1 FROM note)').pluck().get();
  if (any === 0) return () => ({ bookmarked: false, tags: [], hasNote: false, findings: [] });
  const marks = database.prepare('SELECT kind, name FROM mark WHERE event_id = ? ORDER BY kind, name');
  const note = database.prepare('SELECT 1 FROM note WHERE event_id = ?').pluck();
  return (eventId) => {
    const found = marks.all(eventId) as { kind: string; name: string }[];
    const names = (kind: string): string[] => found.flatMap((mark) => (mark.kind === kind ? [mark.name] : []));
    return {
      bookmarked: found.some(({ kind }) => kind === 'bookmark'),
      tags: names('tag'),
      hasNote: note.get(eventId) !== undefined,
      findings: names('finding'),
    };
  };
}

/** Every event with a mark or a note, those marked last first. */
export function markedEventIds(database: Database): string[] {
  return database
    .prepare(
      `SELECT event_id FROM (
         SELECT event_id, created_ms AS at FROM mark UNION ALL SELECT event_id, updated_ms FROM note
       ) GROUP BY event_id ORDER BY max(at) DESC, event_id`,
    )
    .pluck()
    .all() as string[];
}
