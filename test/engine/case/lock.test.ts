import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { CaseLock, type LockOwner } from '../../../src/engine/case/lock.ts';
import { openCase } from '../../../src/engine/case/open.ts';
import { becomeOrdinaryUser } from '../../support/ordinary-user.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const newPath = (): string => path.join(temporaryFolder(), 'x.spoor');
const failsWith = (code: string, message: string): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

/** Id of a process that has ended. */
const endedProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid;

function leaveLock(caseFile: string, owner: Partial<LockOwner> | string, ageSeconds: number): string {
  const file = CaseLock.fileFor(caseFile);
  const whole = { pid: process.pid, host: hostname(), program: 'Spoor', startedMs: 1 };
  writeFileSync(file, typeof owner === 'string' ? owner : JSON.stringify({ ...whole, ...owner }));
  const touched = new Date(Date.now() - ageSeconds * 1000);
  utimesSync(file, touched, touched);
  return file;
}

describe('the lock of a case', () => {
  it('names its owner to whoever comes second, and goes when it is released', () => {
    const file = newPath();
    const lock = CaseLock.take(file, 'spoor import');
    expect(JSON.parse(readFileSync(CaseLock.fileFor(file), 'utf8'))).toMatchObject({
      pid: process.pid,
      host: hostname(),
      program: 'spoor import',
    });
    const owner = `spoor import (process ${process.pid} on ${hostname()})`;
    expect(() => CaseLock.take(file, 'Spoor')).toThrow(failsWith('case-locked', owner));
    lock.release();
    lock.release();
    expect(existsSync(CaseLock.fileFor(file))).toBe(false);
    CaseLock.take(file, 'Spoor').release();
  });

  it('keeps a second writer out of the case, and lets it in afterwards', () => {
    const file = newPath();
    const first = openCase(file, { mode: 'write', program: 'Spoor' });
    expect(() => openCase(file, { mode: 'write', program: 'spoor import' })).toThrow(failsWith('case-locked', 'Spoor'));
    openCase(file, { mode: 'read', program: 'spoor query' }).close();
    first.close();
    openCase(file, { mode: 'write', program: 'spoor import' }).close();
  });

  it('is taken over from a process that has ended, however fresh', () => {
    const file = newPath();
    leaveLock(file, { pid: endedProcess() }, 0);
    const lock = CaseLock.take(file, 'Spoor');
    expect(JSON.parse(readFileSync(CaseLock.fileFor(file), 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
  });

  it('is taken over from another machine only when its heart has stopped', () => {
    const file = newPath();
    leaveLock(file, { host: 'other-machine', pid: 4 }, 5);
    expect(() => CaseLock.take(file, 'Spoor')).toThrow(failsWith('case-locked', 'process 4 on other-machine'));
    leaveLock(file, { host: 'other-machine', pid: 4 }, 120);
    CaseLock.take(file, 'Spoor').release();
  });

  it('is respected while its owner may still be writing its name', () => {
    const file = newPath();
    for (const content of ['', '{"pid":']) {
      leaveLock(file, content, 0);
      expect(() => CaseLock.take(file, 'Spoor')).toThrow(failsWith('case-locked', 'another program'));
      // A crash came between: nobody will ever finish it.
      leaveLock(file, content, 120);
      CaseLock.take(file, 'Spoor').release();
    }
  });

  it('is left to a process of another user', () => {
    const file = newPath();
    leaveLock(file, { pid: 1, program: 'init' }, 120);
    chmodSync(path.dirname(file), 0o777);
    becomeOrdinaryUser();
    expect(() => CaseLock.take(file, 'Spoor')).toThrow(failsWith('case-locked', 'init (process 1'));
  });

  it('is not released by one who lost it', () => {
    const file = newPath();
    const lock = CaseLock.take(file, 'Spoor');
    const stolen = leaveLock(file, { host: 'other-machine' }, 0);
    lock.release();
    expect(existsSync(stolen)).toBe(true);
  });

  it('is touched every two seconds', () => {
    vi.useFakeTimers();
    const file = newPath();
    const lock = CaseLock.take(file, 'Spoor');
    const lockFile = CaseLock.fileFor(file);
    utimesSync(lockFile, 1, 1);
    vi.advanceTimersByTime(2_000);
    expect(statSync(lockFile).mtimeMs).toBeGreaterThan(1_000);
    lock.release();
    utimesSync(newLock(file), 1, 1);
    vi.advanceTimersByTime(10_000);
    expect(statSync(lockFile).mtimeMs).toBe(1_000);
    vi.useRealTimers();
  });
});

/** A lock of somebody else, which nobody here may touch. */
function newLock(file: string): string {
  return leaveLock(file, { host: 'other-machine' }, 0);
}
