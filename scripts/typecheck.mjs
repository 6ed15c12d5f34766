// Type-checks each runtime with its own tsconfig, so that a runtime's API cannot leak into another.
import path from 'node:path';
import { ensureDependencies, root, runRuntime } from './setup.mjs';

ensureDependencies();
const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
let status = 0;
for (const project of ['shared', 'node', 'web', 'test']) {
  status ||= runRuntime([tsc, '-p', path.join(root, `tsconfig.${project}.json`)]);
}
process.exit(status);
