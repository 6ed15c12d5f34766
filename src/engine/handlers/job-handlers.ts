import type { Handlers, EngineParts } from './handlers.ts';
import { granted } from './handlers.ts';
import { TaskLink } from './task-link.ts';
import type { JobEnd } from './job-manager.ts';

type JobCall = 'import.start' | 'export.start' | 'jobs.list' | 'jobs.pause' | 'jobs.resume' | 'jobs.cancel';

const formatNames = { jsonl: 'JSON lines', csv: 'CSV', timesketch: 'Timesketch', ocsf: 'OCSF' } as const;

export function jobHandlers(parts: EngineParts): Handlers<JobCall> {
  const { cases } = parts;
  return {
    async 'import.start'({ grants }, { client }) {
      const session = cases.of(client);
      await session.writerFor(client);
      const found = grants.map((token) => granted(parts, token, client));
      const [first] = found;
      const title =
        found.length === 1 && first !== undefined ? `Import ${first.displayName}` : `Import ${found.length} items`;
      return session.jobs.start({
        kind: 'import',
        lane: 'write',
        title,
        canPause: true,
        async run({ id, signal, onProgress }): Promise<JobEnd> {
          const writer = await session.writer();
          const paths = found.map(({ path }) => path);
          // A spool goes away: what the user dropped is what the evidence is called.
          const names = found.flatMap(({ path, displayName, temporary }) =>
            temporary ? [{ path, name: displayName }] : [],
          );
          const result = await writer.call(
            'runImport',
            { jobId: id, import: { paths, names } },
            { signal, onProgress },
          );
          await session.catchUp();
          const { files, records } = result;
          return {
            outcome: result.outcome,
            counts: { ...files, ...records, unchanged: result.unchanged },
            problems: result.problemCount,
            firstProblems: result.problems,
          };
        },
        pause: async (jobId, paused) => (await session.writer()).call('pauseJob', { jobId, paused }),
      });
    },
    async 'export.start'({ scope, format, order, grant }, { client }) {
      const session = cases.of(client);
      const { path: file, displayName } = granted(parts, grant, client);
      // A query that cannot be run is told at once, not by a job that fails.
      await (await session.reader()).call('checkScope', { query: scope.query });
      let task: TaskLink | null = null;
      let isPaused = false;
      return session.jobs.start({
        kind: 'export',
        lane: 'export',
        title: `Export ${formatNames[format]} to ${displayName}`,
        canPause: true,
        async run({ signal, onProgress }): Promise<JobEnd> {
          task = new TaskLink(parts);
          try {
            const request = { caseFile: session.file, scope, format, order, file, isPaused };
            const result = await task.call('exportEvents', request, { signal, onProgress });
            if (result.outcome === 'done' && session.isWritable) {
              const { events, bytes, sha256 } = result;
              const detail = { query: scope.query, range: scope.range, format, order, file, events, bytes, sha256 };
              await (await session.writer()).call('audit', { action: 'events exported', detail });
            }
            const counts = { events: result.events, bytes: result.bytes };
            return { outcome: result.outcome, counts, problems: 0, firstProblems: [] };
          } finally {
            await task.close();
            task = null;
          }
        },
        async pause(_jobId, paused) {
          isPaused = paused;
          await task?.call('pause', { paused });
        },
      });
    },
    'jobs.list': (_input, { client }) => cases.of(client).jobs.list(),
    async 'jobs.pause'({ jobId }, { client }) {
      await cases.of(client).jobs.pause(jobId);
      return null;
    },
    async 'jobs.resume'({ jobId }, { client }) {
      await cases.of(client).jobs.resume(jobId);
      return null;
    },
    'jobs.cancel'({ jobId }, { client }) {
      cases.of(client).jobs.cancel(jobId);
      return null;
    },
  };
}
