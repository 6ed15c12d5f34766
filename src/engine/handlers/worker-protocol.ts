import type { CallResult } from '../../shared/contract/call.ts';
import type { Progress } from '../../shared/contract/jobs.ts';

/** What travels to an engine worker. Ids are the caller's. */
export type WorkerRequest =
  | {
      kind: 'call';
      id: number;
      name: string;
      input: unknown;
      /** Element of the shared flags that turns 1 to cancel this call; -1 where none was free. */
      cell: number;
    }
  | { kind: 'cancel'; id: number };

/** What travels back. */
export type WorkerReply<WorkerEvent> =
  | { kind: 'result'; id: number; result: CallResult<unknown> }
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'event'; event: WorkerEvent };

export interface WorkerStart {
  /** Int32 flags, one a call in flight. */
  cancelFlags: SharedArrayBuffer;
}

/** What a method of a worker gets beside its input. */
export interface WorkContext {
  /** Aborted by a message: for work that waits. */
  signal: AbortSignal;
  /** Turns non-zero in shared memory: for work that does not come back to the event loop. */
  cancelFlag: Int32Array | undefined;
  onProgress(progress: Progress): void;
}

/** The methods of a worker by name; the table is the contract between a worker and its link. */
export type WorkerMethods = Record<string, (input: never, context: WorkContext) => unknown>;

export function isCancelledWork(context: WorkContext): boolean {
  return context.signal.aborted || (context.cancelFlag !== undefined && Atomics.load(context.cancelFlag, 0) !== 0);
}
