// `npm test`: everything a change must pass, in the order that fails fastest.
import path from 'node:path';
import { ensureKernels } from './build-kernels.mjs';
import { ensureDependencies, root, runRuntime, say } from './setup.mjs';

ensureDependencies();
ensureKernels();
const bin = (name, file) => path.join(root, 'node_modules', name, file);
const steps = [
  ['imports', [path.join(root, 'scripts/check-imports.mjs')]],
  ['types', [path.join(root, 'scripts/typecheck.mjs')]],
  ['lint', [bin('oxlint', 'bin/oxlint'), '--deny-warnings']],
  ['form', [bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level=warn', '.']],
  ['tests', [bin('vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)]],
];
for (const [name, args] of steps) {
  say(name);
  const status = runRuntime(args);
  if (status !== 0) {
    say(`${name} failed`);
    process.exit(status);
  }
}
