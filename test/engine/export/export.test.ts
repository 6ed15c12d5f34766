import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaseIndex, exportEvents, openCase, type CaseFile, type ExportResult } from '../../../src/engine/entry.ts';
import type { ExportFormat } from '../../../src/engine/export/formats.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { eventCount, importInto, writeLogs, type CliCase } from '../../support/cli-case.ts';

const ordinary = 3000;
let at: CliCase;
let caseFile: CaseFile;
let index: CaseIndex;

beforeAll(async () => {
  at = writeLogs(ordinary);
  await importInto(at.caseFile, at.logs);
  caseFile = openCase(at.caseFile, { mode: 'read', program: 'test' });
  index = new CaseIndex(caseFile.database);
});

afterAll(() => {
  index.close();
  caseFile.close();
  rmSync(at.folder, { recursive: true, force: true });
});

interface Options {
  query?: string;
  format?: ExportFormat;
  order?: 'asc' | 'desc';
  file?: string;
  signal?: AbortSignal;
  onProgress?: () => void;
}

async function run({
  query = '',
  format = 'jsonl',
  order = 'asc',
  file = 'out',
  signal,
  onProgress,
}: Options): Promise<ExportResult> {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return exportEvents(
    index,
    {
      query: parsed.query,
      format,
      order,
      caseFile: at.caseFile,
      destination: { kind: 'file', file: path.join(at.folder, file), overwrite: true },
    },
    { signal: signal ?? new AbortController().signal, onProgress: onProgress ?? (() => undefined) },
  );
}

const lines = (file: string): string[] => readFileSync(path.join(at.folder, file), 'utf8').trimEnd().split('\n');

describe('exportEvents', () => {
  it('writes newest first what oldest first gives backwards', async () => {
    await run({ file: 'up' });
    await run({ file: 'down', order: 'desc' });
    expect(lines('down')).toEqual(lines('up').toReversed());
    expect(lines('up')).toHaveLength(eventCount(ordinary));
  });

  it('writes only what matches, also where nothing does', async () => {
    expect(await run({ query: 'event:AssumeRole', file: 'one' })).toMatchObject({ outcome: 'done', events: 1 });
    expect(await run({ query: 'event:Nothing', file: 'none', format: 'csv' })).toMatchObject({
      outcome: 'done',
      events: 0,
    });
    expect(lines('none')[0]).toMatch(/^time,id,event,/);
  });

  it('leaves no file behind when cancelled', async () => {
    const controller = new AbortController();
    const result = await run({ file: 'stopped', signal: controller.signal, onProgress: () => controller.abort() });
    expect(result).toMatchObject({ outcome: 'cancelled', sha256: null });
    expect(result.events).toBeLessThan(eventCount(ordinary));
    expect(readdirSync(at.folder).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it('says when a place cannot be written to', async () => {
    await expect(run({ file: 'no/such/folder/out' })).rejects.toMatchObject({ code: 'file-access' });
    await expect(run({ file: 'logs' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(run({ file: path.basename(at.caseFile) })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
