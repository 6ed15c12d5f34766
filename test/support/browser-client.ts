import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { CallResult } from '../../src/shared/contract/call.ts';
import type { CallInput, CallName, CallOutput } from '../../src/shared/contract/calls.ts';
import { fromErrorData } from '../../src/shared/contract/errors.ts';
import type { EventMessage } from '../../src/shared/contract/events.ts';
import type { Reply } from '../../src/shared/contract/wire.ts';

export interface HttpReply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** One HTTP request exactly as given: `fetch` would tidy the path and refuse to set Host and Origin. */
export function httpRequest(
  port: number,
  urlPath: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path: urlPath, method: options.method ?? 'GET', headers: options.headers ?? {} },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

/** Follows the printed address as a browser does and returns its cookie. */
export async function signIn(url: string): Promise<string> {
  const { port, pathname, search } = new URL(url);
  const reply = await httpRequest(Number(port), pathname + search);
  const [cookie = ''] = [reply.headers['set-cookie']].flat();
  if (reply.status !== 303 || cookie === '') throw new Error(`sign-in failed: ${reply.status} ${reply.text}`);
  return cookie.split(';', 1)[0] ?? '';
}

export interface BrowserClient {
  client: string;
  startup: Extract<Reply, { kind: 'hello' }>['startup'];
  events: EventMessage[];
  call<Name extends CallName>(name: Name, input: CallInput<Name>, slot?: string): Promise<CallOutput<Name>>;
  result(name: string, input: unknown): Promise<CallResult<unknown>>;
  send(text: string | Buffer): void;
  /** The first event of this name, seen already or to come. */
  event<Name extends EventMessage['name']>(name: Name): Promise<Extract<EventMessage, { name: Name }>['payload']>;
  /** Close code. */
  closed: Promise<number>;
  close(): Promise<number>;
}

/** A window of the browser host, as the renderer's transport is one. */
export async function openSocket(
  port: number,
  options: { cookie?: string; origin?: string; host?: string; client?: string; path?: string },
): Promise<BrowserClient> {
  const query = options.client === undefined ? '' : `?client=${encodeURIComponent(options.client)}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${options.path ?? '/socket'}${query}`, {
    headers: {
      ...(options.cookie === undefined ? {} : { Cookie: options.cookie }),
      ...(options.origin === undefined ? {} : { Origin: options.origin }),
      ...(options.host === undefined ? {} : { Host: options.host }),
    },
  });
  onTestFinished(() => socket.terminate());
  const pending = new Map<string, (result: CallResult<unknown>) => void>();
  const events: EventMessage[] = [];
  const watchers = new Set<() => void>();
  const hello = Promise.withResolvers<Extract<Reply, { kind: 'hello' }>['startup']>();
  const closed = Promise.withResolvers<number>();
  socket.on('error', hello.reject);
  socket.on('unexpected-response', (_request, response) => {
    hello.reject(new Error(`refused: ${response.statusCode ?? 0}`));
    socket.terminate();
  });
  socket.on('close', (code) => closed.resolve(code));
  socket.on('message', (data: Buffer) => {
    const reply = JSON.parse(data.toString('utf8')) as Reply;
    if (reply.kind === 'hello') hello.resolve(reply.startup);
    else if (reply.kind === 'result') pending.get(reply.id)?.(reply.result);
    else {
      events.push(reply.event);
      for (const watcher of watchers) watcher();
    }
  });
  const startup = await hello.promise;
  const result = (name: string, input: unknown, slot: string | null = null) =>
    new Promise<CallResult<unknown>>((resolve) => {
      const id = randomUUID();
      pending.set(id, resolve);
      socket.send(JSON.stringify({ kind: 'call', id, name, input, slot }));
    });
  return {
    client: startup.client,
    startup,
    events,
    result,
    async call(name, input, slot) {
      const answer = await result(name, input, slot ?? null);
      if (!answer.ok) throw fromErrorData(answer.error);
      return answer.value as never;
    },
    send: (text) => socket.send(text),
    event: (name) =>
      new Promise((resolve) => {
        const look = () => {
          const found = events.find((event) => event.name === name);
          if (found === undefined) return;
          watchers.delete(look);
          resolve(found.payload as never);
        };
        watchers.add(look);
        look();
      }),
    closed: closed.promise,
    close() {
      socket.close();
      return closed.promise;
    },
  };
}
