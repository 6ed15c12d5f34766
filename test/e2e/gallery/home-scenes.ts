import { escape, type Scene } from './scene.ts';

/** Played in an app that has no case yet. */
export const firstScenes: readonly Scene[] = [
  {
    name: 'home-first-run',
    show: ({ app }) => app.heading('Who did this, from where, and what else?').waitFor(),
  },
  {
    name: 'home-loading',
    async show({ app }) {
      app.wire.hold('app.recent.list');
      await app.page.reload();
      await app.page
        .getByRole('status', { name: /^Loading|^Reading/ })
        .first()
        .waitFor();
    },
    async leave({ app }) {
      app.wire.release();
      await app.heading('Who did this, from where, and what else?').waitFor();
    },
  },
  {
    name: 'home-error',
    async show({ app }) {
      app.wire.fail('app.recent.list', {
        code: 'file-access',
        message: 'The list of recent cases could not be read.',
        hint: 'The case files themselves are not affected.',
      });
      await app.page.reload();
      await app.page.getByRole('button', { name: 'Try again' }).waitFor();
    },
    async leave({ app }) {
      app.wire.mend();
      await app.page.getByRole('button', { name: 'Try again' }).click();
      await app.heading('Who did this, from where, and what else?').waitFor();
    },
  },
  {
    name: 'home-new-case',
    async show({ app }) {
      app.wire.run('case.new');
      await app.page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('ACME-2026-014');
    },
    leave: escape,
  },
  {
    name: 'shell-file-browser',
    async show({ app }) {
      app.wire.run('case.open');
      await app.page.getByRole('grid', { name: 'Files' }).getByRole('row').first().waitFor();
    },
    leave: escape,
  },
  {
    name: 'shell-drop-hint',
    async show({ app }) {
      const transfer = await app.page.evaluateHandle(() => {
        const data = new DataTransfer();
        data.items.add(new File(['{}'], 'part-0001.json'));
        return data;
      });
      await app.page.locator('main').dispatchEvent('dragenter', { dataTransfer: transfer });
      await app.page.getByText('Drop CloudTrail logs or a case file').last().waitFor();
    },
    async leave({ app }) {
      await app.page.reload();
      await app.heading('Who did this, from where, and what else?').waitFor();
    },
  },
];

/** Played with the sample case open. */
export const libraryScenes: readonly Scene[] = [
  {
    name: 'home-library',
    async show({ app }) {
      await app.goTo('Cases');
      await app.page
        .getByRole('grid', { name: 'Cases' })
        .getByRole('row', { name: /Sample case/ })
        .waitFor();
      await app.page.getByText('Where you left off').waitFor();
    },
  },
  {
    name: 'home-row-menu',
    async show({ app }) {
      const row = app.page.getByRole('grid', { name: 'Cases' }).getByRole('row', { name: /Sample case/ });
      await row.click({ button: 'right' });
      await app.page.getByRole('menu').waitFor();
    },
    leave: escape,
  },
  {
    name: 'home-forget',
    async show({ app }) {
      await app.button('Take off the list').click();
      await app.page.getByRole('dialog').waitFor();
    },
    leave: escape,
  },
  {
    name: 'shell-case-menu',
    async show({ app }) {
      await app.button(/^Case Sample case/).click();
      await app.page.getByRole('menu').waitFor();
    },
    leave: escape,
  },
  {
    name: 'home-case-settings',
    async show({ app }) {
      app.wire.run('case.settings');
      await app.page.getByRole('dialog').getByRole('list', { name: 'Names for accounts' }).waitFor();
    },
    leave: escape,
  },
  {
    name: 'shell-palette',
    async show({ app }) {
      app.wire.run('palette.open');
      await app.page.getByRole('dialog', { name: 'Command palette' }).getByRole('option').first().waitFor();
    },
    leave: escape,
  },
  {
    name: 'shell-shortcuts',
    async show({ app }) {
      app.wire.run('shortcuts.open');
      await app.page.getByRole('dialog').waitFor();
    },
    leave: escape,
  },
  {
    name: 'shell-settings',
    async show({ app }) {
      app.wire.run('settings.open');
      await app.page.getByRole('dialog').waitFor();
    },
    leave: escape,
  },
  {
    name: 'shell-time-range',
    async show({ app }) {
      await app.button(/^Time range/).click();
      await app.page.getByRole('dialog').waitFor();
    },
    leave: escape,
  },
];
