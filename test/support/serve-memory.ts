// The browser host as a process of its own, with an engine in memory: `node serve-memory.ts FOLDER`.
import path from 'node:path';
import { serve } from '../../src/main/browser-host/serve.ts';
import { createMemoryEngine } from './memory-engine.ts';

const folder = process.argv[2] ?? '';
const host = await serve({
  open: false,
  handleSignals: true,
  say: () => {},
  createEngine: (options) => createMemoryEngine(options).engine,
  locations: {
    dataFolder: path.join(folder, 'data'),
    caseFolder: path.join(folder, 'cases'),
    homeFolder: folder,
    rendererFolder: path.join(folder, 'renderer'),
    version: '1.2.3',
  },
});
process.stdout.write(`${host.url}\n`);
await host.closed;
