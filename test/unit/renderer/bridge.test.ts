import { afterEach, describe, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket as Socket } from 'ws';
import type { AddressInfo } from 'node:net';
import { createBridge } from '../../../src/renderer/src/bridge.ts';
import { connectSocket, type ClientMemory } from '../../../src/renderer/src/socket-transport.ts';
import { defaultAppSettings, type Startup } from '../../../src/shared/contract/app.ts';
import { isCancelled } from '../../../src/shared/contract/errors.ts';
import { requestSchema, type Reply, type Request } from '../../../src/shared/contract/wire.ts';

const { layout: _layout, ...settings } = defaultAppSettings;
const startup: Startup = {
  host: 'browser',
  client: 'window-1',
  version: '0.1.0',
  platform: 'linux',
  settings,
  nativeDialogs: false,
  uploads: true,
};
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A host that says hello and leaves the answers to the test. */
async function host(answer: (request: Request, send: (reply: Reply) => void) => void, greets = true) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const sockets: Socket[] = [];
  const paths: string[] = [];
  const requests: Request[] = [];
  server.on('connection', (socket, request) => {
    sockets.push(socket);
    paths.push(request.url ?? '');
    const send = (reply: Reply) => socket.send(JSON.stringify(reply));
    if (greets) send({ kind: 'hello', startup });
    else socket.close();
    socket.on('message', (data: Buffer) => {
      const request = requestSchema.parse(JSON.parse(data.toString()));
      requests.push(request);
      answer(request, send);
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  stops.push(() => {
    for (const socket of sockets) socket.terminate();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, sockets, paths, requests };
}

function memory(): ClientMemory & Map<string, string> {
  const map = new Map<string, string>();
  return Object.assign(map, {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
  });
}

const ok = (id: string, value: unknown): Reply => ({ kind: 'result', id, result: { ok: true, value } });

describe('the bridge over a socket', () => {
  test('answers, errors with their code, and slots travel', async () => {
    const { origin, requests } = await host((request, send) => {
      if (request.kind !== 'call') return;
      if (request.name === 'case.current') send(ok(request.id, null));
      else {
        const error = { code: 'invalid-query', message: 'A bracket is open.', hint: 'Close it.' } as const;
        send({ kind: 'result', id: request.id, result: { ok: false, error } });
      }
    });
    const bridge = createBridge(await connectSocket(origin, memory()));
    expect(bridge.startup.client).toBe('window-1');
    expect(await bridge.call('case.current', {})).toBeNull();
    await expect(bridge.call('jobs.list', {}, { slot: 'jobs' })).rejects.toMatchObject({
      code: 'invalid-query',
      message: 'A bracket is open.',
      hint: 'Close it.',
    });
    expect(requests[1]).toMatchObject({ kind: 'call', name: 'jobs.list', slot: 'jobs' });
    expect(new Set(requests.map(({ id }) => id)).size).toBe(2);
  });

  test('aborting rejects at once and reaches the host; a late answer is nothing', async () => {
    const cancelled = Promise.withResolvers<string>();
    const { origin, requests } = await host((request, send) => {
      if (request.kind !== 'cancel') return;
      send(ok(request.id, []));
      cancelled.resolve(request.id);
    });
    const bridge = createBridge(await connectSocket(origin, memory()));
    const controller = new AbortController();
    const call = bridge.call('jobs.list', {}, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toSatisfy(isCancelled);
    expect(await cancelled.promise).toBe(requests[0]?.id);
    await expect(bridge.call('jobs.list', {}, { signal: controller.signal })).rejects.toSatisfy(isCancelled);
    expect(requests).toHaveLength(2);
  });

  test('events reach those who asked for them', async () => {
    const { origin, sockets } = await host(() => undefined);
    const bridge = createBridge(await connectSocket(origin, memory()));
    const heard = Promise.withResolvers<unknown>();
    const others: unknown[] = [];
    bridge.on('marks.changed', heard.resolve);
    bridge.on('case.closed', (payload) => others.push(payload));
    const reply: Reply = { kind: 'event', event: { name: 'marks.changed', payload: { eventIds: ['e1'] } } };
    sockets[0]?.send(JSON.stringify(reply));
    expect(await heard.promise).toEqual({ eventIds: ['e1'] });
    expect(others).toEqual([]);
  });

  test('a lost connection ends pending calls, comes back as the same window, and says so', async () => {
    const asked = Promise.withResolvers<void>();
    const { origin, sockets, paths } = await host((request, send) => {
      if (request.kind === 'call' && request.name === 'case.current') send(ok(request.id, null));
      else asked.resolve();
    });
    const bridge = createBridge(await connectSocket(origin, memory()));
    const back = Promise.withResolvers<void>();
    bridge.on('engine.restarted', () => back.resolve());
    const call = bridge.call('jobs.list', {});
    await asked.promise;
    sockets[0]?.terminate();
    await expect(call).rejects.toMatchObject({ code: 'engine-crashed' });
    await expect(bridge.call('jobs.list', {})).rejects.toMatchObject({ code: 'engine-crashed' });
    await back.promise;
    expect(paths).toEqual(['/socket', '/socket?client=window-1']);
    expect(await bridge.call('case.current', {})).toBeNull();
  });

  test('a host that refuses is an error, not a wait', async () => {
    const { origin } = await host(() => undefined, false);
    await expect(connectSocket(origin, memory())).rejects.toThrow('The connection to Spoor was lost.');
  });
});
