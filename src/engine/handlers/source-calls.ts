import { granted, type EngineParts, type Handlers } from './handlers.ts';
import type { JobEnd } from './job-manager.ts';
import { runTask } from './task-link.ts';

type SourceCall = 'sources.page' | 'sources.remove' | 'sources.exportManifest' | 'import.preview';

export function sourceHandlers(parts: EngineParts): Handlers<SourceCall> {
  const { cases } = parts;
  return {
    async 'sources.page'(input, { client, signal }) {
      const session = cases.of(client);
      const reader = await session.reader();
      return await reader.call('sources.page', { ...input, isImporting: session.jobs.isRunning('import') }, { signal });
    },
    async 'sources.remove'({ sourceIds }, { client }) {
      const session = cases.of(client);
      await session.writerFor(client);
      // Sources that are not there are told at once, not by a job that fails.
      await (await session.reader()).call('sources.removePreview', { sourceIds });
      return session.jobs.start({
        kind: 'remove',
        lane: 'write',
        title: sourceIds.length === 1 ? 'Remove a source' : `Remove ${sourceIds.length} sources`,
        canPause: false,
        async run({ id, signal, onProgress }): Promise<JobEnd> {
          const [writer, reader] = [await session.writer(), await session.reader()];
          await reader.call('pin', null as never);
          try {
            const result = await writer.call('removeSources', { jobId: id, sourceIds }, { signal, onProgress });
            if (result.outcome === 'done') {
              await session.reload(false);
              await writer.call('emptyLog', null as never);
            }
            const { outcome, ...counts } = result;
            return { outcome, counts, problems: 0, firstProblems: [] };
          } finally {
            await reader.call('unpin', null as never).catch(() => null);
          }
        },
        pause: () => Promise.resolve(),
      });
    },
    async 'sources.exportManifest'({ grant }, { client }) {
      const session = cases.of(client);
      const { path: file } = granted(parts, grant, client);
      const reader = await session.reader();
      const written = await reader.call('exportManifest', { file, appVersion: parts.options.appVersion });
      if (session.isWritable) {
        const detail = { file, sources: written.sources, sha256: written.sha256 };
        await (await session.writer()).call('audit', { action: 'manifest exported', detail });
      }
      return written;
    },
    async 'import.preview'({ grants }, { client, signal }) {
      const paths = grants
        .map((token) => granted(parts, token, client))
        .map(({ path, displayName }) => ({ path, displayName }));
      const caseFile = cases.find(client)?.file ?? null;
      return await runTask(parts, 'previewImport', { paths, caseFile }, { signal });
    },
  };
}
