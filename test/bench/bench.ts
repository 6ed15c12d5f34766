// `npm run bench`: measures import, case size, searches and opening beside a floor and beside DuckDB, in one run.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { format, resolveConfig } from 'prettier';
import { difference } from './answer-digest.ts';
import { benchData, dataOptions } from './bench-data.ts';
import type { DuckDbSearchAnswer, DuckDbSearchInput } from './duckdb-search.ts';
import type { BenchFigures } from './figures.ts';
import { importRounds } from './import-rounds.ts';
import { machineFacts } from './machine.ts';
import { benchProgram, endRunning, runMeasured } from './measured-process.ts';
import { document, terminalTable } from './report.ts';
import type { SpoorOpenAnswer } from './spoor-open.ts';
import type { SpoorSearchAnswer } from './spoor-search.ts';

interface Flags {
  events: number;
  repeats: number;
  out: string;
  skip?: 'duckdb';
  keep?: string;
}

/** Searches are short, so that a few more of them cost little. */
const searchesPerRepeat = 3;

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text.replaceAll('_', ''));
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`a whole number from ${least} is needed here`);
    }
    return value;
  };
}

const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`);

async function duckDbSearch(
  places: { duckDbFile: string; inputFile: string },
  search: SpoorSearchAnswer,
  repeats: number,
): Promise<DuckDbSearchAnswer> {
  const input: DuckDbSearchInput = {
    queries: search.queries.map(({ name, clauses }) => ({ name, clauses })),
    words: search.words.map(({ query }) => query).filter((query) => /^[a-z0-9]+$/i.test(query)),
  };
  writeFileSync(places.inputFile, JSON.stringify(input));
  const measured = await runMeasured<DuckDbSearchAnswer>(benchProgram('duckdb-search.ts'), [
    places.duckDbFile,
    places.inputFile,
    String(repeats),
  ]);
  return measured.answer;
}

async function measure(flags: Flags, folder: string): Promise<BenchFigures> {
  const machine = machineFacts();
  const { repeats } = flags;
  const withDuckDb = flags.skip !== 'duckdb';
  const data = await benchData(flags.events, say);
  const places = { caseFile: path.join(folder, 'bench.spoor'), duckDbFile: path.join(folder, 'bench.duckdb') };
  const imports = await importRounds(data, places, { repeats, withDuckDb, say });

  const opens: SpoorOpenAnswer[] = [];
  for (let i = 0; i < repeats; i++) {
    opens.push((await runMeasured<SpoorOpenAnswer>(benchProgram('spoor-open.ts'), [places.caseFile])).answer);
  }
  say('searching with Spoor');
  const searches = { spoor: repeats * searchesPerRepeat, duckDb: repeats };
  const { answer: search, peakMemoryBytes } = await runMeasured<SpoorSearchAnswer>(benchProgram('spoor-search.ts'), [
    places.caseFile,
    String(searches.spoor),
  ]);
  let duckDb: DuckDbSearchAnswer | null = null;
  if (withDuckDb) {
    say('searching with DuckDB');
    duckDb = await duckDbSearch({ ...places, inputFile: path.join(folder, 'queries.json') }, search, searches.duckDb);
  }
  const differences = search.queries.flatMap(({ name, digest }, i) => {
    const found = duckDb === null ? null : difference(digest, duckDb.digests[i]!);
    return found === null ? [] : [`${name}: ${found}`];
  });
  const { totals } = data.manifest;
  return {
    machine,
    repeats,
    data: {
      events: totals.events,
      files: data.files,
      gzipBytes: data.gzipBytes,
      contentBytes: totals.bytes,
      ...dataOptions,
    },
    imports,
    search,
    searchPeakMemoryBytes: peakMemoryBytes,
    searches,
    opens,
    duckDb,
    differences,
  };
}

async function run(flags: Flags): Promise<void> {
  const folder =
    flags.keep === undefined ? mkdtempSync(path.join(tmpdir(), 'spoor-bench-run-')) : path.resolve(flags.keep);
  mkdirSync(folder, { recursive: true });
  const clean = (): void => {
    if (flags.keep === undefined) rmSync(folder, { recursive: true, force: true });
  };
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      endRunning();
      clean();
      process.exit(status);
    });
  }
  try {
    const figures = await measure(flags, folder);
    process.stdout.write(terminalTable(figures));
    const out = path.resolve(flags.out);
    const form = await resolveConfig(out);
    mkdirSync(path.dirname(out), { recursive: true });
    writeFileSync(out, await format(document(figures), { ...form, parser: 'markdown' }));
    say(`wrote ${out}`);
    if (figures.differences.length > 0) {
      say(`Spoor and DuckDB differ: ${figures.differences.join('; ')}`);
      process.exitCode = 1;
    }
  } finally {
    clean();
  }
}

await new Command('bench')
  .description(
    'Measures Spoor beside a floor (gunzip and JSON.parse alone) and beside DuckDB on generated events, prints the figures beside their targets and writes docs/performance.md.',
  )
  .option(
    '--events <n>',
    'events to make; they are kept in the temporary folder for the next run',
    wholeNumber(1000),
    1_000_000,
  )
  .option('--repeats <n>', 'rounds', wholeNumber(1), 3)
  .option('--out <file>', 'where the report goes', path.resolve(import.meta.dirname, '../../docs/performance.md'))
  .addOption(new Option('--skip <engine>', 'leave an engine out').choices(['duckdb']))
  .option('--keep <folder>', 'keep the case and the DuckDB file there')
  .action(run)
  .parseAsync();
