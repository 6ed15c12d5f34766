import type { Migration } from '../migrate.ts';

/** What the analyst adds. Keyed by eventID or noun, so that it survives a new import. */
export const migration: Migration = {
  version: 20,
  up(database) {
    database.exec(`
      CREATE TABLE mark (
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        event_id TEXT NOT NULL,
        created_ms INTEGER NOT NULL,
        PRIMARY KEY (kind, name, event_id)
      ) WITHOUT ROWID;
      CREATE INDEX mark_event ON mark (event_id);
      CREATE TABLE note (
        event_id TEXT PRIMARY KEY,
        text TEXT NOT NULL,
        updated_ms INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE mark_change (
        id INTEGER PRIMARY KEY,
        token TEXT NOT NULL UNIQUE,
        change TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
      );
      CREATE TABLE saved_search (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        from_epoch_s INTEGER,
        to_epoch_s INTEGER,
        saved_epoch_s INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    `);
  },
};
