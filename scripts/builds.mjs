// What has to be built before it runs, each when one of its sources changed.
import path from 'node:path';
import { ensureBuilt, root, runRuntime } from './setup.mjs';

const electronVite = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js');
const common = ['src/shared', 'electron.vite.config.ts', 'package.json'];

const build = (half) =>
  runRuntime([electronVite, 'build', '--logLevel', 'error'], {
    env: { SPOOR_BUILD: half },
    stdio: ['ignore', 2, 2],
  });

/** `out/main` and `out/preload`: the desktop host with the engine and its worker threads. */
export function ensureHosts() {
  const inputs = ['src/main', 'src/preload', 'src/engine', ...common];
  ensureBuilt('the desktop host', 'hosts.built', inputs, () => build('hosts'));
}

/** `out/renderer`: the pages of both hosts. */
export function ensureRenderer() {
  ensureBuilt('the pages', 'renderer.built', ['src/renderer', ...common], () => build('renderer'));
}
