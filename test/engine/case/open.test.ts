import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { readAudit } from '../../../src/engine/case/audit.ts';
import { migrations, newestVersion } from '../../../src/engine/case/migrate.ts';
import { metaValue, openCase } from '../../../src/engine/case/open.ts';
import { fromSqlite } from '../../../src/engine/case/sqlite-errors.ts';
import { becomeOrdinaryUser } from '../../support/ordinary-user.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const write = { mode: 'write', program: 'test' } as const;
const read = { mode: 'read', program: 'test' } as const;

function newCase(name = 'x.spoor'): string {
  const file = path.join(temporaryFolder(), name);
  openCase(file, write).close();
  return file;
}

const failsWith = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

/** Write version of the header: 1 for a file at rest, 2 for one with a write-ahead log. */
function journalVersion(file: string): number {
  const header = Buffer.alloc(20);
  readSync(openSync(file, 'r'), header, 0, 20, 0);
  return header[18]!;
}

describe('a new case', () => {
  it('is one file at rest, with an id, a creation time and its first audit entry', () => {
    const file = newCase();
    expect(readdirSync(path.dirname(file))).toEqual(['x.spoor']);
    expect(journalVersion(file)).toBe(1);
    const caseFile = openCase(file, read);
    const { database } = caseFile;
    expect(caseFile.readOnly).toBe(true);
    expect(database.pragma('application_id', { simple: true })).toBe(0x53706f72);
    expect(database.pragma('user_version', { simple: true })).toBe(newestVersion);
    expect(database.pragma('page_size', { simple: true })).toBe(8192);
    expect(database.pragma('auto_vacuum', { simple: true })).toBe(2);
    expect(metaValue(database, 'caseId')).toMatch(/^[0-9a-f-]{36}$/);
    expect(Number(metaValue(database, 'createdMs'))).toBeGreaterThan(1_700_000_000_000);
    expect(metaValue(database, 'nothing')).toBeNull();
    expect(readAudit(database).map(({ action }) => action)).toEqual(['case created']);
    caseFile.close();
  });

  it('keeps its id when it is opened again', () => {
    const file = newCase();
    const idOf = (): string | null => {
      const caseFile = openCase(file, write);
      const id = metaValue(caseFile.database, 'caseId');
      expect(readAudit(caseFile.database)).toHaveLength(1);
      caseFile.close();
      return id;
    };
    expect(idOf()).toBe(idOf());
  });

  it('is made of an empty file as well, and of one whose making was cut off', () => {
    const folder = temporaryFolder();
    const empty = path.join(folder, 'empty.spoor');
    writeFileSync(empty, '');
    openCase(empty, write).close();

    // Killed after the first commit, before the tables.
    const begun = path.join(folder, 'begun.spoor');
    const database = new SQLite(begun);
    database.pragma('page_size = 8192');
    database.pragma(`application_id = ${0x53706f72}`);
    database.close();
    openCase(begun, write).close();

    // Killed after the tables, before the id.
    const bare = path.join(folder, 'bare.spoor');
    const tables = new SQLite(bare);
    tables.pragma(`application_id = ${0x53706f72}`);
    for (const { up } of migrations) up(tables);
    tables.pragma(`user_version = ${newestVersion}`);
    tables.close();
    openCase(bare, write).close();

    for (const file of [empty, begun, bare]) {
      const caseFile = openCase(file, read);
      expect(metaValue(caseFile.database, 'caseId')).not.toBeNull();
      expect(readAudit(caseFile.database)).toHaveLength(1);
      caseFile.close();
    }
  });

  it('is made where a journal takes back the first attempt', () => {
    const file = path.join(temporaryFolder(), 'x.spoor');
    // A process killed inside its first write to the file leaves pages and the journal that undoes them.
    const script = `
      const SQLite = require('better-sqlite3');
      const database = new SQLite(process.argv[1]);
      database.pragma('cache_size = 2');
      database.pragma('cache_spill = 1');
      database.exec('BEGIN; CREATE TABLE t (x)');
      const insert = database.prepare('INSERT INTO t VALUES (zeroblob(4000))');
      for (let i = 0; i < 200; i++) insert.run();
      process.kill(process.pid, 'SIGKILL');`;
    spawnSync(process.execPath, ['-e', script, file], { cwd: path.resolve(import.meta.dirname, '../../..') });
    expect(statSync(file).size).toBeGreaterThan(0);
    expect(existsSync(`${file}-journal`)).toBe(true);
    openCase(file, write).close();
    const caseFile = openCase(file, read);
    expect(metaValue(caseFile.database, 'caseId')).not.toBeNull();
    caseFile.close();
  });
});

describe('what is no case', () => {
  it('is refused in both modes and left as it is', () => {
    const folder = temporaryFolder();
    const database = path.join(folder, 'other.db');
    new SQLite(database).exec('CREATE TABLE t (x)').close();
    const text = path.join(folder, 'notes.txt');
    writeFileSync(text, 'Not a database at all, but long enough to have a header. '.repeat(20));
    const short = path.join(folder, 'short.txt');
    writeFileSync(short, 'x');
    const sub = path.join(folder, 'sub');
    mkdirSync(sub);
    for (const file of [database, text, short]) {
      const before = readFileSync(file);
      for (const mode of [read, write]) expect(() => openCase(file, mode)).toThrow(failsWith('not-a-case', file));
      expect(readFileSync(file).equals(before)).toBe(true);
    }
    for (const mode of [read, write]) expect(() => openCase(sub, mode)).toThrow(failsWith('not-a-case', 'folder'));
    expect(readdirSync(folder).toSorted()).toEqual(['notes.txt', 'other.db', 'short.txt', 'sub']);
  });

  it('is told apart from what is not there', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'file'), '');
    expect(() => openCase(path.join(folder, 'absent.spoor'), read)).toThrow(failsWith('not-found'));
    expect(() => openCase(path.join(folder, 'file', 'x.spoor'), read)).toThrow(failsWith('not-found'));
    expect(() => openCase(path.join(folder, 'file', 'x.spoor'), write)).toThrow(failsWith('not-found', 'folder'));
    expect(() => openCase(path.join(folder, 'absent', 'x.spoor'), write)).toThrow(failsWith('not-found', 'folder'));
    expect(() => openCase(path.join(folder, 'file'), read)).toThrow(failsWith('not-a-case'));
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('says that a damaged case is damaged', () => {
    const file = newCase();
    truncateSync(file, 8192 * 3);
    const opening = (): void => {
      const caseFile = openCase(file, write);
      caseFile.close();
    };
    expect(opening).toThrow(failsWith('case-corrupt', file));
  });
});

describe('schemas', () => {
  it('of a newer version are refused and left as they are', () => {
    const file = newCase();
    const database = new SQLite(file);
    database.pragma(`user_version = ${newestVersion + 1}`);
    database.close();
    const before = readFileSync(file);
    for (const mode of [read, write]) expect(() => openCase(file, mode)).toThrow(failsWith('case-from-future', file));
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(path.dirname(file))).toEqual(['x.spoor']);
  });

  it('of an older version are upgraded by a writer and asked for by a reader', () => {
    const file = path.join(temporaryFolder(), 'old.spoor');
    const database = new SQLite(file);
    database.pragma(`application_id = ${0x53706f72}`);
    migrations[0]!.up(database);
    database.pragma(`user_version = ${migrations[0]!.version}`);
    database.close();
    expect(() => openCase(file, read)).toThrow(failsWith('case-read-only', 'older version'));
    openCase(file, write).close();
    openCase(file, read).close();
  });
});

describe('media that cannot be written', () => {
  function readOnlyFolder(): { file: string; folder: string } {
    const file = newCase();
    const folder = path.dirname(file);
    chmodSync(file, 0o444);
    chmodSync(folder, 0o555);
    return { file, folder };
  }

  it('serve readers and tell writers', () => {
    const { file, folder } = readOnlyFolder();
    becomeOrdinaryUser();
    const caseFile = openCase(file, read);
    expect(metaValue(caseFile.database, 'caseId')).not.toBeNull();
    caseFile.close();
    expect(() => openCase(file, write)).toThrow(failsWith('case-read-only', file));
    expect(() => openCase(path.join(folder, 'new.spoor'), write)).toThrow(failsWith('case-read-only'));
    expect(readdirSync(folder)).toEqual(['x.spoor']);
  });

  it('tell writers, too, where only the file is read-only', () => {
    const file = newCase();
    chmodSync(file, 0o444);
    chmodSync(path.dirname(file), 0o777);
    becomeOrdinaryUser();
    expect(() => openCase(file, write)).toThrow(failsWith('case-read-only', file));
    expect(readdirSync(path.dirname(file))).toEqual(['x.spoor']);
  });

  it('tell readers whose rights do not reach', () => {
    const file = newCase();
    // Of a user who is not the one that reads.
    if (process.getuid?.() === 0) chownSync(file, 1, 1);
    chmodSync(file, 0o000);
    chmodSync(path.dirname(file), 0o777);
    becomeOrdinaryUser();
    expect(() => openCase(file, read)).toThrow(failsWith('file-access', file));
  });

  it('hold a copy without its log, opened as never changing', () => {
    const file = newCase();
    const writer = openCase(file, write);
    writer.database.prepare('INSERT INTO setting VALUES (?, ?)').run('title', 'Q');
    writer.close();
    const copy = path.join(temporaryFolder(), 'copy.spoor');
    copyFileSync(file, copy);
    const before = readFileSync(copy);
    const database = new SQLite(copy, { readonly: true, fileMustExist: true });
    expect(database.prepare('SELECT value FROM setting').pluck().get()).toBe('Q');
    database.close();
    expect(readFileSync(copy).equals(before)).toBe(true);
    expect(readdirSync(path.dirname(copy))).toEqual(['copy.spoor']);
  });
});

describe('a log that was left behind', () => {
  /** Copies of a case as a SIGKILL leaves it: committed rows in the log, and the log of an open transaction. */
  function killed(): string {
    const file = newCase();
    const writer = openCase(file, write);
    writer.database.prepare('INSERT INTO setting VALUES (?, ?)').run('committed', 'yes');
    writer.database.exec(`BEGIN; INSERT INTO setting VALUES ('open', 'yes')`);
    const copy = path.join(temporaryFolder(), 'killed.spoor');
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    writer.close();
    return copy;
  }

  for (const mode of [read, write]) {
    it(`is taken in when the case is opened to ${mode.mode}`, () => {
      const file = killed();
      const caseFile = openCase(file, mode);
      expect(caseFile.database.prepare('SELECT key FROM setting').pluck().all()).toEqual(['committed']);
      caseFile.close();
    });
  }

  it('is gone after a writer has closed the case', () => {
    const file = killed();
    openCase(file, write).close();
    expect(readdirSync(path.dirname(file))).toEqual(['killed.spoor']);
    expect(journalVersion(file)).toBe(1);
  });
});

describe('readers beside a writer', () => {
  it('see what was committed, and go on while a transaction is open', () => {
    const file = newCase();
    const writer = openCase(file, write);
    const [one, other] = [openCase(file, read), openCase(file, read)];
    const keys = (of: typeof one): unknown[] =>
      of.database.prepare('SELECT key FROM setting ORDER BY key').pluck().all();
    writer.database.exec(`BEGIN IMMEDIATE; INSERT INTO setting VALUES ('a', '1')`);
    other.database.exec('BEGIN');
    expect([keys(one), keys(other)]).toEqual([[], []]);
    writer.database.exec('COMMIT');
    expect([keys(one), keys(other)]).toEqual([['a'], []]);
    expect(() => one.database.exec('DELETE FROM setting')).toThrow(/readonly/);
    other.database.exec('COMMIT');
    expect(keys(other)).toEqual(['a']);
    for (const open of [one, other, writer]) open.close();
    expect(readdirSync(path.dirname(file))).toEqual(['x.spoor']);
  });

  it('keep nothing back when the writer closes first: a copy of the file alone is whole', () => {
    const file = newCase();
    const writer = openCase(file, write);
    writer.database.prepare('INSERT INTO setting VALUES (?, ?)').run('a', '1');
    const reader = openCase(file, read);
    expect(reader.database.prepare('SELECT count(*) FROM setting').pluck().get()).toBe(1);
    writer.close();
    const copy = path.join(temporaryFolder(), 'copy.spoor');
    copyFileSync(file, copy);
    const copied = openCase(copy, read);
    expect(copied.database.prepare('SELECT key FROM setting').pluck().all()).toEqual(['a']);
    copied.close();
    reader.close();
    openCase(file, write).close();
    expect(readdirSync(path.dirname(file))).toEqual(['x.spoor']);
  });
});

describe('errors of SQLite', () => {
  it('become codes of ours, and others stay what they are', () => {
    const codes: [string, string][] = [
      ['SQLITE_FULL', 'disk-full'],
      ['SQLITE_IOERR_WRITE', 'disk-full'],
      ['SQLITE_NOTADB', 'not-a-case'],
      ['SQLITE_CORRUPT_VTAB', 'case-corrupt'],
      ['SQLITE_READONLY_DBMOVED', 'case-read-only'],
      ['SQLITE_PERM', 'case-read-only'],
      ['SQLITE_BUSY_SNAPSHOT', 'case-locked'],
      ['SQLITE_LOCKED', 'case-locked'],
      ['SQLITE_CANTOPEN_ISDIR', 'file-access'],
    ];
    for (const [code, expected] of codes) {
      const cause = Object.assign(new Error('why'), { code });
      expect(fromSqlite(cause, '/a/x.spoor')).toMatchObject({
        code: expected,
        message: expect.stringContaining('/a/x.spoor'),
        detail: `${code}: why`,
        cause,
      });
    }
    for (const other of [
      new Error('no code'),
      Object.assign(new Error(), { code: 'SQLITE_CONSTRAINT' }),
      Object.assign(new Error(), { code: 5 }),
    ]) {
      expect(fromSqlite(other, 'x')).toBe(other);
    }
  });
});
