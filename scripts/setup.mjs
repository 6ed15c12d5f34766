// Set-up shared by every npm script. Plain JavaScript on built-in modules only, because it runs on
// whatever Node started npm, before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.spoor-installed');

/** Set-up talks on stderr, so that `--json` output on stdout stays a single document. */
export function say(line) {
  process.stderr.write(`spoor: ${line}\n`);
}

export function fail(line) {
  say(line);
  process.exit(1);
}

function npm(args) {
  const cli = process.env.npm_execpath;
  const [command, prefix] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  // npm's own chatter belongs on stderr as well.
  return spawnSync(command, [...prefix, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm' && process.platform === 'win32',
  });
}

const isInstalled = (lock) =>
  existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock && existsSync(runtime());

/** Runs `work` while no other Spoor script does set-up in this folder; a holder that died is replaced. */
function alone(work) {
  const lockFile = path.join(root, '.setup.lock');
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAlive(Number(readIfThere(lockFile)))) Atomics.wait(pause, 0, 0, 200);
    else rmSync(lockFile, { force: true });
  }
  try {
    work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8') || String(process.pid);
  } catch {
    return String(process.pid);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Installs the locked dependencies when the lock file changed since the last install. */
export function ensureDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (!isInstalled(lock)) alone(() => isInstalled(lock) || install(lock));
}

function install(lock) {
  say('installing dependencies from package-lock.json …');
  // Install scripts stay off: the only one Spoor needs is the one that places the Node 24 binary.
  if (npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']).status !== 0) {
    fail('npm ci failed; the lines above say why. Fix that and run the command again.');
  }
  say('placing the pinned Node 24 runtime …');
  const placed = spawnSync(process.execPath, ['installArchSpecificPackage'], {
    cwd: path.join(modules, 'node'),
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, npm_config_global: 'false', npm_config_loglevel: 'error' },
  });
  if (placed.status !== 0 || !existsSync(runtime()))
    fail('the Node 24 runtime of the `node` package could not be placed.');
  // npm links a package's binary at install time, when this one was not there yet.
  npm(['rebuild', '--ignore-scripts', '--loglevel=error', 'node']);
  writeFileSync(stampFile, lock);
}

/** Path of the Node 24 binary that the `node` package ships. */
export function runtime() {
  return path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Runs a program on Node 24 with this terminal attached and ends this process with its exit status. */
export function execRuntime(args, options = {}) {
  const child = spawn(runtime(), args, {
    cwd: options.cwd ?? process.cwd(),
    stdio: 'inherit',
    env: { ...runtimeEnv(), ...options.env },
  });
  // The terminal sends an interrupt to the child as well: it stops in order, and this process waits for it.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(error.message));
  child.on('exit', (status, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(status ?? 1);
  });
}

/** Runs a program on Node 24 and returns its exit status. */
export function runRuntime(args, options = {}) {
  const env = { ...runtimeEnv(), ...options.env };
  const result = spawnSync(runtime(), args, { cwd: root, stdio: 'inherit', ...options, env });
  if (result.error) fail(result.error.message);
  return result.status ?? 1;
}

function runtimeEnv() {
  const bin = [path.dirname(runtime()), path.join(modules, '.bin')].join(path.delimiter);
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
}

/** Newest modification time, in ms, below the given paths (files or folders, relative to the root). */
export function newestChange(...places) {
  let newest = 0;
  const walk = (place) => {
    const info = statSync(place, { throwIfNoEntry: false });
    if (!info) return;
    if (info.isDirectory()) for (const name of readdirSync(place)) walk(path.join(place, name));
    else newest = Math.max(newest, info.mtimeMs);
  };
  for (const place of places) walk(path.join(root, place));
  return newest;
}

/** Runs `build` when any of `inputs` changed after the last build that left `stamp`. */
export function ensureBuilt(what, stamp, inputs, build) {
  const file = path.join(root, 'out', stamp);
  const isBuilt = () => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= newestChange(...inputs);
  if (isBuilt()) return;
  alone(() => {
    if (isBuilt()) return;
    say(`building ${what} …`);
    // What changes while the build runs is built next time.
    const started = new Date();
    if (build() !== 0) fail(`building ${what} failed.`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, started.toISOString());
    utimesSync(file, started, started);
  });
}
