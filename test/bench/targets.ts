// What the figures are held against.
import type { BenchFigures } from './figures.ts';
import { speedRatio } from './import-rounds.ts';
import { median, percentile } from './statistics.ts';

export interface Line {
  name: string;
  /** NaN where it was not measured. */
  value: number;
  unit: 'x' | 'ms' | 's' | 'MB' | 'events/s';
  /** What the first version has to reach (times: at 1 million events); null where nothing was asked. */
  required: Bound | null;
  /** What the finished product has to reach at this number of events. */
  budget: Bound | null;
}

export interface Bound {
  is: 'at least' | 'at most';
  value: number;
}

const atLeast = (value: number): Bound => ({ is: 'at least', value });
const atMost = (value: number): Bound => ({ is: 'at most', value });

export function holds({ value }: Line, bound: Bound): boolean | null {
  if (Number.isNaN(value)) return null;
  return bound.is === 'at least' ? value >= bound.value : value <= bound.value;
}

/** Every figure that has a target, in the order in which they are shown. */
export function lines(figures: BenchFigures): Line[] {
  const { imports, search, opens, data } = figures;
  const isLarge = data.events > 3_000_000;
  const word = (kind: string): number =>
    median(search.words.find((candidate) => candidate.kind === kind)?.rowsMilliseconds ?? []);
  // The first targets are for 1 million events.
  const first = (milliseconds: number): Bound | null => (isLarge ? null : atMost(milliseconds));
  const bySize = (small: number, large: number): Bound => atMost(isLarge ? large : small);
  const refresh = search.queries.flatMap(({ milliseconds }) => milliseconds);
  const shown = search.shownMilliseconds.flat();
  return [
    {
      name: 'import, beside the floor (wall time)',
      value: speedRatio(imports, 'spoor', 'floor', 'wallSeconds'),
      unit: 'x',
      required: atLeast(0.3),
      budget: atLeast(0.6),
    },
    {
      name: 'import, beside the floor (CPU time)',
      value: speedRatio(imports, 'spoor', 'floor', 'cpuSeconds'),
      unit: 'x',
      required: null,
      budget: null,
    },
    {
      name: 'import, beside DuckDB (wall time)',
      value: speedRatio(imports, 'spoor', 'duckdb', 'wallSeconds'),
      unit: 'x',
      required: atLeast(2),
      budget: atLeast(4),
    },
    {
      name: 'import, beside DuckDB (CPU time)',
      value: speedRatio(imports, 'spoor', 'duckdb', 'cpuSeconds'),
      unit: 'x',
      required: null,
      budget: null,
    },
    {
      name: 'import, peak memory',
      value: median(imports.runs.spoor.map(({ peakMemoryBytes }) => peakMemoryBytes / 1e6)),
      unit: 'MB',
      required: null,
      budget: isLarge ? atMost(1000) : null,
    },
    {
      name: 'case file, of the .json.gz files',
      value: imports.caseBytes / data.gzipBytes,
      unit: 'x',
      required: atMost(1.3),
      budget: atMost(1.25),
    },
    {
      name: 'refresh: 12 facets, histogram, 200 rows, p95',
      value: percentile(refresh, 0.95),
      unit: 'ms',
      required: first(150),
      budget: bySize(30, 140),
    },
    {
      name: `refresh with the ${search.shownFacets.length} facets of the window, p95`,
      value: percentile(shown, 0.95),
      unit: 'ms',
      required: first(150),
      budget: bySize(30, 140),
    },
    { name: 'word with one hit', value: word('one hit'), unit: 'ms', required: first(30), budget: bySize(15, 100) },
    { name: 'absent word', value: word('absent'), unit: 'ms', required: null, budget: bySize(5, 60) },
    {
      name: 'word with about 1,000 hits',
      value: word('about 1,000 hits'),
      unit: 'ms',
      required: null,
      budget: bySize(50, 400),
    },
    {
      name: 'substring in no record (all blocks read)',
      value: word('absent substring'),
      unit: 'ms',
      required: null,
      budget: isLarge ? null : atMost(1300),
    },
    {
      name: 'cold open: columns in memory',
      value: median(opens.map(({ indexMilliseconds }) => indexMilliseconds)),
      unit: 'ms',
      required: null,
      budget: isLarge ? atMost(1000) : null,
    },
    {
      name: 'cold open: process start to first refresh',
      value: median(opens.map(({ totalMilliseconds }) => totalMilliseconds)),
      unit: 'ms',
      required: null,
      budget: null,
    },
    {
      name: 'raw JSON of one event, p50',
      value: median(search.recordMilliseconds),
      unit: 'ms',
      required: null,
      budget: atMost(2),
    },
    {
      name: 'search, peak memory',
      value: figures.searchPeakMemoryBytes / 1e6,
      unit: 'MB',
      required: null,
      budget: isLarge ? atMost(800) : null,
    },
  ];
}
