import { lstatSync, readdirSync, statSync, type BigIntStats } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { cancelled } from '../../shared/contract/errors.ts';
import type { CancelSignal } from '../../shared/contract/jobs.ts';
import { fileProblem } from './file-problem.ts';
import { isJunk, junkReason } from './junk.ts';
import type { SkipReason } from './types.ts';

/** One thing found below the paths to import. */
export interface ListedFile {
  /** Absolute path; a link's own path, not where it leads. */
  path: string;
  /** `listed` files are to be read; the others carry their reason. */
  state: 'listed' | 'skipped' | 'failed';
  /** Null where it could not be found out. */
  lengthBytes: number | null;
  modifiedMs: number | null;
  reason: SkipReason | null;
}

interface Seen {
  path: string;
  viaLink: boolean;
}

/** Files after which other work gets its turn. */
const filesPerTurn = 512;

/**
 * Every file at or below `paths`, in byte order of their paths. Symbolic links are followed, each file and folder once:
 * what is reached again through a link is `skipped` as `link-loop`. What cannot be read is `failed` as `file-access` and
 * does not stop the listing. Paths inside other given paths are listed once.
 *
 * @throws AppError `cancelled`
 */
export async function* listFiles(
  paths: readonly string[],
  signal?: CancelSignal,
): AsyncGenerator<ListedFile, void, undefined> {
  const walk = walkAll(paths, new Map());
  let count = 0;
  for (;;) {
    if (signal?.aborted === true) throw cancelled();
    const next = walk.next();
    if (next.done === true) return;
    yield next.value;
    count += 1;
    if (count % filesPerTurn === 0) await setImmediate();
  }
}

function* walkAll(paths: readonly string[], seen: Map<string, Seen>): Generator<ListedFile, void, undefined> {
  const roots = paths.map((name) => path.resolve(name)).sort(byBytes);
  const given = new Set<string>();
  const folders: string[] = [];
  for (const root of roots) {
    if (given.has(root) || folders.some((folder) => isInside(root, folder))) continue;
    given.add(root);
    const entry = inspect(root, false);
    if (entry.kind === 'folder') folders.push(root);
    yield* walkEntry(root, entry, seen);
  }
}

/** True for paths below `folder`. Sorted paths come after the folders they are in. */
function isInside(name: string, folder: string): boolean {
  return name.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

type Entry =
  { kind: 'file' | 'folder' | 'other'; stat: BigIntStats; viaLink: boolean } | { kind: 'failed'; reason: SkipReason };

function inspect(name: string, parentViaLink: boolean): Entry {
  try {
    const own = lstatSync(name, { bigint: true });
    const isLink = own.isSymbolicLink();
    const stat = isLink ? statSync(name, { bigint: true }) : own;
    const viaLink = parentViaLink || isLink;
    return { kind: stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other', stat, viaLink };
  } catch (error) {
    return { kind: 'failed', reason: fileProblem(error) };
  }
}

function* walkEntry(name: string, entry: Entry, seen: Map<string, Seen>): Generator<ListedFile, void, undefined> {
  if (entry.kind === 'failed') {
    yield { path: name, state: 'failed', lengthBytes: null, modifiedMs: null, reason: entry.reason };
    return;
  }
  const { stat, viaLink } = entry;
  const found = { path: name, lengthBytes: Number(stat.size), modifiedMs: Number(stat.mtimeMs) };
  const skipped = (reason: SkipReason): ListedFile => ({ ...found, state: 'skipped', reason });
  if (isJunk(path.basename(name))) {
    yield skipped(junkReason);
    return;
  }
  if (entry.kind === 'other') {
    const message = 'A device, socket or pipe; only files and folders are read.';
    yield skipped({ code: 'not-a-file', message, expected: false });
    return;
  }
  // Hard links are files in their own right; only what a symbolic link leads to a second time is left out.
  const identity = `${stat.dev}:${stat.ino}`;
  const earlier = seen.get(identity);
  if (earlier !== undefined && (viaLink || earlier.viaLink)) {
    const message = `The same ${entry.kind} was reached before, as ${earlier.path}.`;
    yield skipped({ code: 'link-loop', message, expected: false });
    return;
  }
  if (earlier === undefined) seen.set(identity, { path: name, viaLink });
  if (entry.kind === 'file') yield { ...found, state: 'listed', reason: null };
  else yield* walkFolder(name, found, viaLink, seen);
}

function* walkFolder(
  folder: string,
  found: Pick<ListedFile, 'path' | 'lengthBytes' | 'modifiedMs'>,
  viaLink: boolean,
  seen: Map<string, Seen>,
): Generator<ListedFile, void, undefined> {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    yield { ...found, lengthBytes: null, state: 'failed', reason: fileProblem(error) };
    return;
  }
  const entries = names.map((name) => {
    const full = path.join(folder, name);
    const entry = inspect(full, viaLink);
    // The slash puts what is in a folder where the full paths sort.
    return { full, entry, key: Buffer.from(entry.kind === 'folder' ? `${name}/` : name) };
  });
  entries.sort((a, b) => Buffer.compare(a.key, b.key));
  for (const { full, entry } of entries) yield* walkEntry(full, entry, seen);
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
