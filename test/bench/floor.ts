// The floor of any import: read, gunzip and JSON.parse every file below a folder, on one thread a core, and keep nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';

export interface FloorAnswer {
  files: number;
  records: number;
  contentBytes: number;
  threads: number;
}

interface Work {
  files: string[];
  /** Index of the next file that nobody has taken. */
  next: Int32Array;
}

/** Output that zlib may hold at once; a file that says it is larger is taken in pieces of this size. */
const largestChunkBytes = 64 * 1024 * 1024;

/** Length of the content as the gzip trailer says it (RFC 1952): with one chunk of that size zlib copies nothing. */
function chunkSize(bytes: Buffer): number {
  const said = bytes.length >= 4 ? bytes.readUInt32LE(bytes.length - 4) : 0;
  return Math.min(Math.max(said + 1, 1024), largestChunkBytes);
}

function readAll({ files, next }: Work): Omit<FloorAnswer, 'files' | 'threads'> {
  let records = 0;
  let contentBytes = 0;
  for (let i = Atomics.add(next, 0, 1); i < files.length; i = Atomics.add(next, 0, 1)) {
    const bytes = readFileSync(files[i]!);
    const content = gunzipSync(bytes, { chunkSize: chunkSize(bytes) });
    const parsed = JSON.parse(content.toString('utf8')) as { Records: unknown[] };
    records += parsed.Records.length;
    contentBytes += content.length;
  }
  return { records, contentBytes };
}

async function main(folder: string): Promise<FloorAnswer> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json.gz'))
    .map((name) => path.join(folder, name));
  const threads = Math.min(availableParallelism(), files.length);
  const next = new Int32Array(new SharedArrayBuffer(4));
  const parts = await Promise.all(
    Array.from(
      { length: threads },
      () =>
        new Promise<Omit<FloorAnswer, 'files' | 'threads'>>((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), {
            workerData: { files, next } satisfies Work,
            // The room that the parsers of an import have: parsed records die young.
            resourceLimits: { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 2048 },
          });
          worker.on('message', resolve);
          worker.on('error', reject);
        }),
    ),
  );
  const sum = (key: 'records' | 'contentBytes'): number => parts.reduce((total, part) => total + part[key], 0);
  return { files: files.length, records: sum('records'), contentBytes: sum('contentBytes'), threads };
}

if (isMainThread) process.stdout.write(JSON.stringify(await main(process.argv[2]!)));
else parentPort!.postMessage(readAll(workerData as Work), []);
