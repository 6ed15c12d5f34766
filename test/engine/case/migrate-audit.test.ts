import path from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { appendAudit, checkAudit, readAudit } from '../../../src/engine/case/audit.ts';
import { migrate, migrations, newestVersion, schemaVersion, type Migration } from '../../../src/engine/case/migrate.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const newDatabase = (): Database => new SQLite(path.join(temporaryFolder(), 'x.spoor'));
const tables = (database: Database): unknown[] =>
  database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all();

describe('migrations', () => {
  it('make a case of nothing, and do nothing twice', () => {
    const database = newDatabase();
    migrate(database);
    expect(schemaVersion(database)).toBe(newestVersion);
    const made = tables(database);
    expect(made).toEqual(expect.arrayContaining(['audit', 'block', 'chunk', 'mark', 'slice', 'source']));
    migrate(database);
    expect(tables(database)).toEqual(made);
  });

  it('keep the rows of every older schema', () => {
    for (const old of migrations.slice(0, -1)) {
      const database = newDatabase();
      migrate(
        database,
        migrations.filter(({ version }) => version <= old.version),
      );
      expect(schemaVersion(database)).toBe(old.version);
      appendAudit(database, 'case created', { caseId: 'a' });
      database
        .prepare(`INSERT INTO source (run_id, kind, locator, state) VALUES (1, 'file', '/logs/a.json', 'done')`)
        .run();
      migrate(database);
      expect(schemaVersion(database)).toBe(newestVersion);
      expect(checkAudit(database)).toEqual({ entries: 1, brokenAt: null });
      expect(database.prepare('SELECT locator FROM source').pluck().all()).toEqual(['/logs/a.json']);
    }
  });

  it('leave the case as it was when one fails', () => {
    const database = newDatabase();
    migrate(database, migrations.slice(0, 1));
    const before = tables(database);
    const failing: Migration[] = [
      ...migrations,
      {
        version: newestVersion + 10,
        up(open) {
          open.exec('CREATE TABLE half (x)');
          throw new Error('in the middle');
        },
      },
    ];
    expect(() => migrate(database, failing)).toThrow('in the middle');
    expect(schemaVersion(database)).toBe(migrations[0]!.version);
    expect(tables(database)).toEqual(before);
  });

  it('are refused out of order or twice', () => {
    const step = (version: number): Migration => ({ version, up: () => undefined });
    for (const order of [
      [10, 30, 20],
      [10, 10],
    ]) {
      const database = newDatabase();
      expect(() => migrate(database, order.map(step))).toThrow('out of order');
      expect(schemaVersion(database)).toBe(0);
    }
  });
});

describe('the audit log', () => {
  function filled(): Database {
    const database = newDatabase();
    migrate(database);
    for (const action of ['case created', 'import started', 'import done', 'exported']) {
      appendAudit(database, action, { what: action, path: '/logs/"é"\n' });
    }
    return database;
  }

  it('chains its entries', () => {
    const database = filled();
    const entries = readAudit(database);
    expect(entries.map(({ id, action }) => [id, action])).toEqual([
      [1, 'case created'],
      [2, 'import started'],
      [3, 'import done'],
      [4, 'exported'],
    ]);
    entries.forEach((entry, i) => {
      expect(entry.previousHash).toBe(i === 0 ? '0'.repeat(64) : entries[i - 1]!.hash);
      expect(JSON.parse(entry.detail)).toEqual({ what: entry.action, path: '/logs/"é"\n' });
      expect(entry.actor).not.toBe('');
    });
    expect(checkAudit(database)).toEqual({ entries: 4, brokenAt: null });
  });

  it('refuses changes', () => {
    const database = filled();
    expect(() => database.exec(`UPDATE audit SET actor = 'x' WHERE id = 2`)).toThrow('append-only');
    expect(() => database.exec('DELETE FROM audit WHERE id = 4')).toThrow('append-only');
    expect(checkAudit(database).brokenAt).toBeNull();
  });

  it('shows changes made behind its back', () => {
    const changes: [sql: string, brokenAt: number][] = [
      [`UPDATE audit SET detail = '{}' WHERE id = 2`, 2],
      [`UPDATE audit SET time_ms = time_ms + 1 WHERE id = 1`, 1],
      [`UPDATE audit SET actor = 'somebody' WHERE id = 4`, 4],
      [`UPDATE audit SET hash = previous_hash WHERE id = 3`, 3],
      ['DELETE FROM audit WHERE id = 2', 3],
      ['DELETE FROM audit WHERE id = 1', 2],
      ['UPDATE audit SET id = 9 WHERE id = 4', 9],
    ];
    for (const [sql, brokenAt] of changes) {
      const database = filled();
      database.exec('DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete');
      database.exec(sql);
      expect({ sql, ...checkAudit(database) }).toMatchObject({ sql, brokenAt });
    }
  });

  it('is whole when it is empty', () => {
    const database = newDatabase();
    migrate(database);
    expect(checkAudit(database)).toEqual({ entries: 0, brokenAt: null });
  });
});
