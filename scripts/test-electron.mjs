// `npm run test:electron`: the end-to-end specs on the real desktop app, where an Electron can run.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureKernels } from './build-kernels.mjs';
import { ensureHosts, ensureRenderer } from './builds.mjs';
import { electronBinary } from './electron-binary.mjs';
import { ensureDependencies, root, runRuntime, say } from './setup.mjs';

/**
 * Runs the specs on Electron; the exit status. Where there is no Electron it says so and returns 0: not run is neither
 * passed nor failed.
 */
export async function testElectron(args = []) {
  const found = await electronBinary(false);
  if (found.program === undefined) {
    say(`end-to-end specs on Electron: not run: ${found.reason}`);
    return 0;
  }
  ensureHosts();
  ensureRenderer();
  return runRuntime([path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'e2e', ...args], {
    env: { SPOOR_E2E_ELECTRON: found.program },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureDependencies();
  ensureKernels();
  process.exit(await testElectron(process.argv.slice(2)));
}
