import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dictionaryFields } from '../../src/shared/cloudtrail/event.ts';
import type { JobContext } from '../../src/shared/contract/jobs.ts';
import { openCase, type CaseFile } from '../../src/engine/case/open.ts';
import type { ImportResult } from '../../src/engine/ingest/import-counts.ts';
import { importPaths, type ImportInput } from '../../src/engine/ingest/import.ts';
import { readCopies } from '../../src/engine/store/copies.ts';
import { readDictionaryValues } from '../../src/engine/store/dictionary.ts';
import { ZipFile } from 'yazl';
import { readCaseContent } from './case-content.ts';

/** Writes files below a folder, making what folders they need. */
export function writeFiles(folder: string, files: Record<string, string | Uint8Array>): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** A zip of members in the given order; names may come twice. */
export async function zipOf(members: readonly [name: string, content: string | Uint8Array][]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of members) zip.addBuffer(Buffer.from(content), name, { mtime: new Date(0) });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Opens the case, imports, closes it. */
export async function importLogs(
  file: string,
  paths: string | string[],
  options: Partial<ImportInput> & { context?: Partial<JobContext>; prepare?: (caseFile: CaseFile) => void } = {},
): Promise<ImportResult> {
  const { context, prepare, ...input } = options;
  const caseFile = openCase(file, { mode: 'write', program: 'test' });
  try {
    prepare?.(caseFile);
    return await importPaths(
      caseFile,
      { paths: [paths].flat(), parsers: 1, ...input },
      { signal: new AbortController().signal, onProgress: () => undefined, ...context },
    );
  } finally {
    caseFile.close();
  }
}

/** A context that aborts when the import asks for the `count`-th time whether to commit, which it then does or not. */
export function abortingAt(count: number, commit: boolean): JobContext {
  const controller = new AbortController();
  let asked = 0;
  return {
    signal: controller.signal,
    onProgress: () => undefined,
    wantsCommit: () => {
      if (++asked >= count) controller.abort();
      return commit || asked < count;
    },
  };
}

/** Rows of a query on a case at rest. */
export function queryCase(file: string, sql: string, ...values: unknown[]): Record<string, unknown>[] {
  const caseFile = openCase(file, { mode: 'read', program: 'test' });
  try {
    return caseFile.database.prepare(sql).all(...values) as Record<string, unknown>[];
  } finally {
    caseFile.close();
  }
}

/** Everything that a case says about its evidence, in comparable form; nothing in it depends on time or on commits. */
export function readEverything(file: string): Record<string, unknown> {
  const caseFile = openCase(file, { mode: 'read', program: 'test' });
  const { database } = caseFile;
  const rows = (sql: string): unknown[] => database.prepare(sql).raw().all();
  const hashOf = (list: unknown[]): string => createHash('sha256').update(JSON.stringify(list)).digest('hex');
  const dictionaries = [...dictionaryFields, 'resource', 'resources', 'word', 'oddId'].map((field) => [
    field,
    readDictionaryValues(database, field),
  ]);
  const everything = {
    ...readCaseContent(file),
    problems: rows('SELECT source, position, code, message FROM problem ORDER BY source, position, code, message'),
    slices: rows('SELECT locator, sequence, slice.bytes FROM slice JOIN source ON source.id = source_id ORDER BY 1, 2')
      .length,
    dictionaries: hashOf(dictionaries),
    copiesOfRecords: [...readCopies(database)],
    blocks: hashOf(
      rows(
        'SELECT id, first_record, records, bytes, hex(layout), hex(data), hex(bits) FROM block JOIN filter ON block_id = id',
      ),
    ),
    columns: hashOf(
      rows(
        'SELECT first_epoch_s, last_epoch_s, rows, field, width, hex(data) FROM chunk JOIN chunk_column ON chunk_id = id ORDER BY 1, 2, 4',
      ),
    ),
  };
  caseFile.close();
  return everything;
}
