import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAudit, openCase, verifyCase } from '../../../src/engine/entry.ts';
import type { ImportResult } from '../../../src/engine/ingest/import-counts.ts';
import { record, records, logFile, text } from '../../support/fixtures.ts';
import { abortingAt, importLogs, queryCase, readEverything, writeFiles, zipOf } from '../../support/import-logs.ts';

const child = path.resolve(import.meta.dirname, '../../support/import-child.ts');

const sum = (results: readonly ImportResult[]): ImportResult['records'] => {
  const total = { seen: 0, added: 0, duplicates: 0, rejected: 0 };
  for (const { records: counts } of results)
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
  return total;
};

/** Content of a leaf that takes several parts: records of some size, rejects of every kind among them. */
function hugeLines(): string {
  const filler = 'x'.repeat(12_000);
  const lines: string[] = [];
  for (let number = 1; number <= 1_500; number++) {
    if (number % 150 === 7) lines.push(`{"eventVersion":"1.08","eventID":"${number}","eventTime":`);
    if (number % 200 === 9) lines.push('"a text in place of a record"');
    if (number % 250 === 11) lines.push(text(record(number, { eventTime: 'never' })));
    lines.push(text(record(number % 190 === 3 ? number - 1 : number, { additionalEventData: { filler } })));
  }
  return `${lines.join('\n')}\n`;
}

describe('an import that stops inside something large', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-interrupted-'));
  const logs = path.join(folder, 'logs');
  let whole: Record<string, unknown>;
  let result: ImportResult;

  beforeAll(async () => {
    const member = (count: number, from: number): string =>
      logFile(Array.from({ length: count }, (_, i) => record(from + i, { filler: 'y'.repeat(12_000) })));
    writeFiles(logs, {
      'a-small.json': logFile(records(3, 9_000)),
      'b-huge.jsonl': hugeLines(),
      'c-archive.zip': await zipOf([
        // Two of one name, and a commit between them: neither may pass for the other.
        ['same.json', member(1_400, 20_000)],
        ['same.json', logFile(records(2, 30_000))],
        ['other.json', logFile(records(3, 30_010))],
        ['z.json', member(300, 40_000)],
        ['notes.txt', 'no log'],
      ]),
      'd-last.json': logFile(records(2, 9_100)),
    });
    const file = path.join(folder, 'whole.spoor');
    result = await importLogs(file, logs);
    whole = readEverything(file);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has a whole one to be compared with', () => {
    expect(result.files).toEqual({ listed: 8, read: 7, skipped: 1, failed: 0 });
    expect(result.records).toMatchObject({ seen: 3 + 1_524 + 1_400 + 2 + 3 + 300 + 2, rejected: 24, duplicates: 8 });
    expect(queryCase(path.join(folder, 'whole.spoor'), `SELECT count(*) AS n FROM block`)[0]!['n']).toBeGreaterThan(40);
  });

  // Inside the huge leaf, between it and the archive, between members of the archive.
  for (const [commit, points] of [
    [true, [1, 3, 4]],
    [false, [2]],
  ] as const) {
    for (const stopAt of points) {
      it(`goes on to the same end, cancelled at safe point ${stopAt}${commit ? '' : ' in an open transaction'}`, async () => {
        const file = path.join(folder, `cancelled-${stopAt}-${commit}.spoor`);
        const runs = [await importLogs(file, logs, { context: abortingAt(stopAt, commit) })];
        expect(runs[0]!.outcome).toBe('cancelled');
        const stored = queryCase(
          file,
          'SELECT coalesce(sum(seen), 0) AS seen, coalesce(sum(added), 0) AS added FROM source',
        )[0];
        expect(stored).toEqual({ seen: runs[0]!.records.seen, added: runs[0]!.records.added });
        runs.push(await importLogs(file, logs));
        expect(runs[1]!.outcome).toBe('done');
        expect(sum(runs)).toEqual(result.records);
        expect(readEverything(file)).toEqual(whole);
        rmSync(file);
      });
    }
  }

  it('gives up what cannot be resumed, in the case and in its counts', async () => {
    const file = path.join(folder, 'inside.spoor');
    const controller = new AbortController();
    const seen: number[] = [];
    // The first part of the archive ends inside its first member.
    const first = await importLogs(file, path.join(logs, 'c-archive.zip'), {
      context: {
        signal: controller.signal,
        onProgress: ({ phase }) => {
          if (phase === 'reading') controller.abort();
        },
        wantsCommit: () => {
          seen.push(1);
          return true;
        },
      },
    });
    expect(seen).toEqual([]);
    expect(first).toMatchObject({ outcome: 'cancelled', files: { listed: 0 }, records: { seen: 0 }, problems: [] });
    expect(queryCase(file, 'SELECT count(*) AS n FROM block UNION ALL SELECT count(*) FROM source')).toEqual([
      { n: 0 },
      { n: 0 },
    ]);
    await importLogs(file, logs);
    expect((readEverything(file) as { eventsSha256: string }).eventsSha256).toBe(whole['eventsSha256']);
  });

  it('stops before it has begun, while it lists', async () => {
    const file = path.join(folder, 'listing.spoor');
    const controller = new AbortController();
    const cancelled = await importLogs(file, logs, {
      context: { signal: controller.signal, onProgress: () => controller.abort() },
    });
    expect(cancelled).toMatchObject({ outcome: 'cancelled', records: { seen: 0, added: 0 } });
    expect((await importLogs(file, logs, { context: { signal: controller.signal } })).outcome).toBe('cancelled');
    const done = await importLogs(file, logs);
    expect(done.records).toEqual(result.records);
    expect(readEverything(file)).toEqual(whole);
    const runs = queryCase(file, `SELECT json_extract(counts, '$.outcome') AS outcome FROM import_run ORDER BY id`);
    expect(runs.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled', 'done']);
  });

  it('goes on to the same end when it is killed there', async () => {
    const file = path.join(folder, 'killed.spoor');
    // At the second safe point inside the huge leaf, with one commit behind it.
    const env = { ...process.env, SPOOR_DIE_AT: '2' };
    const signal = await new Promise((resolve, reject) => {
      const running = fork(child, [file, '1000000000', logs], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      running.on('error', reject);
      running.on('exit', (_code, by) => resolve(by));
    });
    expect(signal).toBe('SIGKILL');
    const cursors = queryCase(file, `SELECT cursor_bytes AS cursor FROM source WHERE state = 'reading'`);
    expect(cursors).toEqual([{ cursor: expect.any(Number) }]);
    expect(cursors[0]!['cursor']).toBeGreaterThan(8_000_000);
    const resumed = await importLogs(file, logs);
    expect(resumed.records.seen).toBeLessThan(result.records.seen);
    expect(readEverything(file)).toEqual(whole);
    const caseFile = openCase(file, { mode: 'read', program: 'test' });
    const verified = await verifyCase(caseFile, { signal: new AbortController().signal, onProgress: () => undefined });
    expect(verified.checks.filter(({ ok }) => !ok)).toEqual([]);
    caseFile.close();
  });

  it('waits at its safe points for whoever asks, with nothing open', async () => {
    const file = path.join(folder, 'paused.spoor');
    const caseFile = openCase(file, { mode: 'write', program: 'test' });
    caseFile.close();
    const open: boolean[] = [];
    let database: typeof caseFile.database | undefined;
    const paused = await importLogs(file, logs, {
      prepare: (opened) => (database = opened.database),
      context: {
        wantsCommit: () => true,
        gate: async () => {
          open.push(database!.inTransaction);
          // A small write of somebody else, on the same connection.
          database!.prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)').run('gate', String(open.length));
          await Promise.resolve();
        },
      },
    });
    expect(paused.records).toEqual(result.records);
    expect(open.length).toBeGreaterThanOrEqual(5);
    expect(open).not.toContain(true);
    expect(queryCase(file, 'SELECT value FROM setting')).toEqual([{ value: String(open.length) }]);
    expect(readEverything(file)).toEqual(whole);
  });

  it('keeps what is committed when the disk is full, and goes on when there is room again', async () => {
    const file = path.join(folder, 'full.spoor');
    const full = importLogs(file, logs, {
      commitBytes: 1000,
      prepare: ({ database }) => {
        const pages = database.pragma('page_count', { simple: true }) as number;
        database.pragma(`max_page_count = ${pages + 20}`);
      },
    });
    await expect(full).rejects.toMatchObject({ code: 'disk-full', message: expect.stringContaining(file) });
    const caseFile = openCase(file, { mode: 'write', program: 'test' });
    expect(caseFile.database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(checkAudit(caseFile.database).brokenAt).toBeNull();
    caseFile.close();
    const before = readEverything(file);
    expect(before['events']).toBeGreaterThan(0);
    expect(before['events']).toBeLessThan(whole['events'] as number);
    await importLogs(file, logs);
    expect(readEverything(file)).toEqual(whole);
  });
});
