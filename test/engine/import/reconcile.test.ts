import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaseIndex, checkAudit, openCase } from '../../../src/engine/entry.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { ImportResult } from '../../../src/engine/ingest/import-counts.ts';
import { readCaseContent, readSourceBytes } from '../../support/case-content.ts';
import {
  consoleHeader,
  consoleRow,
  digest,
  eventId,
  jsonLines,
  logFile,
  lookupEvent,
  record,
  records,
  text,
} from '../../support/fixtures.ts';
import { importLogs, queryCase, writeFiles, zipOf } from '../../support/import-logs.ts';

/** A folder with a bit of everything. Each record number is used once, unless it says otherwise. */
const pretty = JSON.stringify({ Records: records(3, 1) }, null, 2);
const gzipped = logFile(records(3, 11));
const lines = jsonLines(records(2, 21));
const broken = `{"Records":[${text(record(31))},{"eventID":"${eventId(32)}","eventName":],${text(record(33))}]}`;
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(logFile(records(2, 41)), 'utf16le')]);
const lookup = text({ Events: [lookupEvent(record(51)), lookupEvent(record(52))] });
const csv = consoleHeader + [61, 62].map((number) => consoleRow(record(number))).join('');
const noTime = logFile([record(71), record(72, { eventTime: 'yesterday' })]);
const copies = logFile([record(1), record(11), record(81)]);
const cutOff = gzipSync(logFile(records(400, 1000))).subarray(0, -4000);

describe('an import of a mixed folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-mixed-'));
  const logs = path.join(folder, 'logs');
  const file = path.join(folder, 'x.spoor');
  const at = (name: string): string => path.join(logs, name);
  let result: ImportResult;

  beforeAll(async () => {
    const inner = await zipOf([['deep.json', logFile(records(2, 91))]]);
    const tar = pack();
    tar.entry({ name: 'inner.zip' }, inner);
    tar.entry({ name: 'plain.jsonl' }, jsonLines(records(2, 101)));
    tar.finalize();
    const tarParts: Buffer[] = [];
    for await (const part of tar) tarParts.push(part as Buffer);
    writeFiles(logs, {
      '01-pretty.json': pretty,
      '02-zipped': gzipSync(gzipped),
      '03-lines.log': lines,
      '04-broken.json': broken,
      '05-utf16.txt': utf16,
      '06-lookup.json': lookup,
      '07-console.csv': csv,
      '08-no-time.json': noTime,
      '09-copies.json': copies,
      '10-cut-off.json.gz': cutOff,
      '11-members.zip': await zipOf([
        ['a.json', logFile(records(1, 111))],
        ['readme.md', '# Logs'],
        ['b.json', logFile(records(1, 112))],
      ]),
      '12-nested.tar.gz': gzipSync(Buffer.concat(tarParts)),
      '13-digest.json': text(digest()),
      '14-empty.json': '',
      '15-notes.txt': 'Notes of the analyst.',
      '16-damaged.zip': Buffer.from('PK\u0003\u0004 not really a zip'),
      'sub/17-more.json': text(record(121)),
    });
    symlinkSync(at('nowhere'), at('18-dangling.json'));
    result = await importLogs(file, logs);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('accounts for every file and every record', () => {
    const { files, records: counts } = result;
    expect(files.listed).toBe(files.read + files.skipped + files.failed);
    expect(counts.seen).toBe(counts.added + counts.duplicates + counts.rejected);
    expect(result.outcome).toBe('done');
    // 17 files, of which one archive holds three members and another two.
    const states = Object.fromEntries(
      queryCase(file, `SELECT locator, state FROM source WHERE kind NOT IN ('folder', 'archive', 'decoded')`).map(
        (row) => [path.relative(logs, String(row['locator'])), row['state']],
      ),
    );
    expect(states).toMatchObject({
      '01-pretty.json': 'done',
      '02-zipped': 'done',
      '04-broken.json': 'done',
      '10-cut-off.json.gz': 'done',
      '11-members.zip!a.json': 'done',
      '11-members.zip!readme.md': 'skipped',
      '12-nested.tar.gz!inner.zip!deep.json': 'done',
      '12-nested.tar.gz!plain.jsonl': 'done',
      '13-digest.json': 'skipped',
      '14-empty.json': 'skipped',
      '15-notes.txt': 'skipped',
      '18-dangling.json': 'failed',
      'sub/17-more.json': 'done',
    });
    expect(files.listed).toBe(Object.keys(states).length);
    const ended = (state: string): number => Object.values(states).filter((value) => value === state).length;
    expect(files).toEqual({ listed: 21, read: ended('done'), skipped: ended('skipped'), failed: ended('failed') });

    const sums = queryCase(
      file,
      `SELECT sum(seen) AS seen, sum(added) AS added, sum(duplicates) AS duplicates, sum(rejected) AS rejected FROM source`,
    )[0];
    expect(sums).toEqual({ ...counts });
    expect(counts.added).toBe(readCaseContent(file).events);
  });

  it('finds exactly the records that are there', () => {
    const caseFile = openCase(file, { mode: 'read', program: 'test' });
    const index = new CaseIndex(caseFile.database);
    const found = Array.from({ length: index.count }, (_, row) => index.eventId(row)).filter(
      (id) => id < eventId(1000),
    );
    index.close();
    caseFile.close();
    const numbers = [
      1, 2, 3, 11, 12, 13, 21, 22, 31, 33, 41, 42, 51, 52, 61, 62, 71, 81, 91, 92, 101, 102, 111, 112, 121,
    ];
    expect(found.toSorted()).toEqual(numbers.map(eventId));
    expect(result.records.duplicates).toBe(2);
    // The broken one, the one without a time, and the one that was cut off.
    expect(result.records.rejected).toBe(3);
  });

  it('names each problem with its file, place and reason', () => {
    const listed = result.problems.map(({ source, position, code }) => [path.relative(logs, source), code, position]);
    expect(listed).toEqual(
      expect.arrayContaining([
        ['04-broken.json', 'broken-json', `byte ${Buffer.from(broken).indexOf(`{"eventID":"${eventId(32)}`)}`],
        [
          '08-no-time.json',
          'invalid-time',
          `byte ${Buffer.from(noTime).indexOf(text(record(72, { eventTime: 'yesterday' })))}`,
        ],
        ['18-dangling.json', 'file-access', null],
      ]),
    );
    expect(listed.some(([name]) => name === '10-cut-off.json.gz')).toBe(true);
    expect(listed.some(([name]) => name === '16-damaged.zip')).toBe(true);
    expect(result.problems.find(({ code }) => code === 'invalid-time')?.message).toContain(eventId(72));
    const stored = queryCase(file, 'SELECT source, position, code, message FROM problem ORDER BY id');
    expect(stored).toEqual(result.problems);
  });

  it('keeps whole sources and files as found', () => {
    const contents: Record<string, string | Buffer> = {
      '01-pretty.json': pretty,
      '02-zipped': gzipped,
      '03-lines.log': lines,
      '04-broken.json': broken,
      '05-utf16.txt': Buffer.from(`\uFEFF${logFile(records(2, 41))}`, 'utf8'),
      '06-lookup.json': lookup,
      '07-console.csv': csv,
      '08-no-time.json': noTime,
      '09-copies.json': copies,
      '11-members.zip!a.json': logFile(records(1, 111)),
      '12-nested.tar.gz!inner.zip!deep.json': logFile(records(2, 91)),
      '12-nested.tar.gz!plain.jsonl': jsonLines(records(2, 101)),
      '13-digest.json': text(digest()),
    };
    for (const [name, content] of Object.entries(contents)) {
      const bytes = Buffer.from(content);
      expect(readSourceBytes(file, at(name)).toString()).toBe(bytes.toString());
      const [row] = queryCase(file, 'SELECT content_bytes, content_sha256 FROM source WHERE locator = ?', at(name));
      expect(row).toEqual({
        content_bytes: bytes.length,
        content_sha256: createHash('sha256').update(bytes).digest('hex'),
      });
    }
    const encodings = queryCase(file, 'SELECT encoding FROM source WHERE locator = ?', at('05-utf16.txt'));
    expect(encodings).toEqual([{ encoding: 'utf-16le' }]);
    const hashes = queryCase(
      file,
      `SELECT locator, found_sha256 AS hash FROM source WHERE kind IN ('file', 'archive') AND state <> 'failed'`,
    );
    expect(hashes.length).toBeGreaterThan(14);
    for (const { locator, hash } of hashes) {
      expect(hash).toBe(
        createHash('sha256')
          .update(readFileSync(String(locator)))
          .digest('hex'),
      );
    }
  });

  it('keeps every record as found', () => {
    const caseFile = openCase(file, { mode: 'read', program: 'test' });
    const index = new CaseIndex(caseFile.database);
    const recordOf = (number: number): string =>
      Buffer.from(index.raw.readRecord(index.recordNumbers[index.rowOfEventId(eventId(number))]!)).toString();
    for (const number of [11, 22, 33, 41, 51, 81, 92, 101, 111, 121, 1000])
      expect(recordOf(number)).toBe(text(record(number)));
    // Pretty-printed, with its white space.
    expect(pretty).toContain(recordOf(2));
    expect(recordOf(2)).toContain('\n      "eventVersion"');
    // Rebuilt from a table: one line of the decoded child, which is kept as well.
    const child = `${at('07-console.csv')}#rebuilt.jsonl`;
    expect(readSourceBytes(file, child).toString().split('\n')).toContain(recordOf(61));
    expect(index.sources.values[index.sourceIds[index.rowOfEventId(eventId(61))]!]).toBe(child);
    index.close();
    caseFile.close();
  });

  it('is on the audit log, with its counts', () => {
    const caseFile = openCase(file, { mode: 'read', program: 'test' });
    expect(checkAudit(caseFile.database)).toEqual({ entries: 3, brokenAt: null });
    caseFile.close();
    const [entry] = queryCase(file, `SELECT detail FROM audit WHERE action = 'import done'`);
    expect(JSON.parse(String(entry!['detail']))).toMatchObject({ files: result.files, records: result.records });
    const [run] = queryCase(file, 'SELECT counts, inputs FROM import_run');
    expect(JSON.parse(String(run!['counts']))).toMatchObject({ outcome: 'done', records: result.records });
    expect(JSON.parse(String(run!['inputs']))).toEqual([logs]);
  });
});
