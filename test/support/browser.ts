import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';

const names =
  process.platform === 'win32'
    ? ['chrome.exe', 'msedge.exe']
    : ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

function onPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  return null;
}

/** The Chromium to test with, without installing one: Playwright's own, else one on PATH; null where there is none. */
export function findBrowser(): string | null {
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  for (const name of names) {
    const file = onPath(name);
    if (file !== null) return file;
  }
  return null;
}

/** Path of a Chromium; Playwright's is downloaded where the machine has none. */
export function browserPath(): string {
  const found = findBrowser();
  if (found !== null) return found;
  const cli = path.join(import.meta.dirname, '../../node_modules/playwright/cli.js');
  execFileSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] });
  return chromium.executablePath();
}

/** Root in a container has no user namespace to build a sandbox in. */
export const launchArguments: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
