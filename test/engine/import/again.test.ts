import { renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CaseIndex, openCase, search, verifyCase } from '../../../src/engine/entry.ts';
import { readCopies, relation } from '../../../src/engine/store/copies.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { readCaseContent } from '../../support/case-content.ts';
import { eventId, logFile, record, records, text } from '../../support/fixtures.ts';
import { importLogs, queryCase, writeFiles, zipOf } from '../../support/import-logs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function newPlace(files: Record<string, string | Uint8Array>): { file: string; logs: string } {
  const folder = temporaryFolder();
  return { file: path.join(folder, 'x.spoor'), logs: writeFiles(path.join(folder, 'logs'), files) };
}

/** The bytes that stand for an event. */
function recordOf(file: string, number: number): string {
  const caseFile = openCase(file, { mode: 'read', program: 'test' });
  const index = new CaseIndex(caseFile.database);
  const bytes = index.raw.readRecord(index.recordNumbers[index.rowOfEventId(eventId(number))]!);
  index.close();
  caseFile.close();
  return Buffer.from(bytes).toString();
}

function relations(file: string): number[] {
  const caseFile = openCase(file, { mode: 'read', program: 'test' });
  const found = [...readCopies(caseFile.database)].map((copy) => copy.relation);
  caseFile.close();
  return found;
}

/** Text of each record as kept, in the order of their numbers. */
function allRecords(file: string): string[] {
  const caseFile = openCase(file, { mode: 'read', program: 'test' });
  const index = new CaseIndex(caseFile.database);
  const texts = Array.from({ length: index.raw.recordCount }, (_, i) =>
    Buffer.from(index.raw.readRecord(i)).toString(),
  );
  index.close();
  caseFile.close();
  return texts;
}

const counts = (seen: number, added: number, duplicates: number, rejected = 0) => ({
  seen,
  added,
  duplicates,
  rejected,
});

describe('an import of what the case has already', () => {
  it('reads nothing again, and only what is new', async () => {
    const { file, logs } = newPlace({
      'a.json': logFile(records(3)),
      'b.txt': 'no log',
      'c.zip': await zipOf([
        ['x.json', logFile(records(1, 11))],
        ['y.json', logFile(records(1, 12))],
      ]),
      'empty.json': '',
    });
    const first = await importLogs(file, logs);
    expect(first.files).toEqual({ listed: 5, read: 3, skipped: 2, failed: 0 });
    const content = readCaseContent(file);

    const second = await importLogs(file, logs);
    expect(second).toMatchObject({ unchanged: 4, problems: [], skipped: [], records: counts(0, 0, 0) });
    expect(second.files).toEqual({ listed: 4, read: 0, skipped: 4, failed: 0 });
    expect(readCaseContent(file)).toEqual(content);

    writeFiles(logs, { 'a/new.json': logFile(records(3, 3)) });
    const third = await importLogs(file, logs);
    expect(third).toMatchObject({ unchanged: 4, records: counts(3, 2, 1) });
    expect(third.files).toEqual({ listed: 5, read: 1, skipped: 4, failed: 0 });
    expect(readCaseContent(file).events).toBe(7);
    expect(queryCase(file, `SELECT count(*) AS folders FROM source WHERE kind = 'folder'`)).toEqual([{ folders: 1 }]);
  });

  it('takes a file that changed for a new source, and one that was only touched for duplicates', async () => {
    const { file, logs } = newPlace({ 'a.json': logFile(records(2)), 'b.json': logFile(records(2, 11)) });
    await importLogs(file, logs);
    writeFiles(logs, { 'a.json': logFile(records(3)) });
    utimesSync(path.join(logs, 'b.json'), 1_000_000, 1_000_000);
    const again = await importLogs(file, logs);
    expect(again).toMatchObject({ unchanged: 0, records: counts(5, 1, 4) });
    const sources = queryCase(file, `SELECT locator, state, seen, added FROM source WHERE kind = 'file' ORDER BY id`);
    expect(
      sources.map(({ locator, state, seen, added }) => [path.basename(String(locator)), state, seen, added]),
    ).toEqual([
      ['a.json', 'done', 2, 2],
      ['b.json', 'done', 2, 2],
      ['a.json', 'done', 3, 1],
      ['b.json', 'done', 2, 0],
    ]);
    expect((await importLogs(file, logs)).unchanged).toBe(2);
    const caseFile = openCase(file, { mode: 'read', program: 'test' });
    const context = { signal: new AbortController().signal, onProgress: () => undefined };
    expect((await verifyCase(caseFile, context)).checks.filter(({ ok }) => !ok)).toEqual([]);
    caseFile.close();
  });

  it('shows a file that changed as one value', async () => {
    const { file, logs } = newPlace({ 'a.json': logFile(records(2)), 'b.json': logFile(records(1, 11)) });
    await importLogs(file, logs);
    writeFiles(logs, { 'a.json': logFile(records(3)) });
    await importLogs(file, logs);
    const caseFile = openCase(file, { mode: 'read', program: 'test' });
    const index = new CaseIndex(caseFile.database);
    const changed = path.join(logs, 'a.json');
    const parsed = parseQuery(`source:"${changed}"`);
    const query = parsed.ok ? parsed.query : { kind: 'all' as const };
    const found = search(index, { query, facets: ['source'], facetLimit: 9, histogram: false, rows: null });
    expect(found.matches).toBe(3);
    expect(found.facets.source).toEqual({
      values: [
        [changed, 3],
        [path.join(logs, 'b.json'), 1],
      ],
      distinct: 2,
      missing: 0,
    });
    index.close();
    caseFile.close();
  });

  it('finds nothing new in the same content under other names', async () => {
    const { file, logs } = newPlace({
      'a.json': logFile(records(5)),
      'z.zip': await zipOf([['a.json', logFile(records(5))]]),
    });
    const first = await importLogs(file, logs);
    expect(first.records).toEqual(counts(10, 5, 5));
    renameSync(logs, `${logs}-moved`);
    const moved = await importLogs(file, `${logs}-moved`);
    expect(moved.records).toEqual(counts(10, 0, 10));
    expect(moved.problems).toEqual([]);
    expect(readCaseContent(file).events).toBe(5);
    expect(new Set(relations(file))).toEqual(new Set([relation.identical]));
  });

  it('tries again what could not be read, in the same source', async () => {
    const { file, logs } = newPlace({ 'a.json': logFile(records(1)) });
    const missing = path.join(logs, 'b.dat');
    const first = await importLogs(file, [logs, missing]);
    expect(first.files).toMatchObject({ listed: 1, failed: 0 });
    const gone = path.join(path.dirname(logs), 'c.dat');
    expect((await importLogs(file, gone)).files).toEqual({ listed: 1, read: 0, skipped: 0, failed: 1 });
    expect((await importLogs(file, gone)).files).toEqual({ listed: 1, read: 0, skipped: 0, failed: 1 });
    expect(queryCase(file, 'SELECT state FROM source WHERE locator = ?', gone)).toEqual([{ state: 'failed' }]);
    writeFileSync(gone, logFile(records(2, 2)));
    expect((await importLogs(file, gone)).records).toEqual(counts(2, 2, 0));
    expect(queryCase(file, 'SELECT state FROM source WHERE locator = ? ORDER BY id DESC LIMIT 1', gone)).toEqual([
      { state: 'done' },
    ]);
  });

  it('sees an archive in what it could not open before', async () => {
    const { file, logs } = newPlace({ 'a.dat': await zipOf([['x.json', logFile(records(2))]]) });
    const zip = path.join(logs, 'a.dat');
    await importLogs(file, []);
    // As an import leaves a file whose rights did not reach: found, but failed.
    const { size, mtimeMs } = statSync(zip);
    const caseFile = openCase(file, { mode: 'write', program: 'test' });
    caseFile.database
      .prepare(
        `INSERT INTO source (run_id, kind, locator, state, reason_code, reason, found_bytes, found_modified_ms)
         VALUES (1, 'file', ?, 'failed', 'file-access', 'no', ?, ?)`,
      )
      .run(zip, size, Math.floor(mtimeMs));
    caseFile.close();
    const result = await importLogs(file, zip);
    expect(result.records).toEqual(counts(2, 2, 0));
    expect(queryCase(file, 'SELECT kind, state, reason FROM source WHERE locator = ?', zip)).toEqual([
      { kind: 'archive', state: 'done', reason: null },
    ]);
    expect((await importLogs(file, zip)).unchanged).toBe(1);
  });

  it('reads a file from the start that changed and changed back around an import that came to nothing', async () => {
    const { file, logs } = newPlace({ 'a.json': logFile(records(2)) });
    await importLogs(file, logs);
    const caseFile = openCase(file, { mode: 'write', program: 'test' });
    caseFile.database.exec(`UPDATE source SET state = 'partial' WHERE kind = 'file'`);
    caseFile.close();
    expect((await importLogs(file, logs)).records).toEqual(counts(2, 0, 2));
  });

  it('names the same paths twice as one', async () => {
    const { file, logs } = newPlace({ 'a.json': logFile(records(1)) });
    const result = await importLogs(file, [logs, `${logs}${path.sep}`, path.join(logs, 'a.json')]);
    expect(result.files.listed).toBe(1);
    expect(queryCase(file, 'SELECT kind FROM source')).toEqual([{ kind: 'folder' }, { kind: 'file' }]);
  });
});

describe('copies of an event', () => {
  const plain = record(1);
  const rewritten = JSON.stringify(Object.fromEntries(Object.entries(plain).toReversed()), null, 1).replace(
    'é',
    '\\u00e9',
  );
  const other = { ...plain, sourceIPAddress: '203.0.113.9' };
  const richer = { ...plain, additionalEventData: { bytesTransferredIn: 1, bytesTransferredOut: 2 } };
  const poorer = record(1, { requestParameters: null });

  it('that say the same are duplicates, however they are written', async () => {
    const { file, logs } = newPlace({ 'a.json': text(plain), 'b.json': text(plain), 'c.json': rewritten });
    const result = await importLogs(file, logs);
    expect(result).toMatchObject({ records: counts(3, 1, 2), problems: [] });
    expect(relations(file)).toEqual([relation.identical, relation.equal]);
    expect(recordOf(file, 1)).toBe(text(plain));
    expect(allRecords(file)).toEqual([text(plain), text(plain), rewritten]);
  });

  it('that say something else are kept beside the first, and told', async () => {
    const { file, logs } = newPlace({ 'a.json': text(plain), 'b.json': text(other), 'c.json': text(poorer) });
    const result = await importLogs(file, logs);
    expect(result.records).toEqual(counts(3, 1, 2));
    expect(result.problems).toMatchObject([
      { source: path.join(logs, 'b.json'), position: 'record 1', code: 'conflicting-copy' },
      { source: path.join(logs, 'c.json'), position: 'record 2', code: 'conflicting-copy' },
    ]);
    expect(result.problems[0]!.message).toContain('(record 0)');
    expect(relations(file)).toEqual([relation.conflicting, relation.conflicting]);
    expect(recordOf(file, 1)).toBe(text(plain));
    expect(allRecords(file)).toEqual([plain, other, poorer].map(text));
  });

  it('that say more take over, within an import and in a later one', async () => {
    const { file, logs } = newPlace({ 'a.json': text(poorer), 'b.json': text(plain) });
    const first = await importLogs(file, logs);
    expect(first.records).toEqual(counts(2, 1, 1));
    expect(first.problems).toMatchObject([{ code: 'conflicting-copy', message: expect.stringContaining('says more') }]);
    expect(recordOf(file, 1)).toBe(text(plain));

    writeFiles(logs, { 'c.json': logFile([richer, record(2)]), 'd.json': text(plain), 'e.json': text(richer) });
    const second = await importLogs(file, logs);
    expect(second.records).toEqual(counts(4, 1, 3));
    expect(recordOf(file, 1)).toBe(text(richer));
    // `d` now differs from what stands for the event.
    expect(relations(file)).toEqual([relation.richer, relation.richer, relation.conflicting, relation.identical]);
    const content = readCaseContent(file);
    expect(content.events).toBe(2);
    expect(queryCase(file, 'SELECT count(*) AS left FROM superseded')).toEqual([{ left: 0 }]);
    expect(allRecords(file)).toEqual([poorer, plain, richer, record(2), plain, richer].map(text));

    const caseFile = openCase(file, { mode: 'read', program: 'test' });
    const index = new CaseIndex(caseFile.database);
    const row = index.rowOfEventId(eventId(1));
    expect(index.sources.values[index.sourceIds[row]!]).toBe(path.join(logs, 'c.json'));
    index.close();
    caseFile.close();
  });

  it('take over between the merges of an import that was cut off', async () => {
    const { file, logs } = newPlace({ 'a.json': logFile([poorer, record(2), record(3)]), 'b.json': text(richer) });
    await importLogs(file, path.join(logs, 'a.json'));
    // Unmerged, as a kill before the end leaves it: the index has to leave out what was replaced.
    const caseFile = openCase(file, { mode: 'write', program: 'test' });
    caseFile.database.exec(
      `CREATE TRIGGER stop BEFORE DELETE ON chunk BEGIN SELECT RAISE (ABORT, 'stopped here'); END`,
    );
    caseFile.close();
    await expect(importLogs(file, path.join(logs, 'b.json'))).rejects.toThrow('stopped here');
    expect(queryCase(file, 'SELECT record FROM superseded')).toEqual([{ record: 0 }]);
    expect(readCaseContent(file).events).toBe(3);
    expect(recordOf(file, 1)).toBe(text(richer));

    const again = openCase(file, { mode: 'write', program: 'test' });
    again.database.exec('DROP TRIGGER stop');
    again.close();
    rmSync(path.join(logs, 'b.json'));
    writeFiles(logs, { 'c.json': logFile([richer, poorer]) });
    expect((await importLogs(file, path.join(logs, 'c.json'))).records).toEqual(counts(2, 0, 2));
    expect(readCaseContent(file).events).toBe(3);
    expect(recordOf(file, 1)).toBe(text(richer));
  });
});
