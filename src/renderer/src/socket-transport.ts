import type { CallResult } from '../../shared/contract/call.ts';
import type { ErrorData } from '../../shared/contract/errors.ts';
import type { EventMessage } from '../../shared/contract/events.ts';
import { socketPath, type Reply, type Request, type SpoorBridge } from '../../shared/contract/wire.ts';

const lostError: ErrorData = {
  code: 'engine-crashed',
  message: 'The connection to Spoor was lost.',
  hint: 'Spoor reconnects by itself while its process runs. The case is safe.',
};
const firstRetryMs = 250;
const longestRetryMs = 5_000;

/** Where a window keeps the name under which the host knows it, so that it finds its case again after a reload. */
export interface ClientMemory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const clientKey = 'spoor-client';

function socketUrl(origin: string, client: string | null): string {
  const url = new URL(socketPath, origin.replace(/^http/, 'ws'));
  if (client !== null) url.searchParams.set('client', client);
  return url.href;
}

/**
 * The transport of the browser host: one WebSocket, JSON both ways, `hello` first. When the connection drops, pending
 * calls end in `engine-crashed`, it reconnects with growing pauses, and the panes refetch on `engine.restarted`.
 * Rejects when the first connection fails.
 */
export function connectSocket(origin: string, memory: ClientMemory): Promise<SpoorBridge> {
  const pending = new Map<string, (result: CallResult<unknown>) => void>();
  const listeners = new Set<(event: EventMessage) => void>();
  let socket: WebSocket;
  let retryMs = firstRetryMs;
  /** Events that came before anyone listened, such as the file the app was started with; null once someone does. */
  let early: EventMessage[] | null = [];

  const emit = (event: EventMessage) => {
    if (early !== null) early.push(event);
    else for (const listener of listeners) listener(event);
  };
  /** Whoever starts to listen now, in the same breath, hears what came before. */
  const deliverEarly = () => {
    const held = early ?? [];
    early = null;
    for (const event of held) emit(event);
  };
  const send = (request: Request) => {
    if (socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(request));
    return true;
  };

  return new Promise((resolve, reject) => {
    let isFirst = true;
    const connect = () => {
      socket = new WebSocket(socketUrl(origin, memory.getItem(clientKey)));
      socket.addEventListener('message', (message) => {
        const reply = JSON.parse(String(message.data)) as Reply;
        if (reply.kind === 'result') {
          pending.get(reply.id)?.(reply.result);
          pending.delete(reply.id);
        } else if (reply.kind === 'event') {
          emit(reply.event);
        } else {
          memory.setItem(clientKey, reply.startup.client);
          if (isFirst) resolve(transportOf(reply.startup));
          else emit({ name: 'engine.restarted', payload: { error: lostError } });
          isFirst = false;
          retryMs = firstRetryMs;
        }
      });
      socket.addEventListener('close', () => {
        for (const settle of pending.values()) settle({ ok: false, error: lostError });
        pending.clear();
        if (isFirst) {
          reject(new Error(lostError.message));
          return;
        }
        setTimeout(connect, retryMs);
        retryMs = Math.min(longestRetryMs, retryMs * 2);
      });
    };
    const transportOf = (startup: SpoorBridge['startup']): SpoorBridge => ({
      startup,
      call: (id, name, input, slot) =>
        new Promise((settle) => {
          pending.set(id, settle);
          if (!send({ kind: 'call', id, name, input, slot })) {
            pending.delete(id);
            settle({ ok: false, error: lostError });
          }
        }),
      cancel(id) {
        send({ kind: 'cancel', id });
      },
      on(listener) {
        if (early !== null && listeners.size === 0) queueMicrotask(deliverEarly);
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      grantDrop: () =>
        Promise.resolve({
          ok: false,
          error: { code: 'invalid-input', message: 'Dropped files have no path in a browser; they are uploaded.' },
        }),
    });
    connect();
  });
}
