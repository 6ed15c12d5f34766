import { parentPort, workerData } from 'node:worker_threads';
import { cancelled, toErrorData } from '../../shared/contract/errors.ts';
import type { CallResult } from '../../shared/contract/call.ts';
import type { WorkContext, WorkerMethods, WorkerReply, WorkerRequest, WorkerStart } from './worker-protocol.ts';

/** Inside a worker: answers calls with the given methods. Errors travel as data. Returns how to send events. */
export function serveWorker<WorkerEvent>(
  methods: WorkerMethods,
  convertError: (error: unknown) => unknown = (error) => error,
): (event: WorkerEvent) => void {
  const port = parentPort;
  if (port === null) throw new Error('this module is the entry of a worker thread');
  const flags = new Int32Array((workerData as WorkerStart).cancelFlags);
  const running = new Map<number, AbortController>();
  const post = (reply: WorkerReply<WorkerEvent>): void => port.postMessage(reply);

  async function run(request: Extract<WorkerRequest, { kind: 'call' }>): Promise<CallResult<unknown>> {
    const abort = new AbortController();
    running.set(request.id, abort);
    const context: WorkContext = {
      signal: abort.signal,
      cancelFlag: request.cell < 0 ? undefined : flags.subarray(request.cell, request.cell + 1),
      onProgress: (progress) => post({ kind: 'progress', id: request.id, progress }),
    };
    try {
      const method = methods[request.name];
      if (method === undefined) throw new Error(`the worker has no method ${request.name}`);
      // A call that was cancelled while it waited in the queue costs nothing.
      if (context.cancelFlag !== undefined && Atomics.load(context.cancelFlag, 0) !== 0) throw cancelled();
      return { ok: true, value: await method(request.input as never, context) };
    } catch (error) {
      return { ok: false, error: toErrorData(convertError(error)) };
    } finally {
      running.delete(request.id);
    }
  }

  port.on('message', (request: WorkerRequest) => {
    if (request.kind === 'cancel') {
      running.get(request.id)?.abort();
      return;
    }
    void run(request).then((result) => post({ kind: 'result', id: request.id, result }));
  });
  return (event) => post({ kind: 'event', event });
}
