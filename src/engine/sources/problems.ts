import type { Database } from 'better-sqlite3';
import type { ProblemBytes, ProblemPage, ProblemRow } from '../../shared/contract/case.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { decodeLayout } from '../store/blocks.ts';
import { SourceContent } from './content.ts';
import { readFileContent } from './file-content.ts';
import { baseName } from './source-names.ts';
import { withDescendants } from './source-rows.ts';

interface StoredProblem {
  id: number;
  sourceId: number | null;
  source: string;
  position: string | null;
  code: string;
  message: string;
}

const place = /^(byte|line|record) (\d+)$/;

export function problemPage(
  database: Database,
  query: { sourceId: number | null; code: string | null; offset: number; limit: number },
): ProblemPage {
  const { sourceId, code } = query;
  const withClause = sourceId === null ? '' : withDescendants;
  const bySource = sourceId === null ? 'TRUE' : 'problem.source_id IN inside';
  const values = sourceId === null ? [] : [sourceId];
  const byCode = database
    .prepare(
      `${withClause} SELECT code, count(*) AS count FROM problem WHERE ${bySource} GROUP BY code ORDER BY 2 DESC, 1`,
    )
    .all(...values) as ProblemPage['byCode'];
  const total = byCode.reduce((sum, each) => sum + (code === null || each.code === code ? each.count : 0), 0);
  const stored = database
    .prepare(
      `${withClause} SELECT problem.id, source_id AS sourceId, source, position, code, message FROM problem
       WHERE ${bySource} AND (? IS NULL OR code = ?) ORDER BY problem.id LIMIT ? OFFSET ?`,
    )
    .all(...values, code, code, query.limit, query.offset) as StoredProblem[];
  return {
    rows: stored.map(({ sourceId: id, source, ...problem }): ProblemRow => ({
      ...problem,
      source: baseName(source),
      sourceId: id ?? 0,
      hasBytes: id !== null && problem.position !== null && place.test(problem.position),
    })),
    total,
    byCode,
  };
}

/** A record or line is marked to its end, but no further than this. */
const markBytes = 65_536;

/** The bytes around a problem: from the case where the content was stored, else from the file it came from. */
export async function problemBytes(database: Database, problemId: number, contextBytes: number): Promise<ProblemBytes> {
  const problem = database
    .prepare('SELECT id, source_id AS sourceId, source, position, code, message FROM problem WHERE id = ?')
    .get(problemId) as StoredProblem | undefined;
  if (problem === undefined) throw new AppError('not-found', 'This problem is no longer in the case.');
  const [, unit, number] = place.exec(problem.position ?? '') ?? [];
  if (problem.sourceId === null || unit === undefined) {
    throw new AppError('not-found', 'This problem names no place in a file.');
  }
  const content = new SourceContent(database, problem.sourceId);
  const start = placeOf(database, content, unit, Number(number));
  if (start === null) throw new AppError('not-found', 'The place is not in the stored content.');
  const from = Math.max(0, start - contextBytes);
  const to = start + markBytes + contextBytes;
  const stretch =
    content.lengthBytes > 0
      ? { bytes: content.read(from, to), contentLengthBytes: content.lengthBytes }
      : await readUnstored(database, problem.sourceId, from, to);
  const markStart = Math.min(start - from, stretch.bytes.length);
  const lineEnd = stretch.bytes.indexOf(0x0a, markStart);
  const length = (lineEnd === -1 ? stretch.bytes.length : lineEnd) - markStart;
  const markLengthBytes = Math.min(markBytes, length, recordLength(database, problem.sourceId, start) ?? length);
  return {
    startByte: from,
    base64: stretch.bytes.subarray(0, markStart + markLengthBytes + contextBytes).toString('base64'),
    markStart,
    markLengthBytes,
    contentLengthBytes: stretch.contentLengthBytes,
  };
}

function placeOf(database: Database, content: SourceContent, unit: string, number: number): number | null {
  if (unit === 'byte') return number;
  if (unit === 'line') return content.startOfLine(number);
  const found = blockOfRecord(database, number);
  return found === null ? null : content.offsetOf(found.blockId, found.start);
}

function blockOfRecord(database: Database, record: number): { blockId: number; start: number; length: number } | null {
  const block = database
    .prepare(
      'SELECT id, first_record AS firstRecord, records, layout FROM block WHERE first_record <= ? ORDER BY id DESC',
    )
    .get(record) as { id: number; firstRecord: number; records: number; layout: Uint8Array } | undefined;
  const index = record - (block?.firstRecord ?? 0);
  if (block === undefined || index >= block.records) return null;
  const { starts, ends } = decodeLayout(block.layout, block.records);
  return { blockId: block.id, start: starts[index]!, length: ends[index]! - starts[index]! };
}

/** Length of the record that begins at a byte of the content, or null where none does. */
function recordLength(database: Database, sourceId: number, start: number): number | null {
  const slices = database
    .prepare('SELECT block_id AS id, block_offset AS offset, bytes FROM slice WHERE source_id = ? ORDER BY sequence')
    .iterate(sourceId) as IterableIterator<{ id: number; offset: number; bytes: number }>;
  let before = 0;
  for (const { id, offset, bytes } of slices) {
    if (start < before + bytes) {
      const block = database.prepare('SELECT records, layout FROM block WHERE id = ?').get(id) as
        { records: number; layout: Uint8Array } | undefined;
      if (block === undefined) return null;
      const { starts, ends } = decodeLayout(block.layout, block.records);
      const at = starts.indexOf(start - before + offset);
      return at === -1 ? null : ends[at]! - starts[at]!;
    }
    before += bytes;
  }
  return null;
}

async function readUnstored(database: Database, sourceId: number, from: number, to: number) {
  const source = database
    .prepare('SELECT locator, found_bytes AS bytes, found_modified_ms AS modifiedMs FROM source WHERE id = ?')
    .get(sourceId) as { locator: string; bytes: number | null; modifiedMs: number | null } | undefined;
  if (source === undefined) throw new AppError('not-found', 'The source of this problem is no longer in the case.');
  const bang = source.locator.indexOf('!');
  return await readFileContent(bang === -1 ? source.locator : source.locator.slice(0, bang), source, from, to);
}
