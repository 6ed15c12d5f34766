import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { importPaths, openCase } from '../../src/engine/entry.ts';
import { eventCount, importInto, recordCount, writeLogs, type CliCase } from '../support/cli-case.ts';
import { record } from '../support/fixtures.ts';
import { ended, runCli, runJson, startCli } from '../support/run-cli.ts';

interface ImportAnswer {
  outcome: string;
  files: { listed: number; read: number; skipped: number; failed: number };
  records: { seen: number; added: number; duplicates: number; rejected: number };
  unchanged: number;
  problems: { source: string; position: string | null; code: string; message: string }[];
  seconds: number;
  status: number | null;
}

function prepare(): CliCase {
  const at = writeLogs();
  onTestFinished(() => rmSync(at.folder, { recursive: true, force: true }));
  return at;
}

it('answers with counts that reconcile, and reads nothing twice', async () => {
  const { caseFile, logs } = prepare();
  rmSync(path.join(logs, 'e.json'));
  const first = await runJson<ImportAnswer>('import', caseFile, logs);
  expect(first).toMatchObject({ status: 0, outcome: 'done', problems: [] });
  expect(first.files).toEqual({ listed: 4, read: 4, skipped: 0, failed: 0 });
  expect(first.records).toEqual({ seen: eventCount(), added: eventCount(), duplicates: 0, rejected: 0 });
  const again = await runJson<ImportAnswer>('import', caseFile, logs);
  expect(again).toMatchObject({ status: 0, files: { listed: 4, read: 0, skipped: 4, failed: 0 }, unchanged: 4 });
});

it('exits 3 and lists what went wrong, with file, position and reason', async () => {
  const { caseFile, logs } = prepare();
  const broken = path.join(logs, 'broken.json');
  writeFileSync(broken, `{"Records":[${JSON.stringify(record(7001))},{"eventName":`);
  const missing = path.join(logs, 'missing.json');
  const answer = await runJson<ImportAnswer>('import', caseFile, broken, missing);
  expect(answer).toMatchObject({ status: 3, files: { listed: 2, read: 1, failed: 1 }, records: { added: 1 } });
  expect(answer.problems.map(({ source }) => source).toSorted()).toEqual([broken, missing]);
  const problem = answer.problems.find(({ source }) => source === broken)!;
  expect(problem.position).toMatch(/^byte \d+$/);
  expect(problem.message).not.toBe('');
  const printed = await runCli('import', `${caseFile}2`, broken, missing);
  expect(printed.status).toBe(3);
  expect(printed.stdout.toString('utf8')).toContain(missing);
});

it('makes no case where there is nothing to import', async () => {
  const { caseFile, folder } = prepare();
  const answer = await runJson<{ error: { code: string } }>('import', caseFile, path.join(folder, 'none'));
  expect({ status: answer.status, code: answer.error.code }).toEqual({ status: 1, code: 'not-found' });
  expect(existsSync(caseFile)).toBe(false);
});

it('lets readers in while a case is written, and refuses a second writer', async () => {
  const { caseFile, logs, folder } = prepare();
  await importInto(caseFile, logs);
  const more = path.join(folder, 'more.json');
  writeFileSync(more, JSON.stringify({ Records: [record(8001)] }));
  const writer = openCase(caseFile, { mode: 'write', program: 'spoor import' });
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const inside = Promise.withResolvers<void>();
  const importing = importPaths(
    writer,
    { paths: [more], parsers: 1 },
    {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      wantsCommit: () => true,
      gate: () => {
        inside.resolve();
        return gate;
      },
    },
  );
  try {
    await inside.promise;
    const [one, other, second] = await Promise.all([
      runJson('query', caseFile, '--limit', '0'),
      runJson('query', caseFile, '--limit', '0', '--facets', 'event'),
      runJson<{ error: { code: string; message: string } }>('import', caseFile, more),
    ]);
    // What is committed is found, although the import has not ended yet.
    for (const answer of [one, other]) expect(answer).toMatchObject({ status: 0, total: eventCount() + 1 });
    expect({ status: second.status, code: second.error.code }).toEqual({ status: 1, code: 'case-locked' });
    expect(second.error.message).toContain(String(process.pid));
  } finally {
    release();
    await importing;
    writer.close();
  }
  expect(await runJson('query', caseFile, '--limit', '0')).toMatchObject({ total: eventCount() + 1 });
});

it('reads a case that cannot be written to, and leaves it as it was', async () => {
  const { caseFile, logs, folder } = prepare();
  await importInto(caseFile, logs);
  // No lock file can be made beside a name this long, whoever runs the test.
  const sealed = path.join(folder, 'sealed', `${'x'.repeat(245)}.spoor`);
  mkdirSync(path.dirname(sealed));
  renameSync(caseFile, sealed);
  const fingerprint = (): string => createHash('sha256').update(readFileSync(sealed)).digest('hex');
  const before = fingerprint();
  const [query, verify, exported] = await Promise.all([
    runJson('query', sealed, '--limit', '1'),
    runJson('verify', sealed),
    runJson('export', sealed, '--format', 'jsonl', '--out', path.join(folder, 'sealed.jsonl')),
  ]);
  expect(query).toMatchObject({ status: 0, total: eventCount() });
  expect(verify).toMatchObject({ status: 0, ok: true });
  expect(exported).toMatchObject({ status: 0, events: eventCount(), recorded: false });
  const refused = await runJson<{ error: { code: string } }>('import', sealed, logs);
  expect({ status: refused.status, code: refused.error.code }).toEqual({ status: 1, code: 'case-read-only' });
  expect(fingerprint()).toBe(before);
  expect(readdirSync(path.dirname(sealed))).toEqual([path.basename(sealed)]);
});

it('stops cleanly on Ctrl+C and goes on when run again', async () => {
  const { caseFile, folder } = prepare();
  const many = 40_000;
  const large = path.join(folder, 'large.json');
  writeFileSync(large, JSON.stringify({ Records: Array.from({ length: many }, (_, i) => record(100_000 + i)) }));
  const child = startCli(['import', caseFile, large, '--json']);
  const result = ended(child);
  await Promise.race([importStarted(caseFile), once(child, 'exit')]);
  child.kill('SIGINT');
  const { status, stdout, stderr } = await result;
  const stopped = JSON.parse(stdout.toString('utf8')) as ImportAnswer;
  expect({ status, outcome: stopped.outcome }).toEqual({ status: 1, outcome: 'cancelled' });
  expect(stderr).toContain('Run the same import again');
  const resumed = await runJson<ImportAnswer>('import', caseFile, large);
  expect(resumed).toMatchObject({ status: 0, outcome: 'done' });
  expect(stopped.records.added + resumed.records.added).toBe(many);
  expect(await runJson('query', caseFile, '--limit', '0')).toMatchObject({ total: many });
});

/** Resolves when the case says that an import has begun. */
async function importStarted(caseFile: string): Promise<void> {
  for (;;) {
    await setImmediate();
    if (!existsSync(caseFile)) continue;
    try {
      const database = new SQLite(caseFile, { readonly: true });
      try {
        if ((database.prepare('SELECT count(*) FROM import_run').pluck().get() as number) > 0) return;
      } finally {
        database.close();
      }
    } catch {
      // Not made yet.
    }
  }
}

it('counts duplicates and keeps the copy that says more', async () => {
  const { caseFile, logs } = prepare();
  const answer = await runJson<ImportAnswer>('import', caseFile, logs);
  expect(answer.records).toEqual({ seen: recordCount(), added: eventCount(), duplicates: 2, rejected: 0 });
  expect(answer.problems.map(({ code }) => code)).toEqual(['conflicting-copy']);
  expect(answer.status).toBe(3);
});
