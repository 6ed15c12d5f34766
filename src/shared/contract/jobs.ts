/** Progress in the user's units. `total` is null while it is not known. */
export interface Progress {
  phase: string;
  done: number;
  total: number | null;
  unit: 'files' | 'events' | 'bytes' | 'requests' | 'blocks';
  /** Second figure worth showing, for example the events found so far. */
  events?: number;
  /** What is being worked on now, for example a file name. */
  item?: string;
}

/** One thing that went wrong or was left out. `position` carries its unit: `byte 4194304`, `line 12`, `record 7`. */
export interface Problem {
  source: string;
  position: string | null;
  code: string;
  message: string;
}

/** The part of an AbortSignal that shared code may rely on. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What long work gets from whoever started it. */
export interface JobContext {
  signal: CancelSignal;
  /** Called at most about ten times a second. */
  onProgress(progress: Progress): void;
  /** True asks the job to reach a safe point soon (to pause, or to let a small write of the user through). */
  wantsCommit?: (() => boolean) | undefined;
  /** Awaited at safe points, outside any transaction: resolves when the job may go on. */
  gate?: (() => Promise<void>) | undefined;
}

export type JobOutcome = 'done' | 'cancelled';

/** Progress at most ten times a second; the first and any forced report always pass. */
export function throttledProgress(
  context: JobContext,
  now: () => number = Date.now,
): (progress: Progress, force?: boolean) => void {
  let lastMs = 0;
  return (progress, force = false) => {
    const nowMs = now();
    if (!force && nowMs - lastMs < 100) return;
    lastMs = nowMs;
    context.onProgress(progress);
  };
}

export type JobKind = 'import' | 'remove' | 'export' | 'pull' | 'verify' | 'derive';
export type JobState = 'queued' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed';

/** A job as the renderer shows it. */
export interface JobRow {
  id: string;
  kind: JobKind;
  /** For people, for example "Import 4 files". */
  title: string;
  state: JobState;
  progress: Progress | null;
  startedEpochMilliseconds: number;
  endedEpochMilliseconds: number | null;
  /** Measured over the last seconds, in units of `progress`; null until it can be told. */
  unitsPerSecond: number | null;
  secondsLeft: number | null;
  canPause: boolean;
  canCancel: boolean;
  /** Why it failed or waits. */
  reason: string | null;
  /** Figures of the result, by name, for example `added`, `duplicates`. */
  counts: Record<string, number>;
  problems: number;
  firstProblems: Problem[];
}
