import { escape, type Scene, type Stage } from './scene.ts';
import { showStory } from './story.ts';

async function openFacets({ app, isNarrow }: Stage): Promise<void> {
  if (isNarrow) await app.page.keyboard.press('f');
}

export const eventsScenes: readonly Scene[] = [
  {
    name: 'events',
    show: async ({ app, events }) => {
      await app.goTo('Events');
      await events.ready();
    },
  },
  {
    name: 'events-completion',
    async show({ app, events }) {
      await events.query.focus();
      await app.page.keyboard.type('principal:c');
      await app.page
        .getByRole('listbox', { name: /^Completions/ })
        .getByRole('option')
        .first()
        .waitFor();
    },
    async leave({ app }) {
      await app.page.keyboard.press('Escape');
      await app.page.keyboard.press('Escape');
      await app.page.keyboard.press('Escape');
    },
  },
  {
    name: 'events-story',
    show: ({ app, events }) => showStory(app, events),
  },
  {
    name: 'events-marked',
    async show({ app, events }) {
      await events.chosenRow().focus();
      await app.page.keyboard.press('x');
      await app.page.getByLabel('Marked events').waitFor();
    },
    leave: ({ app }) => app.button('Clear marks').click(),
  },
  {
    name: 'events-tag',
    async show({ app }) {
      app.wire.run('event.tag');
      await app.page.getByRole('dialog').getByRole('textbox').waitFor();
    },
    leave: escape,
  },
  {
    name: 'events-note',
    async show({ app, events }) {
      app.wire.run('event.note');
      await events.detail.getByRole('textbox', { name: 'Note' }).waitFor();
    },
    leave: ({ app }) => app.button('Cancel').click(),
  },
  {
    name: 'events-json',
    async show({ events }) {
      await events.detail.getByRole('tab', { name: 'JSON' }).click();
      await events.detail.getByRole('textbox', { name: 'Record as JSON' }).waitFor();
    },
  },
  {
    name: 'events-same-session',
    async show({ events }) {
      await events.detail.getByRole('tab', { name: /Same session/ }).click();
      await events.detail.getByText(/events in this session/).waitFor();
      await events.detail.locator('button[aria-current="true"]').waitFor();
    },
    leave: ({ events }) => events.detail.getByRole('tab', { name: 'Summary' }).click(),
  },
  {
    name: 'events-value-menu',
    async show(stage) {
      await openFacets(stage);
      await stage.events.facetValue('Service', /./).click({ button: 'right' });
      await stage.app.page.getByRole('menu').waitFor();
    },
    leave: escape,
  },
  {
    name: 'events-facet-hover',
    async show(stage) {
      await stage.events.facetValue('Service', /./).hover();
    },
    async leave({ app, isNarrow }) {
      await app.page.mouse.move(0, 0);
      if (isNarrow) await app.page.keyboard.press('Escape');
    },
  },
  {
    name: 'events-columns',
    async show({ app }) {
      await app.button('Columns').click();
      await app.page.getByRole('menu').waitFor();
    },
    leave: escape,
  },
  {
    name: 'events-export',
    async show({ app }) {
      await app.button('Export these events').click();
      await app.page.getByRole('dialog', { name: 'Export' }).waitFor();
    },
    leave: escape,
  },
  {
    name: 'events-saved',
    async show({ app }) {
      await app.button('Save search').click();
      await app.page.getByLabel('Save this search as').fill('Leaked key, without start-up calls');
    },
    leave: escape,
  },
  {
    name: 'events-chart-table',
    async show({ app }) {
      app.wire.run('chart.table');
      await app.page.getByRole('group', { name: 'Table of the chart' }).waitFor();
    },
    leave: escape,
  },
  {
    name: 'events-chart-log',
    async show({ app }) {
      await app.button('Clear selection').click();
      app.wire.run('chart.log');
      await app.page.getByRole('switch', { name: 'Log', checked: true }).waitFor();
    },
    async leave({ app }) {
      app.wire.run('chart.log');
      await app.page.getByRole('switch', { name: 'Log', checked: false }).waitFor();
    },
  },
  {
    name: 'events-query-error',
    async show({ app, events }) {
      await events.query.focus();
      await app.page.keyboard.type('evnt:(CreateUser OR');
      await app.page.getByRole('alert').first().waitFor();
    },
    async leave({ app, events }) {
      for (let press = 0; press < 19; press += 1) await app.page.keyboard.press('Backspace');
      await app.page.keyboard.press('Escape');
      await events.table.getByRole('row').nth(2).waitFor();
    },
  },
  {
    name: 'events-stale',
    async show({ app, events }) {
      app.wire.hold('search.run', 'search.rows', 'search.lines');
      await events.search('outcome:denied');
      await events.pill(/^Edit outcome/).waitFor();
    },
    async leave({ app, events }) {
      app.wire.release();
      await events.table.getByRole('row').nth(2).waitFor();
    },
  },
  {
    name: 'events-loading',
    async show({ app }) {
      app.wire.hold('search.run', 'search.rows', 'search.lines');
      await app.page.reload();
      await app.page.getByRole('status', { name: 'Loading events' }).waitFor();
    },
    async leave({ app, events }) {
      app.wire.release();
      await events.ready();
    },
  },
  {
    name: 'events-error',
    async show({ app }) {
      for (const name of ['search.run', 'search.rows']) {
        app.wire.fail(name, {
          code: 'engine-crashed',
          message: 'The engine stopped while it searched.',
          hint: 'It starts again by itself. The case is safe.',
        });
      }
      await app.page.reload();
      await app.page.getByText('The events could not be read').waitFor();
    },
    async leave({ app, events }) {
      app.wire.mend();
      await app.page.reload();
      await events.ready();
    },
  },
  {
    name: 'events-empty',
    async show({ app, events }) {
      await events.search('region:eu-south-2');
      await app.page.getByText('No events match').waitFor();
    },
    async leave({ app, events }) {
      app.wire.run('query.clear');
      await events.table.getByRole('row').nth(2).waitFor();
    },
  },
];
