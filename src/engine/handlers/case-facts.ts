import { statSync } from 'node:fs';
import path from 'node:path';
import type { Activity } from '../../shared/contract/app.ts';
import type { CaseSummary } from '../../shared/contract/case.ts';
import { readSettings } from '../analyst/settings.ts';
import { metaValue } from '../case/open.ts';
import { firstRowFrom } from '../search/time-rows.ts';
import type { CaseIndex } from '../store/case-index.ts';
import type { ReaderCase } from './reader-case.ts';

/** What a reader knows of a summary; who may write is known to the engine alone. */
export type CaseFacts = Omit<CaseSummary, 'readOnly' | 'readOnlyReason'>;

const activityBuckets = 60;

export function caseFacts(reader: ReaderCase): CaseFacts {
  const { index, caseFile, generation } = reader.current;
  const { database } = caseFile;
  const settings = readSettings(database, path.basename(reader.file, '.spoor'));
  const records = database
    .prepare(
      `SELECT coalesce(sum(seen), 0) AS seen, coalesce(sum(duplicates), 0) AS duplicates,
         coalesce(sum(rejected), 0) AS rejected, count(*) FILTER (WHERE parent_id IS NULL) AS sources FROM source`,
    )
    .get() as { seen: number; duplicates: number; rejected: number; sources: number };
  const savedMs = database.prepare('SELECT time_ms FROM audit ORDER BY id DESC LIMIT 1').pluck().get() as
    number | undefined;
  const accounts = countValues(index, 'account');
  return {
    name: path.basename(reader.file, '.spoor'),
    displayPath: reader.file,
    settings,
    generation,
    events: index.count,
    records: records.seen,
    duplicates: records.duplicates,
    rejected: records.rejected,
    sources: records.sources,
    sizeBytes: sizeOf(reader.file) + sizeOf(`${reader.file}-wal`),
    firstEpochSeconds: index.timesEpochSeconds[0] ?? null,
    lastEpochSeconds: index.timesEpochSeconds[index.count - 1] ?? null,
    accounts: accounts
      .slice(0, 1_000)
      .map(([account, events]) => ({ account, name: settings.accountNames[account] ?? null, events })),
    regions: countValues(index, 'region').length,
    activity: activityOf(index),
    createdEpochSeconds: Math.floor(Number(metaValue(database, 'createdMs') ?? 0) / 1000),
    savedEpochSeconds: Math.floor((savedMs ?? 0) / 1000),
    isSample: metaValue(database, 'sampleOf') !== null,
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Values of a field with their number of events, most frequent first. */
function countValues(index: CaseIndex, field: 'account' | 'region'): [value: string, events: number][] {
  const column = index.column(field);
  const { values } = index.dictionary(field);
  const counts = new Uint32Array(values.length);
  for (let row = 0; row < index.count; row++) counts[column[row]!]!++;
  const found: [string, number][] = [];
  values.forEach((value, id) => {
    if (value !== null && counts[id]! > 0) found.push([value, counts[id]!]);
  });
  return found.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function activityOf(index: CaseIndex): Activity | null {
  const first = index.timesEpochSeconds[0];
  const last = index.timesEpochSeconds[index.count - 1];
  if (first === undefined || last === undefined) return null;
  const bucketSeconds = Math.max(1, Math.ceil((last - first + 1) / activityBuckets));
  const counts: number[] = [];
  for (let start = first; start <= last; start += bucketSeconds) {
    counts.push(firstRowFrom(index, start + bucketSeconds) - firstRowFrom(index, start));
  }
  return { startEpochSeconds: first, bucketSeconds, counts };
}
