import { expect, test } from 'vitest';
import { logFile, records } from '../support/fixtures.ts';
import { App } from './support/app.ts';

/** A new case with its Evidence on screen. */
async function startCase(files: Record<string, string>): Promise<App> {
  const app = await App.start({ files });
  await app.page.keyboard.press('ControlOrMeta+n');
  await app.page.getByRole('textbox', { name: 'Name', exact: true }).fill('ACME');
  await app.page.keyboard.press('Enter');
  await app.page.getByText('No evidence in this case yet').waitFor();
  return app;
}

async function importFolder(app: App, name: string, equation: string): Promise<void> {
  await app.choose(() => app.button('Add a folder').click(), { folders: [], names: [name], confirm: 'Choose' });
  await app.button(/^Import (all|\d)/).click();
  await app.page.getByRole('region', { name: 'In this case' }).getByText(equation).waitFor();
  await app.idle();
}

const rows = (app: App) => app.page.getByRole('treegrid', { name: 'Sources' }).getByRole('row');

test('files are found by state and in their tree; a problem shows the offending bytes', async () => {
  const broken = logFile(records(20)).replace(/"eventName":"[^"]+"/, '"eventName":oops');
  const app = await startCase({
    'handover/2026/part-1.json': broken,
    'handover/README.txt': 'Logs of the build account, handed over on 15 March.\n',
  });
  await importFolder(app, 'handover', '2 files listed = 1 read + 1 skipped + 0 failed');
  await rows(app).filter({ hasText: 'handover' }).click();
  await app.page.keyboard.press('ArrowRight');
  await rows(app)
    .filter({ hasText: /README\.txt.*Skipped/ })
    .waitFor();

  await app.page
    .getByRole('region', { name: 'Problems' })
    .getByRole('button', { name: /part-1\.json/ })
    .click();
  const bytes = app.page.getByRole('region', { name: 'Bytes around the problem' });
  await app.page.getByRole('radio', { name: 'Text' }).click();
  expect(await bytes.locator('mark').textContent()).toContain('"eventName":oops');
  await app.page.keyboard.press('Escape');
  await app.page.getByRole('region', { name: 'Problems' }).waitFor();

  await app.page.getByRole('radio', { name: 'Skipped' }).click();
  await rows(app).filter({ hasText: 'README.txt' }).waitFor();
  expect(await rows(app).count()).toBe(2);
});

test('removing a source names the loss and takes exactly that', async () => {
  const app = await startCase({
    'first/one.json': logFile(records(40)),
    'second/two.json': logFile(records(30, 31)),
  });
  await importFolder(app, 'first', '40 records seen = 40 added + 0 duplicates + 0 rejected');
  await importFolder(app, 'second', '70 records seen = 60 added + 10 duplicates + 0 rejected');
  await rows(app).filter({ hasText: 'second' }).click();
  await app.page.keyboard.press('Delete');
  await app.button('Remove 20 events').click();
  await app.page.getByText('40 records seen = 40 added + 0 duplicates + 0 rejected').first().waitFor();
  await rows(app).filter({ hasText: 'second' }).waitFor({ state: 'detached' });
  const status = app.page.getByRole('contentinfo', { name: 'Status bar' });
  await status.getByText('40', { exact: true }).waitFor();
  expect(await rows(app).count()).toBe(2);
});
