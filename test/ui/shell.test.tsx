import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { App } from '../../src/renderer/src/App.tsx';
import type { Screen } from '../../src/renderer/src/screen.ts';
import { commitQuery } from '../../src/renderer/src/state/actions.ts';
import { ask, noticesStore, showBanner, showToast } from '../../src/renderer/src/state/notices.ts';
import { appStore, initialState } from '../../src/renderer/src/state/store.ts';
import { fakeBridge, type Answers } from './support/fake-bridge.ts';
import { render } from './support/render.tsx';
import { sampleJob, sampleSummary } from './support/samples.ts';

const screens: readonly Screen[] = [
  { id: 'home', title: 'Cases', icon: 'archive', key: 'h', needsCase: false, Component: () => <h1>Case library</h1> },
  {
    id: 'events',
    title: 'Events',
    icon: 'list',
    key: 'e',
    needsCase: true,
    Component: () => (
      <div data-region="table">
        <h1>Table of events</h1>
        <input aria-label="Query" />
        <button type="button">Row</button>
      </div>
    ),
  },
  { id: 'evidence', title: 'Evidence', icon: 'database', key: 'v', needsCase: true, Component: () => <h1>Sources</h1> },
];

const heading = (name: string) => page.getByRole('heading', { name });
const openCase: Answers = { 'case.current': () => sampleSummary, 'jobs.list': () => [sampleJob()] };

function start(answers: Answers = {}) {
  const fake = fakeBridge(answers);
  render(<App bridge={fake.bridge} screens={screens} />);
  return fake;
}

beforeEach(() => {
  appStore.setState(initialState(), true);
  noticesStore.setState(noticesStore.getInitialState(), true);
});

describe('without a case', () => {
  test('shows the case library, no rail, and the case folder', async () => {
    start();
    await expect.element(heading('Case library')).toBeVisible();
    await expect.element(page.getByText('~/cases')).toBeVisible();
    await expect.element(page.getByText('212 GB free')).toBeVisible();
    expect(page.getByRole('navigation').elements()).toHaveLength(0);
  });

  test('a screen that needs a case is not reachable by its key', async () => {
    start();
    await expect.element(heading('Case library')).toBeVisible();
    await userEvent.keyboard('gv');
    await expect.element(heading('Case library')).toBeVisible();
    expect(heading('Sources').elements()).toHaveLength(0);
  });
});

describe('with a case', () => {
  test('shows name, counts, range, saved time and the running job', async () => {
    start(openCase);
    await expect.element(heading('Table of events')).toBeVisible();
    await expect.element(page.getByRole('button', { name: /^Case ACME-2026-014/ })).toBeVisible();
    await expect
      .element(page.getByRole('button', { name: /^Time range 03 Mar 00:00 – 17 Mar 00:00 ?14 d/ }))
      .toBeVisible();
    await expect.element(page.getByText('1,214,806')).toBeVisible();
    await expect.element(page.getByText('Saved 02:16:40Z')).toBeVisible();
    await expect.element(page.getByText('93%')).toBeVisible();
    await expect.element(page.getByText('4 min left')).toBeVisible();
  });

  test('g and a letter go to a screen, the targets show meanwhile, Back returns', async () => {
    start(openCase);
    await expect.element(heading('Table of events')).toBeVisible();
    await userEvent.keyboard('g');
    await expect.element(page.getByRole('status').filter({ hasText: 'then' })).toBeVisible();
    await userEvent.keyboard('v');
    await expect.element(heading('Sources')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Back' }));
    await expect.element(heading('Table of events')).toBeVisible();
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    await expect.element(heading('Sources')).toBeVisible();
  });

  test('single letters belong to a text field that has the focus', async () => {
    start(openCase);
    await userEvent.fill(page.getByRole('textbox', { name: 'Query' }), '');
    await userEvent.keyboard('gvu?');
    await expect.element(page.getByRole('textbox', { name: 'Query' })).toHaveValue('gvu?');
    await expect.element(heading('Table of events')).toBeVisible();
    expect(appStore.getState().preferences.timeZone).toBe('utc');
  });

  test('u switches the zone of every time and stores it', async () => {
    const fake = start(openCase);
    await expect.element(heading('Table of events')).toBeVisible();
    await userEvent.keyboard('u');
    await expect.element(page.getByRole('radio', { name: 'Local' })).toBeChecked();
    expect(fake.calls).toContainEqual({ name: 'app.settings.set', input: { timeZone: 'local' }, slot: null });
  });

  test('F6 goes from region to region and back', async () => {
    start(openCase);
    await expect.element(heading('Table of events')).toBeVisible();
    const region = () => document.activeElement?.closest('[data-region]')?.getAttribute('data-region');
    await userEvent.keyboard('{F6}{F6}');
    expect(region()).toBe('rail');
    await userEvent.keyboard('{F6}');
    expect(region()).toBe('table');
    await userEvent.keyboard('{F6}');
    expect(region()).toBe('status bar');
    await userEvent.keyboard('{Shift>}{F6}{/Shift}');
    expect(region()).toBe('table');
  });

  test('undo takes a filter back and says so', async () => {
    start(openCase);
    await expect.element(heading('Table of events')).toBeVisible();
    const query = { kind: 'text', term: { kind: 'word', text: 'acme' } } as const;
    commitQuery(query, 'search for acme');
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.element(page.getByText('Undone: search for acme')).toBeVisible();
    expect(appStore.getState().query.present.query).toEqual({ kind: 'all' });
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await expect.element(page.getByText('Redone: search for acme')).toBeVisible();
    expect(appStore.getState().query.present.query).toEqual(query);
  });

  test('the job drawer opens from the status bar, cancels a job, and gives the focus back', async () => {
    const fake = start({ ...openCase, 'jobs.cancel': () => null });
    const opener = page.getByRole('button', { name: /Import vendor-handover.zip/ }).first();
    await userEvent.click(opener);
    const drawer = page.getByRole('region', { name: 'Jobs' });
    await expect.element(drawer).toHaveFocus();
    await expect.element(drawer.getByText('93 of 100 files, 74,430 events, 12 files/s')).toBeVisible();
    await userEvent.click(drawer.getByRole('button', { name: 'Cancel Import vendor-handover.zip' }));
    expect(fake.calls).toContainEqual({ name: 'jobs.cancel', input: { jobId: 'job-1' }, slot: null });
    fake.emit({ name: 'job.ended', payload: sampleJob({ state: 'cancelled', counts: { added: 74_430 } }) });
    await expect.element(drawer.getByText('Cancelled; what was already loaded is kept, 74,430 added')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => drawer.elements().length).toBe(0);
    await expect.element(page.getByRole('button', { name: 'No jobs running' })).toHaveFocus();
  });

  test('a case closed elsewhere brings the library back', async () => {
    const fake = start(openCase);
    await expect.element(heading('Table of events')).toBeVisible();
    fake.emit({ name: 'case.closed', payload: null });
    await expect.element(heading('Case library')).toBeVisible();
  });
});

describe('palette and sheets', () => {
  test('finds a command by its words, runs it on Enter and closes', async () => {
    start(openCase);
    await expect.element(heading('Table of events')).toBeVisible();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
    await userEvent.keyboard('evid');
    await expect.element(page.getByRole('option', { name: /Go to Evidence/ })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(heading('Sources')).toBeVisible();
    expect(page.getByRole('dialog').elements()).toHaveLength(0);
  });

  test('the shortcut sheet lists what works here and nothing else', async () => {
    start(openCase);
    await expect.element(heading('Table of events')).toBeVisible();
    await userEvent.keyboard('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect.element(sheet.getByText('UTC or local')).toBeVisible();
    // No pane on display bookmarks anything.
    expect(sheet.getByText('Bookmark').elements()).toHaveLength(0);
    await userEvent.keyboard('{Escape}');
    expect(page.getByRole('dialog').elements()).toHaveLength(0);
  });

  test('settings change theme and density at once', async () => {
    start(openCase);
    await expect.element(heading('Table of events')).toBeVisible();
    await userEvent.keyboard('{Control>},{/Control}');
    await userEvent.click(page.getByText('Light', { exact: true }));
    await expect.poll(() => document.documentElement.dataset['theme']).toBe('light');
    await userEvent.click(page.getByText('Comfortable'));
    await expect.poll(() => document.documentElement.dataset['density']).toBe('comfortable');
  });
});

describe('notices', () => {
  test('a failed command is a banner, a second one counts, both can be dismissed', async () => {
    start();
    await expect.element(heading('Case library')).toBeVisible();
    showBanner({ id: 'a', tone: 'warning', title: 'AWS is slowing down eu-west-1' });
    showBanner({ id: 'b', tone: 'error', title: 'The disk with this case is full' });
    await expect.element(page.getByRole('alert').getByText('The disk with this case is full')).toBeVisible();
    await expect.element(page.getByText('1 more')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Dismiss' }));
    await expect.element(page.getByText('AWS is slowing down eu-west-1')).toBeVisible();
  });

  test('a toast offers Undo', async () => {
    start();
    let undone = 0;
    showToast({ text: 'Tagged 3 events', action: { label: 'Undo', run: () => (undone += 1) } });
    await userEvent.click(page.getByRole('button', { name: 'Undo' }));
    expect(undone).toBe(1);
    expect(page.getByText('Tagged 3 events').elements()).toHaveLength(0);
  });

  test('a question puts the focus on the safe answer, Escape is no', async () => {
    start();
    const question = {
      title: 'Remove this source from the case?',
      body: 'The files are not touched.',
      confirmLabel: 'Remove 30,120 events',
      cancelLabel: 'Keep source',
      isDanger: true,
    };
    const first = ask(question);
    await expect.element(page.getByRole('button', { name: 'Keep source' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(await first).toBe(false);
    const second = ask(question);
    await userEvent.click(page.getByRole('button', { name: 'Remove 30,120 events' }));
    expect(await second).toBe(true);
  });
});

test('a screen that throws leaves the rest of the window working', async () => {
  const broken: readonly Screen[] = [
    {
      ...screens[0]!,
      Component: () => {
        throw new Error('boom');
      },
    },
  ];
  render(<App bridge={fakeBridge().bridge} screens={broken} />);
  await expect.element(page.getByRole('alert').getByText('Cases cannot be shown')).toBeVisible();
  await userEvent.keyboard('?');
  await expect.element(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});
