import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { createBrowserWindows } from '../../src/main/browser-host/windows.ts';
import { createEventFanOut } from '../../src/main/event-fan-out.ts';
import { httpRequest } from '../support/browser-client.ts';
import { spools, withWindow } from '../support/browser-host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('calls', () => {
  test('go through the one contract', async () => {
    const { window, control } = await withWindow();
    expect(window.startup).toMatchObject({ host: 'browser', version: '1.2.3', nativeDialogs: false, uploads: true });
    const made = await window.call('case.create', { name: 'One', location: null });
    expect(made).toMatchObject({ name: 'One', readOnly: false });
    const [recent] = await window.call('app.recent.list', {});
    expect(recent).toMatchObject({ name: 'One', state: 'available' });
    await window.call('case.close', {});
    await expect(window.call('case.open', { grant: recent?.grant ?? '' })).resolves.toMatchObject({ name: 'One' });
    await expect(window.call('app.dialog.open', { what: 'logs' })).rejects.toMatchObject({ code: 'unsupported' });
    expect(await window.result('no.such', {})).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(await window.result('search.run', { surprise: 1 })).toMatchObject({ ok: false });
    control.emit([window.client], { name: 'app.notice', payload: { level: 'info', message: 'x', hint: null } });
    await expect(window.event('app.notice')).resolves.toMatchObject({ message: 'x' });
  });

  test('a stranger to the protocol is shown out', async () => {
    const { open } = await withWindow();
    const broken = await open();
    broken.send('not json');
    await expect(broken.closed).resolves.toBe(1008);
    const binary = await open();
    binary.send(Buffer.from('{}'));
    await expect(binary.closed).resolves.toBe(1008);
    const huge = await open();
    huge.send('x'.repeat(2_000_001));
    await expect(huge.closed).resolves.toBe(1009);
  });

  test('cancel and newest-wins work over the socket', async () => {
    const { window, control } = await withWindow();
    await window.call('case.create', { name: 'One', location: null });
    control.hold.add('search.run');
    const input = { scope: { query: '', range: null }, facets: [], facetLimit: 1, histogram: false };
    const old = window.call('search.run', input, 'rows');
    const newest = window.call('search.run', input, 'rows');
    await expect(old).rejects.toMatchObject({ code: 'cancelled' });
    control.letGo();
    await expect(newest).resolves.toMatchObject({ matches: 0 });
  });

  test('events reach the windows they concern', async () => {
    const { window, open, control } = await withWindow();
    const other = await open();
    await Promise.all([window.call('app.info', {}), other.call('app.info', {})]);
    control.emit([window.client], { name: 'marks.changed', payload: { eventIds: ['mine'] } });
    control.emit(null, { name: 'app.notice', payload: { level: 'info', message: 'all', hint: null } });
    await Promise.all([window.event('app.notice'), other.event('app.notice')]);
    expect(window.events.map((event) => event.name)).toEqual(['marks.changed', 'app.notice']);
    expect(other.events.map((event) => event.name)).toEqual(['app.notice']);
  });

  test('settings changed in one window reach the other', async () => {
    const { window, open } = await withWindow();
    const other = await open();
    await other.call('app.info', {});
    await window.call('app.settings.set', { theme: 'dark' });
    await expect(other.event('app.settings')).resolves.toMatchObject({ theme: 'dark' });
  });
});

describe('windows', () => {
  test('a reload finds its case again; a copied tab is a window of its own', async () => {
    const { window, open } = await withWindow({ graceMilliseconds: 30_000 });
    await window.call('case.create', { name: 'One', location: null });
    const copy = await open(window.client);
    expect(copy.client).not.toBe(window.client);
    expect(await copy.call('case.current', {})).toBeNull();
    await window.close();
    const again = await open(window.client);
    expect(again.client).toBe(window.client);
    expect(await again.call('case.current', {})).toMatchObject({ name: 'One' });
    const invented = await open('somebody-else');
    expect(invented.client).not.toBe('somebody-else');
  });

  test('a window that does not come back gives its case and its grants up', async () => {
    const { window, open, control } = await withWindow();
    await window.call('case.create', { name: 'One', location: null });
    const released = Promise.withResolvers<void>();
    control.onCall = (name) => {
      if (name === 'case.close') released.resolve();
    };
    await window.close();
    await released.promise;
    expect(control.openCases()).toEqual([]);
    const again = await open(window.client);
    expect(again.client).not.toBe(window.client);
  });

  test('a window is kept while it must not be released, for example for its job', async () => {
    const asked: string[] = [];
    const released = Promise.withResolvers<string>();
    const windows = createBrowserWindows({
      dispatcher: { handle: () => Promise.resolve(null), release: () => {} },
      fanOut: createEventFanOut(),
      startup: () => ({
        host: 'browser',
        version: '1',
        platform: 'linux',
        settings: { theme: 'system', density: 'compact', timeZone: 'utc' },
        nativeDialogs: false,
        uploads: true,
      }),
      graceMilliseconds: 1,
      proofMilliseconds: 1,
      mayRelease: (client) => asked.push(client) >= 3,
      onReleased: released.resolve,
    });
    const socket = Object.assign(new EventEmitter(), { readyState: 1, bufferedAmount: 0, send: () => {} });
    const client = await windows.connect(socket as unknown as WebSocket, null);
    socket.emit('close');
    expect(windows.count()).toBe(1);
    expect(await released.promise).toBe(client);
    expect([asked.length, windows.count()]).toEqual([3, 0]);
  });
});

describe('ending', () => {
  test('close ends windows, engine and spools, and frees the port', async () => {
    const { host, window, control, home, port } = await withWindow();
    await window.call('upload.begin', { files: 1, sizeBytes: 1 });
    await host.close();
    await host.closed;
    expect(await window.closed).toBe(1001);
    expect(control.closed).toBe(true);
    expect(spools(home)).toEqual([]);
    await expect(httpRequest(port, '/')).rejects.toThrow(/ECONNREFUSED/);
  });

  test('a file named at the start is opened by the first window, once', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'given.spoor');
    writeFileSync(file, 'memory');
    const { window, open } = await withWindow({ file });
    await window.call('app.info', {});
    const { what, grants } = await window.event('app.open');
    expect(what).toBe('case');
    await expect(window.call('case.open', { grant: grants[0]?.token ?? '' })).resolves.toMatchObject({ name: 'given' });
    const other = await open();
    await other.call('app.info', {});
    expect(other.events).toEqual([]);
  });
});
