import { noRow, type RecordRows } from './record-rows.ts';
import type { RawRecords } from './types.ts';

/** Distance between two records up to which one search runs across both (separators of the source). */
const joinedGapBytes = 64;

/** A run of candidate records that lie one after the other in the buffer: records `[from, to)` of the block. */
export interface CandidateRun {
  from: number;
  to: number;
}

/** The block that a scan stands on. Bytes are read when first asked for, texts and JSON decoded once a record. */
export class OpenBlock {
  readonly raw: RawRecords;
  readonly recordRows: RecordRows;
  block = -1;
  firstRecord = 0;
  recordCount = 0;
  #content: { bytes: Uint8Array; starts: Uint32Array; ends: Uint32Array } | null = null;
  #buffer: Buffer = Buffer.alloc(0);
  readonly #texts = new Map<number, string>();
  readonly #values = new Map<number, unknown>();

  constructor(raw: RawRecords, recordRows: RecordRows) {
    this.raw = raw;
    this.recordRows = recordRows;
  }

  moveTo(block: number): void {
    this.block = block;
    this.firstRecord = this.raw.firstRecord(block);
    this.recordCount = this.raw.firstRecord(block + 1) - this.firstRecord;
    this.#content = null;
    this.#texts.clear();
    this.#values.clear();
  }

  /** Row of the i-th record of the block, or `noRow`. */
  row(i: number): number {
    return this.recordRows.rowOfRecord[this.firstRecord + i] ?? noRow;
  }

  content(): { bytes: Uint8Array; starts: Uint32Array; ends: Uint32Array } {
    if (!this.#content) {
      const content = this.raw.readBlock(this.block);
      this.#content = content;
      this.#buffer = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.byteLength);
    }
    return this.#content;
  }

  /** The bytes as a Buffer, for its native search. */
  buffer(): Buffer {
    this.content();
    return this.#buffer;
  }

  text(i: number): string {
    let text = this.#texts.get(i);
    if (text === undefined) {
      const { starts, ends } = this.content();
      text = this.#buffer.toString('utf8', starts[i], ends[i]);
      this.#texts.set(i, text);
    }
    return text;
  }

  /** The record parsed; null where its text is no JSON. */
  value(i: number): unknown {
    let value = this.#values.get(i);
    if (value === undefined) {
      try {
        value = JSON.parse(this.text(i)) as unknown;
      } catch {
        value = null;
      }
      this.#values.set(i, value);
    }
    return value;
  }

  /** Candidates in runs that can be searched in one go. */
  *runs(candidates: Uint8Array): Generator<CandidateRun> {
    const { starts, ends } = this.content();
    let from = -1;
    for (let i = 0; i < this.recordCount; i++) {
      if (from >= 0) {
        const gap = starts[i]! - ends[i - 1]!;
        if (candidates[i] === 1 && gap >= 0 && gap <= joinedGapBytes) continue;
        yield { from, to: i };
        from = -1;
      }
      if (candidates[i] === 1) from = i;
    }
    if (from >= 0) yield { from, to: this.recordCount };
  }
}
