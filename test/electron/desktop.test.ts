import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EventMessage } from '../../src/shared/contract/events.ts';
import { applicationMenu } from '../../src/shared/contract/menu.ts';
import { boot, buildHosts, until } from '../support/electron/boot.ts';
import type { StandInWindow } from '../support/electron/stand-in-window.ts';
import { call, eventsOf, withCase } from '../support/electron/window-client.ts';

beforeAll(buildHosts);

describe('calls', () => {
  test('travel through preload, IPC and dispatcher, cancel included', async () => {
    const booted = await boot();
    const window = await withCase(booted);
    expect(await call(window, 'case.current', {})).toMatchObject({ name: 'One' });
    booted.control.hold.add('search.run');
    const input = { scope: { query: '', range: null }, facets: [], facetLimit: 1, histogram: false };
    const running = window.bridge.call('mine', 'search.run', input, null);
    window.bridge.cancel('mine');
    expect(await running).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(booted.control.cancelled).toEqual(['search.run']);
  });

  test('events reach the page once it listens, until it stops', async () => {
    const booted = await boot();
    const window = await booted.window();
    const seen: EventMessage[] = [];
    const stop = window.bridge.on((event) => seen.push(event));
    const notice = (message: string) =>
      ({ name: 'app.notice', payload: { level: 'info', message, hint: null } }) as const;
    booted.control.emit(null, notice('early'));
    expect(seen).toEqual([]);
    await call(window, 'app.info', {});
    expect(seen).toEqual([notice('early')]);
    booted.control.emit(['window-1'], notice('mine'));
    booted.control.emit(['window-2'], notice('other'));
    expect(seen.length).toBe(2);
    stop();
    booted.control.emit(null, notice('late'));
    expect(seen.length).toBe(2);
  });

  test('a page that reloads loses its calls and gets its events when it is back', async () => {
    const booted = await boot();
    const window = await withCase(booted);
    booted.control.hold.add('case.summary');
    const running = window.bridge.call('x', 'case.summary', {}, null);
    window.webContents.reload();
    expect(await running).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    const before = eventsOf(window).length;
    booted.control.emit(null, { name: 'marks.changed', payload: { eventIds: null } });
    expect(eventsOf(window).length).toBe(before);
    expect(await call(window, 'case.current', {})).toMatchObject({ name: 'One' });
    expect(eventsOf(window).at(-1)).toEqual({ name: 'marks.changed', payload: { eventIds: null } });
  });

  test('what only the browser host has is refused', async () => {
    const booted = await boot();
    const window = await booted.window();
    await expect(call(window, 'files.list', { entry: null })).rejects.toMatchObject({ code: 'unsupported' });
    await expect(call(window, 'upload.begin', { files: 1, sizeBytes: 1 })).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});

describe('dialogs', () => {
  test('answer with grants, never with paths', async () => {
    const booted = await boot();
    const window = await booted.window();
    const file = path.join(booted.folder, 'x.spoor');
    writeFileSync(file, 'memory');
    booted.standIn.answers.open.push([file]);
    const granted = (await call(window, 'app.dialog.open', { what: 'case' })) as { token: string }[];
    expect(granted).toEqual([
      { token: expect.stringMatching(/^[\w-]{22}$/), kind: 'file', displayName: expect.any(String), sizeBytes: 6 },
    ]);
    expect(booted.standIn.shown.open[0]).toMatchObject({
      properties: ['openFile'],
      filters: [{ extensions: ['spoor'] }],
    });
    expect(await call(window, 'case.open', { grant: granted[0]?.token })).toMatchObject({ displayPath: file });
    await call(window, 'app.reveal', { grant: null });
    expect(booted.standIn.revealed).toEqual([file]);
    expect(await call(window, 'app.dialog.open', { what: 'logs' })).toEqual([]);
  });

  test('a new case gets its ending and its folder', async () => {
    const booted = await boot();
    const window = await booted.window();
    booted.standIn.answers.save.push(path.join(booted.folder, 'chosen'));
    const grant = (await call(window, 'app.dialog.save', { what: 'case', suggestedName: '../../One.spoor' })) as {
      token: string;
    };
    expect(booted.standIn.shown.save[0]?.defaultPath).toBe(path.join(booted.caseFolder, 'One.spoor'));
    const made = await call(window, 'case.create', { name: 'One', location: grant.token });
    expect(made).toMatchObject({ displayPath: path.join(booted.folder, 'chosen.spoor') });
    expect(await call(window, 'app.dialog.save', { what: 'export', suggestedName: 'x.csv' })).toBeNull();
  });

  test('a grant of one window is nothing in another', async () => {
    const booted = await boot();
    const first = await withCase(booted);
    booted.standIn.answers.open.push([path.join(booted.folder, 'package.json')]);
    const [grant] = (await call(first, 'app.dialog.open', { what: 'logs' })) as { token: string }[];
    await call(first, 'app.window.new', {});
    const second = [...booted.standIn.windows][1] as StandInWindow;
    await second.loaded.promise;
    await call(second, 'case.sample', {});
    await expect(call(second, 'import.preview', { grants: [grant?.token] })).rejects.toMatchObject({
      code: 'file-access',
    });
  });
});

describe('the menu', () => {
  test('is the shared table; choosing sends the command to the focused window', async () => {
    const booted = await boot();
    const window = await booted.window();
    await call(window, 'app.info', {});
    const titles = booted.standIn.menu.map((group) => group.label);
    expect(titles.filter((title) => applicationMenu.some((group) => group.title === title))).toEqual(
      applicationMenu.map((group) => group.title),
    );
    const entry = booted.standIn.menuItem('case.new');
    expect(entry).toMatchObject({ label: 'New case…', registerAccelerator: false, enabled: true });
    (entry?.click as (() => void) | undefined)?.();
    expect(eventsOf(window).at(-1)).toEqual({ name: 'app.command', payload: { id: 'case.new' } });
  });

  test('greys what the focused window cannot do, and the window gets its title', async () => {
    const booted = await boot();
    const window = await booted.window();
    await call(window, 'app.window.state', { title: 'ACME-1', disabledCommands: ['case.close'] });
    expect(window.title).toBe('ACME-1');
    expect(booted.standIn.menuItem('case.close')?.enabled).toBe(false);
    expect(booted.standIn.menuItem('case.new')?.enabled).toBe(true);
    await call(window, 'app.window.state', { title: 'ACME-1', disabledCommands: [] });
    expect(booted.standIn.menuItem('case.close')?.enabled).toBe(true);
  });

  test('follows the window in front', async () => {
    const booted = await boot();
    const first = await booted.window();
    await call(first, 'app.window.state', { title: 'One', disabledCommands: ['case.close'] });
    await call(first, 'app.window.new', {});
    const second = [...booted.standIn.windows][1] as StandInWindow;
    await second.loaded.promise;
    second.emit('focus');
    expect(booted.standIn.menuItem('case.close')?.enabled).toBe(true);
    // A window behind reports: the menu stays.
    await call(first, 'app.window.state', { title: 'One', disabledCommands: ['case.new'] });
    expect(booted.standIn.menuItem('case.new')?.enabled).toBe(true);
    first.emit('focus');
    expect(booted.standIn.menuItem('case.new')?.enabled).toBe(false);
  });

  test('its ids are unique', () => {
    const all = applicationMenu.flatMap((group) =>
      group.entries.flatMap((entry) => (entry.kind === 'command' ? [entry.id] : [])),
    );
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('starting', () => {
  test('a second start does nothing itself', async () => {
    const { standIn } = await boot({ hasLock: false });
    expect(await standIn.exited.promise).toBe(0);
    expect(standIn.windows.size).toBe(0);
  });

  test('a file given at the start, by double click or by a second start is opened', async () => {
    const booted = await boot({
      args: ['given.spoor', '--some-switch', 'absent.spoor'].map((name) =>
        name.startsWith('-') ? name : path.join(process.cwd(), name),
      ),
      before(standIn, folder) {
        process.argv[2] = path.join(folder, 'given.spoor');
        writeFileSync(path.join(folder, 'given.spoor'), 'memory');
        writeFileSync(path.join(folder, 'other.spoor'), 'memory');
        writeFileSync(path.join(folder, 'log.json'), '{}');
        expect(standIn.windows.size).toBe(0);
      },
    });
    const window = await booted.window();
    await call(window, 'app.info', {});
    await until(() => eventsOf(window).length > 0);
    const [opened] = eventsOf(window);
    expect(opened).toMatchObject({
      name: 'app.open',
      payload: { what: 'case', grants: [{ token: expect.any(String) }] },
    });
    const payload = opened?.payload as { grants: { token: string }[] };
    await call(window, 'case.open', { grant: payload.grants[0]?.token });

    window.minimized = true;
    booted.standIn.app.emit(
      'second-instance',
      {},
      [process.execPath, 'log.json', '--original-process-start-time=1'],
      booted.folder,
    );
    expect(eventsOf(window).at(-1)).toMatchObject({ name: 'app.open', payload: { what: 'logs' } });
    expect([window.minimized, window.focusCount]).toEqual([false, 1]);

    let prevented = false;
    booted.standIn.app.emit(
      'open-file',
      { preventDefault: () => (prevented = true) },
      path.join(booted.folder, 'other.spoor'),
    );
    expect([prevented, booted.standIn.windows.size]).toEqual([true, 2]);
    const second = [...booted.standIn.windows][1] as StandInWindow;
    await second.loaded.promise;
    await call(second, 'app.info', {});
    expect(eventsOf(second)).toMatchObject([{ name: 'app.open', payload: { what: 'case' } }]);
  });

  test('the window opens where it was', async () => {
    const booted = await boot({
      before(_standIn, folder) {
        mkdirSync(path.join(folder, 'data'), { recursive: true });
        const state = { bounds: { x: 100, y: 60, width: 1300, height: 800 }, maximized: true };
        writeFileSync(path.join(folder, 'data', 'window.json'), JSON.stringify(state));
      },
    });
    const window = await booted.window();
    expect(window.options).toMatchObject({ x: 100, y: 60, width: 1300, height: 800 });
    expect(window.maximized).toBe(true);
  });

  test('an engine that cannot start is said and ends the app', async () => {
    const { standIn } = await boot({
      createEngine: () => {
        throw new Error('no engine');
      },
    });
    expect(await standIn.exited.promise).toBe(1);
    expect(standIn.shown.error).toEqual([expect.stringContaining('no engine')]);
  });
});
