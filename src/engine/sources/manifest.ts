import type { Database } from 'better-sqlite3';
import { metaValue } from '../case/open.ts';
import { openOutput } from '../export/output.ts';
import { caseCounts } from './source-rows.ts';

/** Sources written at once. */
const batch = 1_000;

interface ManifestSource {
  id: number;
  parentId: number | null;
  kind: string;
  locator: string;
  format: string | null;
  encoding: string | null;
  state: string;
  reasonCode: string | null;
  reason: string | null;
  foundBytes: number | null;
  foundModifiedMs: number | null;
  foundSha256: string | null;
  contentBytes: number;
  contentSha256: string | null;
  seen: number;
  added: number;
  duplicates: number;
  rejected: number;
  importedMs: number | null;
}

const select = `SELECT source.id, parent_id AS parentId, kind, locator, format, encoding, state, reason_code AS reasonCode,
  reason, found_bytes AS foundBytes, found_modified_ms AS foundModifiedMs, found_sha256 AS foundSha256,
  content_bytes AS contentBytes, content_sha256 AS contentSha256, seen, added, duplicates, rejected,
  import_run.started_ms AS importedMs
  FROM source LEFT JOIN import_run ON import_run.id = source.run_id ORDER BY source.id`;

/** An ISO 8601 time, or null. */
const timeOf = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();

/**
 * Writes the evidence manifest as JSON: what the case rests on, with hashes and counts, and the head of the audit log, so
 * that the manifest pins what was done to the case until then.
 */
export async function writeManifest(
  database: Database,
  options: { caseFile: string; file: string; appVersion: string },
): Promise<{ sources: number; sha256: string }> {
  const output = await openOutput({ kind: 'file', file: options.file, overwrite: true }, options.caseFile);
  try {
    const head = database.prepare('SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1').get() as
      { id: number; hash: string } | undefined;
    const description = {
      manifest: 'spoor-evidence',
      version: 1,
      spoor: options.appVersion,
      caseId: metaValue(database, 'caseId'),
      caseFile: options.caseFile,
      createdAt: timeOf(Date.now()),
      counts: caseCounts(database),
      audit: head === undefined ? null : { entries: head.id, headSha256: head.hash },
    };
    const lines = JSON.stringify(description, null, 2).slice(0, -2);
    await output.write(Buffer.from(`${lines},\n  "sources": [`, 'utf8'));
    let sources = 0;
    let pending: string[] = [];
    const flush = async (): Promise<void> => {
      await output.write(Buffer.from(pending.join(''), 'utf8'));
      pending = [];
    };
    // All at once: a statement that is still stepped through would keep the connection from anything else.
    for (const { foundModifiedMs, importedMs, ...source } of database.prepare(select).all() as ManifestSource[]) {
      const entry = { ...source, foundModifiedAt: timeOf(foundModifiedMs), importedAt: timeOf(importedMs) };
      pending.push(`${sources === 0 ? '' : ','}\n    ${JSON.stringify(entry)}`);
      sources++;
      if (pending.length >= batch) await flush();
    }
    await flush();
    await output.write(Buffer.from('\n  ]\n}\n', 'utf8'));
    return { sources, sha256: await output.finish() };
  } catch (error) {
    await output.discard();
    throw error;
  }
}
