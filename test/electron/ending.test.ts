import { beforeAll, describe, expect, test } from 'vitest';
import { boot, buildHosts, until } from '../support/electron/boot.ts';
import { call, withCase, withJob } from '../support/electron/window-client.ts';

beforeAll(buildHosts);

describe('ending', () => {
  test('closes the engine before the process ends', async () => {
    const booted = await boot();
    const window = await withCase(booted);
    window.close();
    expect(await booted.standIn.exited.promise).toBe(0);
    expect(booted.control.closed).toBe(true);
    expect(booted.standIn.shown.message).toEqual([]);
  });

  test('quitting under a running job asks; staying keeps everything', async () => {
    const booted = await boot();
    const window = await withJob(booted);
    booted.standIn.answers.message.push(0);
    booted.standIn.quit();
    await until(() => booted.standIn.shown.message.length === 1);
    await call(window, 'app.info', {});
    expect(booted.standIn.shown.message[0]).toMatchObject({
      message: 'Quit Spoor?',
      buttons: ['Keep running', 'Quit'],
    });
    expect(booted.standIn.shown.message[0]?.detail).toContain('Import 1 files is still running');
    expect([booted.standIn.windows.size, booted.control.closed, booted.standIn.exitCode]).toEqual([1, false, null]);
    booted.standIn.answers.message.push(1);
    booted.standIn.quit();
    expect(await booted.standIn.exited.promise).toBe(0);
    expect(booted.control.closed).toBe(true);
  });

  test('closing the last window under a running job asks once', async () => {
    const booted = await boot();
    const window = await withJob(booted);
    booted.standIn.answers.message.push(0);
    window.close();
    await until(() => booted.standIn.shown.message.length === 1);
    expect(window.destroyed).toBe(false);
    await call(window, 'app.info', {});
    booted.standIn.answers.message.push(1);
    window.close();
    expect(await booted.standIn.exited.promise).toBe(0);
    expect([booted.standIn.shown.message.length, booted.control.closed]).toEqual([2, true]);
  });

  test('nothing is asked once the job has ended', async () => {
    const booted = await boot();
    await withJob(booted);
    booted.control.endJobs();
    booted.standIn.quit();
    expect(await booted.standIn.exited.promise).toBe(0);
    expect(booted.standIn.shown.message).toEqual([]);
  });

  test('a closed window gives its case up; the app goes on with the others', async () => {
    const booted = await boot();
    const window = await withCase(booted);
    await call(window, 'app.window.new', {});
    window.close();
    await until(() => booted.control.openCases().length === 0);
    expect([booted.standIn.windows.size, booted.standIn.exitCode]).toEqual([1, null]);
  });
});

describe('failures', () => {
  test('a crashed page can be loaded again', async () => {
    const booted = await boot();
    const window = await booted.window();
    booted.standIn.answers.message.push(0);
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 });
    await until(() => window.webContents.reloads === 1);
    expect(booted.standIn.shown.message[0]).toMatchObject({ message: 'This window stopped working.' });
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    expect(booted.standIn.shown.message.length).toBe(1);
  });

  test('a hanging page is asked about once, and can be loaded again', async () => {
    const booted = await boot();
    const window = await booted.window();
    window.emit('unresponsive');
    window.emit('unresponsive');
    expect(booted.standIn.shown.message.length).toBe(1);
    const { signal } = booted.standIn.shown.message[0] as unknown as { signal: AbortSignal };
    window.emit('responsive');
    expect(signal.aborted).toBe(true);
  });

  test('a page that does not load is said', async () => {
    const booted = await boot();
    const window = await booted.window();
    window.webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'app://spoor/', true);
    window.webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://spoor/', true);
    expect(booted.standIn.shown.error).toEqual([expect.stringContaining('ERR_FILE_NOT_FOUND')]);
  });
});
