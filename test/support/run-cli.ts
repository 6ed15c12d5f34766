import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const entry = path.resolve(import.meta.dirname, '../../src/main/cli/index.ts');

export interface CliResult {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
}

/** Starts the real command line in a process of its own. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}

/** What a started command line wrote, and how it ended. */
export function ended(child: ChildProcess): Promise<CliResult> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) =>
      resolve({ status, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') }),
    );
  });
}

/** Runs the real command line to its end. */
export function runCli(...args: string[]): Promise<CliResult> {
  return ended(startCli(args));
}

/** Runs a command with `--json` and returns its document; fails where stdout is not exactly one. */
export async function runJson<T = Record<string, unknown>>(...args: string[]): Promise<T & { status: number | null }> {
  const { status, stdout } = await runCli(...args, '--json');
  return { ...(JSON.parse(stdout.toString('utf8')) as T), status };
}
