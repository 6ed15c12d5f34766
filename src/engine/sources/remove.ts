import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { throttledProgress, type JobContext, type JobOutcome } from '../../shared/contract/jobs.ts';
import { appendAudit } from '../case/audit.ts';
import { addRemovedRecords } from '../case/open.ts';
import { isRicherRecord, isSameRecord } from '../store/compare-records.ts';
import { CopyPages, readCopies, relation, type Copy, type Relation } from '../store/copies.ts';
import { finalise } from '../store/finalise.ts';
import { RawStore } from '../store/raw-store.ts';
import { compactDictionaries, forgetWords } from './compact-dictionaries.ts';
import { RecordPlaces } from './record-places.ts';
import { planRemoval, type AffectedEvent, type RemovalPlan } from './removal-plan.ts';
import { BlockRewriter } from './rewrite-block.ts';
import { addRowsOfRecords, type NewStanding } from './row-builder.ts';

export interface RemovalResult {
  outcome: JobOutcome;
  sources: number;
  records: number;
  eventsLost: number;
  eventsKept: number;
}

/** Sources that the audit log names one by one; the rest is fixed by count and hash. */
const auditedSources = 500;

/**
 * Takes sources out of a case as if they had never been imported: their content, their records, their problems, and the
 * events that no other source holds. Events that others hold too are represented by what those say. Marks stay, should
 * the evidence come back. One transaction: a kill leaves the case as it was. Cancelling does too.
 */
export async function removeSources(
  database: Database,
  sourceIds: readonly number[],
  context: JobContext,
): Promise<RemovalResult> {
  // So that every row is in a sorted chunk and none is superseded yet.
  finalise(database);
  // What is deleted is overwritten in the file too, not only forgotten.
  const secureDelete = database.pragma('secure_delete', { simple: true }) as number;
  database.pragma('secure_delete = ON');
  database.exec('BEGIN IMMEDIATE');
  try {
    const raw = new RawStore(database);
    const plan = planRemoval(database, raw, sourceIds);
    const isDone = await remove(database, raw, plan, context);
    if (!isDone) {
      database.exec('ROLLBACK');
      return { outcome: 'cancelled', sources: 0, records: 0, eventsLost: 0, eventsKept: 0 };
    }
    database.exec('COMMIT');
    database.exec('PRAGMA incremental_vacuum');
    emptyLog(database);
    const eventsKept = plan.events.filter(({ survivors }) => survivors.length > 0).length;
    return {
      outcome: 'done',
      sources: plan.sourceIds.size,
      records: plan.removedCount,
      eventsLost: plan.events.length - eventsKept,
      eventsKept,
    };
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  } finally {
    database.pragma(`secure_delete = ${secureDelete}`);
  }
}

/** Moves the log into the file, so that it holds nothing of what was removed. Readers of older states are not waited for. */
export function emptyLog(database: Database): void {
  const timeout = database.pragma('busy_timeout', { simple: true }) as number;
  database.pragma('busy_timeout = 0');
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.pragma(`busy_timeout = ${timeout}`);
}

async function remove(database: Database, raw: RawStore, plan: RemovalPlan, context: JobContext): Promise<boolean> {
  const progress = throttledProgress(context);
  // Records are read before their blocks change.
  const settled = settleEvents(raw, plan, new RecordPlaces(database, raw));
  applyEvents(database, plan, settled);
  const rewriter = new BlockRewriter(database);
  let done = 0;
  for (const block of plan.blocks) {
    rewriter.rewrite(block, plan.removed);
    progress({ phase: 'removing', done: ++done, total: plan.blocks.length, unit: 'blocks' });
    await setImmediate();
    if (context.signal.aborted) return false;
  }
  dropSources(database, plan);
  finalise(database, (step) => progress(step));
  compactDictionaries(database);
  let read = 0;
  forgetWords(database, rewriter.removedWords, () =>
    progress({ phase: 'checking words', done: ++read, total: raw.blockCount, unit: 'blocks' }),
  );
  addRemovedRecords(database, plan.removedCount);
  return true;
}

/** What the affected events come to without the removed records. */
interface Settled {
  /** Rows that go: the event is lost, or another record stands for it. */
  droppedRows: number[];
  standing: NewStanding[];
  copies: Copy[];
  /** First records that went: the event was added by this source instead, which had counted it as a duplicate. */
  addedBy: number[];
  conflicts: { sourceId: number; record: number; keptRecord: number; kept: 'first' | 'richer' }[];
}

function settleEvents(raw: RawStore, plan: RemovalPlan, places: RecordPlaces): Settled {
  const settled: Settled = { droppedRows: [], standing: [], copies: [], addedBy: [], conflicts: [] };
  for (const event of plan.events) {
    const [first, ...others] = event.survivors;
    if (first === undefined) {
      settled.droppedRows.push(event.standing);
      continue;
    }
    let standing = first;
    for (const record of others) {
      const found = compare(raw, record, standing);
      settled.copies.push({ record, of: standing, relation: found });
      const isRicher = found === relation.richer;
      if (isRicher || found === relation.conflicting) {
        settled.conflicts.push({
          sourceId: places.sourceOf(record),
          record,
          keptRecord: isRicher ? record : standing,
          kept: isRicher ? 'richer' : 'first',
        });
      }
      if (isRicher) standing = record;
    }
    if (event.records[0] !== first) settled.addedBy.push(places.sourceOf(first));
    if (standing === event.standing) continue;
    settled.droppedRows.push(event.standing);
    settled.standing.push({ record: standing, sourceId: places.sourceOf(standing), text: raw.readRecord(standing) });
  }
  return settled;
}

/** As an import compares a record with the one that stands for the event. */
function compare(raw: RawStore, record: number, standing: number): Relation {
  const [mine, theirs] = [raw.readRecord(record), raw.readRecord(standing)];
  if (Buffer.compare(mine, theirs) === 0) return relation.identical;
  const [one, other] = [parse(mine), parse(theirs)];
  if (isSameRecord(one, other)) return relation.equal;
  return isRicherRecord(one, other) ? relation.richer : relation.conflicting;
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
}

function applyEvents(database: Database, plan: RemovalPlan, settled: Settled): void {
  rewriteCopies(database, plan.events, settled.copies);
  const supersede = database.prepare('INSERT OR IGNORE INTO superseded (record) VALUES (?)');
  for (const record of settled.droppedRows) supersede.run(record);
  addRowsOfRecords(database, settled.standing);
  const recount = database.prepare('UPDATE source SET added = added + 1, duplicates = duplicates - 1 WHERE id = ?');
  for (const sourceId of settled.addedBy) recount.run(sourceId);
  rewriteConflicts(database, plan.events, settled.conflicts);
}

function rewriteCopies(database: Database, events: readonly AffectedEvent[], fresh: readonly Copy[]): void {
  const affected = new Set(events.flatMap(({ records }) => (records.length > 1 ? records : [])));
  if (affected.size === 0) return;
  const kept = [...readCopies(database)].filter(({ record }) => !affected.has(record));
  database.exec('DELETE FROM copy_page');
  const all = [...kept, ...fresh].sort((a, b) => a.record - b.record);
  for (let from = 0; from < all.length; from += 100_000) {
    const page = new CopyPages(database);
    for (const { record, of, relation: kind } of all.slice(from, from + 100_000)) page.add(record, of, kind);
    page.flush();
  }
}

/** Conflicts with removed records are none any more; those among the rest may be others than before. */
function rewriteConflicts(database: Database, events: readonly AffectedEvent[], conflicts: Settled['conflicts']): void {
  const positions = new Set(
    events.flatMap(({ survivors, hasConflicts }) =>
      hasConflicts ? survivors.map((record) => `record ${record}`) : [],
    ),
  );
  if (positions.size > 0) {
    const drop = database.prepare('DELETE FROM problem WHERE id = ?');
    const stored = database.prepare("SELECT id, position FROM problem WHERE code = 'conflicting-copy'").all() as {
      id: number;
      position: string;
    }[];
    for (const { id, position } of stored) if (positions.has(position)) drop.run(id);
  }
  const insert = database.prepare(
    `INSERT INTO problem (run_id, source_id, source, position, code, message)
     SELECT run_id, id, locator, ?, 'conflicting-copy', ? FROM source WHERE id = ?`,
  );
  for (const { sourceId, record, keptRecord, kept } of conflicts) {
    const stands =
      kept === 'richer'
        ? 'This copy says more and stands for the event.'
        : 'The copy found first stands for the event.';
    const message = `An event with this eventID is in the case with other content (record ${keptRecord}). ${stands} Both are kept.`;
    insert.run(`record ${record}`, message, sourceId);
  }
}

interface RemovedSource {
  id: number;
  kind: string;
  locator: string;
  foundSha256: string | null;
  contentSha256: string | null;
  contentBytes: number;
  seen: number;
}

function dropSources(database: Database, plan: RemovalPlan): void {
  const select = database.prepare(
    `SELECT id, kind, locator, found_sha256 AS foundSha256, content_sha256 AS contentSha256,
       content_bytes AS contentBytes, seen FROM source WHERE id = ?`,
  );
  const removed = [...plan.sourceIds].sort((a, b) => a - b).map((id) => select.get(id) as RemovedSource);
  const drop = ['slice', 'problem'].map((table) => database.prepare(`DELETE FROM ${table} WHERE source_id = ?`));
  for (const { id } of removed) for (const statement of drop) statement.run(id);
  const dropSource = database.prepare('DELETE FROM source WHERE id = ?');
  // Children first: they refer to what they were found in.
  for (const { id } of removed.toReversed()) dropSource.run(id);
  const lost = plan.events.filter(({ survivors }) => survivors.length === 0).length;
  const list = JSON.stringify(removed);
  appendAudit(database, 'sources removed', {
    sources: removed.length,
    records: plan.removedCount,
    eventsLost: lost,
    eventsKept: plan.events.length - lost,
    listSha256: createHash('sha256').update(list).digest('hex'),
    removed: removed.slice(0, auditedSources),
  });
}
