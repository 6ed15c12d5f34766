import { createHash, randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../shared/contract/errors.ts';
import type { MarkChange } from '../../shared/contract/marks.ts';
import { appendAudit } from '../case/audit.ts';

/** What a change did, with everything that its undoing needs. */
type StoredChange =
  | {
      what: 'marks';
      kind: string;
      name: string;
      /** True where the marks were set, false where they were taken away. */
      on: boolean;
      /** Only events whose state the change altered, with the time their mark was made. */
      events: [id: string, createdMs: number][];
    }
  | { what: 'note'; eventId: string; before: StoredNote | null; after: StoredNote | null };

interface StoredNote {
  text: string;
  updatedMs: number;
}

/** A change with the events it touched. */
export interface AppliedChange extends MarkChange {
  eventIds: string[];
}

/** Ids written out in the audit log; the rest is fixed by count and hash. */
const auditedIds = 100;

/** Sets or takes away a mark. Events that are as wanted already are left alone. */
export function setMarks(
  database: Database,
  kind: 'bookmark' | 'tag',
  name: string,
  eventIds: readonly string[],
  on: boolean,
): AppliedChange {
  return database.transaction(() => {
    const now = Date.now();
    const change: StoredChange = { what: 'marks', kind, name, on, events: eventIds.map((id) => [id, now]) };
    return record(database, applyMarks(database, change));
  })();
}

/** Writes, changes or (with an empty text) removes the note of an event. */
export function setNote(database: Database, eventId: string, text: string): AppliedChange {
  return database.transaction(() => {
    const before = readNote(database, eventId);
    const after = text === '' ? null : { text, updatedMs: Date.now() };
    if ((before?.text ?? '') === text) return { changed: 0, undoToken: randomUUID(), eventIds: [] };
    writeNote(database, eventId, after);
    return record(database, { what: 'note', eventId, before, after });
  })();
}

/** Undoes a change exactly. The answer's token undoes the undoing. Throws `not-found` where there is nothing to undo. */
export function undoChange(database: Database, token: string): AppliedChange {
  return database.transaction(() => {
    const stored = database.prepare('SELECT change, undone FROM mark_change WHERE token = ?').get(token) as
      { change: string; undone: number } | undefined;
    if (stored === undefined) throw new AppError('not-found', 'This change is no longer known.');
    if (stored.undone !== 0) throw new AppError('not-found', 'This change was undone already.');
    database.prepare('UPDATE mark_change SET undone = 1 WHERE token = ?').run(token);
    const change = JSON.parse(stored.change) as StoredChange;
    if (change.what === 'note') {
      const before = readNote(database, change.eventId);
      writeNote(database, change.eventId, change.before);
      return record(database, { what: 'note', eventId: change.eventId, before, after: change.before });
    }
    return record(database, applyMarks(database, { ...change, on: !change.on }));
  })();
}

/** Applies a change of marks and returns it with the events that it altered. */
function applyMarks(database: Database, change: Extract<StoredChange, { what: 'marks' }>): StoredChange {
  const { kind, name } = change;
  const events: [string, number][] = [];
  if (change.on) {
    const insert = database.prepare(
      'INSERT OR IGNORE INTO mark (kind, name, event_id, created_ms) VALUES (?, ?, ?, ?)',
    );
    for (const [id, createdMs] of change.events) {
      if (insert.run(kind, name, id, createdMs).changes > 0) events.push([id, createdMs]);
    }
  } else {
    const remove = database
      .prepare('DELETE FROM mark WHERE kind = ? AND name = ? AND event_id = ? RETURNING created_ms')
      .pluck();
    for (const [id] of change.events) {
      const createdMs = remove.get(kind, name, id) as number | undefined;
      if (createdMs !== undefined) events.push([id, createdMs]);
    }
  }
  return { ...change, events };
}

function readNote(database: Database, eventId: string): StoredNote | null {
  const note = database.prepare('SELECT text, updated_ms AS updatedMs FROM note WHERE event_id = ?').get(eventId);
  return (note as StoredNote | undefined) ?? null;
}

function writeNote(database: Database, eventId: string, note: StoredNote | null): void {
  if (note === null) database.prepare('DELETE FROM note WHERE event_id = ?').run(eventId);
  else {
    database
      .prepare('INSERT OR REPLACE INTO note (event_id, text, updated_ms) VALUES (?, ?, ?)')
      .run(eventId, note.text, note.updatedMs);
  }
}

function record(database: Database, change: StoredChange): AppliedChange {
  const undoToken = randomUUID();
  const eventIds = change.what === 'note' ? [change.eventId] : change.events.map(([id]) => id);
  database.prepare('INSERT INTO mark_change (token, change) VALUES (?, ?)').run(undoToken, JSON.stringify(change));
  if (eventIds.length > 0) audit(database, change, eventIds);
  return { changed: eventIds.length, undoToken, eventIds };
}

function audit(database: Database, change: StoredChange, eventIds: readonly string[]): void {
  if (change.what === 'note') {
    const action = change.after === null ? 'note removed' : change.before === null ? 'note written' : 'note changed';
    appendAudit(database, action, { eventId: change.eventId, text: change.after?.text ?? null });
    return;
  }
  const what = change.kind === 'bookmark' ? 'bookmark' : change.kind;
  const rest =
    eventIds.length > auditedIds
      ? { eventIdsSha256: createHash('sha256').update(eventIds.join('\n')).digest('hex') }
      : {};
  appendAudit(database, `${what} ${change.on ? 'set' : 'removed'}`, {
    ...(change.name === '' ? {} : { name: change.name }),
    events: eventIds.length,
    eventIds: eventIds.slice(0, auditedIds),
    ...rest,
  });
}
