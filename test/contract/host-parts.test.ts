import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CaseSummary } from '../../src/shared/contract/case.ts';
import type { EventMessage } from '../../src/shared/contract/events.ts';
import { createSettingsStore } from '../../src/main/app-settings.ts';
import { createEventFanOut } from '../../src/main/event-fan-out.ts';
import { displayPath, userDataFolder } from '../../src/main/locations.ts';
import { openRequests, pathsFromArguments } from '../../src/main/open-requests.ts';
import { createPathGrants, grantExisting } from '../../src/main/path-grants.ts';
import { createRecentCases } from '../../src/main/recent-cases.ts';
import { staticFile } from '../../src/main/static-files.ts';
import { placeWindow } from '../../src/main/window-state.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('path grants', () => {
  test('a token opens its path for its window alone, until revoked', () => {
    const folder = temporaryFolder();
    const grants = createPathGrants(folder);
    const file = path.join(folder, 'a.json');
    writeFileSync(file, '{}');
    const granted = grants.grant('one', file, 'file');
    expect(granted).toEqual({ token: granted.token, kind: 'file', displayName: `~${path.sep}a.json`, sizeBytes: 2 });
    expect(granted.token).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(grants.resolve(granted.token, 'one')).toMatchObject({ path: file, temporary: false });
    expect(grants.resolve(granted.token, 'two')).toBeUndefined();
    expect(grants.grant('one', file, 'file').token).toBe(granted.token);
    expect(grants.grant('two', file, 'file').token).not.toBe(granted.token);
    grants.revoke(granted.token, 'one');
    expect(grants.resolve(granted.token, 'one')).toBeUndefined();
  });

  test('a closed window keeps nothing, and a window cannot hoard', () => {
    const grants = createPathGrants('/');
    const first = grants.grant('one', '/none/0', 'save');
    for (let index = 1; index <= 10_000; index += 1) grants.grant('one', `/none/${index}`, 'save');
    expect(grants.resolve(first.token, 'one')).toBeUndefined();
    const last = grants.grant('one', '/none/10000', 'save');
    expect(grants.resolve(last.token, 'one')).toBeDefined();
    grants.revokeClient('one');
    expect(grants.resolve(last.token, 'one')).toBeUndefined();
  });

  test('only what is there is granted', () => {
    const folder = temporaryFolder();
    const granted = grantExisting(createPathGrants(folder), 'one', [folder, path.join(folder, 'absent')]);
    expect(granted.map((grant) => grant.kind)).toEqual(['folder']);
  });
});

describe('settings', () => {
  test('broken values fall back one by one, changes are kept', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'settings.json');
    writeFileSync(file, JSON.stringify({ theme: 'dark', density: 'huge', extra: 1 }));
    const store = createSettingsStore(folder);
    expect(store.get()).toEqual({ theme: 'dark', density: 'compact', timeZone: 'utc', layout: {} });
    store.set({ timeZone: 'local', theme: undefined });
    expect(createSettingsStore(folder).get()).toMatchObject({ theme: 'dark', timeZone: 'local' });
    writeFileSync(file, '{ broken');
    expect(store.get().theme).toBe('system');
    store.set({});
    // Windows has no such bits; there the folder of the profile protects the file.
    const otherBits = process.platform === 'win32' ? 0 : statSync(file).mode & 0o077;
    expect(otherBits).toBe(0);
  });
});

describe('recent cases', () => {
  const summary = (file: string): CaseSummary => ({
    name: path.basename(file, '.spoor'),
    displayPath: file,
    settings: { title: 'Key leak', reference: 'R-1', timeZone: 'utc', accountNames: {} },
    readOnly: false,
    readOnlyReason: null,
    generation: 1,
    events: 10,
    records: 12,
    duplicates: 2,
    rejected: 0,
    sources: 1,
    sizeBytes: 1,
    firstEpochSeconds: 1,
    lastEpochSeconds: 2,
    accounts: [{ account: '111122223333', name: null, events: 10 }],
    regions: 1,
    activity: null,
    createdEpochSeconds: 0,
    savedEpochSeconds: 0,
    isSample: false,
  });

  test('newest first, with what the disk says now and where it was left off', () => {
    const folder = temporaryFolder();
    const recent = createRecentCases(folder);
    const grants = createPathGrants(folder);
    const here = path.join(folder, 'here.spoor');
    const deleted = path.join(folder, 'deleted.spoor');
    const away = path.join(folder, 'volume', 'away.spoor');
    writeFileSync(here, 'x');
    recent.noteSummary(here, summary(here), 10);
    recent.noteSummary(deleted, summary(deleted), 30);
    recent.noteSummary(away, summary(away), 20);
    const leftOff = { screen: 'events', query: 'ip:1.2.3.4', matches: 3, fromEpochSeconds: null, toEpochSeconds: null };
    recent.noteLeftOff(here, leftOff);
    recent.noteSummary(here, { ...summary(here), events: 99 }, null);
    const listed = createRecentCases(folder).list('one', grants, folder);
    expect(listed.map((entry) => [entry.name, entry.state])).toEqual([
      ['deleted', 'missing'],
      ['away', 'not-connected'],
      ['here', 'available'],
    ]);
    expect(listed[2]).toMatchObject({ events: 99, lastOpenedEpochSeconds: 10, leftOff, title: 'Key leak' });
    expect(grants.resolve(listed[2]?.grant ?? '', 'one')?.path).toBe(here);
    expect(listed[0]?.grant).toBeNull();
    recent.forget(listed[0]?.id ?? '');
    expect(recent.list('one', grants, folder).map((entry) => entry.name)).toEqual(['away', 'here']);
  });

  test('a broken list is no obstacle', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'recent-cases.json'), '[{"path":1}, 3, null]');
    expect(createRecentCases(folder).list('one', createPathGrants(folder), folder)).toEqual([]);
  });
});

describe('events for windows', () => {
  const command = (id: string): EventMessage => ({ name: 'app.command', payload: { id } });

  test('wait until the window listens, and again while it reloads', () => {
    const fanOut = createEventFanOut();
    const seen: EventMessage[] = [];
    fanOut.add('one', { send: (event) => seen.push(event) });
    fanOut.publish({ clients: ['one'], message: command('a') });
    fanOut.publish({ clients: ['two'], message: command('other') });
    expect(seen).toEqual([]);
    fanOut.ready('one');
    fanOut.publish({ clients: null, message: command('b') });
    fanOut.notReady('one');
    fanOut.publish({ clients: null, message: command('c') });
    expect(seen).toEqual([command('a'), command('b')]);
    fanOut.ready('one');
    expect(seen.at(-1)).toEqual(command('c'));
    fanOut.remove('one');
    fanOut.publish({ clients: null, message: command('d') });
    expect(seen.length).toBe(3);
  });
});

describe('files of the renderer', () => {
  const site = () => {
    const folder = temporaryFolder();
    const root = path.join(folder, 'renderer');
    mkdirSync(path.join(root, 'assets'), { recursive: true });
    writeFileSync(
      path.join(root, 'index.html'),
      '<html><head><script src="./a.js"></script><link rel="stylesheet" href="./a.css"></head></html>',
    );
    writeFileSync(path.join(root, 'assets', 'a.js'), 'export {};');
    writeFileSync(path.join(root, 'assets', 'a b.js'), 'export {};');
    writeFileSync(path.join(root, 'assets', 'tool.sh'), 'echo');
    writeFileSync(path.join(folder, 'secret.js'), 'secret');
    mkdirSync(path.join(folder, 'renderer-other'));
    writeFileSync(path.join(folder, 'renderer-other', 'x.js'), 'secret');
    symlinkSync(path.join(folder, 'secret.js'), path.join(root, 'link.js'));
    return root;
  };

  test('come with their type and a policy; the nonce in the page is the one in the policy', async () => {
    const root = site();
    const page = await staticFile(root, '/', "'self'");
    const policy = page.headers['Content-Security-Policy'] ?? '';
    const nonce = /<head><meta property="csp-nonce" nonce="([\w-]{22})">/.exec(
      new TextDecoder().decode(page.body),
    )?.[1];
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    const html = new TextDecoder().decode(page.body);
    expect(html).toContain(`<script nonce="${nonce}" src`);
    expect(html).toContain(`<link rel="stylesheet" nonce="${nonce}" href`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(page.headers['Content-Type']).toBe('text/html; charset=utf-8');
    expect((await staticFile(root, '/', '')).headers['Content-Security-Policy']).not.toBe(policy);
    const script = await staticFile(root, '/assets/a%20b.js', "'self'");
    expect([script.status, script.headers['Content-Type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(script.headers['X-Content-Type-Options']).toBe('nosniff');
  });

  test.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/..%5csecret.js',
    '/../renderer-other/x.js',
    '/link.js',
    '/assets',
    '/assets/',
    '/assets/tool.sh',
    '/%00index.html',
    '/index.html%00.js',
    '/%E0%A4%A',
    '/C:/Windows/win.ini',
    '/index.html::$DATA',
    '//etc/passwd',
    '/absent.js',
    '',
  ])('%s is not served', async (urlPath) => {
    const reply = await staticFile(site(), urlPath, "'self'");
    expect(reply.status).toBe(404);
    expect(new TextDecoder().decode(reply.body)).toBe('Not found.\n');
  });
});

describe('places', () => {
  test('user data lies where the platform expects it, or where the user says', () => {
    expect(userDataFolder({ SPOOR_DATA_FOLDER: '/x' }, '/home/u', 'linux')).toBe(path.resolve('/x'));
    expect(userDataFolder({}, '/home/u', 'linux')).toBe(path.join('/home/u', '.config', 'spoor'));
    expect(userDataFolder({ XDG_CONFIG_HOME: '/c' }, '/home/u', 'linux')).toBe(path.join('/c', 'spoor'));
    expect(userDataFolder({}, '/u', 'darwin')).toBe(path.join('/u', 'Library', 'Application Support', 'Spoor'));
    expect(userDataFolder({ APPDATA: '/r' }, '/u', 'win32')).toBe(path.join('/r', 'Spoor'));
  });

  test('only paths inside home are shortened', () => {
    const home = path.resolve('/home/u');
    expect(displayPath(path.join(home, 'cases', 'a.spoor'), home)).toBe(path.join('~', 'cases', 'a.spoor'));
    expect(displayPath(path.resolve('/home/user2/a'), home)).toBe(path.resolve('/home/user2/a'));
    expect(displayPath(path.resolve('/mnt/a'), home)).toBe(path.resolve('/mnt/a'));
  });

  test('a window opens where it was, unless nobody could reach it there', () => {
    const area = { x: 0, y: 0, width: 1920, height: 1080 };
    const stored = (x: number, y: number) => ({ bounds: { x, y, width: 1200, height: 800 }, maximized: true });
    expect(placeWindow(stored(100, 50), [area])).toEqual({
      bounds: { x: 100, y: 50, width: 1200, height: 800 },
      maximized: true,
    });
    expect(placeWindow(stored(3000, 50), [area]).bounds).toEqual({ width: 1200, height: 800 });
    expect(placeWindow(stored(100, -500), [area]).bounds).toEqual({ width: 1200, height: 800 });
    expect(placeWindow({ bounds: { x: 0, y: 0, width: 10, height: 10 }, maximized: false }, [area]).bounds).toEqual({
      x: 0,
      y: 0,
      width: 1100,
      height: 700,
    });
    expect(placeWindow('rubbish', [area])).toEqual({ bounds: { width: 1440, height: 900 }, maximized: false });
  });
});

describe('what the system asks to open', () => {
  test('existing files and folders, not switches and not the app', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'a.spoor'), 'x');
    writeFileSync(path.join(folder, 'log.json'), '{}');
    const paths = pathsFromArguments(['.', '--flag', 'a.spoor', 'log.json', 'absent'], folder, folder);
    expect(paths).toEqual([path.join(folder, 'a.spoor'), path.join(folder, 'log.json')]);
    expect(openRequests([...paths, folder])).toEqual([
      { what: 'case', paths: [path.join(folder, 'a.spoor')] },
      { what: 'logs', paths: [path.join(folder, 'log.json'), folder] },
    ]);
    rmSync(path.join(folder, 'a.spoor'));
    mkdirSync(path.join(folder, 'a.spoor'));
    expect(openRequests([path.join(folder, 'a.spoor')])[0]?.what).toBe('logs');
    expect(readFileSync(path.join(folder, 'log.json'), 'utf8')).toBe('{}');
  });
});
