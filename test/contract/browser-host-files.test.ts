import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { httpRequest } from '../support/browser-client.ts';
import { spools, withWindow } from '../support/browser-host.ts';

const record = (eventID: string) => ({
  eventVersion: '1.10',
  eventID,
  eventName: 'GetObject',
  eventSource: 's3.amazonaws.com',
  eventTime: '2026-03-14T02:34:50Z',
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
