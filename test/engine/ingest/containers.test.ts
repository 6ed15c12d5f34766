import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as zlib from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { readFile, readStream } from '../../../src/engine/ingest/container.ts';
import type { ReadOptions } from '../../../src/engine/ingest/expand.ts';
import type { EvidenceVisitor, FileResult, LeafIdentity, LeafResult } from '../../../src/engine/ingest/types.ts';
import type { Problem } from '../../../src/shared/contract/jobs.ts';
import { all, CollectingSink, stretches, type Collected } from '../../support/collect-leaf.ts';
import { eventId, logFile, records } from '../../support/fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

interface Leaf {
  identity: LeafIdentity;
  result: LeafResult;
  collected: Collected;
}

class Visitor implements EvidenceVisitor {
  readonly leaves: Leaf[] = [];
  readonly problems: Problem[] = [];
  private sink: CollectingSink | null = null;

  open(): CollectingSink {
    if (this.sink !== null) throw new Error('opened while another leaf is open');
    this.sink = new CollectingSink();
    return this.sink;
  }

  close(identity: LeafIdentity, result: LeafResult): void {
    this.leaves.push({ identity, result, collected: (this.sink as CollectingSink).collected() });
    this.sink = null;
  }

  problem(problem: Problem): void {
    this.problems.push(problem);
  }
}

type Read = Visitor & { file: FileResult; name: string; ids: unknown[] };

async function read(bytes: Uint8Array, options: ReadOptions = {}): Promise<Read> {
  const name = path.join(temporaryFolder(), 'evidence.dat');
  writeFileSync(name, bytes);
  const visitor = new Visitor();
  const file = await readFile(name, visitor, options);
  expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(file.lengthBytes).toBe(bytes.length);
  expect(file.leaves).toBe(visitor.leaves.length);
  return Object.assign(visitor, { file, name, ids: visitor.leaves.flatMap((leaf) => leaf.collected.ids) });
}

const log = (count: number, from = 1): Buffer => Buffer.from(logFile(records(count, from)));
const ids = (...numbers: number[]): string[] => numbers.map(eventId);

async function zip(members: Record<string, Uint8Array>, compress = true): Promise<Buffer> {
  const file = new ZipFile();
  for (const [name, bytes] of Object.entries(members)) file.addBuffer(Buffer.from(bytes), name, { compress });
  file.end();
  return Buffer.concat(await all(file.outputStream as AsyncIterable<Buffer>));
}

async function tar(members: Record<string, Uint8Array>): Promise<Buffer> {
  const archive = pack();
  for (const [name, bytes] of Object.entries(members)) archive.entry({ name }, Buffer.from(bytes));
  archive.finalize();
  return Buffer.concat(await all(archive as AsyncIterable<Buffer>));
}

describe('compressed files', () => {
  test.each<[string, Buffer, string[]]>([
    ['gzip', zlib.gzipSync(log(2)), ['gzip']],
    ['gzip of gzip', zlib.gzipSync(zlib.gzipSync(log(2))), ['gzip', 'gzip']],
    ['zstd', zlib.zstdCompressSync(log(2)), ['zstd']],
    ['plain', log(2), []],
  ])('%s', async (_name, bytes, layers) => {
    const { ids: found, leaves, problems, file, name } = await read(bytes);
    expect(found).toEqual(ids(1, 2));
    expect(leaves[0]?.identity).toEqual({ locator: name, path: name, member: null, layers });
    expect(leaves[0]?.collected.content.equals(log(2))).toBe(true);
    expect(problems).toEqual([]);
    expect(file).toMatchObject({ state: 'read', reason: null, records: 2, rejected: 0 });
  });

  test('several gzip members, with padding, are one content', async () => {
    const bytes = Buffer.concat([zlib.gzipSync(log(2)), zlib.gzipSync(log(2, 3)), Buffer.alloc(100)]);
    const { ids: found, leaves, problems } = await read(bytes);
    expect(found).toEqual(ids(1, 2, 3, 4));
    expect(leaves).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test('several zstd frames', async () => {
    const { ids: found, problems } = await read(
      Buffer.concat([zlib.zstdCompressSync(log(2)), zlib.zstdCompressSync(log(1, 3))]),
    );
    expect(found).toEqual(ids(1, 2, 3));
    expect(problems).toEqual([]);
  });

  test('bytes after the end are reported by position and cost nothing', async () => {
    const member = zlib.gzipSync(log(2));
    const { ids: found, problems, file } = await read(Buffer.concat([member, Buffer.from('garbage')]));
    expect(found).toEqual(ids(1, 2));
    expect(problems).toMatchObject([{ code: 'trailing-bytes', position: `byte ${member.length}` }]);
    expect(file.state).toBe('read');
  });

  test('a member after damage is found again', async () => {
    const damaged = Buffer.from(zlib.gzipSync(log(20, 10)));
    damaged.fill(0xff, 40, 90);
    const bytes = Buffer.concat([zlib.gzipSync(log(2)), damaged, zlib.gzipSync(log(2, 50))]);
    const { ids: found, problems } = await read(bytes);
    expect(found).toEqual(expect.arrayContaining(ids(1, 2, 50, 51)));
    expect(problems).toMatchObject([{ code: 'damaged-archive' }]);
  });

  test.each([
    ['gzip', zlib.gzipSync],
    ['zstd', zlib.zstdCompressSync],
  ])('a cut off %s keeps what can be read', async (_name, compress) => {
    const noise = Array.from({ length: 300 }, (_, index) => createHash('sha256').update(String(index)).digest('hex'));
    const list = records(300).map((item, index) => ({ ...item, userAgent: noise[index] }));
    const whole = compress(Buffer.from(logFile(list)));
    const cut = whole.subarray(0, Math.floor(whole.length * 0.8));
    const { ids: found, problems, leaves, file } = await read(cut);
    expect(found.length).toBeGreaterThan(100);
    expect(found).toEqual(list.slice(0, found.length).map((item) => item.eventID));
    expect(problems).toMatchObject([{ code: 'truncated', position: `byte ${cut.length}` }]);
    expect(leaves[0]?.collected.rejects).toHaveLength(1);
    expect(file.state).toBe('read');
  });

  test('a wrong checksum is reported', async () => {
    const bytes = Buffer.from(zlib.gzipSync(log(2)));
    bytes.writeUInt32LE(1, bytes.length - 8);
    const { ids: found, problems } = await read(bytes);
    expect(found).toEqual(ids(1, 2));
    expect(problems).toMatchObject([{ code: 'checksum' }]);
  });

  test('a gzip that gives nothing at all is failed evidence', async () => {
    const { file } = await read(zlib.gzipSync(log(2)).subarray(0, 12));
    expect(file).toMatchObject({ state: 'failed', reason: { code: 'truncated' } });
  });
});

describe('archives', () => {
  test('members are found by content, to any depth', async () => {
    const inner = await zip({ 'x/log.txt': zlib.gzipSync(log(1, 3)) });
    const archive = await tar({
      'a.json': log(1),
      'folder/b.gz': zlib.gzipSync(log(1, 2)),
      'inner.bin': inner,
      LICENSE: Buffer.from('Licence text'),
    });
    const { leaves, ids: found, file, name } = await read(await zip({ 'all.tar.gz': zlib.gzipSync(archive) }));
    expect(found).toEqual(ids(1, 2, 3));
    expect(leaves.map((leaf) => leaf.identity.locator.slice(name.length))).toEqual([
      '!all.tar.gz!a.json',
      '!all.tar.gz!folder/b.gz',
      '!all.tar.gz!inner.bin!x/log.txt',
      '!all.tar.gz!LICENSE',
    ]);
    expect(leaves[2]?.identity).toMatchObject({
      member: 'all.tar.gz!inner.bin!x/log.txt',
      layers: ['zip', 'gzip', 'tar', 'zip', 'gzip'],
    });
    expect(file).toMatchObject({ state: 'read', leaves: 4, records: 3 });
  });

  test('an inner archive too large for memory goes through a temporary file', async () => {
    const inner = await zip({ 'log.json': log(3) }, false);
    const { ids: found } = await read(zlib.gzipSync(inner), { limits: { memoryBytes: 1000 } });
    expect(found).toEqual(ids(1, 2, 3));
  });

  test('a file larger than is read in one go is streamed, zip included', async () => {
    const list = records(2).map((item) => ({ ...item, requestParameters: { blob: 'x'.repeat(9 * 1024 * 1024) } }));
    const content = Buffer.from(logFile(list));
    expect((await read(content)).ids).toEqual(ids(1, 2));
    expect((await read(await zip({ 'log.json': content }, false))).ids).toEqual(ids(1, 2));
  });

  test('an encrypted member fails with its reason and stops nothing', async () => {
    const bytes = await zip({ 'secret.json': log(1), 'plain.json': log(1, 2) });
    bytes.writeUInt16LE(bytes.readUInt16LE(6) | 1, 6);
    const directory = bytes.indexOf(Buffer.from('504b0102', 'hex'));
    bytes.writeUInt16LE(bytes.readUInt16LE(directory + 8) | 1, directory + 8);
    const { leaves, file } = await read(bytes);
    expect(leaves.map((leaf) => [leaf.result.state, leaf.result.reason?.code])).toEqual([
      ['failed', 'encrypted'],
      ['read', undefined],
    ]);
    expect(file.state).toBe('read');
  });

  test('names that climb out of the archive are labels only', async () => {
    const bytes = await zip({ 'aa/bb.json': log(1) });
    const hostile = Buffer.from(bytes.toString('latin1').replaceAll('aa/bb.json', '../../b.js'), 'latin1');
    const { leaves, ids: found } = await read(hostile);
    expect(leaves[0]?.identity.member).toBe('../../b.js');
    expect(found).toEqual(ids(1));
  });

  test('a damaged zip directory fails the file', async () => {
    const bytes = await zip({ 'a.json': log(1) });
    const { file, problems } = await read(bytes.subarray(0, bytes.length - 30));
    expect(file).toMatchObject({ state: 'failed', reason: { code: 'damaged-archive' } });
    expect(problems).toHaveLength(1);
  });

  test('a cut off tar keeps the members before the cut', async () => {
    const bytes = await tar({ 'a.json': log(1), 'b.json': log(5, 2) });
    const { ids: found, problems, file } = await read(bytes.subarray(0, 512 + 1536 + 512 + 3000));
    expect(found.slice(0, 2)).toEqual(ids(1, 2));
    expect(problems.map((problem) => problem.code)).toContain('damaged-archive');
    expect(file.state).toBe('read');
  });

  test('an empty archive', async () => {
    const { file } = await read(await zip({}));
    expect(file).toMatchObject({ state: 'skipped', reason: { code: 'no-records' }, leaves: 0 });
  });

  test('junk of operating systems is skipped as expected', async () => {
    const { leaves } = await read(await zip({ '__MACOSX/._a.json': Buffer.from('x'), 'a.json': log(1) }));
    expect(leaves.map((leaf) => leaf.result.reason?.code)).toEqual(['system-file', undefined]);
  });
});

describe('archive bombs', () => {
  const bomb = zlib.gzipSync(Buffer.from(`{"Records":[${' '.repeat(3_000_000)}]}`));

  test('output beyond the limit of a member', async () => {
    const { file, problems } = await read(await zip({ 'bomb.gz': bomb, 'log.json': log(1) }), {
      limits: { leafBytes: 100_000, memoryBytes: 100_000 },
      sizes: { windowBytes: 10_000 },
    });
    expect(problems).toMatchObject([{ code: 'archive-bomb' }]);
    expect(problems[0]?.message).toContain('bomb.gz');
    expect(problems[0]?.message).toContain('100000');
    expect(file).toMatchObject({ state: 'read', records: 1 });
  });

  test('output out of proportion to the file stops the file', async () => {
    const { file } = await read(bomb, { limits: { ratio: 100, ratioFromBytes: 100_000 } });
    expect(file).toMatchObject({ state: 'failed', reason: { code: 'archive-bomb' } });
  });

  test('output of all members together', async () => {
    const { file, leaves } = await read(await zip({ 'a.json': log(2), 'b.json': log(2, 3), 'c.json': log(2, 5) }), {
      limits: { fileBytes: 3000 },
    });
    expect(leaves.length).toBeLessThan(3);
    expect(file).toMatchObject({ state: 'read', records: 2 });
  });

  test('a member that claims too much is not opened', async () => {
    const { leaves } = await read(await zip({ 'a.json': Buffer.alloc(200_000, 0x20) }), {
      limits: { ratio: 100, ratioFromBytes: 100_000 },
    });
    expect(leaves).toMatchObject([{ result: { state: 'failed', reason: { code: 'archive-bomb' } } }]);
    expect(leaves[0]?.result.reason?.message).toContain('a.json');
  });

  test('containers without end', async () => {
    let bytes = zlib.gzipSync(log(1));
    for (let layer = 0; layer < 8; layer += 1) bytes = zlib.gzipSync(bytes);
    const { file } = await read(bytes);
    expect(file).toMatchObject({ state: 'failed', reason: { code: 'archive-bomb' } });
  });

  test('too many members', async () => {
    const members = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`${index}.json`, log(1, index + 1)]));
    const { problems, leaves } = await read(await zip(members), { limits: { entries: 3 } });
    expect(leaves).toHaveLength(3);
    expect(problems).toMatchObject([{ code: 'archive-bomb' }]);
  });
});

describe('sources that fail', () => {
  test('a file that is not there', async () => {
    const file = await readFile(path.join(temporaryFolder(), 'missing.json'), new Visitor());
    expect(file).toMatchObject({ state: 'failed', reason: { code: 'file-access' }, sha256: null, leaves: 0 });
  });

  test('a stream is read like a file and hashed to its end', async () => {
    const bytes = zlib.gzipSync(log(3));
    const visitor = new Visitor();
    const file = await readStream('s3://bucket/key', stretches(bytes, [100]), visitor);
    expect(file).toMatchObject({ state: 'read', records: 3, lengthBytes: bytes.length });
    expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const image = Buffer.concat([Buffer.from('89504e470d0a1a0a00', 'hex'), Buffer.alloc(50_000)]);
    const skipped = await readStream('image', stretches(image, [1000]), new Visitor());
    expect(skipped).toMatchObject({ state: 'skipped', lengthBytes: image.length });
    expect(skipped.sha256).toBe(createHash('sha256').update(image).digest('hex'));
  });

  test('a stream that breaks keeps what came before', async () => {
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield log(3).subarray(0, 3000);
      throw new Error('connection reset');
    }
    const visitor = new Visitor();
    const file = await readStream('s3://bucket/key', breaking(), visitor);
    expect(file).toMatchObject({ state: 'read', records: 2, rejected: 1, sha256: null });
    expect(visitor.problems).toMatchObject([{ code: 'file-access' }]);
  });

  test('cancelling stops at once', async () => {
    const signal = AbortSignal.abort();
    await expect(readStream('x', stretches(log(1), [10]), new Visitor(), { signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
