import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureRenderer } from '../../../scripts/builds.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the built renderer. */
    rendererFolder: string;
  }
}

/** Builds the pages once before the specs. `SPOOR_E2E_PAGES` names pages that are built already. */
export default function setup(project: TestProject): void {
  const built = process.env['SPOOR_E2E_PAGES'];
  if (built === undefined) ensureRenderer();
  project.provide('rendererFolder', built ?? path.join(import.meta.dirname, '../../../out/renderer'));
}
