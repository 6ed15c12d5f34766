import { fork } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../../../src/engine/generate/generate.ts';
import { folderSink } from '../../../src/engine/generate/folder-sink.ts';
import { completeOptions } from '../../../src/engine/generate/options.ts';
import { checkAudit, openCase } from '../../../src/engine/entry.ts';
import { readCaseContent, type CaseContent } from '../../support/case-content.ts';

// `npm run test:kill` runs this at full size: 200,000 events, 20 kills.
const isFull = process.env.npm_lifecycle_event === 'test:kill';
const events = Number(process.env.SPOOR_KILL_EVENTS ?? (isFull ? 200_000 : 6_000));
const kills = Number(process.env.SPOOR_KILL_ROUNDS ?? (isFull ? 20 : 4));
const commitBytes = String(Math.ceil((events * 1_500) / 24));

const child = path.resolve(import.meta.dirname, '../../support/import-child.ts');

interface Step {
  step: string;
  result?: { outcome: string; records: Record<string, number> };
}

/** Imports in a process of its own. With `killAt` it is killed (SIGKILL) after that many steps. */
function runImport(file: string, logs: string, killAt: number | null): Promise<{ steps: number; done: Step | null }> {
  return new Promise((resolve, reject) => {
    const running = fork(child, [file, commitBytes, logs], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    let steps = 0;
    let done: Step | null = null;
    running.on('message', (message: Step) => {
      steps++;
      if (message.step === 'done') done = message;
      else if (steps === killAt) running.kill('SIGKILL');
    });
    running.on('error', reject);
    running.on('exit', (code, signal) => {
      if (killAt === null && code !== 0) reject(new Error(`the import ended with ${code ?? signal}`));
      else resolve({ steps, done });
    });
  });
}

/** What is wrong with what was committed: opened as it is, in a copy, before anything is repaired. */
function damageOf(file: string): string[] {
  // A kill may come before the case was made.
  if (!existsSync(file)) return [];
  for (const suffix of ['', '-wal']) {
    if (existsSync(file + suffix)) copyFileSync(file + suffix, `${file}.copy${suffix}`);
  }
  const opened = openCase(`${file}.copy`, { mode: 'write', program: 'test' });
  const integrity = String(opened.database.pragma('integrity_check', { simple: true }));
  const brokenAt = checkAudit(opened.database).brokenAt;
  opened.close();
  return [...(integrity === 'ok' ? [] : [integrity]), ...(brokenAt === null ? [] : [`audit entry ${brokenAt}`])];
}

/** Seeded, so that a failure can be repeated. */
function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe('an import that is killed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-kill-'));
  const logs = path.join(folder, 'logs');
  let whole: CaseContent;
  let steps = 0;

  beforeAll(async () => {
    await generate(completeOptions({ events, seed: 'kill', overlap: 0.1 }), folderSink(logs, { gzip: true }));
    const file = path.join(folder, 'whole.spoor');
    ({ steps } = await runImport(file, logs, null));
    whole = readCaseContent(file);
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has a whole import to be compared with', () => {
    expect(whole.events).toBeGreaterThanOrEqual(events);
    expect(steps).toBeGreaterThan(kills);
  });

  const random = randomNumbers(20261122);
  for (let round = 1; round <= kills; round++) {
    const share = random.next().value;
    it(`opens, resumes and ends the same (kill ${round}, at ${Math.round(share * 100)} % of the steps)`, async () => {
      const file = path.join(folder, `killed-${round}.spoor`);
      await runImport(file, logs, Math.max(1, Math.floor(share * steps)));
      expect(damageOf(file)).toEqual([]);
      const { done } = await runImport(file, logs, null);
      expect(done?.result?.outcome).toBe('done');
      expect(readCaseContent(file)).toEqual(whole);
      rmSync(file);
    }, 300_000);
  }
});
