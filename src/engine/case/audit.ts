import { createHash } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Database } from 'better-sqlite3';

/** One entry of the audit log: who did what when. */
export interface AuditEntry {
  id: number;
  timeMs: number;
  actor: string;
  action: string;
  /** What exactly, as JSON. Never holds secrets. */
  detail: string;
  previousHash: string;
  hash: string;
}

const genesis = '0'.repeat(64);

function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  const parts = [entry.id, entry.timeMs, entry.actor, entry.action, entry.detail, entry.previousHash];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function actorName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Appends an entry; call it inside the transaction that does the thing. */
export function appendAudit(database: Database, action: string, detail: Record<string, unknown>): void {
  const last = database.prepare('SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1').get() as
    { id: number; hash: string } | undefined;
  const entry = {
    id: (last?.id ?? 0) + 1,
    timeMs: Date.now(),
    actor: actorName(),
    action,
    detail: JSON.stringify(detail),
    previousHash: last?.hash ?? genesis,
  };
  database
    .prepare('INSERT INTO audit (id, time_ms, actor, action, detail, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(entry.id, entry.timeMs, entry.actor, entry.action, entry.detail, entry.previousHash, hashOf(entry));
}

const selectEntries =
  'SELECT id, time_ms AS timeMs, actor, action, detail, previous_hash AS previousHash, hash FROM audit ORDER BY id';

export function readAudit(database: Database): AuditEntry[] {
  return database.prepare(selectEntries).all() as AuditEntry[];
}

/** Re-computes the hash chain. Returns the number of entries and the first one that does not hold, if any. */
export function checkAudit(database: Database): { entries: number; brokenAt: number | null } {
  let previousHash = genesis;
  let entries = 0;
  for (const entry of database.prepare(selectEntries).iterate() as IterableIterator<AuditEntry>) {
    entries++;
    if (entry.id !== entries || entry.previousHash !== previousHash || hashOf(entry) !== entry.hash) {
      return { entries, brokenAt: entry.id };
    }
    previousHash = entry.hash;
  }
  return { entries, brokenAt: null };
}
