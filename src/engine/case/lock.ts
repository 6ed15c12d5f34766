import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
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
        const handle = openSync(file, 'wx');
        const owner: LockOwner = { pid: process.pid, host: hostname(), program, startedMs: Date.now() };
        writeSync(handle, JSON.stringify(owner));
        closeSync(handle);
        return new CaseLock(file);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code !== 'EEXIST') {
          throw new AppError('case-read-only', `${caseFile} cannot be locked for writing.`, {
            hint: 'Its folder is read-only. Open it read-only, or copy the case elsewhere.',
            detail: `${code}: ${(error as Error).message}`,
            cause: error,
          });
        }
      }
      const holder = readOwner(file);
      if (holder && isAlive(file, holder)) {
        throw new AppError(
          'case-locked',
          `${caseFile} is open for writing in ${holder.program} (process ${holder.pid} on ${holder.host}).`,
          {
            hint: 'Close it there, or open the case read-only.',
          },
        );
      }
      // Renaming first makes sure that of two openers only one removes this very lock.
      const stale = `${file}.${process.pid}.stale`;
      try {
        renameSync(file, stale);
        rmSync(stale, { force: true });
      } catch {
        // Another opener was faster; the next attempt sees its lock.
      }
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

function readOwner(file: string): LockOwner | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockOwner;
  } catch {
    // Just being written, cut off by a crash, or already gone.
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
  const touchedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - touchedMs < staleMs;
}
