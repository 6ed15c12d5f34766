// Starts the browser host for `npm start` where the desktop app cannot run.
import { serve } from './serve.ts';

const args = process.argv.slice(2);
const host = await serve({
  file: args.find((argument) => !argument.startsWith('-')),
  open: !args.includes('--no-open'),
  say: (line) => process.stderr.write(`spoor: ${line}\n`),
  closeWithLastWindow: true,
  handleSignals: true,
});
await host.closed;
