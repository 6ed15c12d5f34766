import { rmSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureRenderer } from '../../../scripts/builds.mjs';
import { makeSampleFile } from './sample-file.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the built renderer. */
    rendererFolder: string;
    /** Electron's binary where the specs run on Electron, else null. */
    electron: string | null;
    /** The sample case, to be copied. */
    sampleFile: string;
  }
}

/**
 * Builds the pages and makes the sample case once before the specs. `SPOOR_E2E_PAGES` names pages that are built already;
 * `SPOOR_E2E_ELECTRON` Electron's binary (`npm run test:electron` sets it).
 */
export default function setup(project: TestProject): () => void {
  const built = process.env['SPOOR_E2E_PAGES'];
  if (built === undefined) ensureRenderer();
  const sampleFile = makeSampleFile();
  project.provide('rendererFolder', built ?? path.join(import.meta.dirname, '../../../out/renderer'));
  project.provide('electron', process.env['SPOOR_E2E_ELECTRON'] ?? null);
  project.provide('sampleFile', sampleFile);
  return () => rmSync(path.dirname(sampleFile), { recursive: true, force: true });
}
