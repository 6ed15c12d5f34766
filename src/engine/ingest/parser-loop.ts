import { parentPort } from 'node:worker_threads';
import { isCancelled, toErrorData } from '../../shared/contract/errors.ts';
import { TaskParser } from './parse-task.ts';
import { transferList } from './part.ts';
import type { ParserMessage, ParserRequest } from './parser-protocol.ts';

/** Parts that may be on their way to the writer: enough to keep both busy, few enough to bound memory. */
const creditLimit = 2;

/** Serves parse requests on this thread's port until it is terminated. */
export function serveParser(): void {
  const port = parentPort!;
  const abort = new AbortController();
  let credits = creditLimit;
  let wake: (() => void) | null = null;

  async function credit(): Promise<void> {
    while (credits === 0 && !abort.signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
    credits--;
  }

  const parser = new TaskParser(async (message) => {
    await credit();
    port.postMessage(message, transferList(message.part));
  }, abort.signal);

  port.on('message', (request: ParserRequest) => {
    if (request.kind === 'task') {
      parser.run(request.task).catch((error: unknown) => {
        if (isCancelled(error)) return;
        const message: ParserMessage = { kind: 'failed', task: request.task.id, error: toErrorData(error) };
        port.postMessage(message);
      });
      return;
    }
    if (request.kind === 'cancel') abort.abort();
    else credits++;
    wake?.();
    wake = null;
  });
}
