import { setImmediate } from 'node:timers/promises';
import SQLite, { type Database } from 'better-sqlite3';
import { throttledProgress, type JobContext } from '../../shared/contract/jobs.ts';
import { CheckLog, figure, throwIfAborted, type OpenCheck, type VerifyCheck } from './verify-check.ts';
import { ContentCheck } from './verify-content.ts';
import { verifyCounts } from './verify-counts.ts';
import { RecordCheck } from './verify-records.ts';
import { checkAudit } from './audit.ts';
import { migrate, schemaVersion } from './migrate.ts';
import type { CaseFile } from './open.ts';
import { decodeLayout, decompress } from '../store/blocks.ts';

export type { VerifyCheck } from './verify-check.ts';

export interface VerifyResult {
  ok: boolean;
  checks: VerifyCheck[];
}

/**
 * Checks a case from end to end against itself: the database, the audit chain, every block, every source, all counts,
 * and everything that was derived against the records it was derived from. It changes nothing.
 * Errors: `cancelled`. Damage of any kind is an answer, never an error.
 */
export async function verifyCase(caseFile: CaseFile, context: JobContext): Promise<VerifyResult> {
  const { database } = caseFile;
  const log = new CheckLog();
  try {
    context.onProgress({ phase: 'checking the database', done: 0, total: null, unit: 'blocks' });
    await setImmediate();
    log.run('database', (check) => checkDatabase(database, check));
    log.run('schema', (check) => checkSchema(database, check));
    log.run('audit log', (check) => {
      const { entries, brokenAt } = checkAudit(database);
      if (brokenAt !== null) check.fail(`the chain of hashes breaks at entry ${brokenAt}`);
      return `${figure(entries)} entries, each chained to the one before`;
    });
    await checkBlocks(database, log, context);
    log.run('counts', (check) => verifyCounts(database, check));
  } finally {
    if (database.inTransaction) database.exec('COMMIT');
  }
  const checks = log.results();
  return { ok: checks.every(({ ok }) => ok), checks };
}

function checkDatabase(database: Database, check: OpenCheck): string {
  const found = database.pragma('integrity_check(100)') as { integrity_check: string }[];
  for (const { integrity_check: message } of found) if (message !== 'ok') check.fail(message);
  return 'SQLite finds its file intact';
}

/** Compares every table, index and trigger with those of a case made now. */
function checkSchema(database: Database, check: OpenCheck): string {
  const fresh = new SQLite(':memory:');
  try {
    migrate(fresh);
    const version = schemaVersion(database);
    if (version !== schemaVersion(fresh)) check.fail(`version ${version} instead of ${schemaVersion(fresh)}`);
    const expected = schemaOf(fresh);
    const found = schemaOf(database);
    for (const [name, sql] of expected) {
      const own = found.get(name);
      if (own === undefined) check.fail(`${name} is missing`);
      else if (own !== sql) check.fail(`${name} was changed`);
    }
    for (const name of found.keys()) if (!expected.has(name)) check.fail(`${name} does not belong to a case`);
    return `version ${version}, ${expected.size} tables, indexes and triggers as they should be`;
  } finally {
    fresh.close();
  }
}

function schemaOf(database: Database): Map<string, string> {
  // sqlite_stat tables come from ANALYZE and hold nothing of the case.
  const rows = database
    .prepare(
      `SELECT type || ' ' || name AS name, coalesce(sql, '') AS sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'`,
    )
    .all() as { name: string; sql: string }[];
  return new Map(rows.map(({ name, sql }) => [name, sql]));
}

interface BlockRow {
  firstRecord: number;
  records: number;
  bytes: number;
  layout: Uint8Array;
  data: Uint8Array;
}

const selectBlock = 'SELECT first_record AS firstRecord, records, bytes, layout, data FROM block WHERE id = ?';

/** One pass over all blocks, in which everything that needs their content is checked. */
async function checkBlocks(database: Database, log: CheckLog, context: JobContext): Promise<void> {
  const progress = throttledProgress(context);
  const blocks = log.open('blocks');
  const sources = log.open('sources');
  // Its index begins a read transaction: from here on one state of the case is looked at, also beside an import.
  const records = new RecordCheck(database, log);
  const content = new ContentCheck(database, sources);
  let ids: number[] = [];
  blocks.guard(() => {
    ids = database.prepare('SELECT id FROM block ORDER BY id').pluck().all() as number[];
  });
  let nextRecord = 0;
  let bytes = 0;
  for (const [done, id] of ids.entries()) {
    throwIfAborted(context.signal);
    blocks.guard(() => {
      const row = database.prepare(selectBlock).get(id) as BlockRow;
      const at = `block ${id}`;
      if (row.firstRecord !== nextRecord)
        blocks.fail(`${at} begins with record ${row.firstRecord} instead of ${nextRecord}`);
      nextRecord = row.firstRecord + row.records;
      bytes += row.bytes;
      const text = readContent(row, (message) => blocks.fail(`${at} ${message}`));
      content.block(id, row.bytes, text);
      if (text === null) return;
      const layout = decodeLayout(row.layout, row.records);
      if ((layout.ends.at(-1) ?? 0) > text.length) {
        blocks.fail(`${at} says that records lie beyond its end`);
        return;
      }
      records.block(id, row.firstRecord, text, layout, (offset) => content.sourceAt(id, offset));
    }, `block ${id}`);
    progress({ phase: 'checking the evidence', done: done + 1, total: ids.length, unit: 'blocks' });
    await setImmediate();
  }
  blocks.detail(
    `${figure(ids.length)} blocks with ${figure(nextRecord)} records, ${figure(bytes)} bytes, each whole by length and checksum`,
  );
  content.finish();
  records.finish(nextRecord);
}

function readContent(row: BlockRow, fail: (message: string) => void): Uint8Array | null {
  try {
    // The compressed frame has a checksum, so this fails for any other content.
    return decompress(row.data, row.bytes);
  } catch (error) {
    fail(`cannot be decompressed: ${(error as Error).message}`);
    return null;
  }
}
