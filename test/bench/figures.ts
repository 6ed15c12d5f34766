import type { DuckDbSearchAnswer } from './duckdb-search.ts';
import type { ImportFigures } from './import-rounds.ts';
import type { MachineFacts } from './machine.ts';
import type { SpoorOpenAnswer } from './spoor-open.ts';
import type { SpoorSearchAnswer } from './spoor-search.ts';

/** Everything that one run of the benchmark found. */
export interface BenchFigures {
  machine: MachineFacts;
  repeats: number;
  data: {
    events: number;
    files: number;
    gzipBytes: number;
    contentBytes: number;
    seed: string;
    days: number;
    accounts: number;
  };
  imports: ImportFigures;
  search: SpoorSearchAnswer;
  /** Largest resident set of the process that searched. */
  searchPeakMemoryBytes: number;
  /** Times each search was repeated: in Spoor, in DuckDB. */
  searches: { spoor: number; duckDb: number };
  opens: SpoorOpenAnswer[];
  duckDb: DuckDbSearchAnswer | null;
  /** Where the two engines answered differently; empty where they agree or one did not run. */
  differences: string[];
}
