import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Manifest } from '../../../src/engine/generate/manifest.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'spoor-generate-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const command = path.resolve('src/engine/generate/command.ts');
function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' });
}
const files = (where: string, ending: string): string[] =>
  readdirSync(where, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && name !== 'manifest.json')
    .toSorted();

it('writes compressed files, the manifest and one line about them, the same each time', () => {
  const [one, two] = [path.join(folder, 'one'), path.join(folder, 'two')];
  const options = ['--events', '700', '--seed', 's', '--stories', 'ci-role', '--days', '7', '--overlap', '0.1'];
  const first = run(...options, '--out', one);
  expect([first.status, first.stdout.trim().split('\n').length]).toEqual([0, 1]);
  const summary = JSON.parse(first.stdout) as { events: number; files: number; stories: string[] };
  expect(summary).toMatchObject({ events: 700, stories: ['ci-role'], out: one });
  const names = files(one, '.json.gz');
  expect(names).toHaveLength(summary.files);
  const manifest = JSON.parse(readFileSync(path.join(one, 'manifest.json'), 'utf8')) as Manifest;
  const records = names.reduce(
    (sum, name) =>
      sum +
      (JSON.parse(gunzipSync(readFileSync(path.join(one, name))).toString()) as { Records: unknown[] }).Records.length,
    0,
  );
  expect(records).toBe(manifest.totals.records);
  expect(manifest.options).toEqual({ events: 700, days: 7, accounts: 5, stories: ['ci-role'], overlap: 0.1 });

  expect(run(...options, '--out', two).status).toBe(0);
  expect(files(two, '.json.gz')).toEqual(names);
  const differing = [...names, 'manifest.json'].filter(
    (name) => !readFileSync(path.join(two, name)).equals(readFileSync(path.join(one, name))),
  );
  expect(differing).toEqual([]);
});

it('writes plain files when asked', () => {
  const out = path.join(folder, 'plain');
  expect(run('--events', '50', '--stories', 'none', '--no-gzip', '--out', out).status).toBe(0);
  const [name = ''] = files(out, '.json');
  expect(readFileSync(path.join(out, name), 'utf8')).toMatch(/^\{"Records":\[\{"eventVersion":/);
  expect(files(out, '.gz')).toEqual([]);
});

it('refuses wrong options and a folder that is not empty', () => {
  const out = path.join(folder, 'taken');
  expect(run('--events', '10', '--stories', 'none', '--out', out).status).toBe(0);
  const again = run('--events', '10', '--stories', 'none', '--out', out);
  expect([again.status, again.stdout]).toEqual([2, '']);
  expect(again.stderr).toContain('is not empty');
  const unknown = run('--out', path.join(folder, 'x'), '--stories', 'heist');
  expect(unknown.status).toBe(2);
  expect(unknown.stderr).toContain('There is no story "heist"');
  expect(run('--out', path.join(folder, 'y'), '--days', '1').status).toBe(2);
  expect(run('--events', 'many', '--out', path.join(folder, 'z')).status).toBe(2);
  expect(run('--events', '5').status).toBe(2);
});
