// `npm run screens`: a picture of every screen and state in both themes and sizes, in artifacts/screens.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { AppDriver } from '../support/driver.ts';
import { EventsPage } from '../support/events-page.ts';
import { closeSharedBrowser, type Surroundings } from '../support/launch.ts';
import { prepare } from '../support/prepared.ts';
import { showStory } from './story.ts';
import { tour, tourTime } from './tour.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: {
    themes: { type: 'string', default: 'dark,light' },
    sizes: { type: 'string', default: '1440x900,1100x700' },
  },
});
const folder = path.join(root, 'artifacts/screens');
rmSync(folder, { recursive: true, force: true });
const prepared = prepare({ fixedTime: tourTime });
const surroundings: Surroundings = { ...prepared, electron: null };

async function picture(page: Page, file: string): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  // The caret blinks; a style to hide it would be one more that the page's policy has to allow.
  await page.screenshot({ path: file, animations: 'allow', caret: 'initial' });
}

const faults: string[] = [];
try {
  for (const size of values.sizes.split(',')) {
    const [width = 1440, height = 900] = size.split('x').map(Number);
    for (const theme of values.themes.split(',')) {
      const options = {
        viewport: { width, height },
        colorScheme: theme === 'light' ? ('light' as const) : ('dark' as const),
        fixedTime: tourTime,
      };
      let count = 0;
      const found = await tour(options, surroundings, async (name, { app }) => {
        count += 1;
        await picture(app.page, path.join(folder, size, theme, `${name}.png`));
      });
      faults.push(...found.map((fault) => `${theme} ${size}: ${fault}`));
      process.stderr.write(`${theme} ${size}: ${count} pictures\n`);
    }
  }
  const app = await AppDriver.launch({ sample: true, fixedTime: tourTime }, surroundings);
  await app.openSample();
  await showStory(app, new EventsPage(app.page));
  await picture(app.page, path.join(root, 'docs/pictures/events.png'));
  await app.close();
} finally {
  prepared.remove();
  await closeSharedBrowser();
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
