import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasDisplay, openPage } from '../../src/main/browser-host/launch.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const url = 'http://127.0.0.1:1/?token=x';

/** A slow machine must not turn a failing program into one that runs. */
const open = (profileFolder: string, environment: NodeJS.ProcessEnv) =>
  openPage({ url, profileFolder, environment, patienceMilliseconds: 60_000 });

/** Programs of the given names that write their arguments down and end with the given status. */
function programs(statuses: Record<string, number>) {
  const folder = temporaryFolder();
  for (const [name, status] of Object.entries(statuses)) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" > "${file}.arguments"\nexit ${status}\n`);
    chmodSync(file, 0o755);
  }
  const argumentsOf = (name: string) => {
    const file = path.join(folder, `${name}.arguments`);
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : null;
  };
  return { environment: { PATH: folder, DISPLAY: ':0' }, argumentsOf, folder };
}

describe.runIf(process.platform === 'linux')('opening the page', () => {
  test('prefers an app window with a profile of its own', async () => {
    const { environment, argumentsOf, folder } = programs({ chromium: 0, 'xdg-open': 0 });
    await expect(open(path.join(folder, 'p'), environment)).resolves.toBe('app-window');
    expect(argumentsOf('chromium')).toEqual([
      `--app=${url}`,
      `--user-data-dir=${path.join(folder, 'p')}`,
      '--no-first-run',
      '--no-default-browser-check',
    ]);
    expect(argumentsOf('xdg-open')).toBeNull();
  });

  test('takes the default browser where that fails or is not there', async () => {
    const failing = programs({ 'google-chrome': 1, 'xdg-open': 0 });
    await expect(open('/p', failing.environment)).resolves.toBe('browser');
    expect(failing.argumentsOf('xdg-open')).toEqual([url]);
    const none = programs({ 'xdg-open': 0 });
    await expect(open('/p', none.environment)).resolves.toBe('browser');
  });

  test('leaves it to the printed address where nothing opens it', async () => {
    const failing = programs({ chromium: 1, 'xdg-open': 3 });
    await expect(open('/p', failing.environment)).resolves.toBe('printed');
    const none = programs({});
    await expect(open('/p', none.environment)).resolves.toBe('printed');
  });

  test('starts nothing without a display', async () => {
    const { environment, argumentsOf } = programs({ chromium: 0, 'xdg-open': 0 });
    const headless = { PATH: environment.PATH };
    expect([hasDisplay(headless), hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })]).toEqual([false, true]);
    await expect(open('/p', headless)).resolves.toBe('printed');
    expect(argumentsOf('chromium')).toBeNull();
  });
});
