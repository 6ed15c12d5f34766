// The browser host with the real engine as a process of its own: `node host.ts HOME RENDERER-FOLDER`.
import path from 'node:path';
import { serve } from '../../../src/main/browser-host/serve.ts';
import { locations } from '../../../src/main/locations.ts';

const [home = '', rendererFolder = ''] = process.argv.slice(2);
const host = await serve({
  open: false,
  handleSignals: true,
  say: () => undefined,
  locations: {
    dataFolder: path.join(home, '.spoor'),
    caseFolder: path.join(home, 'cases'),
    homeFolder: home,
    rendererFolder,
    version: locations().version,
  },
});
process.stdout.write(`${host.url}\n`);
await host.closed;
process.exit(0);
