import { randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../shared/contract/errors.ts';
import type { SavedSearch } from '../../shared/contract/marks.ts';
import { appendAudit } from '../case/audit.ts';

const columns = `id, name, query, from_epoch_s AS fromEpochSeconds, to_epoch_s AS toEpochSeconds,
  saved_epoch_s AS savedEpochSeconds`;

/** By name, as people look for them. */
export function listSavedSearches(database: Database): SavedSearch[] {
  return database
    .prepare(`SELECT ${columns} FROM saved_search ORDER BY name COLLATE NOCASE, id`)
    .all() as SavedSearch[];
}

/** Saves a new search, or changes the one of this id. Throws `not-found` for an id that is not there. */
export function saveSearch(
  database: Database,
  search: Omit<SavedSearch, 'id' | 'savedEpochSeconds'> & { id: string | null },
): SavedSearch {
  return database.transaction(() => {
    if (search.id !== null) requireSearch(database, search.id);
    const saved: SavedSearch = {
      id: search.id ?? randomUUID(),
      name: search.name,
      query: search.query,
      fromEpochSeconds: search.fromEpochSeconds,
      toEpochSeconds: search.toEpochSeconds,
      savedEpochSeconds: Math.floor(Date.now() / 1000),
    };
    database
      .prepare(
        `INSERT OR REPLACE INTO saved_search (id, name, query, from_epoch_s, to_epoch_s, saved_epoch_s)
         VALUES (@id, @name, @query, @fromEpochSeconds, @toEpochSeconds, @savedEpochSeconds)`,
      )
      .run(saved);
    appendAudit(database, 'search saved', { id: saved.id, name: saved.name, query: saved.query });
    return saved;
  })();
}

/** Throws `not-found`. */
export function deleteSearch(database: Database, id: string): void {
  database.transaction(() => {
    const { name } = requireSearch(database, id);
    database.prepare('DELETE FROM saved_search WHERE id = ?').run(id);
    appendAudit(database, 'saved search deleted', { id, name });
  })();
}

function requireSearch(database: Database, id: string): { name: string } {
  const found = database.prepare('SELECT name FROM saved_search WHERE id = ?').get(id) as { name: string } | undefined;
  if (found === undefined) throw new AppError('not-found', 'This saved search is no longer there.');
  return found;
}
