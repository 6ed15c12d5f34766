// `npm run build [-- hosts|renderer]`: builds what changed.
import { ensureKernels } from './build-kernels.mjs';
import { ensureHosts, ensureRenderer } from './builds.mjs';
import { ensureDependencies, fail } from './setup.mjs';

const [half] = process.argv.slice(2);
if (half !== undefined && half !== 'hosts' && half !== 'renderer') fail(`there is nothing called "${half}" to build.`);
ensureDependencies();
ensureKernels();
if (half !== 'renderer') ensureHosts();
if (half !== 'hosts') ensureRenderer();
