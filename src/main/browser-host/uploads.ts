import { randomBytes } from 'node:crypto';
import { createWriteStream, readdirSync } from 'node:fs';
import { mkdir, readdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Grant } from '../../shared/contract/app.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { PathGrants } from '../path-grants.ts';

const spoolPrefix = '.spoor-uploads-';
/** Space that stays free for the case itself. */
const reserveBytes = 200_000_000;

interface Upload {
  client: string;
  folder: string;
  files: number;
  sizeBytes: number;
  receivedFiles: number;
  receivedBytes: number;
  tokens: string[];
}

/**
 * Files dropped on a window of the browser host. They are streamed to a spool beside the case, granted to the window
 * under the names they had, and removed when the job that reads them has ended.
 */
export interface Uploads {
  begin(client: string, files: number, sizeBytes: number): Promise<{ uploadId: string }>;
  /** Takes one file of an upload. `relativePath` has `/` between its parts. */
  receive(uploadId: string, relativePath: string, content: Readable): Promise<void>;
  end(client: string, uploadId: string): Promise<Grant[]>;
  abort(client: string, uploadId: string): Promise<void>;
  /** Removes the spools behind these grants. */
  discard(tokens: readonly string[]): Promise<void>;
  release(client: string): Promise<void>;
  close(): Promise<void>;
}

export function createUploads(spoolParent: (client: string) => string, grants: PathGrants): Uploads {
  const uploads = new Map<string, Upload>();
  const spools = new Set<string>();

  async function spoolFor(client: string): Promise<string> {
    const parent = spoolParent(client);
    await mkdir(parent, { recursive: true });
    const spool = path.join(parent, `${spoolPrefix}${process.pid}`);
    if (!spools.has(spool)) {
      await removeStaleSpools(parent);
      await mkdir(spool, { recursive: true, mode: 0o700 });
      spools.add(spool);
    }
    return spool;
  }

  async function remove(uploadId: string): Promise<void> {
    const upload = uploads.get(uploadId);
    if (upload === undefined) return;
    uploads.delete(uploadId);
    for (const token of upload.tokens) grants.revoke(token, upload.client);
    await rm(upload.folder, { recursive: true, force: true });
  }

  function ofClient(client: string, uploadId: string): Upload {
    const upload = uploads.get(uploadId);
    if (upload?.client !== client) throw unknownUpload();
    return upload;
  }

  return {
    async begin(client, files, sizeBytes) {
      const spool = await spoolFor(client);
      const { bavail, bsize } = await statfs(spool);
      if (sizeBytes + reserveBytes > bavail * bsize) {
        throw new AppError('disk-full', 'The disk of the case has no room for these files.', {
          hint: 'Free space, or add them from where they lie with "Add files".',
          detail: `${sizeBytes} bytes needed, ${bavail * bsize} free`,
        });
      }
      const uploadId = randomBytes(16).toString('base64url');
      const folder = path.join(spool, uploadId);
      await mkdir(folder, { mode: 0o700 });
      uploads.set(uploadId, { client, folder, files, sizeBytes, receivedFiles: 0, receivedBytes: 0, tokens: [] });
      return { uploadId };
    },
    async receive(uploadId, relativePath, content) {
      const upload = uploads.get(uploadId);
      if (upload === undefined) throw unknownUpload();
      const file = path.join(upload.folder, ...checkedParts(relativePath));
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const bound = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          upload.receivedBytes += chunk.length;
          if (upload.receivedBytes <= upload.sizeBytes) done(null, chunk);
          else done(new AppError('invalid-input', 'More bytes arrived than were announced.'));
        },
      });
      try {
        await pipeline(content, bound, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') await rm(file, { force: true });
        throw uploadError(relativePath, error);
      }
      upload.receivedFiles += 1;
    },
    async end(client, uploadId) {
      const upload = ofClient(client, uploadId);
      if (upload.receivedFiles !== upload.files) {
        throw new AppError(
          'invalid-input',
          `${upload.receivedFiles} of ${upload.files} dropped files arrived. Nothing was added.`,
          { hint: 'Drop them again.' },
        );
      }
      const found = await readdir(upload.folder, { withFileTypes: true });
      const granted = found.map((entry) =>
        grants.grant(client, path.join(upload.folder, entry.name), entry.isDirectory() ? 'folder' : 'file', {
          displayName: entry.name,
          temporary: true,
        }),
      );
      upload.tokens = granted.map((grant) => grant.token);
      return granted;
    },
    async abort(client, uploadId) {
      ofClient(client, uploadId);
      await remove(uploadId);
    },
    async discard(tokens) {
      const done = [...uploads].filter(([, upload]) => upload.tokens.some((token) => tokens.includes(token)));
      await Promise.all(done.map(([uploadId]) => remove(uploadId)));
    },
    async release(client) {
      const gone = [...uploads].filter(([, upload]) => upload.client === client);
      await Promise.all(gone.map(([uploadId]) => remove(uploadId)));
    },
    async close() {
      uploads.clear();
      await Promise.all([...spools].map((spool) => rm(spool, { recursive: true, force: true })));
      spools.clear();
    },
  };
}

/** Removes what hosts left that are no longer running. */
async function removeStaleSpools(parent: string): Promise<void> {
  const stale = readdirSync(parent).filter((name) => {
    const pid = name.startsWith(spoolPrefix) ? Number(name.slice(spoolPrefix.length)) : Number.NaN;
    return Number.isInteger(pid) && pid > 0 && pid !== process.pid && !isRunning(pid);
  });
  await Promise.all(stale.map((name) => rm(path.join(parent, name), { recursive: true, force: true })));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process cannot be signalled, yet it is there.
    return codeOf(error) === 'EPERM';
  }
}

function checkedParts(relativePath: string): string[] {
  const parts = relativePath.split('/');
  const unusable = (part: string) =>
    part === '' ||
    part === '.' ||
    part === '..' ||
    part.includes('\0') ||
    Buffer.byteLength(part) > 255 ||
    (process.platform === 'win32' && /[<>:"|?*\\]/.test(part));
  if (relativePath.length > 4_000 || parts.some(unusable)) {
    throw new AppError('invalid-input', 'The name of a dropped file cannot be used here.', {
      detail: relativePath.slice(0, 200),
    });
  }
  return parts;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function unknownUpload(): AppError {
  return new AppError('not-found', 'This upload is not known.', { hint: 'Drop the files again.' });
}

function uploadError(name: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const detail = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC') return new AppError('disk-full', 'The disk of the case is full.', { detail, cause: error });
  if (code === 'EEXIST') return new AppError('invalid-input', `${name} was dropped twice.`, { detail, cause: error });
  return new AppError('file-access', `${name} could not be received.`, { detail, cause: error });
}
