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
  const notes = new Map<string, { milliseconds: number; label: string }>();
  /** What came too soon after the note before. */
  const waiting = new Map<string, CaseSummary>();
  const labelOf = ({ settings }: CaseSummary) => JSON.stringify([settings.title, settings.reference]);
  const note = (summary: CaseSummary, opened: boolean) => {
    notes.set(summary.displayPath, { milliseconds: now(), label: labelOf(summary) });
    waiting.delete(summary.displayPath);
    recent.noteSummary(summary.displayPath, summary, opened ? Math.floor(now() / 1_000) : null);
  };
  const leave = (client: string) => {
    const last = waiting.get(paths.get(client) ?? '');
    if (last !== undefined) note(last, false);
    paths.delete(client);
  };
  return {
    pathOf: (client) => paths.get(client) ?? null,
    afterEngineCall(client, name, input, value) {
      if (name === 'case.open' || name === 'case.create' || name === 'case.sample') {
        const summary = value as CaseSummary;
        leave(client);
        paths.set(client, summary.displayPath);
        note(summary, true);
      } else if (name === 'case.summary') {
        note(value as CaseSummary, false);
      } else if (name === 'case.close') {
        leave(client);
      } else if (name === 'view.set') {
        const file = paths.get(client);
        if (file !== undefined) recent.noteLeftOff(file, (input as ParsedInput<'view.set'>).leftOff);
      }
    },
    onEvent({ message }) {
      if (message.name !== 'case.changed') return;
      const { summary } = message.payload;
      const last = notes.get(summary.displayPath);
      const isDue = last === undefined || now() - last.milliseconds >= noteIntervalMilliseconds;
      // A new title shows at once; figures may wait until the case is left.
      if (isDue || last.label !== labelOf(summary)) note(summary, false);
      else waiting.set(summary.displayPath, summary);
    },
    release: leave,
  };
}
