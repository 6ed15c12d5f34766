import path from 'node:path';
import { afterAll, inject, onTestFinished } from 'vitest';
import { AppDriver } from './driver.ts';
import { closeSharedBrowser, launchParts, type AppOptions, type Surroundings } from './launch.ts';

export type { DropFile } from './driver.ts';
export type { AppOptions } from './launch.ts';

const artifacts = path.resolve(import.meta.dirname, '../../../artifacts/e2e');

// Once a spec file.
afterAll(closeSharedBrowser);

/** What this run was prepared with; in the browser host unless `electron` names a binary. */
export function surroundings(electron: string | null = null): Surroundings {
  return { rendererFolder: inject('rendererFolder'), electron, sampleFile: inject('sampleFile') };
}

/** One running Spoor of a test: it ends with the test, which fails if a page or the host reported an error. */
export class App extends AppDriver {
  static async start(options: AppOptions = {}): Promise<App> {
    const app = new App(await launchParts({ traced: true, ...options }, surroundings(inject('electron'))));
    onTestFinished(async ({ task }) => {
      const faults = app.allFaults();
      if (task.result?.state === 'fail' || faults.length > 0) {
        const name = `${path.basename(task.file.name, '.spec.ts')} ${task.name}`.replaceAll(/[^\w]+/g, '-');
        await app.keepEvidence(path.join(artifacts, name));
      }
      await app.close();
      if (faults.length > 0) throw new Error(faults.join('\n'));
    });
    return app;
  }

  /** The sample case, open. */
  static async withSample(options: AppOptions = {}): Promise<App> {
    const app = await App.start({ sample: true, ...options });
    await app.openSample();
    return app;
  }
}
