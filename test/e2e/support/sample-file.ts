import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Makes the sample case in a temporary folder, as the app would; its path. */
export function makeSampleFile(): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'spoor-e2e-sample-')), 'Sample case.spoor');
  const made = spawnSync(process.execPath, [path.join(import.meta.dirname, 'make-sample.ts'), file], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`the sample case could not be made:\n${made.stderr}`);
  return file;
}
