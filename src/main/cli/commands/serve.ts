import { existsSync } from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { AppError } from '../../../shared/contract/errors.ts';
import { locations } from '../../locations.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { jsonOption, wholeNumber, type CommonOptions } from '../options.ts';
import { print } from '../terminal.ts';
import { printable, toJson } from '../text.ts';

interface Options extends CommonOptions {
  port?: number;
  open: boolean;
}

const largestPort = 65_535;

export function addServe(program: Command, ended: (status: ExitStatus) => void): void {
  program
    .command('serve')
    .summary('open the app in a browser window')
    .description(
      'Serves the app on 127.0.0.1, to this computer alone, and opens it in a window of its own where Chromium, Chrome or Edge is ' +
        'installed, else in the default browser. The address works once. Ctrl+C ends it.',
    )
    .argument('[case]', 'case to open')
    .option('--port <n>', 'port to listen on; any free one where left out', readPort)
    .option('--no-open', 'only print the address')
    .option(...jsonOption)
    .addHelpText(
      'after',
      `
Examples:
  spoor serve breach.spoor
  spoor serve --port 8123 --no-open`,
    )
    .action(async (file: string | undefined, options: Options) => {
      await runServe(file, options);
      ended(exitStatus.done);
    });
}

async function runServe(file: string | undefined, options: Options): Promise<void> {
  if (file !== undefined && !existsSync(file)) throw new AppError('not-found', `There is no case at ${file}.`);
  if (!existsSync(path.join(locations().rendererFolder, 'index.html'))) {
    throw new AppError('not-found', 'The app has not been built yet.', {
      hint: 'Run `npm run build` once, or `npm start`.',
    });
  }
  // Loaded here alone: no other command needs a server.
  const { serve } = await import('../../browser-host/serve.ts');
  const host = await serve({
    file,
    port: options.port,
    open: options.open,
    handleSignals: true,
    closeWithLastWindow: true,
    say: (line) => (options.json ? process.stderr : process.stdout).write(`${printable(line)}\n`),
  });
  if (options.json) await print(`${toJson({ url: host.url, port: host.port, opened: host.opened })}\n`);
  await host.closed;
}

function readPort(text: string): number {
  const port = wholeNumber(0)(text);
  if (port > largestPort) throw new InvalidArgumentError(`A port is at most ${largestPort}.`);
  return port;
}
