import type { CallResult } from '../shared/contract/call.ts';
import { replyLimitBytes } from '../shared/contract/call.ts';
import { calls, isCallName, isEngineCallName, type CallName, type EngineCallName } from '../shared/contract/calls.ts';
import type { Engine } from '../shared/contract/engine.ts';
import { AppError, cancelled, toErrorData } from '../shared/contract/errors.ts';
import { requestSchema } from '../shared/contract/wire.ts';
import type { HostContext, HostHandlers } from './host-handlers.ts';

/** Calls one window may have in flight; a renderer that asks for more is broken or hostile. */
const callsInFlight = 500;

export interface DispatcherOptions {
  engine: Engine;
  host: HostHandlers;
  /** Sees every engine call that succeeded, for what a host keeps about cases and jobs. */
  afterEngineCall?(client: string, name: EngineCallName, input: unknown, value: unknown): void;
  /** Name, duration and result of every call, for the log. */
  onCall?(call: { name: string; milliseconds: number; error: string | null }): void;
  /** Refuse replies over the limit: on in development and tests, where such a reply is a defect to be found. */
  checkReplySize: boolean;
}

export interface Dispatcher {
  /** Answers a request from a window. Never throws; the answer to a cancel is null. */
  handle(client: string, request: unknown): Promise<CallResult<unknown> | null>;
  /** Cancels everything a window has running. */
  release(client: string): void;
}

interface Running {
  abort: AbortController;
  slot: string | null;
}

/**
 * Carries requests of windows to their handlers, once for every call: is the name known, does the input parse, run,
 * time, return data. Senders were checked by the host before.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const clients = new Map<string, Map<string, Running>>();

  async function run(name: CallName, input: unknown, running: Running, client: string): Promise<CallResult<unknown>> {
    const parsed = parseInput(name, input);
    const signal = running.abort.signal;
    if (isEngineCallName(name)) {
      // The name and the input belong together by the parse above, which the compiler cannot follow.
      const result = await options.engine.call(name, parsed as never, { signal, slot: running.slot, client });
      if (result.ok) options.afterEngineCall?.(client, name, parsed, result.value);
      return result;
    }
    const handler = options.host[name] as (input: unknown, context: HostContext) => unknown;
    return { ok: true, value: await handler(parsed, { client, signal }) };
  }

  async function call(client: string, id: string, name: string, input: unknown, slot: string | null) {
    const ofClient = clients.get(client) ?? new Map<string, Running>();
    clients.set(client, ofClient);
    if (ofClient.has(id)) return failure(new AppError('invalid-input', `Call id ${id} is already in use.`));
    if (ofClient.size >= callsInFlight) return failure(new AppError('invalid-input', 'Too many calls at once.'));
    if (slot !== null) for (const other of ofClient.values()) if (other.slot === slot) other.abort.abort();
    const running: Running = { abort: new AbortController(), slot };
    ofClient.set(id, running);
    const started = performance.now();
    let result: CallResult<unknown>;
    try {
      if (!isCallName(name)) throw new AppError('invalid-input', `There is no call "${name.slice(0, 60)}".`);
      result = await Promise.race([run(name, input, running, client), whenAborted(running.abort.signal)]);
      if (options.checkReplySize) checkSize(name, result);
    } catch (error) {
      result = failure(error);
    } finally {
      ofClient.delete(id);
      if (ofClient.size === 0) clients.delete(client);
    }
    options.onCall?.({
      name: isCallName(name) ? name : '(unknown)',
      milliseconds: performance.now() - started,
      error: result.ok ? null : result.error.code,
    });
    return result;
  }

  return {
    async handle(client, raw) {
      const request = requestSchema.safeParse(raw);
      if (!request.success) return failure(new AppError('invalid-input', 'The request is malformed.'));
      if (request.data.kind === 'call') {
        const { id, name, input, slot } = request.data;
        return await call(client, id, name, input, slot);
      }
      clients.get(client)?.get(request.data.id)?.abort.abort();
      return null;
    },
    release(client) {
      for (const running of clients.get(client)?.values() ?? []) running.abort.abort();
    },
  };
}

function parseInput(name: CallName, input: unknown): unknown {
  let parsed;
  try {
    parsed = calls[name].input.safeParse(input);
  } catch (error) {
    // A query nested deeper than the stack.
    throw new AppError('invalid-input', `The input of ${name} is nested too deeply.`, { cause: error });
  }
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('invalid-input', `The input of ${name} is not valid.`, {
    detail: issue === undefined ? '' : `${issue.path.join('.') || 'input'}: ${issue.message}`,
  });
}

/** A cancelled call is answered at once; the handler sees the same signal and stops on its own. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(cancelled());
    else signal.addEventListener('abort', () => reject(cancelled()), { once: true });
  });
}

function checkSize(name: string, result: CallResult<unknown>): void {
  const length = JSON.stringify(result).length;
  if (length > replyLimitBytes) {
    throw new AppError('internal', `The reply to ${name} is ${length} bytes; the limit is ${replyLimitBytes}.`);
  }
}

function failure(error: unknown): CallResult<never> {
  return { ok: false, error: toErrorData(error) };
}
