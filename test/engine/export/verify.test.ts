import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase, verifyCase, type VerifyResult } from '../../../src/engine/entry.ts';
import { compress } from '../../../src/engine/store/blocks.ts';
import { zstdDecompressSync } from 'node:zlib';
import { importInto, writeLogs, type CliCase } from '../../support/cli-case.ts';

let at: CliCase;

beforeAll(async () => {
  at = writeLogs();
  await importInto(at.caseFile, at.logs);
});

afterAll(() => rmSync(at.folder, { recursive: true, force: true }));

async function verify(caseFile: string): Promise<VerifyResult> {
  const open = openCase(caseFile, { mode: 'read', program: 'test' });
  try {
    return await verifyCase(open, { signal: new AbortController().signal, onProgress: () => undefined });
  } finally {
    open.close();
  }
}

/** Verifies a copy of the case that was tampered with; returns the checks that failed. */
async function failing(tamper: (database: Database) => void): Promise<string[]> {
  const copy = path.join(at.folder, 'tampered.spoor');
  copyFileSync(at.caseFile, copy);
  const database = new SQLite(copy);
  tamper(database);
  database.close();
  const { ok, checks } = await verify(copy);
  const failed = checks.filter((check) => !check.ok);
  expect(ok).toBe(failed.length === 0);
  for (const { failures, detail } of failed) {
    expect(failures.length).toBeGreaterThan(0);
    expect(detail).not.toBe('');
  }
  return failed.map(({ what }) => what);
}

const blob = (database: Database, sql: string): Buffer => database.prepare(sql).pluck().get() as Buffer;

/** Changes one letter of the evidence and packs it again, so that every checksum of the block holds. */
function rewriteBlock(database: Database, from: string, to: string): void {
  const content = zstdDecompressSync(blob(database, 'SELECT data FROM block WHERE id = 1'));
  content.write(to, content.indexOf(from), 'latin1');
  database.prepare('UPDATE block SET data = ? WHERE id = 1').run(compress(content));
}

describe('verifyCase', () => {
  it('finds nothing in a case as it was made', async () => {
    expect(await failing(() => undefined)).toEqual([]);
  });

  it('tells evidence that was changed and packed again', async () => {
    expect(await failing((database) => rewriteBlock(database, '198.51.100.23', '198.51.100.99'))).toEqual([
      'sources',
      'events against their records',
    ]);
    // White space between records is evidence as well.
    expect(await failing((database) => rewriteBlock(database, '"Records"', '"records"'))).toContain('sources');
  });

  it('tells a damaged and a missing block', async () => {
    const damaged = await failing((database) => {
      const data = blob(database, 'SELECT data FROM block WHERE id = 1');
      data[data.length >>> 1]! ^= 0xff;
      database.prepare('UPDATE block SET data = ? WHERE id = 1').run(data);
    });
    expect(damaged).toEqual(expect.arrayContaining(['blocks', 'sources', 'events against their records']));
    expect(await failing((database) => database.exec('DELETE FROM block'))).toEqual(
      expect.arrayContaining(['sources', 'counts']),
    );
  });

  it('tells an index that says something else than the records', async () => {
    const changed = await failing((database) => {
      const sql = "SELECT data FROM dictionary_page WHERE field = 'event' ORDER BY first_id LIMIT 1";
      const names = zstdDecompressSync(blob(database, sql)).toString('utf8').replace('PutRolePolicy', 'GetRolePolicy');
      database
        .prepare("UPDATE dictionary_page SET data = ? WHERE field = 'event' AND first_id = 1")
        .run(compress(Buffer.from(names)));
    });
    expect(changed).toEqual(['events against their records']);
  });

  it('tells a word filter that would hide events from a search', async () => {
    expect(
      await failing((database) => {
        const bits = blob(database, 'SELECT bits FROM filter WHERE block_id = 1');
        database.prepare('UPDATE filter SET bits = ? WHERE block_id = 1').run(bits.fill(0));
      }),
    ).toEqual(['word filters']);
    expect(await failing((database) => database.exec('DELETE FROM filter'))).toEqual(['word filters']);
  });

  it('tells counts that were touched', async () => {
    expect(
      await failing((database) =>
        database.exec('UPDATE source SET added = added - 1, seen = seen - 1 WHERE added > 0'),
      ),
    ).toEqual(['counts']);
    expect(await failing((database) => database.exec('UPDATE source SET rejected = 1'))).toEqual(['counts']);
  });

  it('tells an audit log that was rewritten, and a schema that was changed', async () => {
    const rewritten = await failing((database) => {
      database.exec("DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'nobody' WHERE id = 1");
    });
    expect(rewritten).toEqual(['schema', 'audit log']);
    expect(await failing((database) => database.exec('DROP TABLE slice'))).toEqual(
      expect.arrayContaining(['schema', 'sources']),
    );
  });

  it('tells slices that were moved', async () => {
    expect(
      await failing((database) => database.exec('UPDATE slice SET block_offset = block_offset + 1 WHERE sequence = 0')),
    ).toContain('sources');
    expect(await failing((database) => database.exec('DELETE FROM slice WHERE sequence = 0'))).toContain('sources');
  });

  it('tells damaged pages of the database itself', async () => {
    const copy = path.join(at.folder, 'pages.spoor');
    copyFileSync(at.caseFile, copy);
    const database = new SQLite(copy);
    database.unsafeMode(true);
    database.pragma('writable_schema = 1');
    database.exec(
      "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'slice') WHERE name = 'problem'",
    );
    database.close();
    const { ok, checks } = await verify(copy);
    expect(ok).toBe(false);
    expect(checks.find(({ what }) => what === 'database')!.ok).toBe(false);
  });
});
