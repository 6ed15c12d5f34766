import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { Startup } from '../../shared/contract/app.ts';
import type { Reply } from '../../shared/contract/wire.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { EventFanOut } from '../event-fan-out.ts';

/** A browser that is this far behind gets no more progress reports until it has caught up. */
const backlogBytes = 1_000_000;
/** How long a browser has to answer the end of the connection. */
const farewellMilliseconds = 300;

export interface BrowserWindowsOptions {
  dispatcher: Dispatcher;
  fanOut: EventFanOut;
  startup(): Omit<Startup, 'client'>;
  /** How long a window may be away (reload, sleep) before its case is closed. */
  graceMilliseconds: number;
  /** How long the socket a new one claims to replace has to prove that it is still alive. */
  proofMilliseconds: number;
  /** False keeps a window that went away, for example because its job still runs. */
  mayRelease(client: string): boolean;
  onReleased(client: string): void;
}

export interface BrowserWindows {
  /**
   * Takes over a new connection and returns its client, or null where it closed meanwhile. `wanted` is the client its
   * page had before, if any.
   */
  connect(socket: WebSocket, wanted: string | null): Promise<string | null>;
  /** Windows that are connected or may still come back. */
  count(): number;
  close(): void;
}

interface BrowserWindow {
  socket: WebSocket | null;
  timer: NodeJS.Timeout | null;
}

/** Windows of the browser host: one WebSocket each, found again by name after a reload. */
export function createBrowserWindows(options: BrowserWindowsOptions): BrowserWindows {
  const { dispatcher, fanOut } = options;
  const windows = new Map<string, BrowserWindow>();

  function send(client: string, reply: Reply): void {
    const socket = windows.get(client)?.socket;
    if (socket?.readyState !== 1) return;
    const droppable = reply.kind === 'event' && reply.event.name.endsWith('.progress');
    if (droppable && socket.bufferedAmount > backlogBytes) return;
    socket.send(JSON.stringify(reply));
  }

  function awaitReturn(client: string, window: BrowserWindow): void {
    window.timer = setTimeout(() => {
      if (!options.mayRelease(client)) {
        awaitReturn(client, window);
        return;
      }
      windows.delete(client);
      fanOut.remove(client);
      options.onReleased(client);
    }, options.graceMilliseconds);
  }

  async function receive(client: string, socket: WebSocket, data: Buffer, isBinary: boolean): Promise<void> {
    let request: unknown;
    try {
      request = isBinary ? undefined : JSON.parse(data.toString('utf8'));
    } catch {
      request = undefined;
    }
    if (typeof request !== 'object' || request === null) {
      socket.close(1008, 'malformed request');
      return;
    }
    fanOut.ready(client);
    const result = await dispatcher.handle(client, request);
    const id = 'id' in request && typeof request.id === 'string' ? request.id : '';
    if (result !== null) send(client, { kind: 'result', id, result });
  }

  return {
    async connect(socket, wanted) {
      const before = wanted === null ? undefined : windows.get(wanted);
      // A duplicated tab claims the name of the tab it was copied from, which is still there.
      const taken = before?.socket != null && (await isAlive(before.socket, options.proofMilliseconds));
      if (socket.readyState !== 1) return null;
      const client = wanted !== null && before !== undefined && !taken ? wanted : randomUUID();
      const window = windows.get(client) ?? { socket: null, timer: null };
      if (window.timer !== null) clearTimeout(window.timer);
      window.timer = null;
      window.socket?.terminate();
      window.socket = socket;
      if (!windows.has(client)) {
        windows.set(client, window);
        fanOut.add(client, { send: (event) => send(client, { kind: 'event', event }) });
      }
      socket.on('message', (data: Buffer, isBinary) => void receive(client, socket, data, isBinary));
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        if (window.socket !== socket) return;
        window.socket = null;
        fanOut.notReady(client);
        dispatcher.release(client);
        awaitReturn(client, window);
      });
      send(client, { kind: 'hello', startup: { ...options.startup(), client } });
      return client;
    },
    count: () => windows.size,
    close() {
      for (const [client, window] of windows) {
        if (window.timer !== null) clearTimeout(window.timer);
        const { socket } = window;
        window.socket = null;
        dispatcher.release(client);
        socket?.close(1001, 'Spoor is closing');
        // A browser that never answers must not keep the process.
        setTimeout(() => socket?.terminate(), farewellMilliseconds).unref();
      }
      windows.clear();
    },
  };
}

function isAlive(socket: WebSocket, proofMilliseconds: number): Promise<boolean> {
  if (socket.readyState !== 1) return Promise.resolve(false);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), proofMilliseconds);
    const settle = (alive: boolean) => {
      clearTimeout(timer);
      resolve(alive);
    };
    socket.once('pong', () => settle(true));
    socket.once('close', () => settle(false));
    socket.ping();
  });
}
