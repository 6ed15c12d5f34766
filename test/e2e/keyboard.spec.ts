import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { App } from './support/app.ts';
import { EventsPage } from './support/events-page.ts';

/** The part of the window that has the focus. */
const focusedRegion = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') ?? null);

/** Whether the focused element, or what stands for it, shows that it has the focus. */
const focusShows = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const marks = (element: Element) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(element);
      return [outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth}`, boxShadow, borderColor].join(' ');
    };
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || focused === document.body) return false;
    // A field shows it on its frame, a hidden input on the label around it.
    const places: Element[] = [];
    for (let place: Element | null = focused; place !== null && places.length < 9; place = place.parentElement) {
      places.push(place);
    }
    const withFocus = places.map(marks);
    focused.blur();
    // Looks that follow the state of a component come a frame later.
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const without = places.map(marks);
    focused.focus();
    return withFocus.some((look, index) => look !== without[index]);
  });

test('the whole app works by keyboard alone', async () => {
  const app = await App.start({ sample: true });
  const { page } = app;
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  const events = new EventsPage(page);
  await app.heading('Who did this, from where, and what else?').waitFor();
  await app.run('Open the sample case');
  await events.ready();
  const all = await events.matches();

  // F6 goes round the parts of the window, in the order of the design.
  const order: (string | null)[] = [];
  for (let step = 0; step < 7; step += 1) {
    await press('F6');
    order.push(await focusedRegion(page));
    expect(await focusShows(page)).toBe(true);
  }
  expect(order).toEqual(['title bar', 'rail', 'query bar', 'facets', 'chart', 'table', 'status bar']);
  await press('Shift+F6');
  expect(await focusedRegion(page)).toBe('table');

  // Search, walk the rows, read one, come back to where one was.
  await press('/');
  await page.keyboard.type('event:ConsoleLogin');
  await press('Enter', 'Escape');
  await events.pill(/^Edit event/).waitFor();
  const found = await events.matches();
  await press('j', 'j', 'Enter');
  await events.detail.getByRole('heading').first().waitFor();
  await press('v');
  await events.detail.getByRole('textbox', { name: 'Record as JSON' }).waitFor();
  await press('Escape');
  await events.detail.waitFor({ state: 'detached' });

  // Facets: arrows between values, + and - on them.
  await press('ControlOrMeta+z');
  await events.waitForMatches(all);
  await events.facetValue('Outcome', /^Success/).focus();
  await press('ArrowDown', '-');
  await events.facetValue('Outcome', /excluded/).waitFor();
  expect(found).toBeLessThan(all);
  await press('ControlOrMeta+z');
  await events.waitForMatches(all);

  // The other screens, settings and help; each gives the focus back.
  await page.locator('body').press('g');
  await press('v');
  await app.heading('Evidence').waitFor();
  const row = page.getByRole('treegrid', { name: 'Sources' }).getByRole('row', { name: /Sample organization trail/ });
  await row.focus();
  await press('ArrowRight');
  await page.getByRole('treegrid', { name: 'Sources' }).getByRole('row').nth(2).waitFor();
  await press('g', 'h');
  await page.getByRole('grid', { name: 'Cases' }).waitFor();
  for (const keys of ['?', 'ControlOrMeta+,', 'ControlOrMeta+n']) {
    await press(keys);
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true);
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page
    .getByRole('grid', { name: 'Cases' })
    .getByRole('row', { name: /Sample case/ })
    .focus();
  await press('Enter');
  await page.getByRole('grid', { name: 'Cases' }).waitFor({ state: 'detached' });
});

test('Tab reaches every part of the Events screen, shows where it is, and leaves again', async () => {
  const app = await App.withSample();
  const { page } = app;
  await new EventsPage(page).ready();
  await page.keyboard.press('F6');
  const regions = new Set<string | null>();
  const unseen: string[] = [];
  let isRound = false;
  for (let step = 0; step < 120 && !isRound; step += 1) {
    const region = await focusedRegion(page);
    regions.add(region);
    if (!(await focusShows(page)))
      unseen.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 160) ?? ''));
    await page.keyboard.press('Tab');
    // At the end the browser's own controls follow.
    isRound = await page.evaluate(() => document.activeElement === document.body);
  }
  for (const region of ['title bar', 'rail', 'query bar', 'facets', 'chart', 'table', 'status bar']) {
    expect([...regions]).toContain(region);
  }
  expect(unseen).toEqual([]);
  expect(isRound).toBe(true);
});
