// Runs one TypeScript file of the project on the pinned runtime: `node scripts/run.mjs FILE ARGS…`.
import path from 'node:path';
import { ensureKernels } from './build-kernels.mjs';
import { ensureDependencies, execRuntime, root } from './setup.mjs';

const [file, ...args] = process.argv.slice(2);
ensureDependencies();
ensureKernels();
execRuntime([path.join(root, file), ...args], { cwd: process.env.INIT_CWD ?? process.cwd() });
