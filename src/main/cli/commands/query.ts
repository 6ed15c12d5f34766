import type { Command } from 'commander';
import { dictionaryFields } from '../../../shared/cloudtrail/event.ts';
import { facetFields } from '../../../shared/cloudtrail/field-registry.ts';
import { formatTime } from '../../../shared/cloudtrail/time.ts';
import {
  answer,
  prepareSearch,
  type CaseIndex,
  type EventRow,
  type FacetField,
  type FacetResult,
  type RowCursor,
  type SearchResult,
} from '../../../engine/entry.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { WrongUsage } from '../failures.ts';
import { withIndex } from '../open-index.ts';
import { jsonOption, list, queryArgument, readQuery, wholeNumber, type CommonOptions } from '../options.ts';
import { heading, print, progressDisplay } from '../terminal.ts';
import { count, counted, printable, Table, tableText, toJson } from '../text.ts';

interface Options extends CommonOptions {
  facets?: string[];
  facetLimit: number;
  histogram?: true;
  limit: number;
  order: string;
  after?: string;
}

export function addQuery(program: Command, ended: (status: ExitStatus) => void): void {
  program
    .command('query')
    .summary('search a case')
    .description('Searches a case: matching events, counts of values (facets), and a histogram over time.')
    .argument('<case>', 'case file')
    .argument(...queryArgument)
    .option('--facets <fields>', 'count the values of these fields (comma-separated, or all)', list)
    .option('--facet-limit <n>', 'values a facet lists', wholeNumber(1), 100)
    .option('--histogram', 'count events over time')
    .option('--limit <n>', 'events to list; there is no upper limit', wholeNumber(0), 100)
    .option('--order <asc|desc>', 'oldest or newest first', 'desc')
    .option('--after <cursor>', 'go on after a page: the `next` of its answer')
    .option(...jsonOption)
    .addHelpText(
      'after',
      `
Fields: ${[...facetFields.map(({ id }) => id), 'id', 'time'].join(' ')}
and any path of a record, for example requestParameters.bucketName.

Examples:
  spoor query breach.spoor 'event:CreateAccessKey'
  spoor query breach.spoor 'ip:203.0.113.0/24 time:[2026-03-14T02:00 TO 2026-03-14T03:00]' --order asc
  spoor query breach.spoor '-event:(DescribeRegions OR GetCallerIdentity) error:*' --facets principal,error
  spoor query breach.spoor '"acme-payroll"' --histogram --json`,
    )
    .action(async (file: string, text: string | undefined, options: Options) => {
      await runQuery(file, text, options);
      ended(exitStatus.done);
    });
}

async function runQuery(file: string, text: string | undefined, options: Options): Promise<void> {
  const order = readOrder(options.order);
  const facets = readFacets(options.facets ?? []);
  const after = options.after === undefined ? undefined : readCursor(options.after);
  const query = readQuery(text);
  const startedMs = performance.now();
  const display = progressDisplay();
  await withIndex(file, async (index) => {
    loadColumns(index, facets, options.limit > 0);
    const openMilliseconds = performance.now() - startedMs;
    const searchedMs = performance.now();
    const prepared = prepareSearch(index, query, facets, { onProgress: (progress) => display.show(progress) });
    const page = (limit: number, from: RowCursor | undefined): SearchResult =>
      answer(prepared, {
        facets: from === after ? facets : [],
        facetLimit: options.facetLimit,
        histogram: from === after && options.histogram === true,
        rows: { order, limit, after: from },
      });
    const first = page(Math.min(options.limit, pageRows), after);
    const milliseconds = performance.now() - searchedMs;
    display.clear();
    const result = { first, facets, limit: options.limit, page, milliseconds, openMilliseconds };
    await (options.json ? printJson(result) : printTables(result));
  });
}

/** Events fetched and written at a time. */
const pageRows = 1000;

interface QueryAnswer {
  /** Its first page. */
  first: SearchResult;
  /** In the order in which they were asked for. */
  facets: readonly FacetField[];
  limit: number;
  page(limit: number, after: RowCursor | undefined): SearchResult;
  milliseconds: number;
  openMilliseconds: number;
}

/** All rows up to the limit, a page at a time; returns the cursor after the last one. */
async function eachPage(
  { first, limit, page }: QueryAnswer,
  take: (rows: EventRow[]) => Promise<void>,
): Promise<RowCursor | null> {
  let { rows, next } = first;
  let left = limit;
  for (;;) {
    await take(rows);
    left -= rows.length;
    if (left <= 0 || next === null) return next;
    ({ rows, next } = page(Math.min(left, pageRows), next));
  }
}

async function printJson(result: QueryAnswer): Promise<void> {
  const { total, matches, histogram } = result.first;
  const named = namedFacets(result);
  const head = {
    total,
    matches,
    milliseconds: rounded(result.milliseconds),
    openMilliseconds: rounded(result.openMilliseconds),
    facets: Object.fromEntries(named.map(([name, { values }]) => [name, values])),
    missing: Object.fromEntries(named.map(([name, { missing }]) => [name, missing])),
    distinct: Object.fromEntries(named.map(([name, { distinct }]) => [name, distinct])),
    bucketSeconds: histogram?.bucketSeconds ?? null,
    histogram: bars(result.first).map(([start, events]) => [formatTime(start), events]),
  };
  await print(`${toJson(head).slice(0, -1)},"rows":[`);
  let separator = '';
  const next = await eachPage(result, async (rows) => {
    if (rows.length === 0) return;
    await print(separator + rows.map((row) => toJson(jsonRow(row))).join(','));
    separator = ',';
  });
  await print(`],"next":${toJson(next === null ? null : `${next.timeEpochSeconds}.${next.recordNumber}`)}}\n`);
}

function namedFacets({ first, facets }: QueryAnswer): [name: string, result: FacetResult][] {
  return facets.flatMap((name) => {
    const found = first.facets[name];
    return found === undefined ? [] : [[name, found]];
  });
}

/** A row in the shape and order of the contract. */
function jsonRow(row: EventRow): Record<string, string | null> {
  return {
    id: row.id,
    time: formatTime(row.timeEpochSeconds),
    event: row.event,
    service: row.service,
    principal: row.principal,
    account: row.account,
    region: row.region,
    ip: row.ip,
    agent: row.agent,
    error: row.error,
    outcome: row.outcome,
    category: row.category,
    access: row.access,
    session: row.session,
    key: row.key,
    resource: row.resource,
    source: row.source,
  };
}

function bars({ histogram }: SearchResult): [startEpochSeconds: number, events: number][] {
  if (histogram === null) return [];
  return Array.from(histogram.counts, (events, i) => [
    histogram.startEpochSeconds + i * histogram.bucketSeconds,
    events,
  ]);
}

async function printTables(result: QueryAnswer): Promise<void> {
  const { first, milliseconds, limit } = result;
  await print(`${count(first.matches)} of ${counted(first.total, 'event')} match (${milliseconds.toFixed(0)} ms)\n`);
  const histogram = bars(first);
  if (histogram.length > 0) {
    const most = Math.max(1, ...histogram.map(([, events]) => events));
    const rows = histogram.map(([start, events]) => [
      formatTime(start),
      count(events),
      '█'.repeat(Math.ceil((events / most) * 40)),
    ]);
    await print(
      `\n${heading('Events over time')}\n${tableText(['from', 'events', ''], ['left', 'right', 'left'], rows)}`,
    );
  }
  for (const [name, facet] of namedFacets(result)) {
    const rows = facet.values.map(([value, events]) => [count(events), printable(value)]);
    if (facet.missing > 0) rows.push([count(facet.missing), '(none)']);
    await print(
      `\n${heading(`${name}: ${counted(facet.distinct, 'value')}`)}\n${tableText(['events', name], ['right', 'left'], rows)}`,
    );
  }
  if (limit === 0 || first.rows.length === 0) return;
  const names = ['time (UTC)', 'outcome', 'service', 'event', 'principal', 'ip', 'account', 'region', 'id'];
  const cells = (row: EventRow): string[] =>
    [
      formatTime(row.timeEpochSeconds),
      row.error === null ? row.outcome : `${row.outcome} (${row.error})`,
      row.service,
      row.event,
      row.principal,
      row.ip,
      row.account,
      row.region,
      row.id,
    ].map((value) => printable(value ?? ''));
  const table = new Table(
    names,
    names.map(() => 'left' as const),
    first.rows.map(cells),
  );
  await print(`\n${heading(table.heading().trimEnd())}\n`);
  const next = await eachPage(result, (rows) => print(rows.map((row) => table.line(cells(row))).join('')));
  if (next !== null)
    await print(`… more: --after ${next.timeEpochSeconds}.${next.recordNumber}, or a larger --limit\n`);
}

/** Reads columns in, so that the time of the search is that of the search. */
function loadColumns(index: CaseIndex, facets: readonly FacetField[], withRows: boolean): void {
  for (const field of dictionaryFields) {
    if (!withRows && !facets.includes(field)) continue;
    index.column(field);
    index.dictionary(field);
  }
  if (withRows || facets.includes('resource')) index.resourceSetMembers.at(index.resourceSets.length > 0 ? 0 : -1);
  if (withRows || facets.includes('source')) index.sources.values.at(index.sourceIds.length > 0 ? 0 : -1);
}

function readOrder(text: string): 'asc' | 'desc' {
  if (text === 'asc' || text === 'desc') return text;
  throw new WrongUsage(`--order takes asc or desc, not "${text}".`);
}

function readFacets(names: readonly string[]): FacetField[] {
  const known = facetFields.map(({ id }) => id) as FacetField[];
  if (names.includes('all')) return known;
  return names.map((name) => {
    const field = known.find((id) => id === name);
    if (field === undefined) throw new WrongUsage(`There is no facet "${name}".`, `Facets: ${known.join(' ')}`);
    return field;
  });
}

function readCursor(text: string): RowCursor {
  const match = /^(\d{1,10})\.(\d{1,10})$/.exec(text);
  if (!match) throw new WrongUsage(`--after takes the "next" of an answer, not "${text}".`);
  return { timeEpochSeconds: Number(match[1]), recordNumber: Number(match[2]) };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
