import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { AppError } from '../../shared/contract/errors.ts';

/** Where an export goes: a file, which appears under its name only when it is complete, or a stream. */
export type ExportDestination =
  { kind: 'file'; file: string; overwrite: boolean } | { kind: 'stream'; stream: Writable };

const flushBytes = 1024 * 1024;

/** Writes an export and hashes what it writes. End with `finish` or `discard`. */
export abstract class Output {
  readonly #hash = createHash('sha256');
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  bytes = 0;

  /** Takes the bytes over; they must not change afterwards. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes >= flushBytes) await this.#flush();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#hash.update(bytes);
    this.bytes += bytes.length;
    if (bytes.length > 0) await this.put(bytes);
  }

  /** Makes the output complete. Returns its lower-case hex SHA-256. */
  async finish(): Promise<string> {
    await this.#flush();
    await this.complete();
    return this.#hash.digest('hex');
  }

  protected abstract put(bytes: Uint8Array): Promise<void>;
  protected abstract complete(): Promise<void>;
  /** Gives up: no file is left behind. */
  abstract discard(): Promise<void>;
}

/**
 * Opens a destination for writing.
 * Errors: `invalid-input` where the file exists and may not be overwritten, or is the case itself; `file-access`, `disk-full`.
 */
export async function openOutput(destination: ExportDestination, caseFile: string): Promise<Output> {
  if (destination.kind === 'stream') return new StreamOutput(destination.stream);
  const { file, overwrite } = destination;
  refuseCase(file, caseFile);
  await refuseExisting(file, overwrite);
  const partial = `${file}.partial`;
  try {
    return new FileOutput(file, overwrite, partial, await open(partial, 'w'));
  } catch (error) {
    throw fromFile(error, file);
  }
}

function refuseCase(file: string, caseFile: string): void {
  const target = resolved(file);
  const evidence = resolved(caseFile);
  const own = ['', '-wal', '-shm', '-journal', '.lock'].map((suffix) => evidence + suffix);
  if (!own.includes(target)) return;
  throw new AppError('invalid-input', `${file} is the case itself.`, { hint: 'Name another file to export to.' });
}

function resolved(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

async function refuseExisting(file: string, overwrite: boolean): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null) return;
  if (!found.isFile()) throw new AppError('invalid-input', `${file} is not a file that could be replaced.`);
  if (overwrite) return;
  throw new AppError('invalid-input', `${file} exists already.`, {
    hint: 'Name another file, or use --force to replace it.',
  });
}

function fromFile(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new AppError('disk-full', `There is no room for ${file}.`, {
      hint: 'Nothing was left behind. Free space or name a file elsewhere.',
      detail: message,
      cause: error,
    });
  }
  return new AppError('file-access', `${file} cannot be written.`, {
    hint: code === 'ENOENT' ? 'Its folder does not exist.' : 'Check the folder and its permissions.',
    detail: message,
    cause: error,
  });
}

class FileOutput extends Output {
  readonly #file: string;
  readonly #overwrite: boolean;
  readonly #partial: string;
  readonly #handle: FileHandle;

  constructor(file: string, overwrite: boolean, partial: string, handle: FileHandle) {
    super();
    this.#file = file;
    this.#overwrite = overwrite;
    this.#partial = partial;
    this.#handle = handle;
  }

  protected async put(bytes: Uint8Array): Promise<void> {
    try {
      await this.#handle.writeFile(bytes);
    } catch (error) {
      throw fromFile(error, this.#file);
    }
  }

  protected async complete(): Promise<void> {
    try {
      // On disk before it gets its name: a file that is there is whole, also after a power cut.
      await this.#handle.sync();
      await this.#handle.close();
      await refuseExisting(this.#file, this.#overwrite);
      await rename(this.#partial, this.#file);
    } catch (error) {
      throw fromFile(error, this.#file);
    }
  }

  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.#partial, { force: true }).catch(() => undefined);
  }
}

class StreamOutput extends Output {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    super();
    this.#stream = stream;
  }

  protected async put(bytes: Uint8Array): Promise<void> {
    if (!this.#stream.write(bytes)) await once(this.#stream, 'drain');
  }

  protected async complete(): Promise<void> {
    // Whoever gave the stream ends it.
  }

  async discard(): Promise<void> {
    // What was written cannot be taken back.
  }
}
