// Finds Electron's binary, or fetches it within bounds: a locked-down machine must not wait for it twice.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, runtime, say } from './setup.mjs';

const dayMilliseconds = 24 * 60 * 60 * 1_000;
const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** Where things are and how long to wait; tests use their own. */
export const electronPlace = {
  folder: path.join(root, 'node_modules', 'electron'),
  failureFile: path.join(root, 'node_modules', '.spoor-electron-failed'),
  environment: process.env,
  platform: process.platform,
  probeMilliseconds: 8_000,
  fetchMilliseconds: 4 * 60 * 1_000,
};

/**
 * `{ program }` with the path of Electron's binary, or `{ reason }` in words why there is none. With `retry` an earlier
 * failure does not count.
 */
export async function electronBinary(retry, place = electronPlace) {
  const { environment, failureFile } = place;
  if (place.platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) {
    return { reason: 'there is no display' };
  }
  const installed = installedProgram(place);
  const earlier = retry ? null : earlierFailure(failureFile);
  if (earlier !== null) {
    return { reason: `${earlier} (found within the last day; \`npm start -- --electron\` tries again)` };
  }
  if (installed !== null) return { program: installed };
  const { version } = JSON.parse(readFileSync(path.join(place.folder, 'package.json'), 'utf8'));
  say(`fetching Electron ${version}, once …`);
  const reason = (await unreachable(place)) ?? fetchBinary(place);
  const program = installedProgram(place);
  if (reason === null && program !== null) {
    rmSync(failureFile, { force: true });
    return { program };
  }
  remember(reason ?? 'its binary could not be placed', place);
  return { reason: reason ?? 'its binary could not be placed' };
}

/** Remembers for a day that Electron does not work here. */
export function remember(reason, { failureFile } = electronPlace) {
  writeFileSync(failureFile, JSON.stringify({ reason, atMilliseconds: Date.now() }));
}

/** Electron works here after all. */
export function forget({ failureFile } = electronPlace) {
  rmSync(failureFile, { force: true });
}

function installedProgram({ folder, environment }) {
  const pathFile = path.join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const dist = environment.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist');
  const program = path.join(dist, readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : null;
}

function earlierFailure(failureFile) {
  try {
    const { reason, atMilliseconds } = JSON.parse(readFileSync(failureFile, 'utf8'));
    return Date.now() - atMilliseconds < dayMilliseconds ? reason : null;
  } catch {
    return null;
  }
}

/** Why the download place does not answer, or null. Behind a proxy only the download itself can tell. */
async function unreachable({ environment, probeMilliseconds }) {
  if (proxies.some((name) => environment[name])) return null;
  const mirror =
    environment.ELECTRON_MIRROR ?? environment.npm_config_electron_mirror ?? 'https://github.com/electron/electron/';
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(probeMilliseconds) });
    return null;
  } catch (error) {
    const why = error.name === 'TimeoutError' ? 'no answer' : (error.cause?.code ?? error.message);
    return `its binary cannot be fetched: ${new URL(mirror).host} is not reachable (${why})`;
  }
}

/** Runs Electron's own installer; null when it succeeded. */
function fetchBinary({ folder, environment, fetchMilliseconds }) {
  const result = spawnSync(runtime(), [path.join(folder, 'install.js')], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: fetchMilliseconds,
    killSignal: 'SIGKILL',
  });
  if (result.status === 0) return null;
  if (result.error?.code === 'ETIMEDOUT') {
    return `its binary was not there after ${Math.round(fetchMilliseconds / 1_000)} seconds`;
  }
  const line = result.stderr.split('\n').find((text) => text.trim() !== '') ?? `status ${result.status}`;
  return `its binary could not be fetched: ${line.trim()}`;
}
