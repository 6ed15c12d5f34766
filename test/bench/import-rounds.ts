// Floor, Spoor and DuckDB read the same files, one after the other, several times over.
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BenchData } from './bench-data.ts';
import type { DuckDbImportAnswer } from './duckdb-import.ts';
import type { FloorAnswer } from './floor.ts';
import { benchProgram, runMeasured, type Usage } from './measured-process.ts';
import { median } from './statistics.ts';

export const contestants = ['floor', 'spoor', 'spoor without compiled kernels', 'duckdb'] as const;
export type Contestant = (typeof contestants)[number];

export interface ImportFigures {
  /** A run a round; empty for one that was left out. */
  runs: Record<Contestant, Usage[]>;
  caseBytes: number;
  duckDbBytes: number | null;
}

export interface ImportPlaces {
  caseFile: string;
  duckDbFile: string;
}

const commandLine = path.resolve(import.meta.dirname, '../../src/main/cli/index.ts');

interface ImportDocument {
  files: { listed: number; read: number };
  records: { seen: number; added: number; duplicates: number; rejected: number };
}

function check(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found} of ${expected}`);
}

/** Runs every contestant once a round, each round beginning with the next one, so that a drift of the machine meets all. */
export async function importRounds(
  data: BenchData,
  places: ImportPlaces,
  { repeats, withDuckDb, say }: { repeats: number; withDuckDb: boolean; say: (line: string) => void },
): Promise<ImportFigures> {
  const runs: ImportFigures['runs'] = { floor: [], spoor: [], 'spoor without compiled kernels': [], duckdb: [] };
  const { events, records } = data.manifest.totals;
  let caseBytes = 0;
  let duckDbBytes: number | null = null;

  const spoor = async (kernels: 'on' | 'off'): Promise<Usage> => {
    const file = kernels === 'on' ? places.caseFile : `${places.caseFile}.reference.spoor`;
    for (const end of ['', '-wal', '-shm', '.lock']) rmSync(file + end, { force: true });
    const run = await runMeasured<ImportDocument>(commandLine, ['import', file, data.logs, '--json'], {
      env: { SPOOR_KERNELS: kernels },
    });
    check('files read', run.answer.files.read, data.files);
    check('records seen', run.answer.records.seen, records);
    check('events added', run.answer.records.added, events);
    if (kernels === 'on') caseBytes = statSync(file).size;
    else rmSync(file);
    return run;
  };

  const run: Record<Contestant, () => Promise<Usage>> = {
    floor: async () => {
      const floor = await runMeasured<FloorAnswer>(benchProgram('floor.ts'), [data.logs]);
      check('records of the floor', floor.answer.records, records);
      return floor;
    },
    spoor: () => spoor('on'),
    'spoor without compiled kernels': () => spoor('off'),
    duckdb: async () => {
      for (const end of ['', '.wal']) rmSync(places.duckDbFile + end, { force: true });
      const duckDb = await runMeasured<DuckDbImportAnswer>(benchProgram('duckdb-import.ts'), [
        places.duckDbFile,
        data.logs,
      ]);
      check('records in DuckDB', duckDb.answer.records, records);
      duckDbBytes = duckDb.answer.fileBytes;
      return duckDb;
    },
  };

  const taking = contestants.filter((name) => withDuckDb || name !== 'duckdb');
  for (let round = 0; round < repeats; round++) {
    for (let i = 0; i < taking.length; i++) {
      const name = taking[(i + round) % taking.length]!;
      const { wallSeconds, cpuSeconds, peakMemoryBytes } = await run[name]();
      runs[name].push({ wallSeconds, cpuSeconds, peakMemoryBytes });
      say(
        `round ${round + 1} of ${repeats}, ${name}: ${wallSeconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU time`,
      );
    }
  }
  return { runs, caseBytes, duckDbBytes };
}

/** How many times as fast `name` is as `other`: the median over rounds of the ratio within a round. NaN where one did not run. */
export function speedRatio(
  { runs }: ImportFigures,
  name: Contestant,
  other: Contestant,
  of: 'wallSeconds' | 'cpuSeconds',
): number {
  return median(
    runs[name].flatMap((run, round) => {
      const against = runs[other][round];
      return against === undefined ? [] : [against[of] / run[of]];
    }),
  );
}
