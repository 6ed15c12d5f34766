import type { EngineEvent } from '../shared/contract/engine.ts';
import type { JobRow } from '../shared/contract/jobs.ts';

export interface RunningJobs {
  onEvent(event: EngineEvent): void;
  /** Jobs that would stop with this window, or all of them. */
  of(client: string | null): JobRow[];
}

/** The jobs that are running now, as the engine's events tell. */
export function createRunningJobs(): RunningJobs {
  const jobs = new Map<string, { row: JobRow; clients: readonly string[] | null }>();
  return {
    onEvent({ clients, message }) {
      if (message.name === 'engine.restarted') jobs.clear();
      if (message.name !== 'job.progress' && message.name !== 'job.ended') return;
      const row = message.payload;
      if (message.name === 'job.progress' && (row.state === 'running' || row.state === 'queued')) {
        jobs.set(row.id, { row, clients });
      } else jobs.delete(row.id);
    },
    of: (client) =>
      [...jobs.values()]
        .filter((job) => client === null || job.clients === null || job.clients.includes(client))
        .map((job) => job.row),
  };
}
