import { mkdirSync, mkdtempSync, renameSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSettings } from '../analyst/settings.ts';
import { CaseLock } from '../case/lock.ts';
import { metaValue, openCase } from '../case/open.ts';
import { folderSink } from '../generate/folder-sink.ts';
import { generateSample } from '../generate/sample.ts';
import { importPaths } from '../ingest/import.ts';
import type { WorkContext } from './worker-protocol.ts';

/**
 * Makes the sample case: generates the logs of an invented organization with its attacks and imports them. Does nothing
 * where the file is the sample of this version, or is in use elsewhere.
 */
export async function makeSample(input: { file: string; version: string }, context: WorkContext): Promise<null> {
  if (isCurrent(input) || isInUse(input.file)) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-sample-'));
  // Beside its place, so that putting it there is one step.
  const partial = `${input.file}.${process.pid}.partial`;
  try {
    const logs = path.join(folder, 'Sample organization trail');
    mkdirSync(logs);
    const { accounts } = await generateSample(folderSink(logs, { gzip: false }));
    const caseFile = openCase(partial, { mode: 'write', program: 'Spoor' });
    try {
      const { database } = caseFile;
      writeSettings(database, 'Sample case', {
        title: 'Sample case',
        reference: 'An invented organization',
        accountNames: Object.fromEntries(accounts.map(({ id, name }) => [id, name])),
      });
      await importPaths(
        caseFile,
        { paths: [logs], names: [{ path: logs, name: 'Sample organization trail' }], parsers: 2 },
        { signal: context.signal, onProgress: context.onProgress },
      );
      database.prepare("INSERT INTO meta (key, value) VALUES ('sampleOf', ?)").run(input.version);
    } finally {
      caseFile.close();
    }
    rmSync(`${input.file}-wal`, { force: true });
    rmSync(`${input.file}-shm`, { force: true });
    renameSync(partial, input.file);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(partial + suffix, { force: true });
  }
}

function isCurrent({ file, version }: { file: string; version: string }): boolean {
  if (!existsSync(file)) return false;
  try {
    const caseFile = openCase(file, { mode: 'read', program: 'Spoor' });
    try {
      const madeBy = metaValue(caseFile.database, 'sampleOf');
      // A case of the user's own that happens to have the name is left alone, and opened.
      return madeBy === null || madeBy === version;
    } finally {
      caseFile.close();
    }
  } catch {
    // Damaged, or of an older schema that was never upgraded: made again.
    return false;
  }
}

function isInUse(file: string): boolean {
  return existsSync(CaseLock.fileFor(file));
}
