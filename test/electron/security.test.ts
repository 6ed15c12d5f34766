import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { boot, buildHosts, until } from '../support/electron/boot.ts';
import { StandInContents } from '../support/electron/stand-in-window.ts';

beforeAll(buildHosts);

describe('the window', () => {
  test('is locked down', async () => {
    const { window, standIn, folder } = await boot();
    const first = await window();
    expect(first.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      preload: path.join(folder, 'out', 'preload', 'index.cjs'),
    });
    expect(standIn.sandboxed).toBe(true);
    expect(standIn.switches).toContain('disable-background-networking');
    // Pages keep nothing on disk.
    expect([...standIn.partitions].map(([name, { options }]) => [name, options])).toEqual([
      ['spoor', { cache: false }],
    ]);
    expect(first.options).toMatchObject({ minWidth: 1100, minHeight: 700, show: false });
    expect(first.visible).toBe(true);
  });

  test('exposes five members and nothing of Electron to the page', async () => {
    const { window } = await boot();
    const first = await window();
    expect([...first.exposed.keys()]).toEqual(['spoor']);
    expect(Object.keys(first.bridge).sort()).toEqual(['call', 'cancel', 'grantDrop', 'on', 'startup']);
    expect(first.bridge.startup).toMatchObject({ host: 'electron', client: 'window-1', nativeDialogs: true });
  });

  test('goes nowhere else, opens nothing, embeds nothing', async () => {
    const { window } = await boot();
    const { webContents } = await window();
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
      for (const url of [
        'https://example.com/',
        'file:///etc/passwd',
        'app://spoor/other.html',
        'app://evil/index.html',
        'javascript:alert(1)',
        'data:text/html,x',
      ]) {
        expect([name, url, webContents.navigationRefused(name, url)]).toEqual([name, url, true]);
      }
    }
    expect(webContents.navigationRefused('will-navigate', 'app://spoor/index.html')).toBe(false);
    expect(webContents.windowOpenHandler?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
    let prevented = false;
    webContents.emit('will-attach-webview', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });

  test('gets no permission but to copy text', async () => {
    const { window } = await boot();
    const { session } = (await window()).webContents;
    const asked: [string, boolean][] = [];
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fileSystem',
    ]) {
      session.permissionRequest?.({}, permission, (granted) => asked.push([permission, granted]));
      asked.push([permission, session.permissionCheck?.({}, permission, 'app://spoor') ?? true]);
    }
    expect(asked.filter(([, granted]) => granted)).toEqual([]);
    expect(session.permissionCheck?.({}, 'clipboard-sanitized-write', 'app://spoor')).toBe(true);
    expect(session.permissionCheck?.({}, 'clipboard-sanitized-write', 'https://example.com')).toBe(false);
    expect(session.devicePermission?.()).toBe(false);
    expect(session.spellChecker).toBe(false);
  });
});

describe('the scheme', () => {
  test('serves the page with its policy, and scripts', async () => {
    const { window, standIn } = await boot();
    const first = await window();
    const { status, html } = await first.loaded.promise;
    expect([status, html]).toEqual([200, expect.stringContaining('csp-nonce')]);
    const { session } = first.webContents;
    const page = await session.fetch('app://spoor/index.html');
    const policy = page.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toContain('unsafe');
    const script = await session.fetch('app://spoor/assets/a.js');
    expect(script.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    const head = await session.fetch('app://spoor/assets/a.js', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(standIn.privilegedSchemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  test.each([
    'app://spoor/../secret.js',
    'app://spoor/%2e%2e/secret.js',
    'app://spoor/..%2fsecret.js',
    'app://spoor/assets/..%5c..%5csecret.js',
    'app://spoor/assets/../../secret.js',
    'app://spoor//etc/passwd',
    'app://spoor/absent.js',
  ])('%s is not there', async (url) => {
    const { window } = await boot();
    const reply = await (await window()).webContents.session.fetch(url);
    expect([reply.status, await reply.text()]).toEqual([404, 'Not found.\n']);
  });

  test('nothing is fetched from anywhere else', async () => {
    const { window } = await boot();
    const { session } = (await window()).webContents;
    for (const url of ['https://example.com/x', 'http://127.0.0.1/', 'file:///etc/passwd', 'ws://example.com/']) {
      await expect(session.fetch(url)).rejects.toThrow('blocked');
    }
    expect(
      (await session.schemes.get('app')?.({ url: 'app://evil/index.html', method: 'GET' } as Request))?.status,
    ).toBe(404);
    expect((await session.fetch('app://spoor/index.html', 'POST')).status).toBe(404);
    let prevented = false;
    session.events.emit('will-download', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });
});

describe('senders', () => {
  const request = { kind: 'call', id: '1', name: 'app.info', input: {}, slot: null };

  test('are our pages’ main frames alone', async () => {
    const { window, standIn, dataFolder } = await boot();
    const { webContents } = await window();
    const refused = { ok: false, error: { code: 'invalid-input', message: 'This page may not call Spoor.' } };
    const from = (sender: StandInContents, senderFrame: { url: string } | null) =>
      standIn.invoke({ sender, senderFrame }, 'call', request);
    const stranger = new StandInContents(webContents.session);
    stranger.mainFrame.url = 'app://spoor/index.html';
    expect(await from(webContents, webContents.mainFrame)).toMatchObject({ ok: true });
    expect(await from(webContents, null)).toMatchObject(refused);
    expect(await from(webContents, { url: 'app://spoor/index.html' })).toMatchObject(refused);
    expect(await from(stranger, stranger.mainFrame)).toMatchObject(refused);
    webContents.mainFrame.url = 'https://example.com/';
    expect(await from(webContents, webContents.mainFrame)).toMatchObject(refused);
    webContents.mainFrame.url = 'app://spoor.example.com/';
    expect(await from(webContents, webContents.mainFrame)).toMatchObject(refused);
    expect(readFileSync(path.join(dataFolder, 'logs', 'desktop.log'), 'utf8')).toContain('unknown sender');
  });

  test('cannot name a path: only a real drop has one', async () => {
    const { window, standIn, folder, control } = await boot();
    const first = await window();
    const real = { name: 'log.json' };
    standIn.filePaths.set(real, path.join(folder, 'package.json'));
    const dropped = await first.bridge.grantDrop([real, { name: 'invented', path: '/etc/passwd' }]);
    expect(dropped).toMatchObject({ ok: true, value: [{ kind: 'file', sizeBytes: expect.any(Number) }] });
    expect(JSON.stringify(dropped)).not.toContain('passwd');
    const forged = await first.bridge.call('1', 'case.open', { grant: '/etc/passwd' }, null);
    expect(forged).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(control.calls).toEqual([]);
  });

  test('use one channel only', async () => {
    const { window, standIn } = await boot();
    await window();
    await until(() => standIn.ipc.size > 0);
    expect([...standIn.ipc.keys()]).toEqual(['call']);
  });
});
