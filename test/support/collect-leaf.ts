import { readLeaf, type ReadLeafOptions } from '../../src/engine/ingest/read-leaf.ts';
import {
  recordCodec,
  type LeafContent,
  type LeafProblem,
  type LeafResult,
  type ReaderSink,
  type RecordSpan,
} from '../../src/engine/ingest/types.ts';

/** Everything a leaf delivered, laid out for comparison. */
export interface Collected {
  /** Content of the leaf, chunks joined. */
  content: Buffer;
  /** Records in order: of the leaf, then of its children. */
  records: Record<string, unknown>[];
  /** eventIDs of `records`. */
  ids: unknown[];
  /** Text of each record as it stands in the content, decoded. */
  texts: string[];
  /** Absolute places of the records of the leaf itself. */
  places: { start: number; length: number; codec: number }[];
  children: Record<string, Buffer>;
  rejects: LeafProblem[];
  problems: LeafProblem[];
  chunkCount: number;
}

export class CollectingSink implements ReaderSink {
  readonly chunks: { bytes: Uint8Array; records: RecordSpan[] }[] = [];
  readonly children = new Map<string, { bytes: Uint8Array; records: RecordSpan[] }[]>();
  readonly rejects: LeafProblem[] = [];
  readonly problems: LeafProblem[] = [];

  chunk(bytes: Uint8Array, records: RecordSpan[]): void {
    this.chunks.push({ bytes, records });
  }

  reject(problem: LeafProblem): void {
    this.rejects.push(problem);
  }

  problem(problem: LeafProblem): void {
    this.problems.push(problem);
  }

  child(name: string): Pick<ReaderSink, 'chunk'> {
    if (this.children.has(name)) throw new Error(`child ${name} opened twice`);
    const chunks: { bytes: Uint8Array; records: RecordSpan[] }[] = [];
    this.children.set(name, chunks);
    return { chunk: (bytes, records) => void chunks.push({ bytes, records }) };
  }

  /** Lays everything out, checking on the way that every record is at its place and parses to its value. */
  collected(): Collected {
    const records: Record<string, unknown>[] = [];
    const texts: string[] = [];
    const places: Collected['places'] = [];
    const take = (chunks: { bytes: Uint8Array; records: RecordSpan[] }[], isLeaf: boolean): Buffer => {
      let base = 0;
      let lastEnd = 0;
      for (const { bytes, records: spans } of chunks) {
        for (const { start, length, codec, value } of spans) {
          const slice = Buffer.from(bytes.subarray(start, start + length)).toString('utf8');
          const decoded = codec === recordCodec.plain ? slice : String(JSON.parse(slice));
          const isAtPlace = base + start >= lastEnd && start + length <= bytes.length;
          if (!isAtPlace || JSON.stringify(JSON.parse(decoded)) !== JSON.stringify(value)) {
            throw new Error(`the record at ${base + start} is not where it is said to be: ${decoded.slice(0, 200)}`);
          }
          lastEnd = base + start + length;
          records.push(value);
          texts.push(decoded);
          if (isLeaf) places.push({ start: base + start, length, codec });
        }
        base += bytes.length;
      }
      return Buffer.concat(chunks.map(({ bytes }) => bytes));
    };
    const content = take(this.chunks, true);
    const children = Object.fromEntries([...this.children].map(([name, chunks]) => [name, take(chunks, false)]));
    return {
      content,
      records,
      ids: records.map((record) => record['eventID']),
      texts,
      places,
      children,
      rejects: this.rejects,
      problems: this.problems,
      chunkCount: this.chunks.length,
    };
  }
}

/** Reads content and returns what came of it. */
export async function collectLeaf(
  content: LeafContent | string,
  options: ReadLeafOptions = {},
): Promise<Collected & { result: LeafResult }> {
  const sink = new CollectingSink();
  const result = await readLeaf(typeof content === 'string' ? Buffer.from(content, 'utf8') : content, sink, options);
  const collected = sink.collected();
  if (result.records !== collected.records.length || result.rejected !== collected.rejects.length) {
    throw new Error(`the counts ${result.records} and ${result.rejected} are not those of what was delivered`);
  }
  return { ...collected, result };
}

/** A stream of `bytes` in stretches of the given sizes, repeated as needed. */
export async function* stretches(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const size = Math.max(1, sizes[index % sizes.length] ?? 1);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** All values of an async iterable. */
export async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const found: Value[] = [];
  for await (const value of values) found.push(value);
  return found;
}
