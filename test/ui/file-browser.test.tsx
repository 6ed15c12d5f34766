import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { App } from '../../src/renderer/src/App.tsx';
import { chooseFiles, chooseSave } from '../../src/renderer/src/data/choose-files.ts';
import { noticesStore } from '../../src/renderer/src/state/notices.ts';
import { appStore, initialState } from '../../src/renderer/src/state/store.ts';
import type { FileEntry, Grant } from '../../src/shared/contract/app.ts';
import { fakeBridge } from './support/fake-bridge.ts';
import { render } from './support/render.tsx';

const file = (name: string): FileEntry => ({
  entry: name,
  name,
  kind: 'file',
  sizeBytes: 1_200,
  modifiedEpochSeconds: 0,
});
const folder = (name: string): FileEntry => ({ ...file(name), kind: 'folder', sizeBytes: null });
const grant = (name: string): Grant => ({ token: 'x'.repeat(22), kind: 'file', displayName: name, sizeBytes: null });
const home = { entry: 'home', name: 'Home' };

function start() {
  const fake = fakeBridge({
    'files.list': ({ entry }) =>
      entry === 'logs'
        ? {
            trail: [home, { entry: 'logs', name: 'logs' }],
            entries: [file('a.json.gz'), file('b.json.gz')],
            omitted: 3,
          }
        : { trail: [home], entries: [folder('logs'), file('old.spoor'), file('notes.txt')], omitted: 0 },
    'files.grant': ({ entries }) => entries.map(grant),
    'files.grantSave': ({ name }) => ({ ...grant(name), kind: 'save' }),
  });
  render(<App bridge={fake.bridge} screens={[]} />);
  return fake;
}

beforeEach(() => {
  appStore.setState(initialState(), true);
  noticesStore.setState(noticesStore.getInitialState(), true);
});

test('opens folders and grants what was chosen by keyboard', async () => {
  const fake = start();
  const chosen = chooseFiles(fake.bridge, 'logs');
  await userEvent.dblClick(page.getByRole('row', { name: 'logs' }));
  await expect.element(page.getByText('3 more entries not listed.')).toBeVisible();
  await userEvent.click(page.getByRole('row', { name: 'a.json.gz' }));
  await userEvent.keyboard('{Shift>}{ArrowDown}{/Shift}');
  await userEvent.click(page.getByRole('button', { name: 'Choose 2 items' }));
  expect((await chosen).map(({ displayName }) => displayName)).toEqual(['a.json.gz', 'b.json.gz']);
});

test('a case is a .spoor file; Escape chooses nothing', async () => {
  const fake = start();
  const chosen = chooseFiles(fake.bridge, 'case');
  await expect.element(page.getByRole('row', { name: 'old.spoor' })).toBeVisible();
  expect(page.getByRole('row', { name: 'notes.txt' }).elements()).toHaveLength(0);
  await userEvent.keyboard('{Escape}');
  expect(await chosen).toEqual([]);
});

test('saving over a file asks first', async () => {
  const fake = start();
  const chosen = chooseSave(fake.bridge, 'export', 'notes.txt');
  await userEvent.click(page.getByRole('button', { name: 'Save here' }));
  await expect.element(page.getByText(/exists already/)).toBeVisible();
  expect(fake.calls.some(({ name }) => name === 'files.grantSave')).toBe(false);
  await userEvent.click(page.getByRole('button', { name: 'Replace notes.txt' }));
  expect((await chosen)?.displayName).toBe('notes.txt');
  expect(fake.calls).toContainEqual({
    name: 'files.grantSave',
    input: { folder: 'home', name: 'notes.txt', replace: true },
    slot: null,
  });
});
