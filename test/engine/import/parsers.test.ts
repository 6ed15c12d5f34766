import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ParserPool } from '../../../src/engine/ingest/parser-pool.ts';
import type { ParseTask } from '../../../src/engine/ingest/parser-protocol.ts';
import { eventId, logFile, record, text } from '../../support/fixtures.ts';
import { importLogs, queryCase, readEverything, writeFiles } from '../../support/import-logs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('parser threads', () => {
  it('make the same case however many there are', async () => {
    const folder = temporaryFolder();
    const files: Record<string, string> = {};
    // Three tasks, with values, copies and conflicts that cross them.
    for (let file = 0; file < 600; file++) {
      const number = file * 3;
      files[`${String(file).padStart(4, '0')}.json`] = logFile([
        record(number, { eventName: `Get${file % 97}`, sourceIPAddress: `10.0.${file % 256}.1` }),
        record(number + 1, {
          eventID: file % 5 === 0 ? `odd id ${file}` : eventId(number + 1),
          resources: [{ ARN: `arn:aws:s3:::b${file % 40}` }, { ARN: `arn:aws:s3:::c${file % 7}` }],
        }),
        file % 4 === 0 ? record((file % 100) * 3, { eventName: 'Conflict' }) : record((file % 50) * 3 + 2),
      ]);
    }
    const logs = writeFiles(path.join(folder, 'logs'), files);
    const made: Record<string, unknown>[] = [];
    for (const parsers of [1, 2, 3]) {
      const file = path.join(folder, `${parsers}.spoor`);
      // Commits in other places, too.
      const result = await importLogs(file, logs, { parsers, commitBytes: parsers * 400_000 });
      made.push({ ...readEverything(file), records: result.records, problems: result.problems });
      expect(queryCase(file, 'SELECT count(*) AS n FROM source')).toEqual([{ n: 601 }]);
    }
    expect(made[0]!['records']).toMatchObject({ seen: 1_800, rejected: 0 });
    expect((made[0]!['problems'] as unknown[]).length).toBeGreaterThan(20);
    expect(made[1]).toEqual(made[0]);
    expect(made[2]).toEqual(made[0]);
  });

  const tasks: ParseTask[] = [
    { id: 0, files: [1, 2, 3, 4, 5].map((n) => ({ path: `/logs/${n}.json`, finished: [], cursor: null })) },
  ];
  const endings: [what: string, code: string, detail: string][] = [
    ['throws', `throw new Error('out of luck')`, 'out of luck'],
    ['throws something odd', `throw 'no error'`, 'no error'],
    ['throws later', `setImmediate(() => { throw new RangeError('later'); })`, 'later'],
    ['just ends', `setImmediate(() => process.exit(3))`, 'ended with 3'],
  ];
  for (const [what, code, detail] of endings) {
    it(`end the import with the files they read, when one ${what}`, async () => {
      const entry = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
      const pool = new ParserPool(2, tasks.values(), entry);
      const parts = pool.parts({ aborted: false });
      await expect(parts.next()).rejects.toMatchObject({
        code: 'engine-crashed',
        detail: expect.stringContaining(detail),
      });
      await pool.close();
    });
  }

  it('name the first files of a crash and count the others', async () => {
    const pool = new ParserPool(1, tasks.values(), new URL('data:text/javascript,process.exit(1)'));
    const message = 'while it read /logs/1.json, /logs/2.json, /logs/3.json and 2 more';
    await expect(pool.parts({ aborted: false }).next()).rejects.toThrow(message);
    await pool.close();
  });

  it('hand on what a parser says went wrong', async () => {
    const error = { code: 'file-access', message: 'No.' };
    const code = `import { parentPort } from 'node:worker_threads';
      parentPort.postMessage({ kind: 'failed', task: 0, error: ${text(error)} });`;
    const pool = new ParserPool(1, tasks.values(), new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    await expect(pool.parts({ aborted: false }).next()).rejects.toMatchObject(error);
    await pool.close();
  });
});
