// `npm run bench:ui [-- --events 10000000]`: what a user feels at that many events, measured inside the browser.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { AppDriver } from '../../e2e/support/driver.ts';
import { EventsPage } from '../../e2e/support/events-page.ts';
import { closeSharedBrowser } from '../../e2e/support/launch.ts';
import { prepare } from '../../e2e/support/prepared.ts';
import { benchData } from '../bench-data.ts';
import { machineFacts } from '../machine.ts';
import { median, percentile } from '../statistics.ts';
import { installProbe, scrollAndLook, untilUpdated } from './probe.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000' } } });
const events = Number(values.events.replaceAll('_', ''));
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** What is typed, key by key: fields and values, free words, a wildcard and a correction. */
const typed = ['principal:ci-dep', 'error:AccessDen', 'event:Create*', 'service:s3 -outcome:succ', 'payroll'];

/** A home folder with the case in it, made once and kept beside the logs. */
async function homeWithCase(): Promise<string> {
  const { logs } = await benchData(events, say);
  const home = path.join(path.dirname(logs), 'ui-home');
  const file = path.join(home, 'cases', 'bench.spoor');
  if (existsSync(file)) return home;
  say(`importing into ${file}`);
  mkdirSync(path.dirname(file), { recursive: true });
  const program = path.join(root, 'src/main/cli/index.ts');
  const partial = path.join(home, 'cases', 'partial.spoor');
  rmSync(partial, { force: true });
  const { status } = spawnSync(process.execPath, [program, 'import', partial, logs], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('the import failed');
  renameSync(partial, file);
  return home;
}

interface Figure {
  what: string;
  value: string;
  target: string;
  holds: boolean;
}

const machine = machineFacts();
const home = await homeWithCase();
const prepared = prepare({ sample: false });
const surroundings = { ...prepared, electron: null };
const app = await AppDriver.launch({ home }, surroundings);
const figures: Figure[] = [];
try {
  const { page } = app;
  const screen = new EventsPage(page);
  await page.addInitScript(installProbe);
  await page.reload();
  const start = page.getByRole('complementary', { name: 'Start' });
  await start.getByRole('button', { name: /^Open a case file/ }).click();
  await app.chooseInBrowser(['cases'], ['bench.spoor'], 'Open case');
  const openedAt = performance.now();
  await app.goTo('Events');
  await screen.ready();
  const opening = performance.now() - openedAt;

  const keys: number[] = [];
  for (const text of typed) {
    await screen.query.focus();
    for (const key of text) {
      await page.evaluate(() => {
        window.spoorProbe.asked = 0;
      });
      await page.keyboard.press(key === ' ' ? 'Space' : key);
      const { milliseconds, searched } = await page.evaluate(untilUpdated);
      if (searched) keys.push(milliseconds);
    }
    for (const _ of text) await page.keyboard.press('Backspace');
    await page.keyboard.press('Escape');
    await page.evaluate(untilUpdated);
  }
  const scrolls = [];
  for (const pixelsPerFrame of [26, 130, 520]) {
    scrolls.push({ pixelsPerFrame, ...(await page.evaluate(scrollAndLook, { pixelsPerFrame, frames: 180 })) });
  }
  const tasks = await page.evaluate(() => window.spoorProbe.longTasksMilliseconds);
  const longest = Math.max(0, ...tasks);
  const wanted = events > 1_000_000 ? Number.NaN : 150;
  figures.push(
    { what: 'case chosen to first rows', value: `${Math.round(opening)} ms`, target: '', holds: true },
    {
      what: `key stroke to updated screen, median of ${keys.length}`,
      value: `${Math.round(median(keys))} ms`,
      target: Number.isNaN(wanted) ? '' : `${wanted} ms`,
      holds: Number.isNaN(wanted) || median(keys) <= wanted,
    },
    {
      what: 'key stroke to updated screen, p95',
      value: `${Math.round(percentile(keys, 0.95))} ms`,
      target: '',
      holds: true,
    },
    ...scrolls.map((scroll) => ({
      what: `scroll, ${scroll.pixelsPerFrame} px a frame, ${scroll.rows} rows: frames with blank rows`,
      value: `${scroll.blankFrames} of ${scroll.frames} (longest frame ${Math.round(scroll.longestFrameMilliseconds)} ms)`,
      target: scroll.pixelsPerFrame <= 130 ? '0' : '',
      holds: scroll.pixelsPerFrame > 130 || scroll.blankFrames === 0,
    })),
    {
      what: `longest task of the main thread (${tasks.length} over 50 ms)`,
      value: `${Math.round(longest)} ms`,
      target: '100 ms',
      holds: longest <= 100,
    },
  );
  for (const fault of app.allFaults()) say(fault);
} finally {
  await app.close();
  await closeSharedBrowser();
  prepared.remove();
}

const report = { events, machine, loadAfter: loadavg()[0], figures };
mkdirSync(path.join(root, 'artifacts'), { recursive: true });
writeFileSync(path.join(root, 'artifacts/bench-ui.json'), `${JSON.stringify(report, null, 2)}\n`);
const widest = Math.max(...figures.map(({ what }) => what.length));
say(
  `\n${events.toLocaleString('en-GB')} events, ${machine.cores} cores of ${machine.cpu}, load ${machine.loadBefore.toFixed(1)} before`,
);
for (const { what, value, target, holds } of figures) {
  const verdict = target === '' ? '' : `   target ${target}: ${holds ? 'held' : 'missed'}`;
  process.stdout.write(`${what.padEnd(widest)}   ${value}${verdict}\n`);
}
