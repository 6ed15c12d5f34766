// `npm run test:kill`: kills imports at full size. `npm test` does the same with fewer events and kills.
import path from 'node:path';
import { ensureKernels } from './build-kernels.mjs';
import { ensureDependencies, root, runRuntime } from './setup.mjs';

ensureDependencies();
ensureKernels();
const { SPOOR_KILL_EVENTS = '200000', SPOOR_KILL_ROUNDS = '20' } = process.env;
const env = { SPOOR_KILL_EVENTS, SPOOR_KILL_ROUNDS };
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
process.exit(runRuntime([vitest, 'run', '--project', 'node', 'test/engine/import/kill.test.ts'], { env }));
