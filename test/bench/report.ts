// The report: a table for the terminal, and `docs/performance.md`.
import { queryText } from './bench-queries.ts';
import { dataOptions } from './bench-data.ts';
import { importSetting, importSql } from './duckdb-table.ts';
import type { BenchFigures } from './figures.ts';
import { contestants, speedRatio, type Contestant } from './import-rounds.ts';
import { median, percentile } from './statistics.ts';
import { holds, lines, type Bound, type Line } from './targets.ts';

type Row = readonly string[];

const absent = '–';

function figure(value: number, digits = 3): string {
  if (Number.isNaN(value)) return absent;
  const decimals = value === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(decimals, 3), useGrouping: true });
}

const withUnit = (value: number, unit: Line['unit']): string =>
  Number.isNaN(value) ? absent : unit === 'x' ? `${value.toFixed(2)} ×` : `${figure(value)} ${unit}`;
const boundText = (bound: Bound | null, unit: Line['unit']): string =>
  bound === null ? '' : `${bound.is === 'at least' ? '≥' : '≤'} ${withUnit(bound.value, unit)}`;
const verdict = (line: Line, bound: Bound | null): string => {
  const held = bound === null ? null : holds(line, bound);
  return held === null ? '' : held ? 'yes' : '**no**';
};
const count = (value: number): string => value.toLocaleString('en-US');
const megabytes = (bytes: number): string => `${figure(bytes / 1e6)} MB`;

function markdownTable(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function targetRows(figures: BenchFigures): Row[] {
  return lines(figures).map((line) => [
    line.name,
    withUnit(line.value, line.unit),
    boundText(line.required, line.unit),
    verdict(line, line.required),
    boundText(line.budget, line.unit),
    verdict(line, line.budget),
  ]);
}

const targetHead: Row = ['what', 'measured', 'first target', 'held', 'budget', 'held'];

/** The figures beside their targets, in columns. */
export function terminalTable(figures: BenchFigures): string {
  const rows = [targetHead, ...targetRows(figures)].map((row) => row.map((cell) => cell.replaceAll('**', '')));
  const widths = targetHead.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '))
    .map((row) => `${row.trimEnd()}\n`)
    .join('');
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return absent;
  return `${figure(median(values))} (${figure(Math.min(...values))}–${figure(Math.max(...values))})`;
}

const label: Record<Contestant, string> = {
  floor: 'floor: gunzip and `JSON.parse`',
  spoor: 'Spoor, `import`',
  'spoor without compiled kernels': 'Spoor, `SPOOR_KERNELS=off`',
  duckdb: 'DuckDB',
};

function importTable({ imports, data, machine }: BenchFigures): string {
  const rows = contestants
    .filter((name) => imports.runs[name].length > 0)
    .map((name): Row => {
      const runs = imports.runs[name];
      const wall = median(runs.map(({ wallSeconds }) => wallSeconds));
      const busy = median(runs.map(({ wallSeconds, cpuSeconds }) => cpuSeconds / wallSeconds / machine.cores));
      return [
        label[name],
        count(Math.round(data.events / wall)),
        spread(runs.map(({ wallSeconds }) => wallSeconds)),
        spread(runs.map(({ cpuSeconds }) => cpuSeconds)),
        `${Math.round(busy * 100)} %`,
        figure(speedRatio(imports, name, 'floor', 'wallSeconds')),
        figure(speedRatio(imports, name, 'floor', 'cpuSeconds')),
        megabytes(median(runs.map(({ peakMemoryBytes }) => peakMemoryBytes))),
      ];
    });
  return markdownTable(
    ['', 'events/s', 'wall s', 'CPU s', 'cores busy', '× floor, wall', '× floor, CPU', 'peak memory'],
    rows,
  );
}

function queryTable({ search, duckDb }: BenchFigures): string {
  const rows = search.queries.map((query, i): Row => [
    query.name,
    count(query.matches),
    spread(query.milliseconds),
    spread(search.shownMilliseconds[i]!),
    ...(duckDb === null ? [] : [spread(duckDb.separateMilliseconds[i]!), spread(duckDb.groupedMilliseconds[i]!)]),
  ]);
  const all = (values: readonly number[][]): string => {
    const flat = values.flat();
    return `${figure(percentile(flat, 0.5))} / ${figure(percentile(flat, 0.95))}`;
  };
  rows.push([
    '**p50 / p95**',
    '',
    all(search.queries.map(({ milliseconds }) => milliseconds)),
    all(search.shownMilliseconds),
    ...(duckDb === null ? [] : [all(duckDb.separateMilliseconds), all(duckDb.groupedMilliseconds)]),
  ]);
  const duckDbHead = duckDb === null ? [] : ['DuckDB ms, 12 queries', 'DuckDB ms, grouping sets'];
  return markdownTable(
    ['refresh', 'events', 'Spoor ms', `Spoor ms, ${search.shownFacets.length} facets`, ...duckDbHead],
    rows,
  );
}

function wordTable({ search, duckDb }: BenchFigures): string {
  const rows = search.words.map((word): Row => [
    word.kind,
    `\`${word.query}\``,
    count(word.matches),
    spread(word.rowsMilliseconds),
    spread(word.refreshMilliseconds),
    ...(duckDb === null ? [] : [spread(duckDb.words.find(({ query }) => query === word.query)?.milliseconds ?? [])]),
  ]);
  return markdownTable(
    ['', 'query', 'events', 'rows ms', 'refresh ms', ...(duckDb === null ? [] : ['DuckDB, rows ms'])],
    rows,
  );
}

function openTable({ opens }: BenchFigures): string {
  const part = (name: string, key: keyof BenchFigures['opens'][number]): Row => [
    name,
    spread(opens.map((open) => open[key])),
  ];
  return markdownTable(
    ['', 'ms'],
    [
      part('process start until the modules are loaded', 'loadMilliseconds'),
      part('case opened, columns and dictionaries in memory', 'indexMilliseconds'),
      part('first refresh', 'refreshMilliseconds'),
      part('process start until the first refresh is there', 'totalMilliseconds'),
    ],
  );
}

function agreement({ duckDb, differences, search }: BenchFigures): string {
  if (duckDb === null) return 'DuckDB was left out of this run.';
  if (differences.length === 0) {
    return `Spoor and DuckDB gave the same matches, the same facet counts and the same rows for all ${search.queries.length} queries.`;
  }
  return `**Spoor and DuckDB differ:** ${differences.join('; ')}.`;
}

/** Share of the cores that the floor, which waits for nothing, got in the median round. */
function floorShare({ imports, machine }: BenchFigures): number {
  return median(imports.runs.floor.map(({ wallSeconds, cpuSeconds }) => cpuSeconds / wallSeconds / machine.cores));
}

/** Says where other programs took the cores, since every time below is then too long. */
function caution(figures: BenchFigures): string {
  const share = floorShare(figures);
  if (share >= 0.75 && figures.machine.loadBefore < 1) return '';
  return `
**The machine was busy with other work: the floor got ${Math.round(share * 100)} % of its cores. Times are too long and ratios of wall times are chance; go by CPU times and sizes, and measure again on an idle machine.**
`;
}

/** The text of `docs/performance.md`, not yet formatted. */
export function document(figures: BenchFigures): string {
  const { machine, data, imports, search, searches, duckDb } = figures;
  const { seed, days, accounts } = dataOptions;
  const caseSizes = [
    `The case file has ${megabytes(imports.caseBytes)}, ${figure(imports.caseBytes / data.gzipBytes)} of the \`.json.gz\` files`,
    imports.duckDbBytes === null
      ? '.'
      : `; DuckDB's file has ${megabytes(imports.duckDbBytes)}, ${figure(imports.duckDbBytes / data.gzipBytes)} of them.`,
  ].join('');
  return `# Performance

Written by \`npm run bench\`; run it again rather than edit this file. Times are medians, the range in parentheses. Nothing in \`npm test\` fails on a time.

- Machine: ${machine.cpu}, ${machine.cores} cores, ${figure(machine.memoryBytes / 2 ** 30)} GiB, ${machine.system}, Node ${machine.node}${duckDb === null ? '' : `, DuckDB ${duckDb.version}`}
- Date: ${machine.date}${machine.commit === null ? '' : `, commit ${machine.commit}`}
- Load before the run: ${figure(machine.loadBefore)}
- Data: ${count(data.events)} events in ${count(data.files)} files, ${megabytes(data.gzipBytes)} compressed, ${megabytes(data.contentBytes)} of JSON; generator seed \`${seed}\`, ${days} days, ${accounts} accounts
${caution(figures)}
## Against the targets

"First target" is what the first version has to reach, "budget" what the finished product has to reach at this number of events.

${markdownTable(targetHead, targetRows(figures))}

## Import

${importTable(figures)}

${caseSizes}

## Refresh

A refresh is 12 facets with crossfilter (each facet leaves its own filter out), the histogram, and the newest 200 rows, ${searches.spoor} times for each query in Spoor and ${searches.duckDb} times in DuckDB. ${agreement(figures)}

${queryTable(figures)}

${search.queries.map((query) => `- ${query.name}: ${queryText(query) === '' ? 'nothing' : `\`${queryText(query)}\``}`).join('\n')}

## Words

The first column of times finds the newest 200 rows, the second is a whole refresh.

${wordTable(figures)}

## Opening a case

${openTable(figures)}

The raw JSON of one event by its id, with its hash and its place in the evidence: p50 ${figure(median(search.recordMilliseconds))} ms, p95 ${figure(percentile(search.recordMilliseconds, 0.95))} ms; the first one after opening ${figure(search.firstRecordMilliseconds)} ms. Largest memory of the process that measured searches: ${megabytes(figures.searchPeakMemoryBytes)}.

## Method

- Every program runs in a process of its own, measured from its start to its end, so that memory, compiled code and garbage of one do not help or hurt another. Data and programs are in the page cache for all of them.
- Floor, Spoor and DuckDB take turns within a round, and each round begins with another one. A ratio is the median over rounds of the ratio within a round. On a machine that is not idle the ratio of CPU times is the steadier one; it says nothing about how well cores are used.
- The floor reads, decompresses and parses every file on one thread a core, with the output buffer of zlib sized from the gzip trailer, and keeps nothing. No import can be faster that has to parse JSON with this runtime; one that avoids parsing can.
- Spoor is the command line, \`import CASE FOLDER --json\`, with everything on. \`SPOOR_KERNELS=off\` takes the TypeScript twins of the compiled kernels. Counts of files, records and events are checked against the generator's manifest.
- Searches run in the engine (\`CaseIndex\` and \`search\`), after one round that is not measured. Nothing is kept from one search to the next but what belongs to the open case.
- DuckDB uses all cores. It keeps the records as JSON values: no bytes as found, no hashes, no deduplication, no resources, sessions or words, all of which are part of Spoor's import. The import below was the fastest of those tried (\`json_transform\` beside one \`->>\` a column and one list of paths; \`newline_delimited\` beside \`unstructured\`; with and without order of insertion). Facets are asked for as a query each, and as one query with grouping sets for those without a filter of their own. A word is \`contains(lower(raw), …)\`.
- Cold means a new process; the file itself is in the page cache.

\`\`\`sql
${importSetting};
${importSql('FOLDER/**/*.json.gz')};
\`\`\`

## How to repeat

\`\`\`
npm run bench                          # 1 million events, three rounds, writes this file
npm run bench -- --events 10000000     # needs about 15 GB in the temporary folder
npm run bench -- --help
\`\`\`
`;
}
