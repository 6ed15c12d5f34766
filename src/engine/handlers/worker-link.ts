import { Worker, type ResourceLimits } from 'node:worker_threads';
import { AppError, cancelled, fromErrorData } from '../../shared/contract/errors.ts';
import type { CancelSignal, Progress } from '../../shared/contract/jobs.ts';
import { workerUrl } from '../worker-url.ts';
import type { WorkerMethods, WorkerReply, WorkerRequest, WorkerStart } from './worker-protocol.ts';

/** Calls in flight that can be cancelled in the middle of a scan; further ones are cancelled at their next pause. */
const cancelCells = 1024;

export interface LinkOptions<WorkerEvent> {
  /** Entry in `src/engine/workers`, for example `reader`. */
  entry: string;
  resourceLimits: ResourceLimits;
  onEvent(event: WorkerEvent): void;
  /** The worker died without being asked to. Told once; the link is then of no further use. */
  onCrash(error: AppError): void;
  /** Sees every worker that starts: for tests. */
  onWorker?: ((entry: string, worker: Worker) => void) | undefined;
}

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  onProgress: ((progress: Progress) => void) | undefined;
  release(): void;
}

export interface LinkCall {
  signal?: CancelSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** The main thread's end of a worker. One life: a crashed worker gets a new link. */
export class WorkerLink<Methods extends WorkerMethods, WorkerEvent = never> {
  readonly #worker: Worker;
  readonly #post: (request: WorkerRequest) => void;
  readonly #options: LinkOptions<WorkerEvent>;
  readonly #flags: Int32Array;
  readonly #freeCells: number[] = Array.from({ length: cancelCells }, (_, cell) => cancelCells - 1 - cell);
  readonly #pending = new Map<number, PendingCall>();
  #nextId = 1;
  #ended: AppError | null = null;
  #lastError: Error | null = null;

  constructor(options: LinkOptions<WorkerEvent>) {
    const start: WorkerStart = { cancelFlags: new SharedArrayBuffer(cancelCells * Int32Array.BYTES_PER_ELEMENT) };
    this.#flags = new Int32Array(start.cancelFlags);
    this.#options = options;
    this.#worker = new Worker(workerUrl(options.entry), {
      name: options.entry,
      workerData: start,
      resourceLimits: options.resourceLimits,
    });
    const worker = this.#worker;
    this.#post = (request) => worker.postMessage(request);
    this.#worker.on('message', (reply: WorkerReply<WorkerEvent>) => this.#receive(reply));
    this.#worker.on('messageerror', (error) => this.#crash(error));
    this.#worker.on('error', (error) => {
      this.#lastError = error instanceof Error ? error : new Error(String(error));
    });
    this.#worker.on('exit', (code) => this.#crash(this.#lastError ?? new Error(`exit code ${code}`)));
    options.onWorker?.(options.entry, this.#worker);
  }

  /** Runs a method. Rejects with what it threw, `cancelled`, or `engine-crashed`. */
  call<Name extends keyof Methods & string>(
    name: Name,
    input: Parameters<Methods[Name]>[0],
    options: LinkCall = {},
  ): Promise<Awaited<ReturnType<Methods[Name]>>> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    if (options.signal?.aborted === true) return Promise.reject(cancelled());
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      const cell = this.#freeCells.pop() ?? -1;
      if (cell >= 0) Atomics.store(this.#flags, cell, 0);
      const { signal } = options;
      const abort = (): void => {
        if (cell >= 0) Atomics.store(this.#flags, cell, 1);
        this.#post({ kind: 'cancel', id });
      };
      signal?.addEventListener('abort', abort, { once: true });
      const release = (): void => {
        signal?.removeEventListener('abort', abort);
        if (cell >= 0) this.#freeCells.push(cell);
      };
      // The method's type is the table's, which the message cannot carry.
      const settle = resolve as (value: unknown) => void;
      this.#pending.set(id, { resolve: settle, reject, onProgress: options.onProgress, release });
      this.#post({ kind: 'call', id, name, input, cell });
    });
  }

  #receive(reply: WorkerReply<WorkerEvent>): void {
    if (reply.kind === 'event') {
      this.#options.onEvent(reply.event);
      return;
    }
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    if (reply.kind === 'progress') {
      pending.onProgress?.(reply.progress);
      return;
    }
    this.#pending.delete(reply.id);
    pending.release();
    if (reply.result.ok) pending.resolve(reply.result.value);
    else pending.reject(fromErrorData(reply.result.error));
  }

  #crash(cause: Error): void {
    if (this.#ended !== null) return;
    const error = new AppError('engine-crashed', `Spoor's ${this.#options.entry} stopped unexpectedly.`, {
      hint: 'It was started again. What was saved before is safe.',
      ...(cause.stack === undefined ? {} : { detail: cause.stack }),
      cause,
    });
    this.#end(error);
    void this.#worker.terminate();
    this.#options.onCrash(error);
  }

  #end(error: AppError): void {
    this.#ended = error;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of pending) {
      call.release();
      call.reject(error);
    }
  }

  /** Ends the worker; calls in flight are rejected. */
  async close(): Promise<void> {
    if (this.#ended === null) this.#end(new AppError('engine-crashed', 'The case was closed.'));
    await this.#worker.terminate();
  }
}
