import { normalise } from '../../shared/cloudtrail/normalise.ts';
import { BlockBuilder, decodeJsonString, type EncodedBlock } from '../store/blocks.ts';
import { newRows, resizeRows, type EventRows } from '../store/columns.ts';
import { eventIdBytes, idOfContent, writeEventId } from '../store/event-id.ts';
import { newWordCollector } from '../store/word-collector.ts';
import { RowEncoder } from './row-encoder.ts';
import { recordCodec, type LeafProblem, type RecordSpan } from './types.ts';

/** A stretch of a leaf's content inside a block of its part. */
export interface PartSlice {
  block: number;
  offset: number;
  bytes: number;
}

/** What a part adds to one leaf. Leaves are numbered within their task. */
export interface PartLeaf {
  leaf: number;
  slices: PartSlice[];
  seen: number;
  rejected: number;
  problems: LeafProblem[];
  firstEpochSeconds: number;
  lastEpochSeconds: number;
}

/**
 * Work of a parser, ready for the writer: blocks, and a row for each record in them in record order. Dictionary ids
 * are the parser's own; the `fresh` lists carry what stands behind ids that the writer has not seen yet.
 */
export interface Part {
  blocks: EncodedBlock[];
  /** `source` holds leaf numbers, every other column ids of the parser's dictionaries. */
  rows: EventRows;
  fresh: Record<string, string[]>;
  /** New resource sets: ids of the parser's `resource` dictionary. */
  freshSets: number[][];
  freshWords: string[];
  /** Ids that are no UUID, by row. */
  oddIds: [row: number, id: string][];
  leaves: PartLeaf[];
  contentBytes: number;
}

/** A part is handed over when its content reaches about this size. */
export const partTargetBytes = 8 * 1024 * 1024;

/** Problems kept of one leaf; all are counted. */
export const problemsPerLeaf = 1_000;

/** The latest time a row can carry: seconds are stored in 32 bits. */
const largestEpochSeconds = 0xffffffff;

/** Turns leaves into parts. One lives as long as its parser, so that its dictionaries keep growing. */
export class PartBuilder {
  readonly #tokens = newWordCollector();
  readonly #blocks = new BlockBuilder(this.#tokens);
  readonly #encoder = new RowEncoder();
  #rows = newRows(4096);
  #count = 0;
  #oddIds: [number, string][] = [];
  #leaves = new Map<number, PartLeaf>();
  #current: PartLeaf | null = null;
  #contentBytes = 0;
  #sliceStart = 0;

  /** Content collected since the last part. */
  get contentBytes(): number {
    return this.#contentBytes;
  }

  get records(): number {
    return this.#count;
  }

  /** Says which leaf the following content belongs to. Leaves may take turns (a child inside its parent). */
  use(leaf: number): void {
    if (this.#current?.leaf === leaf) return;
    this.#closeSlice();
    let entry = this.#leaves.get(leaf);
    if (!entry) {
      entry = newLeaf(leaf);
      this.#leaves.set(leaf, entry);
    }
    this.#current = entry;
  }

  get #leaf(): PartLeaf {
    if (!this.#current) throw new Error('content outside a leaf');
    return this.#current;
  }

  reject(problem: LeafProblem): void {
    this.#leaf.seen++;
    this.#leaf.rejected++;
    this.problem(problem);
  }

  problem(problem: LeafProblem): void {
    if (this.#leaf.problems.length < problemsPerLeaf) this.#leaf.problems.push(problem);
  }

  /** Content `bytes[start, end)` without records. */
  content(bytes: Buffer, start: number, end: number): void {
    this.#contentBytes += end - start;
    for (let from = start; from < end;) {
      if (this.#blocks.room <= 0) this.#cut();
      const to = Math.min(end, from + this.#blocks.room);
      this.#blocks.append(bytes, from, to);
      from = to;
    }
  }

  /** The record at `span` of `bytes`. `position` names it in problems; a record without a readable time is rejected. */
  record(bytes: Buffer, span: RecordSpan, position: number): void {
    const start = span.start;
    const end = start + span.length;
    const fields = normalise(span.value);
    const time = fields.timeEpochSeconds;
    if (!(time >= 0 && time <= largestEpochSeconds)) {
      this.content(bytes, start, end);
      const id = fields.id === null ? '' : ` (eventID ${fields.id})`;
      const message = `The record has no readable eventTime${id}.`;
      this.reject({ position: `byte ${position}`, code: 'invalid-time', message });
      return;
    }
    if (this.#blocks.room < span.length) this.#cut();
    const text = span.codec === recordCodec.jsonString ? decodeJsonString(bytes.subarray(start, end)) : null;
    this.#blocks.appendRecord(bytes, start, end, span.codec, text);
    this.#contentBytes += span.length;

    const row = this.#nextRow();
    const rows = this.#rows;
    rows.times[row] = time;
    const id = fields.id ?? idOfContent(span.value);
    if (!writeEventId(id, rows.ids, row * eventIdBytes)) this.#oddIds.push([row, id]);
    this.#encoder.encode(fields, rows.columns, row);
    const leaf = this.#leaf;
    rows.columns.source[row] = leaf.leaf;
    leaf.seen++;
    if (time < leaf.firstEpochSeconds) leaf.firstEpochSeconds = time;
    if (time > leaf.lastEpochSeconds) leaf.lastEpochSeconds = time;
  }

  #nextRow(): number {
    if (this.#count === this.#rows.count) this.#rows = resizeRows(this.#rows, this.#rows.count * 2);
    return this.#count++;
  }

  #closeSlice(): void {
    const bytes = this.#blocks.blockOffset - this.#sliceStart;
    if (bytes > 0) this.#leaf.slices.push({ block: this.#blocks.blockIndex, offset: this.#sliceStart, bytes });
    this.#sliceStart = this.#blocks.blockOffset;
  }

  #cut(): void {
    this.#closeSlice();
    this.#blocks.cut();
    this.#sliceStart = 0;
  }

  /** Everything since the last part. The last block is cut, since the writer may commit here. */
  take(): Part {
    this.#cut();
    const part: Part = {
      blocks: this.#blocks.take(),
      rows: resizeRows(this.#rows, this.#count),
      ...this.#encoder.takeFresh(),
      freshWords: this.#tokens.takePlainWords(),
      oddIds: this.#oddIds,
      leaves: [...this.#leaves.values()],
      contentBytes: this.#contentBytes,
    };
    this.#oddIds = [];
    this.#count = 0;
    this.#contentBytes = 0;
    this.#leaves = new Map();
    this.#current = null;
    return part;
  }
}

function newLeaf(leaf: number): PartLeaf {
  return {
    leaf,
    slices: [],
    seen: 0,
    rejected: 0,
    problems: [],
    firstEpochSeconds: largestEpochSeconds,
    lastEpochSeconds: 0,
  };
}

/** Buffers of a part that move between threads instead of being copied. */
export function transferList(part: Part): ArrayBuffer[] {
  const { rows } = part;
  const views: Uint8Array[] = part.blocks.flatMap((block) => [block.data, block.layout, block.filter]);
  const typed = [rows.times, rows.records, rows.ids, ...Object.values(rows.columns), ...views];
  const buffers = new Set<ArrayBuffer>();
  for (const view of typed) {
    // Small Buffers share Node's pool, which must stay where it is.
    if (view.byteLength === view.buffer.byteLength) buffers.add(view.buffer as ArrayBuffer);
  }
  return [...buffers];
}
