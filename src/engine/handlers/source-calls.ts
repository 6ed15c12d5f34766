import type { EngineParts, Handlers } from './handlers.ts';

type SourceCall = 'sources.page';

export function sourceHandlers(parts: EngineParts): Handlers<SourceCall> {
  const { cases } = parts;
  return {
    async 'sources.page'(input, { client, signal }) {
      const session = cases.of(client);
      const reader = await session.reader();
      return await reader.call('sources.page', { ...input, isImporting: session.jobs.isRunning('import') }, { signal });
    },
  };
}
