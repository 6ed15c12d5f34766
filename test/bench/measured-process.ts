import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a program used, from its start to its end. */
export interface Usage {
  wallSeconds: number;
  /** User and system time of all its threads. */
  cpuSeconds: number;
  /** Largest resident set. */
  peakMemoryBytes: number;
}

export interface Measured<Answer> extends Usage {
  /** The JSON document on its stdout. */
  answer: Answer;
}

const preload = new URL('report-usage.ts', import.meta.url).href;
let started = 0;
let running: ChildProcess | null = null;

/** Ends the program that runs now, if one does. */
export function endRunning(): void {
  running?.kill('SIGKILL');
}

/**
 * Runs a TypeScript program in a process of its own and reads the JSON it prints. Throws with its stderr when it ends with a
 * status other than those of `accepted`.
 */
export async function runMeasured<Answer>(
  program: string,
  args: readonly string[],
  { env = {}, accepted = [0] }: { env?: NodeJS.ProcessEnv; accepted?: readonly number[] } = {},
): Promise<Measured<Answer>> {
  const usageFile = path.join(tmpdir(), `spoor-bench-usage-${process.pid}-${started++}.json`);
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--import', preload, program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, SPOOR_BENCH_USAGE: usageFile },
  });
  running = child;
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const ending = await new Promise<{ status: number | null; signal: string | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal }));
  });
  running = null;
  const wallSeconds = (performance.now() - startedMs) / 1000;
  if (ending.status === null || !accepted.includes(ending.status)) {
    const said = Buffer.concat([...stderr, ...stdout])
      .toString('utf8')
      .slice(-2000);
    throw new Error(`${path.basename(program)} ended with ${ending.status ?? ending.signal}: ${said}`);
  }
  const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as Omit<Usage, 'wallSeconds'>;
  rmSync(usageFile);
  return { ...usage, wallSeconds, answer: JSON.parse(Buffer.concat(stdout).toString('utf8')) as Answer };
}

/** Path of a program of the benchmark. */
export function benchProgram(name: string): string {
  return path.join(import.meta.dirname, name);
}
