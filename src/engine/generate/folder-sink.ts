import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { GenerateSink } from './generate.ts';

/** Level 3 of zlib: near the ratio of CloudTrail's own files, at 60 % of the time of the default level. */
const compressionLevel = 3;

/**
 * Writes files below `folder`, as `.json.gz` with a fixed level and no time stamp or as `.json`. Compression is
 * synchronous: for files of this size the thread pool costs more than it saves.
 */
export function folderSink(
  folder: string,
  options: { gzip: boolean; progress?: (events: number) => void },
): GenerateSink {
  const made = new Set<string>();
  return {
    file({ path: name, bytes }) {
      const target = path.join(folder, ...name.split('/'));
      const parent = path.dirname(target);
      if (!made.has(parent)) {
        mkdirSync(parent, { recursive: true });
        made.add(parent);
      }
      if (!options.gzip) writeFileSync(target, bytes);
      else
        writeFileSync(
          `${target}.gz`,
          gzipSync(bytes, { level: compressionLevel, chunkSize: Math.max(1024, bytes.length >> 2) }),
        );
    },
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  };
}
