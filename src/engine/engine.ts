import type { Worker } from 'node:worker_threads';
import { calls, type CallInput, type EngineCallName, type ResultOf } from '../shared/contract/calls.ts';
import type { Engine, EngineCallOptions, EngineEvent, EngineOptions } from '../shared/contract/engine.ts';
import { AppError, toErrorData } from '../shared/contract/errors.ts';
import type { EventMessage } from '../shared/contract/events.ts';
import { createHandlers, type HandlerContext } from './handlers/handlers.ts';
import { OpenCases } from './handlers/open-cases.ts';

/** What a test may watch. */
export interface EngineHooks {
  /** Every worker that starts, with the name of its entry. */
  onWorker?(entry: string, worker: Worker): void;
}

/**
 * The engine: opens cases in worker threads and answers every call of the contract that is the engine's. Nothing here
 * blocks the thread it runs in, and no call throws.
 */
export function createEngine(options: EngineOptions, hooks: EngineHooks = {}): Engine {
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit = (clients: readonly string[] | null, message: EventMessage): void => {
    for (const listener of listeners) listener({ clients, message });
  };
  const cases = new OpenCases({ emit, onWorker: hooks.onWorker });
  const handlers = createHandlers({ options, cases, emit, onWorker: hooks.onWorker });
  /** The call in each slot of each client: a newer one takes its place. */
  const slots = new Map<string, AbortController>();
  let isClosed = false;

  async function run(
    name: EngineCallName,
    input: unknown,
    { client, signal, slot }: EngineCallOptions,
  ): Promise<unknown> {
    if (isClosed) throw new AppError('engine-crashed', 'Spoor is closing.');
    const parsed = parseInput(name, input);
    const abort = new AbortController();
    const forward = (): void => abort.abort();
    if (signal.aborted) forward();
    signal.addEventListener('abort', forward, { once: true });
    const key = slot === null ? null : `${client} ${slot}`;
    if (key !== null) {
      slots.get(key)?.abort();
      slots.set(key, abort);
    }
    try {
      const context: HandlerContext = { client, signal: abort.signal, slot };
      // Name and input belong together by the parse above, which the compiler cannot follow.
      const handler = handlers[name] as (input: unknown, context: HandlerContext) => unknown;
      return await handler(parsed, context);
    } finally {
      signal.removeEventListener('abort', forward);
      if (key !== null && slots.get(key) === abort) slots.delete(key);
    }
  }

  return {
    async call<Name extends EngineCallName>(name: Name, input: CallInput<Name>, callOptions: EngineCallOptions) {
      try {
        return { ok: true, value: await run(name, input, callOptions) } as ResultOf<Name>;
      } catch (error) {
        return { ok: false, error: toErrorData(error) };
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      isClosed = true;
      await cases.closeAll();
    },
  };
}

function parseInput(name: EngineCallName, input: unknown): unknown {
  const definition = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (definition?.side !== 'engine') throw new AppError('invalid-input', 'There is no such call.');
  let parsed;
  try {
    parsed = definition.input.safeParse(input);
  } catch (error) {
    throw new AppError('invalid-input', `The input of ${name} is nested too deeply.`, { cause: error });
  }
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('invalid-input', `The input of ${name} is not valid.`, {
    detail: issue === undefined ? '' : `${issue.path.join('.') || 'input'}: ${issue.message}`,
  });
}
