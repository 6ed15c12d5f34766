import { AppDriver } from '../support/driver.ts';
import { EventsPage } from '../support/events-page.ts';
import type { AppOptions, Surroundings } from '../support/launch.ts';
import { evidenceScenes, readOnlyScenes } from './evidence-scenes.ts';
import { eventsScenes } from './events-scenes.ts';
import { firstScenes, libraryScenes } from './home-scenes.ts';
import { play, type Scene, type Stage } from './scene.ts';

/** The instant at which every tour takes place: the morning after the sample's incident. */
export const tourTime = '2026-03-17T09:12:00Z';

export interface TourOptions extends AppOptions {
  /** Told of every app as it starts, so that its faults can be judged. */
  started?(app: AppDriver): void;
}

/**
 * Goes through every screen and state: a first start, then the sample case, then a second window on it. `look` is
 * called on each. Rejects when a scene cannot be reached.
 */
export async function tour(
  options: TourOptions,
  surroundings: Surroundings,
  look: (name: string, stage: Stage) => Promise<void>,
): Promise<string[]> {
  const faults: string[] = [];
  const isNarrow = (options.viewport?.width ?? 1440) / (options.zoom ?? 1) < 1280;
  const act = async (sample: boolean, work: (app: AppDriver) => Promise<void>) => {
    const app = await AppDriver.launch({ ...options, sample, wired: true }, surroundings);
    try {
      await work(app);
      faults.push(...app.allFaults());
    } catch (error) {
      faults.push(...app.allFaults());
      await app.keepEvidence('artifacts/screens/failure');
      throw error;
    } finally {
      await app.close();
    }
  };
  const stageOf = (app: AppDriver): Stage => ({ app, events: new EventsPage(app.page), isNarrow });
  await act(false, (app) => play(firstScenes, stageOf(app), look));
  await act(true, async (app) => {
    await app.openSample();
    const scenes: Scene[] = [...eventsScenes, ...libraryScenes, ...evidenceScenes];
    await play(scenes, stageOf(app), look);
    const second = app.withPage(await app.openWindow());
    await second.page.getByRole('button', { name: 'Continue' }).click();
    await play(readOnlyScenes, stageOf(second), look);
  });
  return faults;
}
