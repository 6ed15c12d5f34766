import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { App } from '../../src/renderer/src/App.tsx';
import { EventsScreen } from '../../src/renderer/src/features/events/EventsScreen.tsx';
import { eventsScreenCommands } from '../../src/renderer/src/features/events/events-commands.ts';
import type { Screen } from '../../src/renderer/src/screen.ts';
import { noticesStore } from '../../src/renderer/src/state/notices.ts';
import { appStore, initialState } from '../../src/renderer/src/state/store.ts';
import { defaultAppSettings } from '../../src/shared/contract/app.ts';
import { AppError } from '../../src/shared/contract/errors.ts';
import { printQuery } from '../../src/shared/query/print.ts';
import { expectNoViolations } from './support/accessibility.ts';
import { incident, incidentRecord } from './support/event-records.ts';
import { EventsEngine } from './support/events-engine.ts';
import { fakeBridge, type Answers } from './support/fake-bridge.ts';
import { render } from './support/render.tsx';

const screens: readonly Screen[] = [
  {
    id: 'events',
    title: 'Events',
    icon: 'list',
    key: 'e',
    needsCase: true,
    commands: eventsScreenCommands,
    Component: EventsScreen,
  },
];

function start(answers: Answers = {}, engine = new EventsEngine(incident())) {
  const fake = fakeBridge({ ...engine.answers(), ...answers });
  render(<App bridge={fake.bridge} screens={screens} />);
  return { ...fake, engine };
}

const table = () => page.getByRole('treegrid', { name: 'Events' });
const row = (index: number) =>
  table()
    .getByRole('row')
    .nth(index + 1);
const figure = () => page.getByRole('region', { name: 'Events over time' }).getByRole('status').first();
const bar = () => page.getByRole('combobox', { name: 'Query' });
const option = (facet: string, name: RegExp) =>
  page.getByRole('listbox', { name: facet, exact: true }).getByRole('option', { name });
const completions = () => page.getByRole('listbox', { name: /^Completions/ });
const detail = () => page.getByRole('complementary', { name: 'Event detail' });
/** Matches where the text is a part of what is there. */
const part = (text: string) => new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
const presentQuery = () => printQuery(appStore.getState().query.present.query);

beforeEach(async () => {
  await page.viewport(1440, 900);
  appStore.setState(initialState(defaultAppSettings), true);
  noticesStore.setState(noticesStore.getInitialState(), true);
});

async function ready() {
  await expect.element(figure()).toHaveTextContent('40 events');
  await expect.element(row(0)).toMatchTextContent(part('GetBucketPolicy'));
}

describe('the screen', () => {
  test('shows figures, facets, chart and rows, says so to assistive technology, and passes axe', async () => {
    start();
    await ready();
    await expect.element(option('Outcome', /^Denied, 10 events$/)).toBeVisible();
    await expect.element(option('Error code', /^none, 30 events$/)).toBeVisible();
    await expect.element(table()).toHaveAttribute('aria-rowcount', '41');
    await expect.element(page.getByRole('img', { name: /^40 events per 1 min, 14 Mar 02:00/ })).toBeVisible();
    await expect.element(page.getByRole('contentinfo').getByText('4 ms')).toBeVisible();
    await expect.element(page.getByText('14 Mar, UTC')).toBeVisible();
    await expectNoViolations();
  });

  test.each(['dark', 'light'] as const)('passes axe with an event open, %s', async (theme) => {
    start();
    await ready();
    document.documentElement.dataset['theme'] = theme;
    await userEvent.click(row(3));
    await expect.element(detail().getByRole('heading', { level: 2 })).toBeVisible();
    await expect.element(detail().getByRole('textbox', { name: 'Record as JSON' })).toBeVisible();
    await expectNoViolations();
  });

  test('folds a column whose value is the same in every row, and brings it back', async () => {
    start();
    await ready();
    const folded = page.getByRole('button', { name: /Region, account is the same in every row/ });
    await userEvent.click(folded);
    await expect.element(page.getByRole('columnheader', { name: 'Region, account' })).toBeVisible();
    expect(page.getByRole('button', { name: /same in every row/ }).elements()).toHaveLength(0);
  });

  test('says what could not be read and reads it again', async () => {
    let isBroken = true;
    const engine = new EventsEngine(incident());
    const rows = engine.answers()['search.rows'];
    start(
      {
        'search.rows': (input) => {
          if (isBroken || rows === undefined) throw new AppError('engine-crashed', 'The engine stopped.');
          return rows(input);
        },
      },
      engine,
    );
    const alert = page.getByRole('alert').filter({ hasText: 'The events could not be read' });
    await expect.element(alert).toMatchTextContent(part('The engine stopped.'));
    isBroken = false;
    await userEvent.click(alert.getByRole('button', { name: 'Try again' }));
    await ready();
  });

  test('newer events wait until they are asked for', async () => {
    const { emit, engine } = start();
    await ready();
    engine.summary = { ...engine.summary, generation: 8, events: 254 };
    emit({ name: 'case.changed', payload: { generation: 8, summary: engine.summary } });
    await expect.element(page.getByText('214 newer events.')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Show', exact: true }));
    await expect.element(page.getByText('214 newer events.')).not.toBeInTheDocument();
    expect(appStore.getState().case.shownGeneration).toBe(8);
  });
});

describe('the query bar', () => {
  test('completes values with counts; Enter runs, Alt+Enter is NOT, undo takes back', async () => {
    start();
    await ready();
    await userEvent.keyboard('/');
    await userEvent.keyboard('error:Acc');
    await expect.element(completions().getByRole('option', { name: 'AccessDenied, 10 events' })).toBeVisible();
    await expect.element(page.getByText('10 of 40 would stay')).toBeVisible();
    // What is typed is on screen already, but not in the history.
    await expect.element(figure()).toHaveTextContent('10 events');
    expect(presentQuery()).toBe('');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('button', { name: 'Edit error: AccessDenied' })).toBeVisible();
    expect(presentQuery()).toBe('error:AccessDenied');

    await userEvent.keyboard('ip:203');
    await expect.element(completions().getByRole('option').first()).toBeVisible();
    await userEvent.keyboard('{Escape}{Escape}');
    expect(presentQuery()).toBe('error:AccessDenied');
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.element(figure()).toHaveTextContent('40 events');

    await userEvent.keyboard('/event:Create');
    await expect.element(completions().getByRole('option', { name: /^CreateUser/ })).toBeVisible();
    await userEvent.keyboard('{Alt>}{Enter}{/Alt}');
    await expect.element(page.getByRole('button', { name: 'Edit NOT event: CreateUser' })).toBeVisible();
    await expect.element(figure()).toHaveTextContent('30 events');
  });

  test('opens a pill as text in place, and takes another value at a comma', async () => {
    start();
    await ready();
    await userEvent.keyboard('/event:CreateUser{Enter}');
    await expect.element(page.getByRole('button', { name: 'Edit event: CreateUser' })).toBeVisible();
    await userEvent.keyboard('{Backspace}');
    await expect.element(bar()).toMatchTextContent(part('event:CreateUser'));
    await userEvent.keyboard(',CreateAccessKey');
    await expect.element(bar()).toMatchTextContent(part('event:(CreateUser OR CreateAccessKey)'));
    await userEvent.keyboard('{Enter}');
    await expect.poll(presentQuery).toBe('event:(CreateUser OR CreateAccessKey)');
    await expect.element(figure()).toHaveTextContent('15 events');
    await userEvent.click(page.getByRole('button', { name: /^Remove event/ }));
    await expect.element(figure()).toHaveTextContent('40 events');
  });

  test('underlines a mistake, says it in one sentence, and repairs it on Enter', async () => {
    start();
    await ready();
    await userEvent.keyboard('/evnt:(CreateUser OR CreateAccessKey ');
    const alert = page.getByRole('alert');
    await expect.element(alert).toMatchTextContent(part('There is no field "evnt".'));
    await expect.element(alert).toMatchTextContent(part('writes event:(CreateUser OR CreateAccessKey)'));
    await expect.element(bar()).toHaveAttribute('aria-invalid', 'true');
    await expectNoViolations();
    await userEvent.keyboard('{Enter}');
    await expect.element(bar()).toMatchTextContent(part('event:(CreateUser OR CreateAccessKey)'));
    expect(presentQuery()).toBe('');
    await userEvent.keyboard('{Enter}');
    await expect.poll(presentQuery).toBe('event:(CreateUser OR CreateAccessKey)');
  });

  test('makes one filter of several pasted lines, after saying what was found', async () => {
    start();
    await ready();
    await userEvent.keyboard('/');
    const data = new DataTransfer();
    data.setData('text/plain', '203.0.113.54\n192.0.2.1\n');
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
    await expect.element(page.getByText('2 addresses, 1 not found')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Add as one filter' }));
    await expect.element(figure()).toHaveTextContent('5 events');
    expect(presentQuery()).toBe('ip:(203.0.113.54 OR 192.0.2.1)');
  });

  test('text waits for Enter; where nothing matches, the last filter is offered for removal', async () => {
    start();
    await ready();
    await userEvent.keyboard('/nowhere');
    await expect.element(figure()).toHaveTextContent('40 events');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('No events match')).toBeVisible();
    await expect.element(page.getByText('The last filter removed all 40 events.')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Remove this filter' }));
    await ready();
  });
});

describe('facets', () => {
  test('include and exclude by key; arrows walk; every value becomes a pill', async () => {
    start();
    await ready();
    await userEvent.click(option('Outcome', /^Denied/));
    await expect.element(figure()).toHaveTextContent('10 events');
    await expect.element(option('Outcome', /^Denied, 10 events, included$/)).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('-');
    await expect.poll(presentQuery).toBe('-outcome:denied');
    await expect.element(figure()).toHaveTextContent('30 events');
    await userEvent.keyboard('-');
    await expect.poll(presentQuery).toBe('');
    await ready();
    await userEvent.keyboard('{Home}{ArrowDown}+');
    await expect.poll(presentQuery).toBe('outcome:denied');
  });

  test('find a field or value with f; a narrow window opens them over the table', async () => {
    await page.viewport(1100, 700);
    start();
    await ready();
    expect(page.getByRole('listbox').elements()).toHaveLength(0);
    await userEvent.keyboard('f');
    await userEvent.keyboard('accesskey');
    await expect.element(option('Event name', /^CreateAccessKey/)).toBeVisible();
    await expectNoViolations();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.poll(presentQuery).toBe('event:CreateAccessKey');
  });
});

describe('rows and detail', () => {
  test('keys walk, open, bookmark, tag, note and mark; one undo stack takes back', async () => {
    const { engine, emit } = start();
    await ready();
    const marksChanged = () => emit({ name: 'marks.changed', payload: { eventIds: null } });
    await userEvent.keyboard('jj');
    await expect.element(row(1)).toHaveAttribute('aria-current', 'true');
    await userEvent.keyboard('{Enter}');
    await expect.element(detail().getByText('2 of 40')).toBeVisible();
    await expect
      .element(detail().getByRole('heading', { level: 2 }))
      .toMatchTextContent(part('ci-deploy read the policy of bucket acme-payroll'));

    await userEvent.keyboard('b');
    await expect.poll(() => engine.bookmarks.size).toBe(1);
    marksChanged();
    await expect.element(detail().getByRole('button', { name: 'Bookmarked' })).toBeVisible();
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.poll(() => engine.bookmarks.size).toBe(0);
    marksChanged();

    await userEvent.keyboard('t');
    await userEvent.keyboard('persistence{Enter}');
    await expect.poll(() => engine.subjects[1]?.tags).toEqual(['persistence']);
    marksChanged();
    await expect.element(detail().getByRole('button', { name: 'Remove tag persistence' })).toBeVisible();

    await userEvent.keyboard('n');
    await userEvent.keyboard('Read before the first denial.{Control>}{Enter}{/Control}');
    await expect.poll(() => [...engine.notes.values()]).toEqual(['Read before the first denial.']);

    await userEvent.click(row(4));
    await userEvent.keyboard('xjj{Shift>}x{/Shift}');
    await expect.element(page.getByText('3 events marked')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Bookmark', exact: true }).first());
    await expect.poll(() => engine.bookmarks.size).toBe(3);
  });

  test('all matches are marked only after their number was confirmed', async () => {
    const { engine } = start();
    await ready();
    await userEvent.click(row(0));
    await userEvent.keyboard('{Control>}a{/Control}');
    await userEvent.click(page.getByRole('dialog').getByRole('button', { name: 'Mark 40 events' }));
    await expect.element(page.getByText('40 events marked')).toBeVisible();
    await userEvent.keyboard('b');
    await expect.poll(() => engine.bookmarks.size).toBe(40);
  });

  test('a value has a menu that counts it, filters by it and finds its first event', async () => {
    start();
    await ready();
    await userEvent.click(row(30).getByText('198.51.100.23'), { button: 'right' });
    await expect.element(page.getByText('Source IP 198.51.100.23, 35 events')).toBeVisible();
    await userEvent.click(page.getByRole('menuitem', { name: 'Exclude this address' }));
    await expect.poll(presentQuery).toBe('-ip:198.51.100.23');
    await expect.element(figure()).toHaveTextContent('5 events');
    await userEvent.click(row(4));
    const key = detail().getByRole('button', { name: 'AKIAI44QH8DHBEXAMPLE' });
    await userEvent.click(key);
    await userEvent.click(page.getByRole('menuitem', { name: 'First seen' }));
    await expect.element(detail().getByText('1 of 5')).toBeVisible();
  });

  test('pivots ask for one value of the event and keep it open', async () => {
    start();
    await ready();
    await userEvent.click(row(37));
    await userEvent.click(detail().getByRole('group', { name: 'Pivot to' }).getByRole('button', { name: 'Key' }));
    await expect.poll(presentQuery).toBe('key:AKIAI44QH8DHBEXAMPLE');
    await expect.element(detail().getByText('3 of 5')).toBeVisible();
    await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await expect.element(detail().getByText('38 of 40')).toBeVisible();
  });

  test('a case open elsewhere is read, not changed', async () => {
    const engine = new EventsEngine(incident());
    engine.summary = { ...engine.summary, readOnly: true };
    start({}, engine);
    await ready();
    await userEvent.click(row(0));
    await expect.element(detail().getByRole('button', { name: 'Bookmark', exact: true })).toBeDisabled();
    await userEvent.keyboard('bt');
    expect(engine.bookmarks.size).toBe(0);
    expect(page.getByRole('dialog').elements()).toHaveLength(0);
  });
});

describe('the chart', () => {
  test('arrow keys make, move and resize a brush; Enter zooms, Shift+Z comes back', async () => {
    start();
    await ready();
    (page.getByRole('group', { name: 'Events over time' }).element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    const end = page.getByRole('slider', { name: 'End of the selection' });
    await expect.element(end).toHaveAttribute('aria-valuetext', '2026-03-14 02:04:00Z');
    await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
    await expect.element(end).toHaveAttribute('aria-valuetext', '2026-03-14 02:05:00Z');
    await expect.element(page.getByText(/14 Mar 02:03 – 02:05, 1\d events/)).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(figure()).not.toMatchTextContent(part('40 events'));
    await userEvent.keyboard('{Shift>}z{/Shift}');
    await expect.element(figure()).toHaveTextContent('40 events');
  });

  test('is a table on request', async () => {
    start();
    await ready();
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.keyboard('chart as table{Enter}');
    const dialog = page.getByRole('dialog', { name: 'Events over time' });
    await expect.element(dialog.getByRole('row').nth(1)).toMatchTextContent(part('14 Mar 02:00 – 02:01'));
  });
});

describe('saved searches', () => {
  test('are kept by name and bring the query back', async () => {
    const { engine } = start();
    await ready();
    await userEvent.keyboard('/error:AccessDenied{Enter}');
    await expect.element(figure()).toHaveTextContent('10 events');
    await userEvent.click(page.getByRole('button', { name: 'Save search' }));
    await userEvent.keyboard('Denied calls{Enter}');
    await expect.poll(() => engine.saved.map(({ query }) => query)).toEqual(['error:AccessDenied']);
    await userEvent.click(page.getByRole('button', { name: 'Remove all filters' }));
    await ready();
    await userEvent.click(page.getByRole('button', { name: 'Save search' }));
    await userEvent.click(page.getByRole('button', { name: /^Denied calls/ }));
    await expect.element(figure()).toHaveTextContent('10 events');
  });
});

test('hostile values are inert text wherever they show', async () => {
  const hostile = '<img src=x onerror="document.body.dataset.pwned=1">\u202Egpj.exe';
  const records = [
    ...incident(),
    incidentRecord(500, {
      eventName: hostile,
      sourceIPAddress: hostile,
      userAgent: hostile.repeat(20_000),
      requestParameters: { [hostile]: hostile },
      userIdentity: { type: 'IAMUser', userName: hostile, arn: hostile, accountId: hostile },
    }),
  ];
  start({}, new EventsEngine(records));
  await expect.element(figure()).toHaveTextContent('41 events');
  await expect.element(row(40)).toBeInTheDocument();
  await userEvent.click(row(40).getByRole('gridcell').nth(2));
  await expect.element(detail().getByRole('heading', { level: 2 })).toMatchTextContent(part('⟨U+202E⟩'));
  await userEvent.click(page.getByRole('listbox', { name: 'Event name' }).getByRole('option', { name: /^<img/ }));
  await expect.element(page.getByRole('button', { name: /^Edit event: "<img/ })).toBeVisible();
  expect(document.querySelectorAll('#root img[src]')).toHaveLength(0);
  expect(document.body.dataset['pwned']).toBeUndefined();
  const longest = Math.max(...[...document.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent.length));
  expect(longest).toBeLessThan(1_000);
});
