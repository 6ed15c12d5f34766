import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import SQLite, { type Database } from 'better-sqlite3';
import { AppError } from '../../shared/contract/errors.ts';
import { appendAudit } from './audit.ts';
import { CaseLock } from './lock.ts';
import { migrate, newestVersion, refuseFromFuture, schemaVersion } from './migrate.ts';
import { fromSqlite } from './sqlite-errors.ts';

/** `PRAGMA application_id` of a case: "Spor". */
const applicationId = 0x53706f72;

/** An open case file. One writer at a time; any number of readers beside it. */
export interface CaseFile {
  readonly file: string;
  readonly database: Database;
  readonly readOnly: boolean;
  close(): void;
}

export interface OpenOptions {
  /** `write` takes the lock and creates the file where it is missing; `read` changes nothing. */
  mode: 'read' | 'write';
  /** Shown to a second opener. */
  program: string;
}

/**
 * Opens a case.
 * Errors: `not-found`, `not-a-case`, `case-from-future`, `case-locked`, `case-read-only`, `case-corrupt`, `file-access`.
 */
export function openCase(file: string, options: OpenOptions): CaseFile {
  try {
    return options.mode === 'write' ? openForWriting(file, options.program) : openForReading(file);
  } catch (error) {
    throw fromSqlite(error, file);
  }
}

function openForReading(file: string): CaseFile {
  if (!existsSync(file)) throw new AppError('not-found', `There is no case at ${file}.`);
  refuseFolder(file);
  const database = new SQLite(file, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    refuseForeign(database, file);
    refuseFromFuture(database, file);
    if (schemaVersion(database) < newestVersion) {
      throw new AppError(
        'case-read-only',
        `${file} was written by an older version of Spoor and must be upgraded first.`,
        {
          hint: 'Open it once where it can be written to.',
        },
      );
    }
    tune(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return { file, database, readOnly: true, close: () => database.close() };
}

function openForWriting(file: string, program: string): CaseFile {
  refuseFolder(file);
  const lock = CaseLock.take(file, program);
  let database: Database | undefined;
  try {
    database = new SQLite(file, { timeout: 10_000 });
    // Asked of SQLite first: a kill while the file was made may have left a journal that takes everything back. Asked of the
    // file, too: SQLite takes any few bytes for nothing.
    if (database.pragma('page_count', { simple: true }) === 0 && statSync(file).size === 0) {
      // Blobs of some ten kilobytes are the bulk of a case: small pages read them in many steps, large ones waste their ends.
      database.pragma('page_size = 8192');
      // Merging leaves free pages behind; they are given back at the end of a job.
      database.pragma('auto_vacuum = INCREMENTAL');
      database.pragma(`application_id = ${applicationId}`);
    } else {
      refuseForeign(database, file);
      refuseFromFuture(database, file);
    }
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    // 64 MiB of log between checkpoints: an import writes much and waits for the disk seldom.
    database.pragma('wal_autocheckpoint = 8192');
    tune(database);
    migrate(database);
    // Asked of the content: a kill may have come between creating and initialising the file.
    if (metaValue(database, 'caseId') === null) initialise(database);
  } catch (error) {
    database?.close();
    lock.release();
    throw error;
  }
  const open = database;
  return {
    file,
    database: open,
    readOnly: false,
    close() {
      closeForWriting(open);
      lock.release();
    },
  };
}

function initialise(database: Database): void {
  database.transaction(() => {
    const set = database.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
    const caseId = randomUUID();
    set.run('caseId', caseId);
    set.run('createdMs', String(Date.now()));
    appendAudit(database, 'case created', { caseId });
  })();
}

function closeForWriting(database: Database): void {
  if (database.inTransaction) database.exec('ROLLBACK');
  try {
    // At rest a case is one file that also opens from read-only media, where a WAL could not be made.
    database.pragma('journal_mode = DELETE');
  } catch {
    // A reader has it open at this moment: the file stays in WAL mode, and its log may be needed.
    checkpoint(database);
  }
  database.close();
}

/** Brings into the file itself what readers do not hold back, in case somebody copies it without its log. */
function checkpoint(database: Database): void {
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
  } catch {
    // The log is complete and stays beside the file.
  }
}

function tune(database: Database): void {
  database.pragma('cache_size = -65536');
  database.pragma('temp_store = MEMORY');
}

function refuseForeign(database: Database, file: string): void {
  if (database.pragma('application_id', { simple: true }) === applicationId) return;
  throw new AppError('not-a-case', `${file} is not a Spoor case.`, {
    hint: 'It is some other SQLite database or an empty file.',
  });
}

function refuseFolder(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new AppError('not-a-case', `${file} is a folder, not a case file.`);
  }
}

/** Reads a value of the case's `meta` table. */
export function metaValue(database: Database, key: string): string | null {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
  return row?.value ?? null;
}

const removedRecordsKey = 'removedRecords';

/** Records whose bytes went with a removed source. They keep their numbers, with no bytes. */
export function removedRecords(database: Database): number {
  return Number(metaValue(database, removedRecordsKey) ?? 0);
}

/** Call inside the transaction that removes them. */
export function addRemovedRecords(database: Database, count: number): void {
  database
    .prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
    .run(removedRecordsKey, String(removedRecords(database) + count));
}
