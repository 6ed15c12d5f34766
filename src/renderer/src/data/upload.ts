import type { Grant } from '../../../shared/contract/app.ts';
import { AppError, cancelled } from '../../../shared/contract/errors.ts';
import type { Bridge } from '../bridge.ts';
import type { DroppedFile } from './dropped-files.ts';

export interface UploadProgress {
  filesDone: number;
  files: number;
  bytesDone: number;
  bytes: number;
}

const parallelUploads = 4;

/** Sends dropped files to the browser host's spool and grants them. All arrive or none is kept. */
export async function uploadFiles(
  bridge: Bridge,
  files: readonly DroppedFile[],
  onProgress: (progress: UploadProgress) => void,
  signal?: AbortSignal,
): Promise<Grant[]> {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const { uploadId } = await bridge.call('upload.begin', { files: files.length, sizeBytes: bytes }, { signal });
  const progress: UploadProgress = { filesDone: 0, files: files.length, bytesDone: 0, bytes };
  const queue = [...files];
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await put(uploadId, next, either);
      progress.filesDone += 1;
      progress.bytesDone += next.file.size;
      onProgress({ ...progress });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(parallelUploads, files.length) }, work));
    return await bridge.call('upload.end', { uploadId }, { signal });
  } catch (error) {
    stop.abort();
    // The first failure is the one to report; the host clears its spool by itself when the window goes.
    await bridge.call('upload.abort', { uploadId }).catch(() => undefined);
    throw signal?.aborted ? cancelled() : error;
  }
}

async function put(uploadId: string, { file, path }: DroppedFile, signal: AbortSignal): Promise<void> {
  let reply: Response;
  try {
    reply = await fetch(`/upload/${encodeURIComponent(uploadId)}?path=${encodeURIComponent(path)}`, {
      method: 'PUT',
      body: file,
      signal,
    });
  } catch (cause) {
    throw new AppError('file-access', `${path} could not be sent to Spoor.`, { cause });
  }
  if (!reply.ok) {
    const detail = (await reply.text()).slice(0, 2_000);
    throw new AppError('file-access', `${path} could not be sent to Spoor (status ${reply.status}).`, { detail });
  }
}
