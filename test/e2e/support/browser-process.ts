import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A host of the app in a process of its own. */
export interface HostProcess {
  /** Where the first page is. */
  url: string;
  pid: number;
  /** Everything the host said went wrong: its error output and the errors of its log. */
  faults(): string[];
  /** Ends it the way a user does, and waits for that. */
  stop(): Promise<void>;
}

export interface HostProcessOptions {
  home: string;
  rendererFolder: string;
  /** Stands still at this instant, for pictures. */
  fixedTime?: string | undefined;
}

/** Starts the browser host with the real engine. */
export async function startBrowserHost(options: HostProcessOptions): Promise<HostProcess> {
  const clock = path.join(import.meta.dirname, 'fixed-clock.ts');
  const host = spawn(
    process.execPath,
    [
      ...(options.fixedTime === undefined ? [] : ['--import', clock]),
      path.join(import.meta.dirname, 'host.ts'),
      options.home,
      options.rendererFolder,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(options.fixedTime === undefined ? {} : { SPOOR_FIXED_TIME: options.fixedTime }) },
    },
  );
  let said = '';
  host.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(host, 'exit');
  const first = await Promise.race([once(createInterface({ input: host.stdout }), 'line'), ended]);
  const [url] = first as unknown[];
  if (typeof url !== 'string') throw new Error(`the browser host did not start:\n${said}`);
  return {
    url,
    pid: host.pid ?? 0,
    faults: () => [...(said === '' ? [] : [`host: ${said.trim()}`]), ...logErrors(options.home)],
    async stop() {
      if (host.exitCode === null) host.kill('SIGTERM');
      const [status] = (await ended) as [number | null];
      if (status !== 0) throw new Error(`the browser host ended with ${status ?? 'a signal'}:\n${said}`);
    },
  };
}

/** Folder of the logs of every host below a home folder of a test. */
export function logFolder(home: string): string {
  return path.join(home, '.spoor', 'logs');
}

export function logErrors(home: string): string[] {
  return ['browser-host.log', 'desktop.log'].flatMap((name) => {
    const file = path.join(logFolder(home), name);
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && (JSON.parse(line) as { level: string }).level === 'error')
      .map((line) => `${name}: ${line}`);
  });
}
