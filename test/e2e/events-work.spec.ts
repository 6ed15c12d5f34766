import { expect, test } from 'vitest';
import { App } from './support/app.ts';
import { EventsPage } from './support/events-page.ts';

async function start(): Promise<{ app: App; events: EventsPage }> {
  const app = await App.withSample();
  const events = new EventsPage(app.page);
  await events.ready();
  return { app, events };
}

interface ExportedRecord {
  eventID: string;
  eventName: string;
  eventTime: string;
}

const recordsOf = (text: string): ExportedRecord[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ExportedRecord);

test('the keyboard walks, opens, bookmarks, tags, notes and marks events; marks survive a reload', async () => {
  const { app, events } = await start();
  const { page } = app;
  await events.search('event:CreateAccessKey');
  await events.pill('Edit event: CreateAccessKey').waitFor();
  // An included value shows its own count, also when it is not among the most frequent ones.
  await events.waitForMatches(8);
  await events.facetValue('Event name', 'CreateAccessKey, 8 events, included').waitFor();
  await page.keyboard.press('j');
  await events.chosenRow().waitFor();
  const first = await events.chosenRow().getAttribute('aria-rowindex');
  await page.keyboard.press('j');
  await expect.poll(() => events.chosenRow().getAttribute('aria-rowindex')).not.toBe(first);
  await page.keyboard.press('k');
  await expect.poll(() => events.chosenRow().getAttribute('aria-rowindex')).toBe(first);
  await page.keyboard.press('Enter');
  await events.detail.getByRole('heading', { name: /access key/ }).waitFor();

  await page.keyboard.press('b');
  await events.chosenRow().getByRole('img', { name: 'Bookmarked' }).waitFor();
  await page.keyboard.press('t');
  await page.getByRole('dialog').getByRole('textbox').fill('persistence');
  await page.keyboard.press('Enter');
  await events.detail.getByText('persistence', { exact: true }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  await events.detail.getByRole('textbox', { name: 'Note' }).fill('Second key of the same user.');
  await page.getByRole('button', { name: 'Save note' }).click();
  await events.detail.getByText('Second key of the same user.').first().waitFor();
  await events.chosenRow().focus();
  await page.keyboard.press('x');
  await page
    .getByText(/1 (event )?marked|1 marked/)
    .first()
    .waitFor();

  await page.reload();
  await events.chosenRow().getByRole('img', { name: 'Bookmarked' }).waitFor();
  await events.detail.getByText('persistence', { exact: true }).waitFor();
  await events.detail.getByText('Second key of the same user.').first().waitFor();
  await events.pill('Edit event: CreateAccessKey').waitFor();
});

test('a record is copied byte for byte as it lies in the evidence', async () => {
  const { app, events } = await start();
  const { page } = app;
  await events.search('event:StopLogging');
  await events.pill('Edit event: StopLogging').waitFor();
  await events.row(0).click();
  await events.detail.getByRole('tab', { name: 'JSON' }).click();
  await events.detail.getByRole('textbox', { name: 'Record as JSON' }).waitFor();
  await events.row(0).focus();
  await page.keyboard.press('c');
  await page
    .getByText(/Copied/)
    .first()
    .waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const record = JSON.parse(copied) as ExportedRecord;
  expect(record.eventName).toBe('StopLogging');

  // The export of the same view holds the same bytes.
  await page.getByRole('button', { name: 'Export these events' }).click();
  await app.save(() => page.getByRole('button', { name: /^Export [\d,]+ events?$/ }).click(), 'stop.jsonl');
  await page
    .getByText(/^Exported/)
    .first()
    .waitFor();
  const exported = app.read('stop.jsonl').trimEnd().split('\n');
  const same = exported.find((line) => line.includes(record.eventID));
  expect(JSON.parse(same ?? 'null')).toEqual(record);
});

test('a saved search brings query and range back, also after a reload', async () => {
  const { app, events } = await start();
  const { page } = app;
  const all = await events.matches();
  await events.search('principal:ci-deploy outcome:denied');
  await expect.poll(() => events.matches()).toBeLessThan(all);
  const found = await events.matches();
  await page.getByRole('button', { name: 'Save search' }).click();
  await page.getByLabel('Save this search as').fill('Denied calls of the leaked key');
  await page.keyboard.press('Enter');
  await page
    .getByText(/^Saved the search/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Remove all filters' }).click();
  await events.waitForMatches(all);
  await page.reload();
  await events.ready();
  await page.getByRole('button', { name: 'Save search' }).click();
  await page
    .getByRole('dialog', { name: 'Saved searches' })
    .getByRole('button', { name: /^Denied calls of the leaked key/ })
    .click();
  await events.waitForMatches(found);
});

test('an export holds exactly the events of the view, in its order', async () => {
  const { app, events } = await start();
  const { page } = app;
  const all = await events.matches();
  await events.search('service:iam outcome:success access:write');
  await expect.poll(() => events.matches()).toBeLessThan(all);
  const shown = await events.matches();
  await page.getByRole('button', { name: 'Export these events' }).click();
  await app.save(() => page.getByRole('button', { name: /^Export [\d,]+ events?$/ }).click(), 'view.jsonl');
  await page
    .getByText(/^Exported/)
    .first()
    .waitFor();
  const records = recordsOf(app.read('view.jsonl'));
  expect(records).toHaveLength(shown);
  expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(shown);
  const times = records.map(({ eventTime }) => eventTime);
  expect(times).toEqual([...times].sort());

  await page.getByRole('button', { name: 'Export these events' }).click();
  await page.getByText('CSV', { exact: true }).click();
  await app.save(() => page.getByRole('button', { name: /^Export [\d,]+ events?$/ }).click(), 'view.csv');
  await page.getByText(/^Exported .*view\.csv/).waitFor();
  for (const { eventID } of records) expect(app.read('view.csv')).toContain(eventID);
});
