// `npm run -s spoor -- COMMAND`: the command line on the pinned runtime.
import path from 'node:path';
import { ensureKernels } from './build-kernels.mjs';
import { ensureDependencies, execRuntime, root } from './setup.mjs';

ensureDependencies();
ensureKernels();
// npm changes to the project's folder; paths the user typed are relative to where the user stood.
execRuntime([path.join(root, 'src/main/cli/index.ts'), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
