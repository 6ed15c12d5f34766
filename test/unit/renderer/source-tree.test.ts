import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SourceTree } from '../../../src/renderer/src/features/evidence/source-tree.ts';
import type { SourcePage, SourceRow } from '../../../src/shared/contract/case.ts';

const counts: SourcePage['counts'] = {
  files: { listed: 0, read: 0, skipped: 0, failed: 0, pending: 0 },
  records: { seen: 0, added: 0, duplicates: 0, rejected: 0 },
};

function source(id: number, parentId: number | null, hasChildren: boolean): SourceRow {
  return {
    id,
    parentId,
    kind: hasChildren ? 'folder' : 'file',
    displayName: `source ${id}`,
    locator: `/logs/${id}`,
    format: null,
    state: 'done',
    reason: null,
    sizeBytes: 1,
    sha256: null,
    contentSha256: null,
    counts,
    problems: 0,
    firstEpochSeconds: null,
    lastEpochSeconds: null,
    addedEpochSeconds: 0,
    hasChildren,
  };
}

/** Children by parent, as the engine would page them. */
class Engine {
  children = new Map<number | null, number[]>();
  calls = 0;

  page = async (parentId: number | null, offset: number, limit: number): Promise<SourcePage> => {
    this.calls += 1;
    await Promise.resolve();
    const all = this.children.get(parentId) ?? [];
    const rows = all.slice(offset, offset + limit).map((id) => source(id, parentId, this.children.has(id)));
    return { rows, total: all.length, counts };
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function treeOf(engine: Engine): Promise<SourceTree> {
  const tree = new SourceTree({ load: engine.page });
  tree.refresh();
  await settled();
  return tree;
}

function lines(tree: SourceTree): (string | undefined)[] {
  return Array.from({ length: tree.count }, (_, index) => {
    const line = tree.rowAt(index);
    return line === undefined ? undefined : `${'-'.repeat(line.level - 1)}${line.row.id}`;
  });
}

test('opened sources show what is in them, at any depth', async () => {
  const engine = new Engine();
  engine.children.set(null, [1, 2, 3]).set(2, [20, 21]).set(21, [210]);
  const tree = await treeOf(engine);
  tree.setOpen(1, true);
  await settled();
  tree.setOpen(3, true);
  await settled();
  expect(lines(tree)).toEqual(['1', '2', '-20', '-21', '--210', '3']);
  expect(tree.lineOf(210)).toBe(4);
  expect(tree.lineOf(3)).toBe(5);
  tree.setOpen(0, true);
  expect(tree.count).toBe(6);
  tree.setOpen(1, false);
  expect(lines(tree)).toEqual(['1', '2', '3']);
  expect(tree.lineOf(210)).toBeNull();
});

test('a refresh keeps what is on screen until the new answer, follows what moved, and closes what is gone', async () => {
  const engine = new Engine();
  engine.children.set(null, [1, 2]).set(2, [20]);
  const tree = await treeOf(engine);
  tree.setOpen(1, true);
  await settled();
  engine.children.set(null, [0, 1, 2]);
  tree.refresh();
  expect(lines(tree)).toEqual(['1', '2', '-20']);
  await settled();
  expect(lines(tree)).toEqual(['0', '1', '2', '-20']);
  engine.children.set(null, [0, 1]);
  tree.refresh();
  await settled();
  expect(lines(tree)).toEqual(['0', '1']);
});

test('the same revision asks nothing again; after a close everything is asked again', async () => {
  const engine = new Engine();
  engine.children.set(null, [1]);
  const tree = new SourceTree({ load: engine.page });
  tree.follow('a');
  tree.close();
  tree.follow('a');
  await settled();
  expect(lines(tree)).toEqual(['1']);
  const { calls } = engine;
  tree.follow('a');
  await settled();
  expect(engine.calls).toBe(calls);
  tree.follow('b');
  await settled();
  expect(engine.calls).toBe(calls + 1);
});

test('a failed page is reported and asked for again', async () => {
  let isBroken = true;
  const failures: string[] = [];
  const engine = new Engine();
  engine.children.set(null, [1]);
  const tree = new SourceTree({
    load: (parentId, offset, limit) =>
      isBroken ? Promise.reject(new Error('no')) : engine.page(parentId, offset, limit),
    onError: (error) => failures.push(error.message),
  });
  tree.refresh();
  await settled();
  expect(failures).toEqual(['no']);
  isBroken = false;
  tree.refresh();
  await settled();
  expect(lines(tree)).toEqual(['1']);
});

test('lines are those of the tree drawn in full, for any tree and any opened sources', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.nat(3), { maxLength: 4 }), { minLength: 1, maxLength: 130 }),
      fc.array(fc.nat(400), { maxLength: 8 }),
      async (shape, opened) => {
        const engine = new Engine();
        let id = 0;
        const roots = shape.map((folder) => {
          id += 1;
          const folderId = id;
          const files = folder.map(() => (id += 1));
          if (files.length > 0) engine.children.set(folderId, files);
          return folderId;
        });
        engine.children.set(null, roots);
        const tree = await treeOf(engine);
        tree.want(0, 1_000);
        await settled();
        const open = new Set<number>();
        for (const index of opened) {
          const row = tree.rowAt(index % tree.count)?.row;
          if (row?.hasChildren === true) open.add(row.id);
          tree.setOpen(index % tree.count, true);
          await settled();
        }
        tree.want(0, 1_000);
        await settled();
        const expected = roots.flatMap((root) => [
          `${root}`,
          ...(open.has(root) ? (engine.children.get(root) ?? []).map((child) => `-${child}`) : []),
        ]);
        expect(lines(tree)).toEqual(expected);
        for (const [index, text] of expected.entries()) {
          expect(tree.lineOf(Number(text.replace('-', '')))).toBe(index);
        }
      },
    ),
    { numRuns: 60 },
  );
});
