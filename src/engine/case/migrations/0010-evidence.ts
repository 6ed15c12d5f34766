import type { Migration } from '../migrate.ts';

/** The case file's first shape. `docs/data-model.md` explains every table. */
export const migration: Migration = {
  version: 10,
  up(database) {
    database.exec(`
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

      -- Evidence: written once with the transaction that read it, never altered after a source is done.
      CREATE TABLE source (
        id INTEGER PRIMARY KEY,
        parent_id INTEGER REFERENCES source (id),
        run_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        locator TEXT NOT NULL,
        format TEXT,
        encoding TEXT,
        state TEXT NOT NULL,
        reason_code TEXT,
        reason TEXT,
        found_bytes INTEGER,
        found_modified_ms INTEGER,
        found_sha256 TEXT,
        content_bytes INTEGER NOT NULL DEFAULT 0,
        content_sha256 TEXT,
        cursor_bytes INTEGER NOT NULL DEFAULT 0,
        seen INTEGER NOT NULL DEFAULT 0,
        added INTEGER NOT NULL DEFAULT 0,
        duplicates INTEGER NOT NULL DEFAULT 0,
        rejected INTEGER NOT NULL DEFAULT 0,
        first_epoch_s INTEGER,
        last_epoch_s INTEGER
      );
      CREATE INDEX source_locator ON source (locator);
      CREATE INDEX source_parent ON source (parent_id) WHERE parent_id IS NOT NULL;
      CREATE TABLE import_run (
        id INTEGER PRIMARY KEY,
        started_ms INTEGER NOT NULL,
        ended_ms INTEGER,
        inputs TEXT NOT NULL,
        counts TEXT
      );
      CREATE TABLE problem (
        id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL,
        source_id INTEGER,
        source TEXT NOT NULL,
        position TEXT,
        code TEXT NOT NULL,
        message TEXT NOT NULL
      );
      CREATE INDEX problem_source ON problem (source_id);
      CREATE TABLE block (
        id INTEGER PRIMARY KEY,
        first_record INTEGER NOT NULL,
        records INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        layout BLOB NOT NULL,
        data BLOB NOT NULL
      );
      CREATE TABLE slice (
        source_id INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        block_id INTEGER NOT NULL,
        block_offset INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        PRIMARY KEY (source_id, sequence)
      ) WITHOUT ROWID;
      CREATE TABLE copy_page (id INTEGER PRIMARY KEY, data BLOB NOT NULL);

      -- Derived: can be dropped and rebuilt from the blocks.
      CREATE TABLE filter (block_id INTEGER PRIMARY KEY, bits BLOB NOT NULL);
      CREATE TABLE dictionary_page (
        field TEXT NOT NULL,
        first_id INTEGER NOT NULL,
        entries INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (field, first_id)
      ) WITHOUT ROWID;
      CREATE TABLE chunk (
        id INTEGER PRIMARY KEY,
        sorted INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        first_epoch_s INTEGER NOT NULL,
        last_epoch_s INTEGER NOT NULL
      );
      CREATE TABLE chunk_column (
        chunk_id INTEGER NOT NULL,
        field TEXT NOT NULL,
        width INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (chunk_id, field)
      ) WITHOUT ROWID;
      CREATE TABLE superseded (record INTEGER PRIMARY KEY);

      -- Append-only, hash-chained.
      CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        time_ms INTEGER NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        detail TEXT NOT NULL,
        previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL
      );
      CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;
      CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;
    `);
  },
};
