import type { TestProject } from 'vitest/node';
import { prepare } from './prepared.ts';

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

/** Once before the specs. `SPOOR_E2E_ELECTRON` names Electron's binary (`npm run test:electron` sets it). */
export default function setup(project: TestProject): () => void {
  const { rendererFolder, sampleFile, remove } = prepare();
  project.provide('rendererFolder', rendererFolder);
  project.provide('electron', process.env['SPOOR_E2E_ELECTRON'] ?? null);
  project.provide('sampleFile', sampleFile);
  return remove;
}
