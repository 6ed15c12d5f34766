import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { AppError } from '../../shared/contract/errors.ts';
import { containerKind } from '../ingest/sniff.ts';

/** Decompressed bytes that are read to reach a place; beyond it the place is not shown. */
const mostBytes = 512 * 1024 * 1024;

export interface FileStretch {
  bytes: Buffer;
  /** Of the whole content where that is known, else of what was read. */
  contentLengthBytes: number;
}

/**
 * The bytes `[from, to)` of the uncompressed content of a file on disk: for evidence that was not stored. Throws
 * `file-access` where the file is gone or was changed, `unsupported` where the place lies inside an archive.
 */
export async function readFileContent(
  file: string,
  found: { bytes: number | null; modifiedMs: number | null },
  from: number,
  to: number,
): Promise<FileStretch> {
  const descriptor = open(file);
  try {
    const stat = fstatSync(descriptor);
    if (found.bytes !== null && (stat.size !== found.bytes || Math.trunc(stat.mtimeMs) !== found.modifiedMs)) {
      throw new AppError('file-access', `${file} was changed after it was imported.`, {
        hint: 'Its bytes were not stored, so the place can no longer be shown.',
      });
    }
    const head = Buffer.alloc(512);
    const kind = containerKind(head.subarray(0, readSync(descriptor, head, 0, head.length, 0)));
    if (kind === null) {
      const bytes = Buffer.alloc(Math.max(0, Math.min(to, stat.size) - from));
      const length = readSync(descriptor, bytes, 0, bytes.length, from);
      return { bytes: bytes.subarray(0, length), contentLengthBytes: stat.size };
    }
    if (kind !== 'gzip' && kind !== 'zstd') {
      throw new AppError('unsupported', 'The place lies inside an archive that was not stored.', {
        hint: 'Unpack the archive and look at the file with another program.',
      });
    }
    return await readCompressed(file, kind, from, to);
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw new AppError('file-access', `${file} cannot be read.`, {
      hint: 'Its bytes were not stored; connect the drive or folder it came from.',
      detail: (error as Error).message,
      cause: error,
    });
  }
}

async function readCompressed(file: string, kind: 'gzip' | 'zstd', from: number, to: number): Promise<FileStretch> {
  const stream = createReadStream(file).pipe(kind === 'gzip' ? createGunzip() : createZstdDecompress());
  const parts: Uint8Array[] = [];
  let position = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const first = Math.max(from, position) - position;
      const last = Math.min(to, position + chunk.length) - position;
      if (first < last) parts.push(chunk.subarray(first, last));
      position += chunk.length;
      if (position >= to || position > mostBytes) break;
    }
  } catch {
    // A damaged stream: what comes before the damage is what there is to see.
  }
  return { bytes: Buffer.concat(parts), contentLengthBytes: position };
}
