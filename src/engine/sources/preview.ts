import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { ImportPreview } from '../../shared/contract/case.ts';
import { openCase } from '../case/open.ts';
import { readFile } from '../ingest/container.ts';
import { fileProblem } from '../ingest/file-problem.ts';
import { readLeaf } from '../ingest/read-leaf.ts';
import { containerKind } from '../ingest/sniff.ts';
import type { EvidenceVisitor, LeafFormat, LeafResult, SkipReason } from '../ingest/types.ts';
import { listFiles, type ListedFile } from '../ingest/walk.ts';
import type { WorkContext } from '../handlers/worker-protocol.ts';
import { formatLabel } from './format-labels.ts';

/** The user waits for it: what is known by then is what is shown. */
const budgetMilliseconds = 2_000;
/** Files that are opened; of a large folder those say what the rest is. */
const mostOpened = 5_000;
const mostListed = 200_000;
/** Enough of a file to hold whole records, and to tell what it is. */
const sampleBytes = 256 * 1024;
const shownSkipped = 50;

interface PreviewInput {
  paths: readonly { path: string; displayName: string }[];
  caseFile: string | null;
}

interface Recognised {
  format: string;
  label: string;
  wouldRead: boolean;
  reason: SkipReason | null;
  /** False where time ran out before it was known. */
  isSure: boolean;
}

/** What the chosen paths hold, judged from a sample of bytes of each file, within two seconds. */
export async function previewImport(input: PreviewInput, context: WorkContext): Promise<ImportPreview> {
  const ends = performance.now() + budgetMilliseconds;
  const known = knownFiles(input.caseFile);
  const formats = new Map<string, ImportPreview['formats'][number]>();
  const preview: ImportPreview = {
    files: 0,
    sizeBytes: 0,
    formats: [],
    skipped: [],
    alreadyLoaded: 0,
    complete: true,
  };
  const named = (file: string): string => {
    const root = input.paths.find(({ path: given }) => file === given || file.startsWith(given + path.sep));
    return root === undefined || root.path === file
      ? path.basename(root?.displayName ?? file)
      : path.relative(root.path, file);
  };
  let opened = 0;
  for await (const file of listFiles(
    input.paths.map((given) => given.path),
    context.signal,
  )) {
    if (preview.files >= mostListed || (performance.now() > ends && opened > 0)) {
      preview.complete = false;
      break;
    }
    preview.files++;
    preview.sizeBytes += file.lengthBytes ?? 0;
    if (opened >= mostOpened && file.state === 'listed') {
      preview.complete = false;
      continue;
    }
    opened++;
    const found = await recognise(file, context, ends);
    count(formats, found, file.lengthBytes ?? 0);
    if (!found.wouldRead && found.reason !== null && preview.skipped.length < shownSkipped) {
      preview.skipped.push({ name: named(file.path), code: found.reason.code, message: found.reason.message });
    }
    if (!found.isSure) preview.complete = false;
    const isKnown = found.wouldRead ? await isLoaded(file, known, ends) : false;
    if (isKnown === null) preview.complete = false;
    else if (isKnown) preview.alreadyLoaded++;
    if (opened % 32 === 0) await setImmediate();
  }
  preview.formats = [...formats.values()].sort((a, b) => b.files - a.files || (a.format < b.format ? -1 : 1));
  return preview;
}

function count(formats: Map<string, ImportPreview['formats'][number]>, found: Recognised, sizeBytes: number): void {
  const { format, label, wouldRead } = found;
  const entry = formats.get(format) ?? { format, label, files: 0, sizeBytes: 0, wouldRead };
  entry.files++;
  entry.sizeBytes += sizeBytes;
  formats.set(format, entry);
}

async function recognise(file: ListedFile, context: WorkContext, ends: number): Promise<Recognised> {
  if (file.reason !== null) return left(file.reason);
  let head: Buffer;
  try {
    head = readHead(file.path);
  } catch (error) {
    return left(fileProblem(error));
  }
  const kind = containerKind(head);
  if (kind === 'zip' || kind === 'tar') return await recogniseArchive(file.path, kind, context, ends);
  const sample = kind === null ? head : inflateStart(head, kind);
  // A compressed archive: its members cannot be told from its beginning alone.
  const inner = containerKind(sample);
  if (inner !== null) return await recogniseArchive(file.path, inner === 'zip' ? 'zip' : 'tar', context, ends);
  const isCut = kind === null ? sample.length === sampleBytes : true;
  const result = await readSample(sample, context);
  if (result.state === 'read' || result.format === 'digest') return recognised(result.format);
  if (isCut && sample.includes('eventSource') && sample.includes('eventName')) return recognised('s3-log');
  return left(
    result.reason ?? { code: 'not-cloudtrail', message: 'No CloudTrail record was recognised in it.', expected: false },
  );
}

function recognised(format: LeafFormat): Recognised {
  const isDigest = format === 'digest';
  return { format, label: formatLabel(format), wouldRead: !isDigest, reason: null, isSure: true };
}

function left(reason: SkipReason): Recognised {
  const label = reason.expected ? 'Nothing to read, as expected' : 'Would be left out';
  return { format: reason.code, label, wouldRead: false, reason, isSure: true };
}

function readHead(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(sampleBytes);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, sampleBytes, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** What the beginning of a compressed file unpacks to; a cut stream gives what it has. */
function inflateStart(head: Buffer, kind: 'gzip' | 'zstd'): Buffer {
  try {
    const most = sampleBytes * 16;
    return kind === 'gzip'
      ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most })
      : zstdDecompressSync(head, { finishFlush: constants.ZSTD_e_flush, maxOutputLength: most });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Reads a sample as an import reads a whole file. */
async function readSample(sample: Buffer, context: WorkContext): Promise<LeafResult> {
  const nothing = { chunk: () => undefined, reject: () => undefined, problem: () => undefined };
  return await readLeaf(sample, { ...nothing, child: () => nothing }, { signal: context.signal });
}

/** Ends the reading of an archive as soon as it is known to hold records. */
class Enough extends Error {}

/** Members of an archive that are looked at before it is taken for one without records. */
const mostMembers = 20;

async function recogniseArchive(
  file: string,
  kind: 'zip' | 'tar',
  context: WorkContext,
  ends: number,
): Promise<Recognised> {
  const label = kind === 'zip' ? 'ZIP archives' : 'TAR archives';
  let members = 0;
  let reason: SkipReason | null = null;
  const visitor: EvidenceVisitor = {
    open() {
      if (++members > mostMembers) throw new Enough();
      const found = (_bytes: Uint8Array, records: readonly unknown[]): void => {
        if (records.length > 0) throw new Enough();
      };
      return {
        chunk: found,
        reject: () => undefined,
        problem: () => undefined,
        child: () => ({ chunk: found }),
      };
    },
    close(_leaf, result) {
      reason ??= result.reason;
    },
    problem: () => undefined,
  };
  const timeUp = AbortSignal.timeout(Math.max(1, Math.ceil(ends - performance.now())));
  try {
    const result = await readFile(file, visitor, { signal: AbortSignal.any([context.signal, timeUp]) });
    reason = result.reason ?? reason;
    return { format: kind, label, wouldRead: result.state === 'read', reason, isSure: true };
  } catch (error) {
    if (error instanceof Enough) return { format: kind, label, wouldRead: true, reason: null, isSure: true };
    // An archive that takes long is a large one: an import will look into it.
    if (timeUp.aborted && !context.signal.aborted) {
      return { format: kind, label, wouldRead: true, reason: null, isSure: false };
    }
    throw error;
  }
}

/** Hashes of the files of a case by their length, so that only files of a known length are hashed. */
function knownFiles(caseFile: string | null): ReadonlyMap<number, ReadonlySet<string>> {
  const known = new Map<number, Set<string>>();
  if (caseFile === null) return known;
  const opened = openCase(caseFile, { mode: 'read', program: 'Spoor' });
  try {
    const rows = opened.database
      .prepare('SELECT found_bytes AS bytes, found_sha256 AS sha256 FROM source WHERE found_sha256 IS NOT NULL')
      .all() as { bytes: number; sha256: string }[];
    for (const { bytes, sha256 } of rows) {
      const hashes = known.get(bytes);
      if (hashes === undefined) known.set(bytes, new Set([sha256]));
      else hashes.add(sha256);
    }
    return known;
  } finally {
    opened.close();
  }
}

/** Null where time ran out before the file was hashed. */
async function isLoaded(
  file: ListedFile,
  known: ReadonlyMap<number, ReadonlySet<string>>,
  ends: number,
): Promise<boolean | null> {
  const hashes = known.get(file.lengthBytes ?? -1);
  if (hashes === undefined) return false;
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file.path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      if (performance.now() > ends) return null;
    }
  } catch {
    return false;
  }
  return hashes.has(hash.digest('hex'));
}
