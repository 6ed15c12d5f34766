import type { Problem } from '../../shared/contract/jobs.ts';

/** How the bytes of a record lie in the content of its source. */
export const recordCodec = {
  /** The bytes are the record. */
  plain: 0,
  /** The bytes are a JSON string literal, quotes included, whose value is the record's text. */
  jsonString: 1,
} as const;

export type RecordCodec = (typeof recordCodec)[keyof typeof recordCodec];

/** A record in the content of a leaf: `start` and `length` in bytes of the chunk it was emitted with. */
export interface RecordSpan {
  start: number;
  length: number;
  codec: RecordCodec;
  /** The record, parsed (from the decoded text for `jsonString`). */
  value: Record<string, unknown>;
}

/** Why a leaf was not read as CloudTrail. `expected` reasons (a readme, an empty folder marker) are not problems. */
export interface SkipReason {
  code: string;
  message: string;
  expected: boolean;
}

/**
 * Where a reader delivers. A leaf is one piece of content: a file, an archive member, or content that was packed
 * inside another leaf (base64, gzip, text in text, rows rebuilt to records).
 */
export interface ReaderSink {
  /**
   * The next stretch of content, with the records in it. Chunks of a leaf are consecutive and complete: laid end to
   * end they are the whole content. A record never crosses a chunk border. Aim at 4 to 16 MiB a chunk.
   */
  chunk(bytes: Uint8Array, records: RecordSpan[]): void | Promise<void>;
  /** One record or stretch of content that could not be used; it counts as seen and rejected. */
  reject(problem: Omit<Problem, 'source'>): void;
  /** Something to know that costs no record, for example "gzip stream is cut off". Counts as a problem of the file. */
  problem(problem: Omit<Problem, 'source'>): void;
}
