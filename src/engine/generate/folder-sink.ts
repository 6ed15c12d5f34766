import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { GenerateSink } from './generate.ts';

const compress = promisify(gzip);
/** Level 3 of zlib: close to the size of CloudTrail's own files at a third of the time of the default. */
const compressionLevel = 3;
const maxInFlight = 4;

export interface FolderSink extends GenerateSink {
  /** Waits for the last files. Throws the first error of a file that could not be written. */
  close(): Promise<void>;
}

/** Writes files below `folder`, compressed with a fixed level and no time stamp, a few at once. */
export function folderSink(
  folder: string,
  options: { gzip: boolean; progress?: (events: number) => void },
): FolderSink {
  const made = new Set<string>();
  const inFlight = new Set<Promise<void>>();
  const store = async (name: string, text: string): Promise<void> => {
    const bytes = Buffer.from(text);
    const target = path.join(folder, ...name.split('/'));
    const parent = path.dirname(target);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    if (options.gzip) await writeFile(`${target}.gz`, await compress(bytes, { level: compressionLevel }));
    else await writeFile(target, bytes);
  };
  return {
    async file(file) {
      while (inFlight.size >= maxInFlight) await Promise.race(inFlight);
      const work = store(file.path, file.text);
      const tracked = work.finally(() => inFlight.delete(tracked));
      inFlight.add(tracked);
    },
    ...(options.progress === undefined ? {} : { progress: options.progress }),
    async close() {
      await Promise.all(inFlight);
    },
  };
}
