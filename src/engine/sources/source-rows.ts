import path from 'node:path';
import type { Database } from 'better-sqlite3';
import type { SourceCounts, SourceKind, SourceRow, SourceState } from '../../shared/contract/case.ts';
import { metaValue } from '../case/open.ts';
import { sourceDisplayName } from './source-names.ts';

interface StoredSource {
  id: number;
  parentId: number | null;
  parentLocator: string | null;
  kind: string;
  locator: string;
  format: string | null;
  state: string;
  reasonCode: string | null;
  reason: string | null;
  foundBytes: number | null;
  contentBytes: number;
  foundSha256: string | null;
  contentSha256: string | null;
  firstEpochSeconds: number | null;
  lastEpochSeconds: number | null;
  startedMs: number | null;
  hasChildren: number;
}

const select = `SELECT source.id, source.parent_id AS parentId, parent.locator AS parentLocator, source.kind, source.locator,
  source.format, source.state, source.reason_code AS reasonCode, source.reason, source.found_bytes AS foundBytes,
  source.content_bytes AS contentBytes, source.found_sha256 AS foundSha256, source.content_sha256 AS contentSha256,
  source.first_epoch_s AS firstEpochSeconds, source.last_epoch_s AS lastEpochSeconds, run.started_ms AS startedMs,
  EXISTS (SELECT 1 FROM source AS child WHERE child.parent_id = source.id) AS hasChildren
  FROM source LEFT JOIN source AS parent ON parent.id = source.parent_id
  LEFT JOIN import_run AS run ON run.id = source.run_id`;

// What counts as a file: whatever was listed on disk or in an archive. Folders, archives and decoded content hold files
// or lie in them.
const isFile = "kind IN ('file', 'member')";
const countColumns = `count(*) FILTER (WHERE ${isFile}) AS listed,
  count(*) FILTER (WHERE ${isFile} AND state IN ('done', 'partial')) AS read,
  count(*) FILTER (WHERE ${isFile} AND state = 'skipped') AS skipped,
  count(*) FILTER (WHERE ${isFile} AND state = 'failed') AS failed,
  count(*) FILTER (WHERE ${isFile} AND state = 'reading') AS pending,
  coalesce(sum(seen), 0) AS seen, coalesce(sum(added), 0) AS added,
  coalesce(sum(duplicates), 0) AS duplicates, coalesce(sum(rejected), 0) AS rejected,
  min(first_epoch_s) AS firstEpochSeconds, max(last_epoch_s) AS lastEpochSeconds`;

/** A source and everything found inside it. */
export const withDescendants = `WITH RECURSIVE inside (id) AS (
  SELECT ? UNION ALL SELECT source.id FROM source JOIN inside ON source.parent_id = inside.id)`;

type Counted = SourceCounts['files'] &
  SourceCounts['records'] & { firstEpochSeconds: number | null; lastEpochSeconds: number | null };

function countsOf(counted: Counted): SourceCounts {
  const { listed, read, skipped, failed, pending, seen, added, duplicates, rejected } = counted;
  return { files: { listed, read, skipped, failed, pending }, records: { seen, added, duplicates, rejected } };
}

/** Of the whole case. */
export function caseCounts(database: Database): SourceCounts {
  return countsOf(database.prepare(`SELECT ${countColumns} FROM source`).get() as Counted);
}

export interface SourceQuery {
  parentId: number | null;
  /** With a state, every file, member and archive in that state below the parent, at whatever depth. */
  state: SourceState | null;
  offset: number;
  limit: number;
}

/** `isImporting` tells a source that is being read from one that an interrupted import left. */
export function sourcePage(
  database: Database,
  query: SourceQuery,
  isImporting: boolean,
): { rows: SourceRow[]; total: number } {
  const { where, values } = filter(query, isImporting);
  const total = database
    .prepare(`${where.with} SELECT count(*) FROM source WHERE ${where.text}`)
    .pluck()
    .get(...values);
  const stored = database
    .prepare(`${where.with} ${select} WHERE ${where.text} ORDER BY source.id LIMIT ? OFFSET ?`)
    .all(...values, query.limit, query.offset) as StoredSource[];
  const inside = database.prepare(`${withDescendants} SELECT ${countColumns} FROM source WHERE id IN inside`);
  const problems = database
    .prepare(`${withDescendants} SELECT count(*) FROM problem WHERE source_id IN inside`)
    .pluck();
  const isSample = metaValue(database, 'sampleOf') !== null;
  return {
    total: total as number,
    rows: stored.map((row) =>
      toRow(row, inside.get(row.id) as Counted, problems.get(row.id) as number, { isImporting, isSample }),
    ),
  };
}

function filter(
  { parentId, state }: SourceQuery,
  isImporting: boolean,
): { where: { with: string; text: string }; values: (string | number)[] } {
  if (state === null) {
    return parentId === null
      ? { where: { with: '', text: 'source.parent_id IS NULL' }, values: [] }
      : { where: { with: '', text: 'source.parent_id = ?' }, values: [parentId] };
  }
  const states = storedStates(state, isImporting);
  const inState = `source.kind IN ('file', 'archive', 'member') AND source.state IN (${states.map(() => '?').join(', ')})`;
  if (parentId === null) return { where: { with: '', text: inState }, values: states };
  return {
    where: { with: withDescendants, text: `${inState} AND source.id IN inside AND source.id <> ?` },
    values: [parentId, ...states, parentId],
  };
}

function storedStates(state: SourceState, isImporting: boolean): string[] {
  if (state === 'reading') return isImporting ? ['reading'] : [''];
  if (state === 'partial') return isImporting ? ['partial'] : ['partial', 'reading'];
  return [state];
}

function toRow(
  row: StoredSource,
  counted: Counted,
  problems: number,
  { isImporting, isSample }: { isImporting: boolean; isSample: boolean },
): SourceRow {
  const isInterrupted = row.state === 'reading' && !isImporting;
  const reason = isInterrupted
    ? {
        code: 'interrupted',
        message: 'The import stopped inside it. What was read is in the case; import it again to go on.',
      }
    : row.reasonCode === null
      ? null
      : { code: row.reasonCode, message: row.reason ?? row.reasonCode };
  return {
    id: row.id,
    parentId: row.parentId,
    kind: kindOf(row, isSample),
    displayName:
      row.parentId === null && row.kind === 'folder'
        ? path.basename(row.locator) || row.locator
        : sourceDisplayName(row.locator, row.parentLocator),
    locator: row.locator,
    format: row.format,
    state: isInterrupted ? 'partial' : (row.state as SourceState),
    reason,
    sizeBytes: row.foundBytes ?? (row.contentBytes > 0 ? row.contentBytes : null),
    sha256: row.foundSha256,
    contentSha256: row.contentSha256,
    counts: countsOf(counted),
    problems,
    firstEpochSeconds: counted.firstEpochSeconds,
    lastEpochSeconds: counted.lastEpochSeconds,
    addedEpochSeconds: Math.floor((row.startedMs ?? 0) / 1000),
    hasChildren: row.hasChildren === 1,
  };
}

function kindOf({ kind, parentId }: StoredSource, isSample: boolean): SourceKind {
  if (isSample && parentId === null) return 'sample';
  return kind === 'decoded' ? 'member' : (kind as SourceKind);
}
