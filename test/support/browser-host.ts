import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { serve, type ServeOptions } from '../../src/main/browser-host/serve.ts';
import type { CreateEngine } from '../../src/shared/contract/engine.ts';
import { httpRequest, openSocket, signIn } from './browser-client.ts';
import { createMemoryEngine, type EngineControl } from './memory-engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The browser host on a renderer of two files, with an engine in memory. */
export async function start(options: Partial<ServeOptions> = {}) {
  const home = temporaryFolder();
  const rendererFolder = path.join(home, 'renderer');
  mkdirSync(path.join(rendererFolder, 'assets'), { recursive: true });
  mkdirSync(path.join(home, 'cases'));
  writeFileSync(path.join(rendererFolder, 'index.html'), '<html><head></head><body>Spoor</body></html>');
  writeFileSync(path.join(rendererFolder, 'assets', 'a.js'), 'export {};');
  writeFileSync(path.join(home, 'secret.js'), 'secret');
  let control: EngineControl | undefined;
  const createEngine: CreateEngine = (engineOptions) => {
    const made = createMemoryEngine(engineOptions);
    control = made.control;
    return made.engine;
  };
  const said: string[] = [];
  const host = await serve({
    open: false,
    say: (line) => said.push(line),
    locations: {
      dataFolder: path.join(home, 'data'),
      caseFolder: path.join(home, 'cases'),
      homeFolder: home,
      rendererFolder,
      version: '1.2.3',
    },
    createEngine,
    graceMilliseconds: 20,
    proofMilliseconds: 60_000,
    checkReplySize: true,
    ...options,
  });
  onTestFinished(() => host.close());
  if (control === undefined) throw new Error('the engine was not made');
  const origin = `http://127.0.0.1:${host.port}`;
  return { host, control, home, said, origin, port: host.port };
}

/** The host with one window connected. */
export async function withWindow(options: Partial<ServeOptions> = {}) {
  const started = await start(options);
  const cookie = await signIn(started.host.url);
  const open = (client?: string) =>
    openSocket(started.port, { cookie, origin: started.origin, ...(client === undefined ? {} : { client }) });
  const window = await open();
  const upload = (uploadId: string, name: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    httpRequest(started.port, `/upload/${uploadId}?path=${encodeURIComponent(name)}`, {
      method: 'PUT',
      headers: { Cookie: cookie, Origin: started.origin, ...headers },
      body,
    });
  return { ...started, cookie, open, window, upload };
}

/** Spool folders beside the cases. */
export function spools(home: string): string[] {
  return readdirSync(path.join(home, 'cases')).filter((name) => name.startsWith('.spoor-uploads-'));
}
