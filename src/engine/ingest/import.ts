import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { CaseFile } from '../case/open.ts';
import { appendAudit } from '../case/audit.ts';
import { fromSqlite } from '../case/sqlite-errors.ts';
import { throttledProgress, type JobContext } from '../../shared/contract/jobs.ts';
import { finalise } from '../store/finalise.ts';
import { emptyResult, type ImportResult } from './import-counts.ts';
import { ImportWriter } from './import-writer.ts';
import { ParserPool } from './parser-pool.ts';
import { sourceNames, type SourceName } from './source-names.ts';
import { planFiles, tasksOf, type PlannedFile } from './plan-import.ts';

/** Content after which a transaction is committed: a kill loses at most this much work. */
const defaultCommitBytes = 48 * 1024 * 1024;
/** Slow sources commit by time instead. */
const commitMs = 3_000;

export interface ImportInput {
  /** Files and folders. */
  paths: string[];
  /** What to call some of them in the case; by default their path. */
  names?: readonly SourceName[];
  /** Parser threads; by default one fewer than the machine has cores, and two on two cores. */
  parsers?: number;
  /** Content between commits; tests make it small. */
  commitBytes?: number;
}

/**
 * Reads evidence into a case. Files that the case has already, unchanged, are left out; an interrupted import goes on
 * where it was committed. Resolves with counts also when cancelled.
 * Errors: `disk-full`, `case-corrupt`, `case-read-only`, `engine-crashed`; what was committed before stays.
 */
export async function importPaths(caseFile: CaseFile, input: ImportInput, context: JobContext): Promise<ImportResult> {
  const startedMs = Date.now();
  const { database } = caseFile;
  const progress = throttledProgress(context);
  const result = emptyResult();
  try {
    const nameOf = sourceNames(input.names);
    const runId = startRun(
      caseFile,
      input.paths.map((found) => nameOf(path.resolve(found))),
    );
    const writer = new ImportWriter(database, runId, result, nameOf);
    const files = await planFiles(input.paths, writer.ledger, runId, context.signal, progress);
    await readFiles(files, writer, input, context, result);
    if (context.signal.aborted) result.outcome = 'cancelled';
    finalise(database, (step) => progress(step, true));
    result.seconds = (Date.now() - startedMs) / 1000;
    endRun(caseFile, runId, result);
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw fromSqlite(error, caseFile.file);
  }
}

async function readFiles(
  files: PlannedFile[],
  writer: ImportWriter,
  input: ImportInput,
  context: JobContext,
  result: ImportResult,
): Promise<void> {
  const progress = throttledProgress(context);
  const toRead = files.filter((file) => file.plan === 'read');
  writer.begin();
  for (const file of files) if (file.plan !== 'read') writer.notRead(file);
  if (toRead.length === 0) {
    writer.commit();
    return;
  }
  const tasks = tasksOf(toRead);
  const pool = new ParserPool(Math.min(input.parsers ?? defaultParsers(), tasks.length), tasks.values());
  const interrupt = (): void => pool.interrupt();
  context.signal.addEventListener('abort', interrupt, { once: true });
  let bytesSinceCommit = 0;
  let committedMs = Date.now();
  let isSafe = true;
  try {
    for await (const { message, parser } of pool.parts(context.signal)) {
      if (!writer.inTransaction) writer.begin();
      const task = tasks[message.task]!;
      writer.write(
        message,
        parser,
        task.files.map((file) => toRead[file.index]!),
      );
      bytesSinceCommit += message.part.contentBytes;
      isSafe = message.safe;
      const isDue =
        bytesSinceCommit >= (input.commitBytes ?? defaultCommitBytes) || Date.now() - committedMs >= commitMs;
      if (isSafe && (context.wantsCommit?.() === true || isDue)) {
        writer.commit();
        bytesSinceCommit = 0;
        committedMs = Date.now();
      }
      progress({
        phase: 'reading',
        done: result.files.listed,
        total: files.length,
        unit: 'files',
        events: result.records.added,
      });
      if (!writer.inTransaction) await context.gate?.();
    }
    if (writer.inTransaction) {
      // A cancelled import may stand inside something that cannot be resumed; the last commit then is where it ends.
      if (isSafe) writer.commit();
      else writer.rollback();
    }
  } finally {
    context.signal.removeEventListener('abort', interrupt);
    await pool.close();
  }
}

/** The writer needs little; on two cores two parsers still gain. */
function defaultParsers(): number {
  const cores = availableParallelism();
  return cores <= 2 ? cores : Math.min(8, cores - 1);
}

function startRun(caseFile: CaseFile, paths: readonly string[]): number {
  const { database } = caseFile;
  return database.transaction(() => {
    const run = database
      .prepare('INSERT INTO import_run (started_ms, inputs) VALUES (?, ?)')
      .run(Date.now(), JSON.stringify(paths));
    appendAudit(database, 'import started', { run: Number(run.lastInsertRowid), paths });
    return Number(run.lastInsertRowid);
  })();
}

function endRun(caseFile: CaseFile, runId: number, result: ImportResult): void {
  const { database } = caseFile;
  const { outcome, files, records, unchanged } = result;
  const counts = { outcome, files, records, unchanged, problems: result.problems.length + result.problemsOmitted };
  database.transaction(() => {
    database
      .prepare('UPDATE import_run SET ended_ms = ?, counts = ? WHERE id = ?')
      .run(Date.now(), JSON.stringify(counts), runId);
    appendAudit(database, `import ${outcome}`, { run: runId, ...counts });
  })();
}
