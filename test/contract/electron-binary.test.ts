import { createServer } from 'node:http';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { electronBinary, electronPlace, forget, remember } from '../../scripts/electron-binary.mjs';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A place with an installer of this text, and a mirror that answers. */
async function place(installer: string) {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'package.json'), '{"version":"1.0.0"}');
  writeFileSync(path.join(folder, 'install.js'), installer);
  const mirror = createServer((_request, response) => response.end());
  mirror.listen(0, '127.0.0.1');
  await once(mirror, 'listening');
  onTestFinished(() => {
    mirror.closeAllConnections();
    mirror.close();
  });
  const { port } = mirror.address() as AddressInfo;
  return {
    ...electronPlace,
    folder,
    failureFile: path.join(folder, 'failed'),
    platform: 'linux' as NodeJS.Platform,
    environment: { DISPLAY: ':0', ELECTRON_MIRROR: `http://127.0.0.1:${port}/` } as NodeJS.ProcessEnv,
  };
}

const working = `const fs = require('node:fs');
fs.mkdirSync('dist'); fs.writeFileSync('dist/electron', ''); fs.writeFileSync('path.txt', 'electron');`;

test('the binary is fetched once and then found', async () => {
  const here = await place(working);
  const program = path.join(here.folder, 'dist', 'electron');
  await expect(electronBinary(false, here)).resolves.toEqual({ program });
  writeFileSync(path.join(here.folder, 'install.js'), 'process.exit(1)');
  await expect(electronBinary(false, here)).resolves.toEqual({ program });
  expect(existsSync(here.failureFile)).toBe(false);
});

test('a failure is said, remembered for a day, and tried again when asked', async () => {
  const here = await place('console.error("no such release"); process.exit(1)');
  await expect(electronBinary(false, here)).resolves.toEqual({
    reason: 'its binary could not be fetched: no such release',
  });
  writeFileSync(path.join(here.folder, 'install.js'), working);
  const { reason } = await electronBinary(false, here);
  expect(reason).toContain('no such release (found within the last day');
  await expect(electronBinary(true, here)).resolves.toHaveProperty('program');
  remember('old', here);
  const { atMilliseconds } = JSON.parse(readFileSync(here.failureFile, 'utf8')) as { atMilliseconds: number };
  writeFileSync(here.failureFile, JSON.stringify({ reason: 'old', atMilliseconds: atMilliseconds - 24 * 3_600_000 }));
  await expect(electronBinary(false, here)).resolves.toHaveProperty('program');
});

test('a binary that ended at once is not started again within the day', async () => {
  const here = await place(working);
  mkdirSync(path.join(here.folder, 'dist'));
  writeFileSync(path.join(here.folder, 'dist', 'electron'), '');
  writeFileSync(path.join(here.folder, 'path.txt'), 'electron');
  remember('it ended with status 1', here);
  expect((await electronBinary(false, here)).reason).toContain('it ended with status 1');
  forget(here);
  await expect(electronBinary(false, here)).resolves.toHaveProperty('program');
});

test('an installer that hangs is stopped', async () => {
  const here = await place('setInterval(() => {}, 1000)');
  const { reason } = await electronBinary(false, { ...here, fetchMilliseconds: 300 });
  expect(reason).toBe('its binary was not there after 0 seconds');
});

test('a place that cannot be reached is not waited for', async () => {
  const here = await place(working);
  const environment = { DISPLAY: ':0', ELECTRON_MIRROR: 'http://127.0.0.1:1/' };
  const { reason } = await electronBinary(false, { ...here, environment });
  expect(reason).toMatch(/^its binary cannot be fetched: 127\.0\.0\.1:1 is not reachable/);
  expect(existsSync(path.join(here.folder, 'dist'))).toBe(false);
});

test('without a display nothing is fetched', async () => {
  const here = await place(working);
  await expect(electronBinary(true, { ...here, environment: {} })).resolves.toEqual({ reason: 'there is no display' });
  expect(existsSync(path.join(here.folder, 'dist'))).toBe(false);
});
