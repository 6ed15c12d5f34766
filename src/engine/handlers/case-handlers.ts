import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CaseSummary } from '../../shared/contract/case.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { canonicalFile, chosenCaseFile, newCaseFile } from './case-files.ts';
import { granted, type EngineParts, type Handlers } from './handlers.ts';
import { prepareSample, sampleFile } from './sample-case.ts';

type CaseCall =
  | 'case.current'
  | 'case.create'
  | 'case.open'
  | 'case.close'
  | 'case.sample'
  | 'case.summary'
  | 'case.settings.set'
  | 'view.get'
  | 'view.set';

export function caseHandlers(parts: EngineParts): Handlers<CaseCall> {
  const { cases, options } = parts;
  /** Views of windows that cannot write to their case: kept while the engine runs. */
  const unsavedViews = new Map<string, string>();
  const viewKey = (client: string): string => `${client} ${cases.of(client).file}`;
  const summary = (client: string): Promise<CaseSummary> => cases.of(client).summary(client);

  return {
    'case.current': (_input, { client }) => cases.find(client)?.summary(client) ?? null,
    async 'case.create'({ name, reference, location }, { client }) {
      const file =
        location === null
          ? newCaseFile(options.caseFolder, name)
          : chosenCaseFile(granted(parts, location, client).path);
      if (cases.isOpen(file)) {
        throw new AppError('invalid-input', `${path.basename(file)} is open already.`, {
          hint: 'Choose another name.',
        });
      }
      const session = await cases.open(client, file, true);
      const writer = await session.writerFor(client);
      await writer.call('writeSettings', { title: name, reference });
      return await session.summary(client);
    },
    async 'case.open'({ grant, readOnly }, { client }) {
      const { path: file } = granted(parts, grant, client);
      // A missing file must not become a new, empty case.
      if (!existsSync(file)) throw new AppError('not-found', `There is no case at ${file}.`);
      await cases.open(client, file, !readOnly);
      return await summary(client);
    },
    async 'case.close'(_input, { client }) {
      await cases.close(client);
      return null;
    },
    async 'case.sample'(_input, { client }) {
      const file = canonicalFile(sampleFile(options.caseFolder));
      await cases.open(client, file, true, async () => {
        if (!cases.isOpen(file)) await prepareSample(parts);
      });
      return await summary(client);
    },
    'case.summary': (_input, { client }) => summary(client),
    async 'case.settings.set'(input, { client }) {
      const session = cases.of(client);
      const writer = await session.writerFor(client);
      const settings = await writer.call('writeSettings', input);
      await session.announceSettings(client);
      return settings;
    },
    async 'view.get'(_input, { client }) {
      const unsaved = unsavedViews.get(viewKey(client));
      if (unsaved !== undefined) return { state: unsaved };
      const reader = await cases.of(client).reader();
      return await reader.call('view.get', {});
    },
    async 'view.set'({ state }, { client }) {
      const session = cases.of(client);
      if (!session.canWrite(client)) {
        unsavedViews.set(viewKey(client), state);
        return null;
      }
      unsavedViews.delete(viewKey(client));
      const writer = await session.writerFor(client);
      return await writer.call('writeView', { state });
    },
  };
}
