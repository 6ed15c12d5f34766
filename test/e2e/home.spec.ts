import { renameSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { App } from './support/app.ts';

/** A new case, made by keyboard. */
async function madeCase(app: App, name: string): Promise<void> {
  await app.page.keyboard.press('ControlOrMeta+n');
  await app.page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await app.page.keyboard.press('Enter');
  await app.heading('Evidence').waitFor();
}

async function fromCaseMenu(app: App, entry: string): Promise<void> {
  await app.button(/^Case /).click();
  await app.page.getByRole('menuitem', { name: entry }).click();
}

const caseRow = (app: App, name: string) =>
  app.page.getByRole('grid', { name: 'Cases' }).getByRole('row', { name: new RegExp(name) });

test('a closed case is listed, continues on Enter, leaves the list after a question, and opens from its file', async () => {
  const app = await App.start();
  await madeCase(app, 'ACME-2026-014');
  await fromCaseMenu(app, 'Close case');
  await caseRow(app, 'ACME-2026-014').focus();
  await app.page.keyboard.press('Enter');
  await app.heading('Evidence').waitFor();
  expect(await app.page.title()).toContain('ACME-2026-014');

  await fromCaseMenu(app, 'Close case');
  await app.button('Take off the list').click();
  await app.page.getByRole('dialog').getByRole('button', { name: 'Take off the list' }).click();
  await app.page.getByText('None on this computer yet').waitFor();
  await app.choose(() => app.page.keyboard.press('ControlOrMeta+o'), {
    folders: ['cases'],
    names: ['ACME-2026-014.spoor'],
    confirm: 'Open case',
  });
  await app.heading('Evidence').waitFor();
});

test('a case on a volume that is away stays listed, and opens again when it is back', async () => {
  const app = await App.start();
  await madeCase(app, 'NORTHWIND-7');
  await fromCaseMenu(app, 'Close case');
  await caseRow(app, 'NORTHWIND-7').waitFor();
  const volume = path.join(app.home, 'cases');
  const lookAgain = () => app.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  renameSync(volume, `${volume}-away`);
  await lookAgain();
  await app.page.getByText('Not connected', { exact: true }).waitFor();
  expect(await app.button('Continue').isDisabled()).toBe(true);
  renameSync(`${volume}-away`, volume);
  await lookAgain();
  await app.page.getByText('Not connected', { exact: true }).waitFor({ state: 'detached' });
  await app.button('Continue').click();
  await app.heading('Evidence').waitFor();
});

test('settings of a case are kept in its file', async () => {
  const app = await App.start();
  await madeCase(app, 'ACME');
  const openSettings = () => fromCaseMenu(app, 'Case settings');
  await openSettings();
  await app.page.getByRole('textbox', { name: 'Title' }).fill('ci-deploy key leak');
  await app.page.getByRole('dialog').getByText('Local', { exact: true }).click();
  await app.button('Save settings').click();
  await app.page.getByText('Case settings saved').waitFor();
  await fromCaseMenu(app, 'Close case');
  await caseRow(app, 'ci-deploy key leak').focus();
  await app.page.keyboard.press('Enter');
  await app.heading('Evidence').waitFor();
  await openSettings();
  expect(await app.page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('ci-deploy key leak');
  expect(await app.page.getByRole('dialog').getByRole('radio', { name: 'Local' }).isChecked()).toBe(true);
});
