import type { AppSettings } from './app.ts';
import type { CaseSummary } from './case.ts';
import type { ErrorData } from './errors.ts';
import type { JobRow } from './jobs.ts';

/** Every event there is. Events announce state; they never drive control flow. */
export interface Events {
  /** At most ten a second and job. */
  'job.progress': JobRow;
  /** Done, cancelled or failed. */
  'job.ended': JobRow;
  /** The case can now find other events than before; panes refetch or offer to. */
  'case.changed': { generation: number; summary: CaseSummary };
  /** The case of this window was closed by another door, for example the menu. */
  'case.closed': null;
  /** Bookmarks, tags or notes changed; null means many. */
  'marks.changed': { eventIds: string[] | null };
  /** A slow search, by the slot it runs in. */
  'search.progress': { slot: string; done: number; total: number | null; unit: 'blocks'; matches: number };
  /** The engine crashed and is back; pending calls ended in `engine-crashed`, panes refetch. */
  'engine.restarted': { error: ErrorData };
  'app.notice': { level: 'info' | 'warning' | 'error'; message: string; hint: string | null };
  /** A menu entry: run the command of this id. */
  'app.command': { id: string };
  /** The host wants this window to open a file (double click, second start): `case.open` or `import.start` by kind. */
  'app.open': { what: 'case' | 'logs'; grants: { token: string; displayName: string }[] };
  /** Settings changed in another window. */
  'app.settings': AppSettings;
}

export type EventName = keyof Events;

export const eventNames = [
  'job.progress',
  'job.ended',
  'case.changed',
  'case.closed',
  'marks.changed',
  'search.progress',
  'engine.restarted',
  'app.notice',
  'app.command',
  'app.open',
  'app.settings',
] as const satisfies readonly EventName[];

export type EventMessage = { [Name in EventName]: { name: Name; payload: Events[Name] } }[EventName];
