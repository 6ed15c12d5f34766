import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { App } from '../../src/renderer/src/App.tsx';
import { screens } from '../../src/renderer/src/screens.ts';
import { showHomeDialog } from '../../src/renderer/src/features/home/home-dialogs.ts';
import { setPendingLogs } from '../../src/renderer/src/state/pending-logs.ts';
import { noticesStore } from '../../src/renderer/src/state/notices.ts';
import { appStore, initialState } from '../../src/renderer/src/state/store.ts';
import type { RecentCase } from '../../src/shared/contract/app.ts';
import { defaultAppSettings } from '../../src/shared/contract/app.ts';
import { AppError } from '../../src/shared/contract/errors.ts';
import { expectNoViolations } from './support/accessibility.ts';
import { fakeBridge, type Answers } from './support/fake-bridge.ts';
import { render } from './support/render.tsx';
import { sampleSummary } from './support/samples.ts';

const at = (text: string) => Date.parse(text) / 1000;
const leak: RecentCase = {
  id: 'leak',
  grant: 'a'.repeat(22),
  name: 'ACME-2026-014',
  title: 'ci-deploy key leak',
  reference: 'Matter 4711',
  displayPath: '~/cases/ACME-2026-014.spoor',
  state: 'available',
  events: 1_214_806,
  sizeBytes: 1_310_000_000,
  firstEpochSeconds: at('2026-03-03T00:00:00Z'),
  lastEpochSeconds: at('2026-03-16T23:59:59Z'),
  accounts: 3,
  activity: { startEpochSeconds: 0, bucketSeconds: 86_400, counts: [3, 0, 9] },
  lastOpenedEpochSeconds: at('2026-01-17T02:16:00Z'),
  readOnly: false,
  leftOff: {
    screen: 'evidence',
    query: 'ip:198.51.100.23',
    matches: 3_617,
    fromEpochSeconds: null,
    toEpochSeconds: null,
  },
};
const share: RecentCase = {
  ...leak,
  id: 'share',
  grant: null,
  name: 'NORTHWIND-7',
  title: 'S3 public policy change',
  state: 'not-connected',
  displayPath: '/Volumes/ir-share/NORTHWIND-7.spoor',
  activity: null,
  leftOff: null,
};
const cases = (...rows: RecentCase[]): Answers => ({ 'app.recent.list': () => rows });

function start(answers: Answers) {
  const fake = fakeBridge(answers);
  render(<App bridge={fake.bridge} screens={screens} />);
  return fake;
}

beforeEach(() => {
  appStore.setState(initialState(defaultAppSettings), true);
  noticesStore.setState(noticesStore.getInitialState(), true);
  setPendingLogs([]);
  showHomeDialog(null);
});

describe('first run', () => {
  test('offers a new case and the sample, and passes axe', async () => {
    start(cases());
    await expect.element(page.getByText('None on this computer yet')).toBeVisible();
    await expect.element(page.getByRole('region', { name: 'First steps' })).toBeVisible();
    await expectNoViolations();
  });
});

describe('case library', () => {
  test.each(['dark', 'light'] as const)('lists cases with where one left off, and passes axe, %s', async (theme) => {
    appStore.setState(initialState({ ...defaultAppSettings, theme }), true);
    start(cases(leak, share));
    const grid = page.getByRole('grid', { name: 'Cases' });
    await expect.element(grid.getByText('1,214,806').first()).toBeVisible();
    await expect.element(grid.getByText('14 d, 3 accounts').first()).toBeVisible();
    const panel = page.getByRole('region', { name: 'Where you left off' });
    await expect.element(panel.getByText('198.51.100.23')).toBeVisible();
    await expect.element(panel.getByText('3,617 events, the whole time span')).toBeVisible();
    await expectNoViolations();
  });

  test('a case on a missing volume stays listed and says so; it cannot be continued', async () => {
    start(cases(leak, share));
    await expect.element(page.getByText('Not connected')).toBeVisible();
    await userEvent.click(page.getByText('NORTHWIND-7'));
    await expect.element(page.getByText(/Connect it, and the case opens as before/)).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Continue' })).toBeDisabled();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('alert').getByText('NORTHWIND-7 could not be opened')).toBeVisible();
  });

  test('Enter continues where one left off', async () => {
    const state = JSON.stringify({
      version: 1,
      screen: 'evidence',
      query: 'ip:198.51.100.23',
      range: null,
      chosenEventId: null,
      scrollTopPixels: 0,
      openPane: null,
    });
    const fake = start({
      ...cases(leak),
      'case.open': () => sampleSummary,
      'view.get': () => ({ state }),
    });
    await userEvent.click(page.getByText('ci-deploy key leak'));
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { name: 'Evidence' })).toBeVisible();
    expect(fake.calls).toContainEqual({
      name: 'case.open',
      input: { grant: leak.grant, readOnly: false },
      slot: null,
    });
    expect(appStore.getState().query.present.query).toMatchObject({ kind: 'field', field: 'ip' });
  });

  test('Shift and Enter open at the whole of the events', async () => {
    start({ ...cases(leak), 'case.open': () => ({ ...sampleSummary, events: 0 }) });
    await userEvent.click(page.getByText('ci-deploy key leak'));
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    await expect.element(page.getByRole('heading', { name: 'Evidence' })).toBeVisible();
    expect(appStore.getState().query.present).toEqual({ query: { kind: 'all' }, range: null });
  });

  test('opening a case shows its times in the zone it was set to', async () => {
    start({
      ...cases(leak),
      'case.open': () => ({ ...sampleSummary, settings: { ...sampleSummary.settings, timeZone: 'local' } }),
    });
    await userEvent.click(page.getByRole('button', { name: 'Continue' }));
    await expect.element(page.getByRole('radio', { name: 'Local' })).toBeChecked();
  });

  test('/ filters by words, Enter goes back to the list', async () => {
    start(cases(leak, share));
    await expect.element(page.getByText('2 on this computer')).toBeVisible();
    await userEvent.keyboard('/northwind{Enter}');
    const grid = page.getByRole('grid', { name: 'Cases' });
    await expect.element(grid.getByText('NORTHWIND-7', { exact: true })).toBeVisible();
    expect(grid.getByText('ACME-2026-014', { exact: true }).elements()).toHaveLength(0);
    expect(document.activeElement?.getAttribute('role')).toBe('row');
    await userEvent.fill(page.getByRole('textbox', { name: 'Filter cases' }), 'nothing like it');
    await expect.element(page.getByText(/No case has “nothing like it”/)).toBeVisible();
  });

  test('a case is taken off the list after a question, from its menu', async () => {
    let rows = [leak, share];
    const fake = start({
      'app.recent.list': () => rows,
      'app.recent.forget': () => {
        rows = [leak];
        return null;
      },
    });
    await userEvent.click(page.getByText('NORTHWIND-7'), { button: 'right' });
    await userEvent.click(page.getByRole('menuitem', { name: 'Take off the list' }));
    await expect.element(page.getByRole('button', { name: 'Keep on the list' })).toHaveFocus();
    await userEvent.click(page.getByRole('dialog').getByRole('button', { name: 'Take off the list' }));
    await expect.element(page.getByText('1 on this computer')).toBeVisible();
    expect(fake.calls).toContainEqual({ name: 'app.recent.forget', input: { id: 'share' }, slot: null });
  });

  test('a list that cannot be read says why and can be tried again', async () => {
    let isBroken = true;
    start({
      'app.recent.list': () => {
        if (isBroken) throw new AppError('file-access', 'The list is not readable.');
        return [leak];
      },
    });
    await expect.element(page.getByText('The list is not readable.')).toBeVisible();
    isBroken = false;
    await userEvent.click(page.getByRole('button', { name: 'Try again' }));
    await expect.element(page.getByText('1 on this computer')).toBeVisible();
  });

  test('hostile names are text, visible and clipped', async () => {
    const hostile = { ...leak, name: '<img src=x onerror=alert(1)>\u202egnp', title: 'x'.repeat(1_000_000) };
    start(cases(hostile));
    await expect.element(page.getByRole('grid', { name: 'Cases' }).getByText(/<img src=x.*⟨U\+202E⟩gnp/)).toBeVisible();
    expect(document.querySelector('[data-row] img')).toBeNull();
    expect(document.querySelector('[data-row]')?.textContent.length).toBeLessThan(2_000);
  });
});

describe('new case', () => {
  test('asks for name, reference and place, creates and goes to Evidence', async () => {
    const fake = start({ ...cases(), 'case.create': () => ({ ...sampleSummary, events: 0 }) });
    await expect.element(page.getByRole('region', { name: 'First steps' })).toBeVisible();
    await userEvent.keyboard('{Control>}n{/Control}');
    const dialog = page.getByRole('dialog', { name: 'New case' });
    await expect.element(dialog.getByRole('textbox', { name: 'Name' })).toHaveFocus();
    await userEvent.keyboard('a/b{Enter}');
    await expect.element(dialog.getByText('The name becomes a file name, which cannot hold /.')).toBeVisible();
    await userEvent.fill(dialog.getByRole('textbox', { name: 'Name' }), 'ACME-2026-014');
    await expect.element(dialog.getByText('~/cases/ACME-2026-014.spoor')).toBeVisible();
    await userEvent.fill(dialog.getByRole('textbox', { name: /Reference/ }), 'Matter 4711');
    await expectNoViolations();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { name: 'Evidence' })).toBeVisible();
    expect(fake.calls).toContainEqual({
      name: 'case.create',
      input: { name: 'ACME-2026-014', reference: 'Matter 4711', location: null },
      slot: null,
    });
  });

  test('a name that is taken is said in the dialog, which stays', async () => {
    start({
      ...cases(),
      'case.create': () => {
        throw new AppError('invalid-input', 'ACME.spoor is already there.');
      },
    });
    await userEvent.click(page.getByRole('region', { name: 'First steps' }).getByRole('button', { name: 'New case' }));
    await userEvent.keyboard('ACME{Enter}');
    await expect.element(page.getByRole('dialog').getByText('ACME.spoor is already there.')).toBeVisible();
  });

  test('logs that wait ask for a case, suggest its name, and are let go on Cancel', async () => {
    start(cases());
    setPendingLogs([{ token: 't'.repeat(22), displayName: 'vendor-handover.zip' }]);
    const dialog = page.getByRole('dialog', { name: 'Which case does this go to?' });
    await expect.element(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('vendor-handover');
    await expect.element(dialog.getByText('vendor-handover.zip')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(page.getByRole('dialog').elements()).toHaveLength(0);
  });
});

test('case settings change what differs and can be undone', async () => {
  let settings = sampleSummary.settings;
  const fake = start({
    ...cases(),
    'case.current': () => ({ ...sampleSummary, events: 0, settings }),
    'case.summary': () => ({ ...sampleSummary, events: 0, settings }),
    'case.settings.set': (change) => {
      settings = { ...settings, ...(change as Partial<typeof settings>) };
      return settings;
    },
  });
  await userEvent.click(page.getByRole('button', { name: /^Case ACME-2026-014/ }));
  await userEvent.click(page.getByRole('menuitem', { name: 'Case settings' }));
  const dialog = page.getByRole('dialog', { name: 'Settings of ACME-2026-014' });
  await expect.element(dialog.getByRole('button', { name: 'Save settings' })).toBeDisabled();
  await userEvent.fill(dialog.getByRole('textbox', { name: 'Title' }), 'The leak');
  await userEvent.fill(dialog.getByRole('textbox', { name: 'Name of account 111122223333' }), 'acme-build');
  await expectNoViolations();
  await userEvent.click(dialog.getByRole('button', { name: 'Save settings' }));
  await expect.element(page.getByText('Case settings saved')).toBeVisible();
  expect(fake.calls).toContainEqual({
    name: 'case.settings.set',
    input: { title: 'The leak', accountNames: { '111122223333': 'acme-build' } },
    slot: null,
  });
  await expect.element(page.getByRole('button', { name: /^Case ACME-2026-014/ }).getByText('The leak')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Undo' }));
  await expect.poll(() => settings.title).toBe('ci-deploy key leak');
});
