import { defaultAppSettings, type AppSettings, type Startup } from '../../../src/shared/contract/app.ts';
import type { CallInput, CallName, CallOutput } from '../../../src/shared/contract/calls.ts';
import { AppError, toErrorData } from '../../../src/shared/contract/errors.ts';
import type { EventMessage } from '../../../src/shared/contract/events.ts';
import type { SpoorBridge } from '../../../src/shared/contract/wire.ts';
import { createBridge, type Bridge } from '../../../src/renderer/src/bridge.ts';

export type Answers = {
  [Name in CallName]?: (input: CallInput<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

export interface FakeBridge {
  bridge: Bridge;
  /** Every call made, oldest first. */
  calls: { name: string; input: unknown; slot: string | null }[];
  cancelled: string[];
  emit(event: EventMessage): void;
}

export const startup: Startup = {
  host: 'browser',
  client: 'test-window',
  version: '0.1.0',
  platform: 'linux',
  settings: defaultAppSettings,
  nativeDialogs: false,
  uploads: true,
};

/** A transport that answers from a table; a call without an answer fails as the engine would. */
export function fakeBridge(answers: Answers = {}, changes: Partial<Startup> = {}): FakeBridge {
  const listeners = new Set<(event: EventMessage) => void>();
  const calls: FakeBridge['calls'] = [];
  const cancelled: string[] = [];
  let settings: AppSettings = defaultAppSettings;
  const all: Answers = {
    'app.info': () => ({
      version: '0.1.0',
      runtime: 'test',
      platform: 'linux',
      caseFolder: '~/cases',
      freeBytes: 212e9,
    }),
    'app.settings.get': () => settings,
    'app.settings.set': (change) => {
      settings = { ...settings, ...(change as Partial<AppSettings>) };
      return settings;
    },
    'app.window.state': () => null,
    'case.current': () => null,
    'jobs.list': () => [],
    'view.get': () => ({ state: null }),
    'view.set': () => null,
    ...answers,
  };
  const transport: SpoorBridge = {
    startup: { ...startup, ...changes },
    async call(_id, name, input, slot) {
      calls.push({ name, input, slot });
      const answer = all[name as CallName] as ((input: unknown) => unknown) | undefined;
      try {
        if (answer === undefined) throw new AppError('internal', `No answer for ${name}.`);
        return { ok: true, value: await answer(input) };
      } catch (error) {
        return { ok: false, error: toErrorData(error) };
      }
    },
    cancel(id) {
      cancelled.push(id);
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    grantDrop: () => Promise.resolve({ ok: true, value: [] }),
  };
  return {
    bridge: createBridge(transport),
    calls,
    cancelled,
    emit(event) {
      for (const listener of listeners) listener(event);
    },
  };
}
