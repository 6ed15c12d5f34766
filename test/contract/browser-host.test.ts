import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { CreateEngine } from '../../src/shared/contract/engine.ts';
import { createBrowserWindows } from '../../src/main/browser-host/windows.ts';
import { createEventFanOut } from '../../src/main/event-fan-out.ts';
import { serve, type ServeOptions } from '../../src/main/browser-host/serve.ts';
import { httpRequest, openSocket, signIn } from '../support/browser-client.ts';
import { createMemoryEngine, type EngineControl } from '../support/memory-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const record = (eventID: string) => ({
  eventVersion: '1.10',
  eventID,
  eventName: 'GetObject',
  eventSource: 's3.amazonaws.com',
  eventTime: '2026-03-14T02:34:50Z',
});

async function start(options: Partial<ServeOptions> = {}) {
  const home = temporaryFolder();
  const rendererFolder = path.join(home, 'renderer');
  mkdirSync(path.join(rendererFolder, 'assets'), { recursive: true });
  mkdirSync(path.join(home, 'cases'));
  writeFileSync(path.join(rendererFolder, 'index.html'), '<html><head></head><body>Spoor</body></html>');
  writeFileSync(path.join(rendererFolder, 'assets', 'a.js'), 'export {};');
  writeFileSync(path.join(home, 'secret.js'), 'secret');
  let control: EngineControl | undefined;
  const createEngine: CreateEngine = (engineOptions) => {
    const made = createMemoryEngine(engineOptions);
    control = made.control;
    return made.engine;
  };
  const said: string[] = [];
  const host = await serve({
    open: false,
    say: (line) => said.push(line),
    locations: {
      dataFolder: path.join(home, 'data'),
      caseFolder: path.join(home, 'cases'),
      homeFolder: home,
      rendererFolder,
      version: '1.2.3',
    },
    createEngine,
    graceMilliseconds: 20,
    checkReplySize: true,
    ...options,
  });
  onTestFinished(() => host.close());
  if (control === undefined) throw new Error('the engine was not made');
  const origin = `http://127.0.0.1:${host.port}`;
  return { host, control, home, said, origin, port: host.port };
}

async function withWindow(options: Partial<ServeOptions> = {}) {
  const started = await start(options);
  const cookie = await signIn(started.host.url);
  const open = (client?: string) =>
    openSocket(started.port, { cookie, origin: started.origin, ...(client === undefined ? {} : { client }) });
  const window = await open();
  const upload = (uploadId: string, name: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    httpRequest(started.port, `/upload/${uploadId}?path=${encodeURIComponent(name)}`, {
      method: 'PUT',
      headers: { Cookie: cookie, Origin: started.origin, ...headers },
      body,
    });
  return { ...started, cookie, open, window, upload };
}

/** Spool folders beside the cases. */
function spools(home: string): string[] {
  return readdirSync(path.join(home, 'cases')).filter((name) => name.startsWith('.spoor-uploads-'));
}

describe('getting in', () => {
  test('the printed address works once and leaves a cookie that pages cannot read', async () => {
    const { host, port, said, origin } = await start();
    expect(said).toEqual([expect.stringContaining(host.url)]);
    expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const first = await httpRequest(port, `/${new URL(host.url).search}`);
    expect(first.status).toBe(303);
    expect(first.headers['location']).toBe('/');
    const [cookie = ''] = first.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^spoor-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    const second = await httpRequest(port, `/${new URL(host.url).search}`);
    expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined]);
    const page = await httpRequest(port, '/', { headers: { Cookie: cookie.split(';')[0] ?? '' } });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('Spoor');
    expect(page.headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${port}`);
    expect(page.headers['x-frame-options']).toBe('DENY');
    // A further browser needs a further token.
    await expect(signIn(host.mintUrl())).resolves.toMatch(/^spoor-/);
    expect(origin).toBe(`http://127.0.0.1:${port}`);
  });

  test('a wrong token, no cookie and a foreign cookie are refused', async () => {
    const { port } = await start();
    expect((await httpRequest(port, '/?token=wrong')).status).toBe(403);
    expect((await httpRequest(port, '/?token=')).status).toBe(403);
    for (const headers of [{}, { Cookie: `spoor-${port}=wrong` }, { Cookie: `spoor-${port}=` }, { Cookie: 'x=y' }]) {
      for (const place of ['/', '/index.html', '/assets/a.js', '/upload/x?path=y']) {
        const reply = await httpRequest(port, place, { headers });
        expect([place, reply.status, reply.text.includes('export')]).toEqual([place, 401, false]);
      }
    }
  });

  test('another Host, Origin or site is refused even with the cookie', async () => {
    const { port, cookie, origin } = await withWindow();
    const bad: Record<string, string>[] = [
      { Host: 'evil.example' },
      { Host: `evil.example:${port}` },
      { Host: `127.0.0.1:${port + 1}` },
      { Host: '127.0.0.1' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: `http://127.0.0.1:${port + 1}` },
      { Origin: `https://127.0.0.1:${port}` },
      { Origin: `http://localhost:${port}` },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ];
    for (const headers of bad) {
      const reply = await httpRequest(port, '/', { headers: { Cookie: cookie, ...headers } });
      expect([headers, reply.status]).toEqual([headers, 403]);
    }
    const noOrigin = await httpRequest(port, '/upload/x?path=y', { method: 'PUT', headers: { Cookie: cookie } });
    expect(noOrigin.status).toBe(403);
    const tunnelled = { Host: `localhost:${port}`, Origin: `http://localhost:${port}`, Cookie: cookie };
    expect((await httpRequest(port, '/', { headers: tunnelled })).status).toBe(200);
    const post = { Cookie: cookie, Origin: origin };
    expect((await httpRequest(port, '/', { method: 'POST', headers: post })).status).toBe(405);
  });

  test('a token does not help from another Host', async () => {
    const { host, port } = await start();
    const reply = await httpRequest(port, `/${new URL(host.url).search}`, { headers: { Host: 'evil.example' } });
    expect(reply.status).toBe(403);
    // Nor is it used up by the attempt.
    await expect(signIn(host.url)).resolves.toMatch(/^spoor-/);
  });

  test('the socket makes the same checks', async () => {
    const { port, cookie, origin } = await withWindow();
    const bad = [
      { origin },
      { cookie: `spoor-${port}=wrong`, origin },
      { cookie },
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: `http://127.0.0.1:${port + 1}` },
      { cookie, origin: `http://evil.example:${port}`, host: `evil.example:${port}` },
      { cookie, origin, path: '/other' },
    ];
    for (const options of bad) {
      await expect(openSocket(port, options)).rejects.toThrow('refused: 403');
    }
  });

  test.each([
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/assets/../../secret.js',
    '/assets/..%5c..%5csecret.js',
    '//secret.js',
  ])('%s does not leave the renderer', async (place) => {
    const { port, cookie } = await withWindow();
    const reply = await httpRequest(port, place, { headers: { Cookie: cookie } });
    expect([reply.status, reply.text]).toEqual([404, 'Not found.\n']);
  });

  test('only the loopback address listens, and a taken port is a plain error', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({ code: 'file-access' });
  });
});

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

describe('the file browser', () => {
  test('shows what is below home, and grants what was shown', async () => {
    const { window, home } = await withWindow();
    writeFileSync(path.join(home, '.hidden'), '');
    symlinkSync('/etc', path.join(home, 'outside'));
    symlinkSync(path.join(home, 'absent'), path.join(home, 'dangling'));
    const listing = await window.call('files.list', { entry: null });
    expect(listing.entries.map((entry) => entry.name)).toEqual(['cases', 'data', 'renderer', 'secret.js']);
    expect(listing.trail.map((place) => place.name)).toEqual(['Home']);
    const all = await window.call('files.list', { entry: null, showHidden: true });
    expect(all.entries.map((entry) => entry.name)).toContain('.hidden');
    const renderer = listing.entries.find((entry) => entry.name === 'renderer')?.entry ?? '';
    const deeper = await window.call('files.list', { entry: renderer });
    expect(deeper.trail.map((place) => place.name)).toEqual(['Home', 'renderer']);
    const back = await window.call('files.list', { entry: deeper.trail[0]?.entry ?? '' });
    expect(back.entries.length).toBe(listing.entries.length);
  });

  test('names nothing it did not show, in no window but the one it showed it to', async () => {
    const { window, open, home } = await withWindow();
    const other = await open();
    const { entries } = await window.call('files.list', { entry: null });
    const entry = entries[0]?.entry ?? '';
    await expect(other.call('files.list', { entry })).rejects.toMatchObject({ code: 'not-found' });
    for (const invented of [home, '/etc', '..', '']) {
      await expect(window.call('files.list', { entry: invented })).rejects.toMatchObject({ code: 'not-found' });
      await expect(window.call('files.grant', { entries: [invented] })).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  test('a folder that became a link out of home is not followed', async () => {
    const { window, home } = await withWindow();
    const { entries } = await window.call('files.list', { entry: null });
    const cases = entries.find((entry) => entry.name === 'cases')?.entry ?? '';
    rmSync(path.join(home, 'cases'), { recursive: true });
    symlinkSync('/etc', path.join(home, 'cases'));
    await expect(window.call('files.list', { entry: cases })).rejects.toMatchObject({ code: 'file-access' });
    await expect(window.call('files.grant', { entries: [cases] })).rejects.toMatchObject({ code: 'file-access' });
  });

  test('a place to save is a plain name in a shown folder, and never overwrites unasked', async () => {
    const { window, home } = await withWindow();
    await window.call('case.create', { name: 'One', location: null });
    const { entries } = await window.call('files.list', { entry: null });
    const folder = entries.find((entry) => entry.name === 'cases')?.entry ?? '';
    for (const name of ['../x', 'a/b', '..', '.', 'a\\b', 'a\0b']) {
      const refused = window.call('files.grantSave', { folder, name, replace: true });
      await expect(refused).rejects.toMatchObject({ code: 'invalid-input' });
    }
    const grant = await window.call('files.grantSave', { folder, name: 'manifest.json', replace: false });
    await window.call('sources.exportManifest', { grant: grant.token });
    expect(readFileSync(path.join(home, 'cases', 'manifest.json'), 'utf8')).toBe('[]');
    const again = window.call('files.grantSave', { folder, name: 'manifest.json', replace: false });
    await expect(again).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(
      window.call('files.grantSave', { folder, name: 'manifest.json', replace: true }),
    ).resolves.toMatchObject({
      kind: 'save',
    });
  });
});

describe('dropped files', () => {
  test('are streamed beside the case, imported under their own names, and removed after', async () => {
    const { window, upload, home } = await withWindow();
    await window.call('case.create', { name: 'One', location: null });
    const one = JSON.stringify({ Records: [record('one')] });
    const two = JSON.stringify({ Records: [record('two')] });
    const { uploadId } = await window.call('upload.begin', { files: 2, sizeBytes: one.length + two.length });
    expect((await upload(uploadId, 'logs/2026/a: b.json', one)).status).toBe(204);
    await expect(window.call('upload.end', { uploadId })).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await upload(uploadId, 'top.json', two)).status).toBe(204);
    const grants = await window.call('upload.end', { uploadId });
    expect(grants.map((grant) => [grant.kind, grant.displayName]).sort()).toEqual([
      ['file', 'top.json'],
      ['folder', 'logs'],
    ]);
    expect(spools(home).length).toBe(1);
    await window.call('import.start', { grants: grants.map((grant) => grant.token) });
    await window.event('job.ended');
    const page = await window.call('sources.page', { limit: 10 });
    expect(page.rows.map((row) => row.displayName).sort()).toEqual(['logs/2026/a: b.json', 'top.json']);
    await expect(window.call('import.preview', { grants: grants.map((g) => g.token) })).rejects.toMatchObject({
      code: 'file-access',
    });
  });

  test('bad names, too many bytes, strangers and unknown uploads are refused', async () => {
    const { window, open, upload, port, origin } = await withWindow();
    const { uploadId } = await window.call('upload.begin', { files: 5, sizeBytes: 10 });
    for (const name of ['', '../x', 'a/../b', '/abs', 'a//b', './a', 'a\0b', `${'x'.repeat(256)}`]) {
      const reply = await upload(uploadId, name, 'x');
      expect([name, reply.status]).toEqual([name, 400]);
    }
    expect((await upload(uploadId, 'big', 'x'.repeat(11))).text).toContain('More bytes');
    expect((await upload('unknown', 'a', 'x')).status).toBe(400);
    const other = await open();
    await expect(other.call('upload.end', { uploadId })).rejects.toMatchObject({ code: 'not-found' });
    await expect(other.call('upload.abort', { uploadId })).rejects.toMatchObject({ code: 'not-found' });
    const stranger = await httpRequest(port, `/upload/${uploadId}?path=x`, {
      method: 'PUT',
      headers: { Origin: origin },
    });
    expect(stranger.status).toBe(401);
  });

  test('the same name twice does not replace the first', async () => {
    const { window, upload, home } = await withWindow();
    const { uploadId } = await window.call('upload.begin', { files: 2, sizeBytes: 100 });
    expect((await upload(uploadId, 'a.json', 'first')).status).toBe(204);
    expect((await upload(uploadId, 'a.json', 'second')).status).toBe(400);
    const [spool = ''] = spools(home);
    expect(readFileSync(path.join(home, 'cases', spool, uploadId, 'a.json'), 'utf8')).toBe('first');
    await window.call('upload.abort', { uploadId });
    expect(existsSync(path.join(home, 'cases', spool, uploadId))).toBe(false);
  });

  test('more than the disk holds is refused before it is sent', async () => {
    const { window } = await withWindow();
    const refused = window.call('upload.begin', { files: 1, sizeBytes: Number.MAX_SAFE_INTEGER });
    await expect(refused).rejects.toMatchObject({ code: 'disk-full' });
  });

  test('what a dead host left is cleaned up, what a living one has is not', async () => {
    const { window, home } = await withWindow();
    const dead = path.join(home, 'cases', '.spoor-uploads-999999999');
    const living = path.join(home, 'cases', `.spoor-uploads-${process.ppid}`);
    mkdirSync(dead);
    mkdirSync(living);
    await window.call('upload.begin', { files: 1, sizeBytes: 1 });
    expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
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
