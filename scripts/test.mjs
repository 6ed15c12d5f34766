// `npm test`: everything a change must pass, in the order that fails fastest.
import path from 'node:path';
import { ensureKernels } from './build-kernels.mjs';
import { ensureDependencies, root, runRuntime, say } from './setup.mjs';
import { testElectron } from './test-electron.mjs';

ensureDependencies();
ensureKernels();
const bin = (name, file) => path.join(root, 'node_modules', name, file);
const steps = [
  ['imports', [path.join(root, 'scripts/check-imports.mjs')]],
  ['types', [path.join(root, 'scripts/typecheck.mjs')]],
  ['lint', [bin('oxlint', 'bin/oxlint'), '--deny-warnings']],
  ['form', [bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level=warn', '.']],
  // The end-to-end specs take minutes of a whole machine and run by themselves: `npm run test:e2e`.
  ['tests', [bin('vitest', 'vitest.mjs'), 'run', '--project', 'node', '--project', 'ui', ...process.argv.slice(2)]],
];
for (const [name, args] of steps) {
  say(name);
  endOnFailure(name, runRuntime(args));
}
// Chosen files are chosen for a reason; the whole suite runs on both hosts.
if (process.argv.length === 2) endOnFailure('end-to-end specs on Electron', await testElectron());

function endOnFailure(name, status) {
  if (status === 0) return;
  say(`${name} failed`);
  process.exit(status);
}
