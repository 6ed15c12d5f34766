import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { AppError } from '../../shared/contract/errors.ts';

/** Who holds a case for writing. */
export interface LockOwner {
  pid: number;
  host: string;
  /** What it is, for the message to a second opener: "spoor import", "Spoor". */
  program: string;
  startedMs: number;
}

const heartbeatMs = 2_000;
/** A writer on another machine is taken for dead after this long without a heartbeat. */
const staleMs = 30_000;

/** The one writer of a case across processes: a file beside it with its owner, touched every two seconds. */
export class CaseLock {
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;
  #held = true;

  private constructor(file: string) {
    this.#file = file;
    this.#timer = setInterval(() => this.#beat(), heartbeatMs);
    this.#timer.unref();
  }

  static fileFor(caseFile: string): string {
    return `${caseFile}.lock`;
  }

  /** Takes the lock or throws `case-locked` naming the owner. A lock whose owner is gone is taken over. */
  static take(caseFile: string, program: string): CaseLock {
    const file = CaseLock.fileFor(caseFile);
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        create(file, { pid: process.pid, host: hostname(), program, startedMs: Date.now() });
        return new CaseLock(file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw notLockable(error, caseFile);
      }
      const holder = readOwner(file);
      if (holder === null ? isFresh(file) : isAlive(file, holder)) {
        const owner = holder ? `${holder.program} (process ${holder.pid} on ${holder.host})` : 'another program';
        throw new AppError('case-locked', `${caseFile} is open for writing in ${owner}.`, {
          hint: 'Close it there, or open the case read-only.',
        });
      }
      removeStale(file, holder);
    }
    throw new AppError('case-locked', `${caseFile} is being opened for writing elsewhere at this moment.`);
  }

  #beat(): void {
    const now = new Date();
    try {
      utimesSync(this.#file, now, now);
    } catch {
      // The volume went away; the next write to the case says so.
    }
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    clearInterval(this.#timer);
    const owner = readOwner(this.#file);
    if (owner?.pid === process.pid && owner.host === hostname()) rmSync(this.#file, { force: true });
  }
}

/** Creates the lock file, or throws `EEXIST`. Leaves none behind that it could not write. */
function create(file: string, owner: LockOwner): void {
  const handle = openSync(file, 'wx');
  try {
    writeSync(handle, JSON.stringify(owner));
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

function notLockable(error: unknown, caseFile: string): AppError {
  const code = (error as NodeJS.ErrnoException).code;
  const more = { detail: `${code}: ${(error as Error).message}`, cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('not-found', `The folder in which ${caseFile} is to lie does not exist.`, more);
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('disk-full', `The disk with ${caseFile} is full.`, {
      hint: 'Free space, then try again.',
      ...more,
    });
  }
  return new AppError('case-read-only', `${caseFile} cannot be locked for writing.`, {
    hint: 'Its folder is read-only. Open it read-only, or copy the case elsewhere.',
    ...more,
  });
}

/** Removes a lock whose owner is gone, and only that one: another opener may have put its own there meanwhile. */
function removeStale(file: string, holder: LockOwner | null): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    const moved = readOwner(aside);
    if (moved !== null && JSON.stringify(moved) !== JSON.stringify(holder)) {
      // Linking fails where yet another lock has come: then that one holds.
      linkSync(aside, file);
    }
  } catch {
    // Another opener was faster; the next attempt sees its lock.
  } finally {
    rmSync(aside, { force: true });
  }
}

function readOwner(file: string): LockOwner | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockOwner;
  } catch {
    // Just being written (see `isFresh`), cut off by a crash, or already gone.
    return null;
  }
}

function isAlive(file: string, owner: LockOwner): boolean {
  if (owner.host === hostname()) {
    try {
      process.kill(owner.pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }
  return isFresh(file);
}

/** Whether a lock was touched of late. Asked of those that name nobody, too: their owner may be writing its name. */
function isFresh(file: string): boolean {
  const touchedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - touchedMs < staleMs;
}
