import { createHash, hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { AppError, cancelled } from '../../shared/contract/errors.ts';
import type { CancelSignal } from '../../shared/contract/jobs.ts';
import { EvidenceExpander, type ReadOptions } from './expand.ts';
import { fileProblem } from './file-problem.ts';
import { HashedFile } from './hashed-file.ts';
import type { EvidenceVisitor, FileResult } from './types.ts';

/** Files up to this size are read in one go: most log files are a few kilobytes. */
const wholeFileBytes = 16 * 1024 * 1024;

/**
 * Reads a file of evidence: opens whatever containers it is made of and delivers each leaf to the visitor, one after the
 * other. Everything is found by content. The result says how the file ended; a file that cannot be read ends `failed`.
 *
 * @throws AppError `cancelled`, and what the visitor throws
 */
export async function readFile(path: string, visitor: EvidenceVisitor, options: ReadOptions = {}): Promise<FileResult> {
  if (options.signal?.aborted === true) throw cancelled();
  const expander = new EvidenceExpander(path, visitor, options);
  let opened: { descriptor: number; lengthBytes: number };
  try {
    opened = openFile(path);
  } catch (error) {
    return { ...expander.failed(fileProblem(error)), lengthBytes: 0, sha256: null };
  }
  const { descriptor, lengthBytes } = opened;
  try {
    if (lengthBytes <= wholeFileBytes) {
      let bytes: Buffer;
      try {
        bytes = readWhole(descriptor, lengthBytes);
      } catch (error) {
        return { ...expander.failed(fileProblem(error)), lengthBytes, sha256: null };
      }
      const ended = await expander.expandBytes(bytes);
      return { ...ended, lengthBytes: bytes.length, sha256: hash('sha256', bytes, 'hex') };
    }
    const file = new HashedFile(descriptor, lengthBytes);
    const ended = await expander.expandFile(file);
    return { ...ended, lengthBytes, sha256: await file.digest(options.signal) };
  } finally {
    closeSync(descriptor);
  }
}

/**
 * As `readFile`, for content that comes as a stream, for example an object of S3.
 *
 * @param name what problems and locators call it
 */
export async function readStream(
  name: string,
  content: AsyncIterable<Uint8Array>,
  visitor: EvidenceVisitor,
  options: ReadOptions = {},
): Promise<FileResult> {
  if (options.signal?.aborted === true) throw cancelled();
  const expander = new EvidenceExpander(name, visitor, options);
  const sha256 = createHash('sha256');
  let lengthBytes = 0;
  let hasFailed = false;
  const iterator = content[Symbol.asyncIterator]();
  // Has no clean-up of its own: what the readers do not want is still hashed below.
  async function* whole(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  }
  const seen = (bytes: Uint8Array): void => {
    sha256.update(bytes);
    lengthBytes += bytes.length;
  };
  try {
    const ended = await expander.expandStream(whole(), seen);
    const isComplete = !hasFailed && (await drain(iterator, seen, options.signal));
    return { ...ended, lengthBytes, sha256: isComplete ? sha256.digest('hex') : null };
  } finally {
    await iterator.return?.();
  }
}

/** Reads a stream to its end; false where it fails (which was reported when the content was read, or is past it). */
async function drain(
  iterator: AsyncIterator<Uint8Array>,
  seen: (bytes: Uint8Array) => void,
  signal: CancelSignal | undefined,
): Promise<boolean> {
  for (;;) {
    if (signal?.aborted === true) throw cancelled();
    try {
      const next = await iterator.next();
      if (next.done === true) return true;
      seen(next.value);
    } catch {
      return false;
    }
  }
}

function openFile(path: string): { descriptor: number; lengthBytes: number } {
  const descriptor = openSync(path, 'r');
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new AppError('file-access', 'Not a file.');
    return { descriptor, lengthBytes: stat.size };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The whole file, also where it grows or shrinks while it is read. */
function readWhole(descriptor: number, lengthBytes: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(lengthBytes);
  let at = 0;
  while (at < lengthBytes) {
    const count = readSync(descriptor, bytes, at, lengthBytes - at, at);
    if (count === 0) return bytes.subarray(0, at);
    at += count;
  }
  return bytes;
}
