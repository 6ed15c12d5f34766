import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { AppError } from '../../shared/contract/errors.ts';
import { folderSink } from './folder-sink.ts';
import { generate } from './generate.ts';
import { completeOptions, defaultOptions, parseStories, storyNames } from './options.ts';

interface Flags {
  events: number;
  seed: string;
  out: string;
  days: number;
  accounts: number;
  stories: string;
  overlap: number;
  gzip: boolean;
}

function number(text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError('a number is needed here');
  return value;
}

async function run(flags: Flags): Promise<void> {
  const { events, seed, days, accounts, overlap } = flags;
  const options = completeOptions({ events, seed, days, accounts, overlap, stories: parseStories(flags.stories) });
  const out = path.resolve(flags.out);
  mkdirSync(out, { recursive: true });
  // Old files among the new ones would make the manifest wrong.
  if (readdirSync(out).length > 0)
    throw new AppError('invalid-input', `${out} is not empty.`, { hint: 'Choose a new folder, or empty this one.' });
  const began = performance.now();
  let shown = 0;
  const progress = (done: number): void => {
    const now = performance.now();
    if (now - shown < 500) return;
    shown = now;
    process.stderr.write(
      `generate: ${done.toLocaleString('en-US')} of ${Math.max(events, done).toLocaleString('en-US')} events\n`,
    );
  };
  const sink = folderSink(out, { gzip: flags.gzip, progress });
  const manifest = await generate(options, sink);
  writeFileSync(path.join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(
    `${JSON.stringify({ out, manifest: path.join(out, 'manifest.json'), seed, ...manifest.totals, stories: manifest.stories.map((story) => story.name), seconds: Number(seconds.toFixed(2)) })}\n`,
  );
}

/** The command line of the generator. Rejects with an `AppError` for wrong options and unusable folders. */
export function generateCommand(): Command {
  return new Command('generate')
    .description('Writes an invented organization trail with planted attacks, and the truth about it in manifest.json.')
    .option('--events <n>', 'distinct events, stories included', number, defaultOptions.events)
    .option('--seed <text>', 'the same seed and options give the same bytes', defaultOptions.seed)
    .requiredOption('--out <folder>', 'where to write; must be empty or new')
    .option('--days <n>', 'length of the case, which ends on 2026-03-17', number, defaultOptions.days)
    .option('--accounts <n>', 'accounts of the organization', number, defaultOptions.accounts)
    .option('--stories <names>', `all, none, or some of ${storyNames.join(',')}`, 'all')
    .option(
      '--overlap <share>',
      'share of the events that a second trail delivers again',
      number,
      defaultOptions.overlap,
    )
    .option('--no-gzip', 'write .json instead of .json.gz')
    .exitOverride()
    .action(run);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await generateCommand().parseAsync();
  } catch (error) {
    // Commander has said what is wrong already; help ends with 0.
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`generate: ${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}\n`);
    process.exitCode = error.code === 'invalid-input' ? 2 : 1;
  }
}
