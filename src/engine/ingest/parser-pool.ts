import { Worker } from 'node:worker_threads';
import { AppError, fromErrorData } from '../../shared/contract/errors.ts';
import { workerUrl } from '../worker-url.ts';
import type { ParserMessage, ParserRequest, ParseTask, TaskPart } from './parser-protocol.ts';

interface Parser {
  index: number;
  worker: Worker;
  task: ParseTask | null;
}

/**
 * Runs tasks on parser threads and yields their parts in the order of the tasks, whichever parser is faster: the
 * content of a case does not depend on timing.
 */
export class ParserPool {
  readonly #parsers: Parser[] = [];
  readonly #tasks: Iterator<ParseTask>;
  readonly #ready = new Map<number, { message: TaskPart; parser: Parser }[]>();
  #dispatched = 0;
  #exhausted = false;
  #failure: unknown = null;
  #wake: (() => void) | null = null;

  /** @param entry what the threads run; tests put in what ends badly */
  constructor(count: number, tasks: Iterator<ParseTask>, entry: URL = workerUrl('parser')) {
    this.#tasks = tasks;
    for (let index = 0; index < count; index++) {
      const worker = new Worker(entry, {
        name: `parser-${index}`,
        // Room for the parsed records of one delivery, so that they die young.
        resourceLimits: { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 2048 },
      });
      const parser: Parser = { index, worker, task: null };
      worker.on('message', (message: ParserMessage) => this.#receive(parser, message));
      worker.on('error', (error) => this.#fail(crashed(parser, error)));
      // An end without an error: without this the import would wait for ever.
      worker.on('exit', (code) => this.#fail(crashed(parser, new Error(`the thread ended with ${code}`))));
      this.#parsers.push(parser);
      this.#dispatch(parser);
    }
  }

  #dispatch(parser: Parser): void {
    const next = this.#exhausted ? { done: true as const, value: undefined } : this.#tasks.next();
    if (next.done) {
      this.#exhausted = true;
      parser.task = null;
      return;
    }
    parser.task = next.value;
    this.#dispatched = Math.max(this.#dispatched, next.value.id + 1);
    this.#post(parser, { kind: 'task', task: next.value });
  }

  #post(parser: Parser, request: ParserRequest): void {
    parser.worker.postMessage(request);
  }

  #receive(parser: Parser, message: ParserMessage): void {
    if (message.kind === 'failed') {
      this.#fail(fromErrorData(message.error));
      return;
    }
    const parts = this.#ready.get(message.task);
    if (parts) parts.push({ message, parser });
    else this.#ready.set(message.task, [{ message, parser }]);
    if (message.last) this.#dispatch(parser);
    this.#notify();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#notify();
  }

  #notify(): void {
    this.#wake?.();
    this.#wake = null;
  }

  /** Parts in task order with the index of the parser whose dictionaries they use. */
  async *parts(signal: { readonly aborted: boolean }): AsyncGenerator<{ message: TaskPart; parser: number }> {
    for (let task = 0; ;) {
      if (this.#failure !== null) throw this.#failure;
      if (signal.aborted) return;
      const next = this.#ready.get(task)?.shift();
      if (next) {
        yield { message: next.message, parser: next.parser.index };
        this.#post(next.parser, { kind: 'credit' });
        if (next.message.last) this.#ready.delete(task++);
        continue;
      }
      if (this.#exhausted && task >= this.#dispatched) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Wakes `parts` so that it sees an abort. */
  interrupt(): void {
    for (const parser of this.#parsers) this.#post(parser, { kind: 'cancel' });
    this.#notify();
  }

  async close(): Promise<void> {
    await Promise.all(this.#parsers.map((parser) => parser.worker.terminate()));
  }
}

/** Also for what is no Error: a thread may throw anything. */
function crashed(parser: Parser, error: unknown): AppError {
  const files = parser.task?.files.map((file) => file.path) ?? [];
  const named = files.length <= 3 ? files.join(', ') : `${files.slice(0, 3).join(', ')} and ${files.length - 3} more`;
  return new AppError('engine-crashed', `A parser stopped while it read ${named || 'no file'}.`, {
    hint: 'What was read before is in the case. Import these files one by one to find the one that does it.',
    detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    cause: error,
  });
}
