import { expect, test } from 'vitest';
import { App } from './support/app.ts';
import { EventsPage, figureOf } from './support/events-page.ts';

async function start(): Promise<{ app: App; events: EventsPage; all: number }> {
  const app = await App.withSample();
  const events = new EventsPage(app.page);
  await events.ready();
  return { app, events, all: await events.matches() };
}

test('a query is completed with counts, runs on Enter, is undone and brought back', async () => {
  const { app, events, all } = await start();
  const { page } = app;
  await page.keyboard.press('/');
  await page.keyboard.type('principal:ci-d');
  const option = page.getByRole('listbox', { name: /^Completions/ }).getByRole('option', { name: /^ci-deploy/ });
  await option.waitFor();
  const promised = figureOf((await option.innerText()).replace('ci-deploy', ''));
  await page.keyboard.press('Enter');
  await events.waitForMatches(promised);
  await events.pill('Edit principal: ci-deploy').waitFor();
  await page.getByRole('contentinfo').getByText(promised.toLocaleString('en-GB'), { exact: true }).waitFor();

  // Alt+Enter takes the completion as NOT.
  await page.keyboard.type('outcome:den');
  await page
    .getByRole('listbox', { name: /^Completions/ })
    .getByRole('option', { name: /^denied/i })
    .waitFor();
  await page.keyboard.press('Alt+Enter');
  await events.pill(/Edit NOT outcome|Edit not outcome/i).waitFor();
  await expect.poll(() => events.matches()).toBeLessThan(promised);

  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+z');
  await events.waitForMatches(promised);
  await page.keyboard.press('ControlOrMeta+z');
  await events.waitForMatches(all);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await events.waitForMatches(promised);
});

test('a mistake in a query is named with its repair and matches nothing by accident', async () => {
  const { app, events, all } = await start();
  await app.page.keyboard.press('/');
  await app.page.keyboard.type('principal:(ci-deploy OR');
  await app.page.keyboard.press('Enter');
  await app.page.getByRole('alert').first().waitFor();
  expect(await events.matches()).toBe(all);
  await app.page.keyboard.press('Escape');
  await app.page.keyboard.press('ControlOrMeta+a');
  await app.page.keyboard.press('Delete');
});

test('facets include and exclude by pointer and by keyboard, always as visible pills', async () => {
  const { app, events, all } = await start();
  const { page } = app;
  const denied = events.facetValue('Outcome', /^Denied/);
  const deniedCount = figureOf((await denied.getAttribute('aria-label')) ?? '');
  await denied.hover();
  await denied.locator('[title="Exclude"]').click();
  await events.waitForMatches(all - deniedCount);
  await events.facetValue('Outcome', /^Denied, .*excluded/).waitFor();

  const service = events.facetValue('Service', /^kms/);
  const serviceCount = figureOf(((await service.getAttribute('aria-label')) ?? '').replace('kms', ''));
  await service.focus();
  await page.keyboard.press('+');
  await events.waitForMatches(serviceCount);
  await events.pill('Edit service: kms').waitFor();
  expect(serviceCount).toBeLessThan(all - deniedCount);

  await page.getByRole('button', { name: 'Remove all filters' }).click();
  await events.waitForMatches(all);
  await page.keyboard.press('f');
  await page.keyboard.type('CreateAccessKey');
  await events.facetValue('Event name', /^CreateAccessKey/).waitFor();
});

test('a brush counts its events, zooms, and comes back; history keeps query and row', async () => {
  const { app, events, all } = await start();
  const { page } = app;
  await events.brush(0.3, 0.6);
  const selection = page.getByText(/, [\d,]+ events?$/).first();
  await selection.waitFor();
  const inBrush = figureOf(/, ([\d,]+) events?$/.exec(await selection.innerText())?.[1] ?? '');
  expect(inBrush).toBeLessThan(all);
  // A brush only selects.
  expect(await events.matches()).toBe(all);
  await page.getByRole('button', { name: 'Zoom to selection' }).click();
  await events.waitForMatches(inBrush);

  await events.row(3).click();
  await events.detail.waitFor();
  const chosen = await events.chosenRow().innerText();
  await app.button('Back').click();
  await events.waitForMatches(all);
  await app.button('Forward').click();
  await events.waitForMatches(inBrush);
  await expect.poll(async () => (await events.chosenRow().allInnerTexts())[0]).toBe(chosen);

  // The same by keyboard: a bucket in the middle, wider, zoomed.
  await app.button('Back').click();
  await events.waitForMatches(all);
  await events.chart.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  const handle = page.getByRole('slider', { name: 'End of the selection' });
  await handle.waitFor();
  expect(await handle.getAttribute('aria-valuetext')).toMatch(/^2026-03-\d\d \d\d:\d\d:\d\dZ$/);
  await page.keyboard.press('Enter');
  await expect.poll(() => events.matches()).toBeLessThan(all);
});
