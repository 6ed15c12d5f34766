import type { CaseSummary } from '../shared/contract/case.ts';
import type { EngineCallName, ParsedInput } from '../shared/contract/calls.ts';
import type { EngineEvent } from '../shared/contract/engine.ts';
import type { RecentCases } from './recent-cases.ts';

/** Figures of an open case are written at most this often while it grows. */
const noteIntervalMilliseconds = 2_000;

export interface OpenCases {
  /** File of the case a window has open. */
  pathOf(client: string): string | null;
  afterEngineCall(client: string, name: EngineCallName, input: unknown, value: unknown): void;
  onEvent(event: EngineEvent): void;
  release(client: string): void;
}

/** Follows which window has which case open and keeps the library of recent cases current. */
export function createOpenCases(recent: RecentCases, now: () => number = Date.now): OpenCases {
  const paths = new Map<string, string>();
  const notedMilliseconds = new Map<string, number>();
  const note = (summary: CaseSummary, opened: boolean) => {
    notedMilliseconds.set(summary.displayPath, now());
    recent.noteSummary(summary.displayPath, summary, opened ? Math.floor(now() / 1_000) : null);
  };
  return {
    pathOf: (client) => paths.get(client) ?? null,
    afterEngineCall(client, name, input, value) {
      if (name === 'case.open' || name === 'case.create' || name === 'case.sample') {
        const summary = value as CaseSummary;
        paths.set(client, summary.displayPath);
        note(summary, true);
      } else if (name === 'case.summary') {
        note(value as CaseSummary, false);
      } else if (name === 'case.close') {
        paths.delete(client);
      } else if (name === 'view.set') {
        const file = paths.get(client);
        if (file !== undefined) recent.noteLeftOff(file, (input as ParsedInput<'view.set'>).leftOff);
      }
    },
    onEvent({ message }) {
      if (message.name !== 'case.changed') return;
      const { summary } = message.payload;
      const last = notedMilliseconds.get(summary.displayPath) ?? 0;
      if (now() - last >= noteIntervalMilliseconds) note(summary, false);
    },
    release(client) {
      paths.delete(client);
    },
  };
}
