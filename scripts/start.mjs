// `npm start [-- FILE] [--browser | --electron] [--no-open]`: opens the desktop app, or the browser host where Electron
// cannot be had.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureKernels } from './build-kernels.mjs';
import { ensureHosts, ensureRenderer } from './builds.mjs';
import { electronBinary, forget, remember } from './electron-binary.mjs';
import { ensureDependencies, execRuntime, root, say } from './setup.mjs';

/** An app that ends with a failure this soon could not run here, for example for want of a library or of the sandbox. */
const earlyEndMilliseconds = 15_000;

const args = process.argv.slice(2);
const ownFlags = ['--browser', '--electron'];
const stood = process.env.INIT_CWD ?? process.cwd();
const passed = args
  .filter((argument) => !ownFlags.includes(argument))
  .map((argument) => (argument.startsWith('-') ? argument : path.resolve(stood, argument)));

ensureDependencies();
ensureKernels();
ensureRenderer();
const reason = args.includes('--browser') ? null : await startElectron();
if (reason !== null) say(`Electron cannot be used: ${reason}. Opening in the browser instead.`);
execRuntime([path.join(root, 'src/main/browser-host/start.ts'), ...passed]);

/** Ends this process with the app, or returns why the app could not run. */
async function startElectron() {
  const found = await electronBinary(args.includes('--electron'));
  if (found.program === undefined) return found.reason;
  ensureHosts();
  const started = Date.now();
  const result = spawnSync(found.program, [root, ...passed], { stdio: 'inherit' });
  const failed = result.error !== undefined || result.status !== 0;
  if (!failed || Date.now() - started > earlyEndMilliseconds) {
    if (!failed) forget();
    process.exit(result.status ?? 1);
  }
  const how = result.error?.message ?? `it ended with ${result.signal ?? `status ${result.status}`}`;
  remember(how);
  return how;
}
