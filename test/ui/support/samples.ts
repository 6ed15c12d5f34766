import type { CaseSummary } from '../../../src/shared/contract/case.ts';
import type { JobRow } from '../../../src/shared/contract/jobs.ts';

export const sampleSummary: CaseSummary = {
  name: 'ACME-2026-014',
  displayPath: '~/cases/ACME-2026-014.spoor',
  settings: { title: 'ci-deploy key leak', reference: 'ACME-2026-014', timeZone: 'utc', accountNames: {} },
  readOnly: false,
  readOnlyReason: null,
  generation: 7,
  events: 1_214_806,
  records: 1_624_420,
  duplicates: 409_614,
  rejected: 1_421,
  sources: 5,
  sizeBytes: 1_310_000_000,
  firstEpochSeconds: Date.UTC(2026, 2, 3) / 1000,
  lastEpochSeconds: Date.UTC(2026, 2, 17) / 1000 - 1,
  accounts: [{ account: '111122223333', name: 'acme-build', events: 1_214_806 }],
  regions: 17,
  activity: null,
  createdEpochSeconds: Date.UTC(2026, 2, 16) / 1000,
  savedEpochSeconds: Date.UTC(2026, 2, 17, 2, 16, 40) / 1000,
  isSample: false,
};

export function sampleJob(changes: Partial<JobRow> = {}): JobRow {
  return {
    id: 'job-1',
    kind: 'import',
    title: 'Import vendor-handover.zip',
    state: 'running',
    progress: { phase: 'reading', done: 93, total: 100, unit: 'files', events: 74_430 },
    startedEpochMilliseconds: 1_000,
    endedEpochMilliseconds: null,
    unitsPerSecond: 12,
    secondsLeft: 240,
    canPause: true,
    canCancel: true,
    reason: null,
    counts: {},
    problems: 0,
    firstProblems: [],
    ...changes,
  };
}
