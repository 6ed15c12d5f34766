import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** How the page was opened; `printed` where nothing could open it. */
export type Opened = 'app-window' | 'browser' | 'printed';

export interface LaunchOptions {
  url: string;
  /** Profile of the app window: extensions and history of the user's own browser stay out of the case. */
  profileFolder: string;
  environment?: NodeJS.ProcessEnv;
  /** A program that ends with a failure within this time did not open the page. */
  patienceMilliseconds?: number;
}

/** Opens the address in an app window of an installed Chromium, Chrome or Edge, else in the default browser. */
export async function openPage(options: LaunchOptions): Promise<Opened> {
  const { url, profileFolder, environment = process.env, patienceMilliseconds = 1_500 } = options;
  if (!hasDisplay(environment)) return 'printed';
  const chromium = findChromium(environment);
  if (chromium !== null) {
    const switches = [
      `--app=${url}`,
      `--user-data-dir=${profileFolder}`,
      '--no-first-run',
      '--no-default-browser-check',
    ];
    if (await starts(chromium, switches, environment, patienceMilliseconds)) return 'app-window';
  }
  const opener = defaultOpener(environment);
  return opener !== null && (await starts(opener.program, [...opener.before, url], environment, patienceMilliseconds))
    ? 'browser'
    : 'printed';
}

export function hasDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true;
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
}

function findChromium(environment: NodeJS.ProcessEnv): string | null {
  if (process.platform === 'darwin') {
    return firstExecutable([
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ]);
  }
  if (process.platform === 'win32') {
    const places = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
    return firstExecutable(
      places.flatMap((place) => [
        path.join(place, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        path.join(place, 'Chromium', 'Application', 'chrome.exe'),
        path.join(place, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      ]),
    );
  }
  const names = [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
    'microsoft-edge',
  ];
  return names.map((name) => onPath(name, environment)).find((found) => found !== null) ?? null;
}

function defaultOpener(environment: NodeJS.ProcessEnv): { program: string; before: string[] } | null {
  if (process.platform === 'darwin') return { program: '/usr/bin/open', before: [] };
  // `start` of the command interpreter would interpret the address; this does not.
  if (process.platform === 'win32') return { program: 'rundll32.exe', before: ['url.dll,FileProtocolHandler'] };
  const program = onPath('xdg-open', environment);
  return program === null ? null : { program, before: [] };
}

function onPath(name: string, environment: NodeJS.ProcessEnv): string | null {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return firstExecutable(folders.map((folder) => path.join(folder, name)));
}

function firstExecutable(files: readonly string[]): string | null {
  for (const file of files) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not this one.
    }
  }
  return null;
}

/** True when the program is still running after a moment, or has handed the page over and ended well. */
function starts(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  patienceMilliseconds: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true, env: environment });
    const timer = setTimeout(() => resolve(true), patienceMilliseconds);
    const settle = (started: boolean) => {
      clearTimeout(timer);
      resolve(started);
    };
    child.on('error', () => settle(false));
    child.on('exit', (status) => settle(status === 0));
    child.unref();
  });
}
