import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from '../../../src/engine/ingest/walk.ts';
import { all } from '../../support/collect-leaf.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function list(root: string, ...paths: string[]): Promise<[string, string, string | undefined][]> {
  const found = await all(listFiles(paths.length === 0 ? [root] : paths));
  return found.map((file) => [path.relative(root, file.path), file.state, file.reason?.code]);
}

function folderWith(...names: string[]): string {
  const root = temporaryFolder();
  for (const name of names) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), name);
  }
  return root;
}

test('files come in byte order of their paths, with size and time', async () => {
  const root = folderWith('b/z', 'b.txt', 'b/a/deep', 'B', 'é', 'a');
  expect((await list(root)).map(([name]) => name)).toEqual(['B', 'a', 'b.txt', 'b/a/deep', 'b/z', 'é']);
  const [first] = await all(listFiles([root]));
  expect(first).toMatchObject({ state: 'listed', lengthBytes: 1, reason: null });
  expect(first?.modifiedMs).toBeGreaterThan(0);
});

test('overlapping paths are listed once', async () => {
  const root = folderWith('a/x', 'a.b/y');
  const found = await list(root, path.join(root, 'a', 'x'), path.join(root, 'a'), root, path.join(root, 'a'));
  expect(found.map(([name]) => name)).toEqual(['a.b/y', 'a/x']);
});

test('symbolic links are followed once', async () => {
  const root = folderWith('real/x');
  symlinkSync(root, path.join(root, 'real', 'loop'));
  symlinkSync(path.join(root, 'real', 'x'), path.join(root, 'real', 'y'));
  symlinkSync(path.join(root, 'nowhere'), path.join(root, 'dangling'));
  symlinkSync(path.join(root, 'self'), path.join(root, 'self'));
  expect(await list(root)).toEqual([
    ['dangling', 'failed', 'file-access'],
    ['real/loop', 'skipped', 'link-loop'],
    ['real/x', 'listed', undefined],
    ['real/y', 'skipped', 'link-loop'],
    ['self', 'failed', 'file-access'],
  ]);
});

test('what only a link leads to is read through the link', async () => {
  const outside = folderWith('evidence/x');
  const root = folderWith('a');
  symlinkSync(path.join(outside, 'evidence'), path.join(root, 'linked'));
  expect(await list(root)).toEqual([
    ['a', 'listed', undefined],
    ['linked/x', 'listed', undefined],
  ]);
});

test('hard links are files in their own right', async () => {
  const root = folderWith('a');
  linkSync(path.join(root, 'a'), path.join(root, 'b'));
  expect((await list(root)).map(([, state]) => state)).toEqual(['listed', 'listed']);
});

test('junk and what is no file are skipped, missing paths fail', async () => {
  const root = folderWith('.DS_Store', '__MACOSX/a', 'x.json');
  expect(await list(root, root, path.join(root, '..', 'missing-path'), '/dev/null')).toEqual([
    [path.relative(root, '/dev/null'), 'skipped', 'not-a-file'],
    ['../missing-path', 'failed', 'file-access'],
    ['.DS_Store', 'skipped', 'system-file'],
    ['__MACOSX', 'skipped', 'system-file'],
    ['x.json', 'listed', undefined],
  ]);
});

test('cancelling stops the listing', async () => {
  await expect(all(listFiles([folderWith('a')], AbortSignal.abort()))).rejects.toMatchObject({
    code: 'cancelled',
  });
});
