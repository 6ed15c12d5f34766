import { gzipSync } from 'node:zlib';
import type { JobRow } from '../../../src/shared/contract/jobs.ts';
import { logFile, records } from '../../support/fixtures.ts';
import type { DropFile } from '../support/driver.ts';
import { escape, type Scene } from './scene.ts';

/** A handover as they come: good files, the same again, one cut in the middle, and what is no log at all. */
const handover: readonly DropFile[] = [
  { name: 'vendor-handover/AWSLogs/part-0001.json', content: logFile(records(30)) },
  { name: 'vendor-handover/AWSLogs/part-0002.json.gz', content: gzipSync(logFile(records(30, 21))) },
  { name: 'vendor-handover/AWSLogs/part-0007.json', content: logFile(records(10, 101)).slice(0, -300) },
  { name: 'vendor-handover/notes/readme.txt', content: 'Logs of the vendor.\n' },
];

const runningJob: JobRow = {
  id: 'gallery-job',
  kind: 'import',
  title: 'Import prod-trail-2026-03.zip',
  state: 'running',
  progress: { phase: 'reading', done: 1_644, total: 1_769, unit: 'files', events: 74_430 },
  startedEpochMilliseconds: Date.UTC(2026, 2, 17, 9, 10),
  endedEpochMilliseconds: null,
  unitsPerSecond: 12,
  secondsLeft: 240,
  canPause: true,
  canCancel: true,
  reason: null,
  counts: {},
  problems: 0,
  firstProblems: [],
};

/** Played with the sample case open; they end with more evidence in it. */
export const evidenceScenes: readonly Scene[] = [
  {
    name: 'evidence',
    async show({ app }) {
      await app.goTo('Evidence');
      await app.page.getByRole('treegrid', { name: 'Sources' }).getByRole('row').nth(1).waitFor();
      await app.page.getByText(/^Audit log/).waitFor();
    },
  },
  {
    name: 'evidence-ready',
    async show({ app }) {
      await app.drop(handover);
      await app.page
        .getByRole('region', { name: 'Ready to import' })
        .getByText('Ready', { exact: true })
        .first()
        .waitFor();
    },
  },
  {
    name: 'evidence-imported',
    async show({ app }) {
      await app.page
        .getByRole('region', { name: 'Ready to import' })
        .getByRole('button', { name: /^Import \d/ })
        .click();
      await app.page.getByText(/20,070 records seen/).waitFor();
      await app.idle();
    },
  },
  {
    name: 'evidence-source',
    async show({ app }) {
      const row = app.page.getByRole('treegrid', { name: 'Sources' }).getByRole('row', { name: /vendor-handover/ });
      await row.click();
      await app.page.keyboard.press('ArrowRight');
      await app.page.getByRole('region', { name: 'Source', exact: true }).waitFor();
      await app.page
        .getByRole('row', { name: /AWSLogs/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'evidence-remove',
    async show({ app }) {
      await app.button('Remove source…').click();
      await app.page
        .getByRole('dialog')
        .getByRole('button', { name: /^Remove/ })
        .waitFor();
    },
    async leave({ app }) {
      await app.page.keyboard.press('Escape');
      await app.page
        .getByRole('region', { name: 'Source', exact: true })
        .getByRole('button', { name: 'Close' })
        .click();
    },
  },
  {
    name: 'evidence-problem',
    async show({ app }) {
      await app.page
        .getByRole('list', { name: 'Problems' })
        .getByRole('button', { name: /part-0007/ })
        .click();
      await app.page.getByRole('region', { name: 'Bytes around the problem' }).locator('mark').first().waitFor();
    },
    leave: escape,
  },
  {
    name: 'evidence-filtered-empty',
    async show({ app }) {
      await app.page.getByText('Failed', { exact: true }).click();
      await app.button('Show all sources').waitFor();
    },
    leave: ({ app }) => app.button('Show all sources').click(),
  },
  {
    name: 'shell-job-drawer',
    async show({ app }) {
      app.wire.emit({ name: 'job.progress', payload: runningJob });
      app.wire.run('jobs.toggle');
      await app.page.getByRole('region', { name: 'Jobs' }).getByText('prod-trail-2026-03.zip').first().waitFor();
    },
    async leave({ app }) {
      app.wire.emit({ name: 'job.progress', payload: { ...runningJob, state: 'paused', secondsLeft: null } });
      app.wire.run('jobs.toggle');
      await app.page.getByRole('region', { name: 'Jobs' }).waitFor({ state: 'detached' });
    },
  },
  {
    name: 'shell-job-paused',
    show: ({ app }) => app.page.getByRole('contentinfo').getByText('Paused').waitFor(),
    async leave({ app }) {
      app.wire.emit({
        name: 'job.ended',
        payload: { ...runningJob, state: 'failed', reason: 'The disk with this case is full. The case is safe.' },
      });
    },
  },
  {
    name: 'shell-banner',
    show: ({ app }) =>
      app.page
        .getByText(/The disk with this case is full/)
        .first()
        .waitFor(),
  },
  {
    name: 'evidence-loading',
    async show({ app }) {
      app.wire.hold('sources.page', 'sources.problems');
      await app.page.reload();
      await app.page.getByRole('status', { name: 'Reading the sources' }).waitFor();
    },
    async leave({ app }) {
      app.wire.release();
      await app.page.getByRole('treegrid', { name: 'Sources' }).waitFor();
    },
  },
  {
    name: 'evidence-error',
    async show({ app }) {
      app.wire.fail('sources.page', {
        code: 'file-access',
        message: 'The case file could not be read.',
        hint: 'Is the volume it lies on still connected?',
      });
      await app.page.reload();
      await app.page.getByText('The sources could not be read').waitFor();
    },
    async leave({ app }) {
      app.wire.mend();
      await app.page.reload();
      await app.page.getByRole('treegrid', { name: 'Sources' }).waitFor();
    },
  },
];

/** Played in a second window on the same case. */
export const readOnlyScenes: readonly Scene[] = [
  {
    name: 'read-only-evidence',
    async show({ app }) {
      await app.goTo('Evidence');
      await app.page.getByText('This case is open read-only here').waitFor();
    },
  },
  {
    name: 'read-only-events',
    async show({ app, events }) {
      await app.goTo('Events');
      await events.ready();
      await events.row(0).click();
      await events.detail.getByRole('tab', { name: 'Summary' }).waitFor();
    },
  },
];
