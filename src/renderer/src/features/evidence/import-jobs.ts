import type { JobRow } from '../../../../shared/contract/jobs.ts';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Bridge } from '../../bridge.ts';
import { startImport } from '../../data/open-case.ts';
import type { PendingLog } from '../../state/pending-logs.ts';

/** Most grants one call takes. */
export const grantsPerCall = 1_000;

/** What each import of this window reads, so that a stopped one can be continued. */
const importedLogsStore = createStore<{ byJob: Readonly<Record<string, readonly PendingLog[]>> }>()(() => ({
  byJob: {},
}));

/** The logs with which a stopped import can be started again, or null: uploads are gone once their import has ended. */
export function useContinuableLogs(job: JobRow): readonly PendingLog[] | null {
  const logs = useStore(importedLogsStore, (state) => state.byJob[job.id]);
  const isStopped = job.kind === 'import' && (job.state === 'cancelled' || job.state === 'failed');
  return isStopped && logs !== undefined && !logs.some((log) => log.isTemporary === true) ? logs : null;
}

/** Imports logs into the open case. What was read before is recognised and not read twice. */
export async function importLogs(bridge: Bridge, logs: readonly PendingLog[]): Promise<void> {
  for (let from = 0; from < logs.length; from += grantsPerCall) {
    const some = logs.slice(from, from + grantsPerCall);
    const jobId = await startImport(bridge, some);
    importedLogsStore.setState(({ byJob }) => ({ byJob: { ...byJob, [jobId]: some } }));
  }
}
