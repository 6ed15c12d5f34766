import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { logFile, records } from '../support/fixtures.ts';
import { App, type DropFile } from './support/app.ts';

/** Thirty events, ten of them again in a compressed file further down, a text file, and a file cut inside a record. */
const folder: readonly DropFile[] = [
  { name: 'handover/AWSLogs/first.json', content: logFile(records(30)) },
  { name: 'handover/AWSLogs/deep/second.json.gz', content: gzipSync(logFile(records(30, 21))) },
  { name: 'handover/readme.txt', content: 'Logs of the vendor.\n' },
  { name: 'handover/cut.json', content: logFile(records(10, 101)).slice(0, -300) },
];

test('a dropped folder asks for a case, comes in with counts that add up, and its events can be searched', async () => {
  const app = await App.start();
  const { page } = app;
  await page.getByRole('complementary', { name: 'Start' }).waitFor();
  await app.drop(folder);
  const dialog = page.getByRole('dialog', { name: 'Which case does this go to?' });
  await dialog.getByLabel('Name', { exact: true }).fill('Vendor handover');
  await dialog.getByRole('button', { name: 'Create case' }).click();

  const ready = page.getByRole('region', { name: 'Ready to import' });
  await ready.getByRole('button', { name: /^Import \d/ }).click();
  const panel = page.getByRole('region', { name: 'In this case' });
  await panel.getByText('4 files listed = 3 read + 1 skipped + 0 failed').waitFor();
  await panel.getByText('70 records seen = 59 added + 10 duplicates + 1 rejected').waitFor();
  expect(await panel.getByRole('img', { name: 'Adds up:' }).count()).toBeGreaterThanOrEqual(2);
  await app.idle();

  await app.goTo('Events');
  const table = page.getByRole('treegrid', { name: 'Events' });
  await table
    .getByRole('row', { name: /PutRolePolicy/ })
    .first()
    .waitFor();
  await page.getByText('59 events').first().waitFor();
});
