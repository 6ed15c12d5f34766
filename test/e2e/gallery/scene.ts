import type { AppDriver } from '../support/driver.ts';
import type { EventsPage } from '../support/events-page.ts';

export interface Stage {
  app: AppDriver;
  events: EventsPage;
  /** Below 1280 pixels panes fold away and open over the others. */
  isNarrow: boolean;
}

/**
 * One thing to look at. Scenes of one list are played in order in one app, so that each begins where the one before
 * ended: `leave` takes away what would be in the way.
 */
export interface Scene {
  /** Name of the picture, `screen-state`. */
  name: string;
  show(stage: Stage): Promise<void>;
  leave?(stage: Stage): Promise<void>;
  /** What cannot be so in a narrow window is left out there. */
  isWideOnly?: boolean;
}

export const escape = ({ app }: Stage): Promise<void> => app.page.keyboard.press('Escape');

/** Plays scenes in order and calls `look` on each. */
export async function play(
  scenes: readonly Scene[],
  stage: Stage,
  look: (name: string, stage: Stage) => Promise<void>,
): Promise<void> {
  for (const scene of scenes) {
    if (scene.isWideOnly === true && stage.isNarrow) continue;
    try {
      await scene.show(stage);
      // Pictures are of pages at rest: fonts there, nothing under the pointer.
      await stage.app.page.evaluate(() => document.fonts.ready.then(() => undefined));
      await look(scene.name, stage);
      await scene.leave?.(stage);
    } catch (error) {
      throw new Error(`scene ${scene.name}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}
