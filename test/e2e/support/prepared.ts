import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureRenderer } from '../../../scripts/builds.mjs';

/** What every app of a run is started from. */
export interface Prepared {
  /** Pages as they are at the start of the run: a build meanwhile does not change what is tested. */
  rendererFolder: string;
  /** The sample case, to be copied. */
  sampleFile: string;
  remove(): void;
}

interface PrepareOptions {
  sample?: boolean;
  /** The sample is made at this instant. */
  fixedTime?: string;
}

/** Builds the pages where they are not, and makes the sample case as the app would, in a temporary folder. */
export function prepare({ sample = true, fixedTime }: PrepareOptions = {}): Prepared {
  ensureRenderer();
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-e2e-prepared-'));
  const rendererFolder = path.join(folder, 'renderer');
  cpSync(path.join(import.meta.dirname, '../../../out/renderer'), rendererFolder, { recursive: true });
  const sampleFile = path.join(folder, 'Sample case.spoor');
  if (sample) {
    const maker = path.join(import.meta.dirname, 'make-sample.ts');
    const clock = fixedTime === undefined ? [] : ['--import', path.join(import.meta.dirname, 'fixed-clock.ts')];
    const made = spawnSync(process.execPath, [...clock, maker, sampleFile], {
      encoding: 'utf8',
      env: { ...process.env, ...(fixedTime === undefined ? {} : { SPOOR_FIXED_TIME: fixedTime }) },
    });
    if (made.status !== 0) throw new Error(`the sample case could not be made:\n${made.stderr}`);
  }
  return { rendererFolder, sampleFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
