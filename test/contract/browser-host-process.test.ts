import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSocket, signIn } from '../support/browser-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const script = path.join(import.meta.dirname, '../support/serve-memory.ts');

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends the process cleanly, with a window open and a drop begun',
  async (signal) => {
    const folder = temporaryFolder();
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = line.toString('utf8').trim();
    const { port, origin } = new URL(url);
    const window = await openSocket(Number(port), { cookie: await signIn(url), origin });
    await window.call('upload.begin', { files: 1, sizeBytes: 1 });
    expect(readdirSync(path.join(folder, 'cases'))).toEqual([`.spoor-uploads-${child.pid}`]);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await window.closed).toBe(1001);
    expect(readdirSync(path.join(folder, 'cases'))).toEqual([]);
  },
);
