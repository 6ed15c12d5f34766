import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { App } from '../../src/renderer/src/App.tsx';
import { screens } from '../../src/renderer/src/screens.ts';
import { noticesStore } from '../../src/renderer/src/state/notices.ts';
import { addPendingLogs, setPendingLogs } from '../../src/renderer/src/state/pending-logs.ts';
import { appStore, initialState } from '../../src/renderer/src/state/store.ts';
import { defaultAppSettings } from '../../src/shared/contract/app.ts';
import type { ImportPreview, ProblemRow, SourceCounts, SourceRow } from '../../src/shared/contract/case.ts';
import { AppError } from '../../src/shared/contract/errors.ts';
import { expectNoViolations } from './support/accessibility.ts';
import { fakeBridge, type Answers } from './support/fake-bridge.ts';
import { render } from './support/render.tsx';
import { sampleJob, sampleSummary } from './support/samples.ts';

const none: SourceCounts = {
  files: { listed: 0, read: 0, skipped: 0, failed: 0, pending: 0 },
  records: { seen: 0, added: 0, duplicates: 0, rejected: 0 },
};
const counts: SourceCounts = {
  files: { listed: 3, read: 2, skipped: 0, failed: 1, pending: 0 },
  records: { seen: 100, added: 60, duplicates: 30, rejected: 10 },
};

function source(changes: Partial<SourceRow> & { id: number }): SourceRow {
  return {
    parentId: null,
    kind: 'file',
    displayName: `part-${changes.id}.json.gz`,
    locator: `/logs/part-${changes.id}.json.gz`,
    format: 's3-log',
    state: 'done',
    reason: null,
    sizeBytes: 1_234,
    sha256: '9c41'.padEnd(60, '0') + 'e07b',
    contentSha256: null,
    counts: { ...counts, files: { ...none.files, listed: 1, read: 1 } },
    problems: 0,
    firstEpochSeconds: 1_773_453_600,
    lastEpochSeconds: 1_773_457_200,
    addedEpochSeconds: 1_773_500_000,
    hasChildren: false,
    ...changes,
  };
}

const folder = source({ id: 1, kind: 'folder', displayName: 'handover', format: null, counts, hasChildren: true });
const children = [
  source({ id: 2, parentId: 1 }),
  source({ id: 3, parentId: 1, problems: 1 }),
  source({
    id: 4,
    parentId: 1,
    state: 'failed',
    reason: { code: 'damaged-archive', message: 'The archive is damaged here.' },
    counts: none,
  }),
];
const problem: ProblemRow = {
  id: 7,
  sourceId: 3,
  source: 'part-3.json.gz',
  position: 'byte 4194304',
  code: 'truncated',
  message: 'The content ends in the middle of a value.',
  hasBytes: true,
};

const withEvidence: Answers = {
  'case.current': () => sampleSummary,
  'app.recent.list': () => [],
  'sources.page': ({ parentId = null, state = null }) => {
    const all = parentId === 1 ? children : [folder];
    const rows =
      state === null ? all : [folder, ...children].filter((each) => each.state === state && each.kind === 'file');
    return { rows, total: rows.length, counts };
  },
  'sources.problems': () => ({ rows: [problem], total: 1, byCode: [{ code: 'truncated', count: 1 }] }),
  'audit.page': () => ({
    rows: [
      {
        sequence: 4,
        timeEpochSeconds: 1_773_500_000,
        actor: 'a',
        action: 'imported',
        detail: {},
        hash: 'f13b'.padEnd(64, '1'),
      },
    ],
    total: 4,
  }),
};
const empty: Answers = {
  ...withEvidence,
  'case.current': () => ({ ...sampleSummary, events: 0, sources: 0 }),
  'sources.page': () => ({ rows: [], total: 0, counts: none }),
  'sources.problems': () => ({ rows: [], total: 0, byCode: [] }),
};
const logs = [{ token: 'l'.repeat(22), displayName: 'handover' }];
const preview: ImportPreview = {
  files: 3,
  sizeBytes: 3_000_000,
  formats: [{ format: 's3-log', label: 'CloudTrail log files', files: 2, sizeBytes: 2_900_000, wouldRead: true }],
  skipped: [{ name: 'README.txt', code: 'document', message: 'A document, not a log.' }],
  alreadyLoaded: 0,
  complete: true,
};

function start(answers: Answers) {
  const fake = fakeBridge({ 'view.get': () => ({ state: evidenceView }), ...answers });
  render(<App bridge={fake.bridge} screens={screens} />);
  return fake;
}

const evidenceView = JSON.stringify({
  version: 1,
  screen: 'evidence',
  query: '',
  range: null,
  chosenEventId: null,
  scrollTopPixels: 0,
  openPane: null,
});
const tree = () => page.getByRole('treegrid', { name: 'Sources' });
const line = (name: string) => tree().getByRole('row').filter({ hasText: name });

beforeEach(() => {
  appStore.setState(initialState(defaultAppSettings), true);
  noticesStore.setState(noticesStore.getInitialState(), true);
  setPendingLogs([]);
});

describe('sources', () => {
  test.each(['dark', 'light'] as const)('show as a tree with counts that add up, and pass axe, %s', async (theme) => {
    appStore.setState(initialState({ ...defaultAppSettings, theme }), true);
    start(withEvidence);
    await expect.element(line('handover').getByText('3 files')).toBeVisible();
    await expect.element(page.getByText('3 files listed = 2 read + 0 skipped + 1 failed').first()).toBeVisible();
    await expect
      .element(page.getByText('100 records seen = 60 added + 30 duplicates + 10 rejected').first())
      .toBeVisible();
    await expect.element(page.getByText(/Audit log: 4 entries.*f13b…1111/)).toBeVisible();
    await userEvent.click(line('handover'));
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(line('part-4.json.gz').getByText('Failed: The archive is damaged here.')).toBeVisible();
    await expect.element(line('part-3.json.gz').getByText('Read, 1 problem')).toBeVisible();
    expect(line('part-2.json.gz').element().getAttribute('aria-level')).toBe('2');
    await expectNoViolations();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.poll(() => line('part-2.json.gz').elements()).toHaveLength(0);
  });

  test('figures that do not add up are never passed over', async () => {
    start({
      ...withEvidence,
      'sources.page': () => ({
        rows: [folder],
        total: 1,
        counts: { ...counts, records: { ...counts.records, seen: 101 } },
      }),
    });
    await expect.element(page.getByText(/101 records seen = .*These figures do not add up/)).toBeVisible();
    await expect.element(page.getByRole('img', { name: 'Does not add up:' })).toBeVisible();
  });

  test('are filtered by state, from every depth', async () => {
    start(withEvidence);
    await userEvent.click(page.getByRole('radio', { name: 'Failed' }));
    await expect.element(line('part-4.json.gz')).toBeVisible();
    expect(line('handover').elements()).toHaveLength(0);
    await userEvent.click(page.getByRole('radio', { name: 'Skipped' }));
    await expect.element(page.getByText('No source is in the state “Skipped”.')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Show all sources' }));
    await expect.element(line('handover')).toBeVisible();
  });

  test('the chosen one is shown in full; Escape goes back', async () => {
    start(withEvidence);
    await userEvent.click(line('handover'));
    const detail = page.getByRole('region', { name: 'Source', exact: true });
    await expect.element(detail.getByText('/logs/part-1.json.gz')).toBeVisible();
    await expect.element(detail.getByText('2026-03-14 02:00:00Z to 2026-03-14 03:00:00Z')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => detail.elements()).toHaveLength(0);
  });

  test('removing one asks, names the loss, and keeps on Escape', async () => {
    const fake = start({
      ...withEvidence,
      'sources.removePreview': () => ({ sources: 4, eventsLost: 30_120, eventsKept: 5, marksLost: 0 }),
      'sources.remove': () => ({ jobId: 'job-9' }),
    });
    await userEvent.click(line('handover'));
    await userEvent.keyboard('{Delete}');
    await expect.element(page.getByRole('button', { name: 'Keep source' })).toHaveFocus();
    await expectNoViolations();
    await userEvent.keyboard('{Escape}');
    expect(fake.calls.map(({ name }) => name)).not.toContain('sources.remove');
    await userEvent.click(page.getByRole('button', { name: 'Remove source…' }));
    await userEvent.click(page.getByRole('button', { name: 'Remove 30,120 events' }));
    await expect
      .poll(() => fake.calls)
      .toContainEqual({ name: 'sources.remove', input: { sourceIds: [1] }, slot: null });
  });

  test('that cannot be read say why and can be tried again', async () => {
    let isBroken = true;
    start({
      ...withEvidence,
      'sources.page': () => {
        if (isBroken) throw new AppError('case-corrupt', 'The table of sources is damaged.');
        return { rows: [folder], total: 1, counts };
      },
    });
    await expect.element(page.getByText('The table of sources is damaged.')).toBeVisible();
    isBroken = false;
    await userEvent.click(page.getByRole('button', { name: 'Try again' }));
    await expect.element(line('handover')).toBeVisible();
  });

  test('hostile names and messages are text', async () => {
    const message = `<script>alert(1)</script>\u202e${'x'.repeat(1_000_000)}`;
    start({
      ...withEvidence,
      'sources.page': () => ({
        rows: [source({ id: 1, displayName: '<b>\u202ezip.exe', state: 'failed', reason: { code: 'x', message } })],
        total: 1,
        counts,
      }),
      'sources.problems': () => ({ rows: [{ ...problem, message, source: message }], total: 1, byCode: [] }),
    });
    await expect.element(tree().getByText('<b>⟨U+202E⟩zip.exe')).toBeVisible();
    await expect.element(page.getByRole('region', { name: 'Problems' }).getByRole('button')).toBeVisible();
    expect(document.querySelector('main script, main b')?.textContent ?? '').not.toContain('alert');
    expect(document.querySelector('main')?.textContent.length).toBeLessThan(10_000);
  });
});

describe('problems', () => {
  test('show the bytes around the place, the offending stretch marked, as hex and as text', async () => {
    const bytes = '{"a":1}{"event';
    start({
      ...withEvidence,
      'sources.problemBytes': () => ({
        startByte: 4_194_297,
        base64: btoa(bytes),
        markStart: 7,
        markLengthBytes: 7,
        contentLengthBytes: 4_194_311,
      }),
    });
    await userEvent.click(page.getByRole('button', { name: /The content ends in the middle/ }));
    const shown = page.getByRole('region', { name: 'Bytes around the problem' });
    await expect.element(shown.getByText('7b 22 65 76 65 6e 74')).toBeVisible();
    await expect.element(shown.getByText('The content ends here, at byte 4,194,311.')).toBeVisible();
    await expect.element(page.getByText('byte 4,194,304, truncated')).toBeVisible();
    await expectNoViolations();
    await userEvent.click(page.getByRole('radio', { name: 'Text' }));
    await expect.element(shown.getByText('{"event', { exact: true })).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Back to the problems' }));
    await expect.element(page.getByRole('region', { name: 'Problems' })).toBeVisible();
  });

  test('without a place in the bytes say so', async () => {
    start({
      ...withEvidence,
      'sources.problems': () => ({ rows: [{ ...problem, position: null, hasBytes: false }], total: 1, byCode: [] }),
    });
    await userEvent.click(page.getByRole('button', { name: /whole file/ }));
    await expect.element(page.getByText(/no bytes to show/)).toBeVisible();
  });
});

describe('adding evidence', () => {
  test('an empty case says what to do, and passes axe', async () => {
    start(empty);
    await expect.element(page.getByText('No evidence in this case yet')).toBeVisible();
    await expect.element(page.getByText('Nothing was rejected, and nothing went wrong while reading.')).toBeVisible();
    await expectNoViolations();
  });

  test('what was dropped shows as recognised before anything is imported; Enter imports', async () => {
    const fake = start({ ...empty, 'import.preview': () => preview, 'import.start': () => ({ jobId: 'job-1' }) });
    await expect.element(page.getByText('No evidence in this case yet')).toBeVisible();
    addPendingLogs(logs);
    const ready = page.getByRole('region', { name: 'Ready to import' });
    await expect.element(ready.getByText('1 item, 3 files, 3 MB')).toBeVisible();
    await expect.element(ready.getByText('A document, not a log.')).toBeVisible();
    expect(fake.calls.map(({ name }) => name)).not.toContain('import.start');
    await expectNoViolations();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => ready.elements()).toHaveLength(0);
    expect(fake.calls).toContainEqual({ name: 'import.start', input: { grants: [logs[0]?.token] }, slot: null });
  });

  test('Clear lets go of it', async () => {
    start({ ...empty, 'import.preview': () => preview });
    addPendingLogs(logs);
    await userEvent.click(page.getByRole('button', { name: 'Clear' }));
    await expect.poll(() => page.getByRole('region', { name: 'Ready to import' }).elements()).toHaveLength(0);
  });

  test('a read-only case says why and takes nothing', async () => {
    start({
      ...withEvidence,
      'case.current': () => ({
        ...sampleSummary,
        readOnly: true,
        readOnlyReason: 'It is open in another window, which can change it.',
      }),
    });
    await expect.element(page.getByText(/It is open in another window, which can change it\./)).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Add files' })).toBeDisabled();
    await userEvent.click(line('handover'));
    expect(page.getByRole('button', { name: 'Remove source…' }).elements()).toHaveLength(0);
  });
});

describe('imports', () => {
  test('show rate and time left, and can be paused, resumed and cancelled', async () => {
    const fake = start({
      ...withEvidence,
      'jobs.list': () => [sampleJob()],
      'jobs.pause': () => null,
      'jobs.resume': () => null,
      'jobs.cancel': () => null,
    });
    const imports = page.getByRole('region', { name: 'Imports', exact: true });
    for (const figure of ['93 of 100 files', '74,430 events', '12 files/s', '4 min left', '93%']) {
      await expect.element(imports.getByText(figure)).toBeVisible();
    }
    await expectNoViolations();
    await userEvent.click(imports.getByRole('button', { name: 'Pause Import vendor-handover.zip' }));
    fake.emit({ name: 'job.progress', payload: sampleJob({ state: 'paused' }) });
    await expect.element(imports.getByText('Paused', { exact: true })).toBeVisible();
    await userEvent.click(imports.getByRole('button', { name: 'Resume Import vendor-handover.zip' }));
    fake.emit({ name: 'job.progress', payload: sampleJob() });
    await userEvent.click(imports.getByRole('button', { name: 'Cancel Import vendor-handover.zip' }));
    const asked = fake.calls.map(({ name }) => name).filter((name) => /^jobs\.(pause|resume|cancel)$/.test(name));
    expect(asked).toEqual(['jobs.pause', 'jobs.resume', 'jobs.cancel']);
  });

  test('one that was cancelled here goes on with what it was given', async () => {
    let started = 0;
    const fake = start({
      ...empty,
      'import.preview': () => preview,
      'import.start': () => {
        started += 1;
        return { jobId: `job-${started}` };
      },
    });
    await expect.element(page.getByText('No evidence in this case yet')).toBeVisible();
    addPendingLogs(logs);
    await userEvent.click(page.getByRole('button', { name: 'Import 2 files' }));
    await expect.poll(() => started).toBe(1);
    fake.emit({ name: 'job.ended', payload: sampleJob({ id: 'job-1', state: 'cancelled' }) });
    await userEvent.click(page.getByRole('button', { name: 'Resume', exact: true }));
    await expect.poll(() => started).toBe(2);
  });
});
