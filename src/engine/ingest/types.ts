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

/** A problem as a reader sees it: whoever owns the sink knows the source. */
export type LeafProblem = Omit<Problem, 'source'>;

/** What the content of a leaf turned out to be. Skipped leaves carry the code of their reason. */
export type LeafFormat =
  | 's3-log'
  | 'records-array'
  | 'json-lines'
  | 'single-record'
  | 'lookup-events'
  | 'console-csv'
  | 'cloudwatch-export'
  | 'cloudwatch-subscription'
  | 'cloudwatch-events'
  | 'logs-insights'
  | 'lambda-payload'
  | 'eventbridge'
  | 'sqs-sns'
  | 'lake-results'
  | 'lake-csv'
  | 'athena-csv'
  | 'flat-columns'
  | 'csv-column'
  | 'ocsf'
  | 'splunk'
  | 'elastic'
  | 'wazuh'
  | 'sentinel'
  | 'nested'
  | 'digest'
  | 'unknown';

/**
 * Where a reader delivers. A leaf is one piece of content: a file, an archive member, or content that was packed
 * inside another leaf (base64, gzip, text in text, rows rebuilt to records).
 */
export interface ReaderSink {
  /**
   * The next stretch of content, with the records in it. Chunks of a leaf are consecutive and complete: laid end to
   * end they are the whole content. A record never crosses a chunk border. Chunks aim at 4 to 16 MiB; one record
   * larger than that makes a larger chunk. The bytes belong to the sink: the reader never writes to them again.
   *
   * A leaf that ends `skipped` delivers no chunk, except a digest (kept for verification) and content of more than
   * 32 MiB in which no record was found (its chunks then have no records and may be dropped).
   */
  chunk(bytes: Uint8Array, records: RecordSpan[]): void | Promise<void>;
  /** One record or stretch of content that could not be used; it counts as seen and rejected. */
  reject(problem: LeafProblem): void;
  /** Something to know that costs no record, for example "gzip stream is cut off". Counts as a problem of the file. */
  problem(problem: LeafProblem): void;
  /**
   * Opens a leaf inside this one, for records that are not JSON at a byte range of this content: decoded payloads and
   * rows rebuilt to records. Its content is one JSON record a line. At most one child per `name`. Chunks of a child come
   * between chunks of its parent; every child is complete when `readLeaf` resolves. Problems of a child are reported
   * on the parent, with the position in the parent.
   *
   * @param name label of the child, for example `decoded.jsonl`
   */
  child(name: string, format: LeafFormat): ChildSink;
}

export type ChildSink = Pick<ReaderSink, 'chunk'>;

/** Content of a leaf, uncompressed: all of it, or its stretches in order (of any size). */
export type LeafContent = Uint8Array | AsyncIterable<Uint8Array>;

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'none';

/** How a leaf ended. `reason` is set unless the leaf was read. */
export interface LeafResult {
  state: 'read' | 'skipped' | 'failed';
  format: LeafFormat;
  reason: SkipReason | null;
  /**
   * Encoding of the content as found. The chunks of UTF-16 content are its transcription to UTF-8, byte order mark
   * included, so that the original can be made again from encoding and chunks.
   */
  encoding: TextEncoding;
  /** Records delivered, in the leaf and in its children. */
  records: number;
  rejected: number;
}

/** Layers between a file and a leaf, outermost first. */
export type ContainerLayer = 'gzip' | 'zstd' | 'zip' | 'tar';

export interface LeafIdentity {
  /** `outer.zip!inner/path.json.gz`; the file alone for a leaf that is the (uncompressed) file. */
  locator: string;
  /** The file on disk, or the name under which a stream was read. */
  path: string;
  /** What follows the first `!` of the locator, null for a leaf that is the file. A label, never a path to write to. */
  member: string | null;
  layers: readonly ContainerLayer[];
}

/** Receives the leaves of a file, one after the other. `open` and `close` are always paired. */
export interface EvidenceVisitor {
  open(leaf: LeafIdentity): ReaderSink;
  close(leaf: LeafIdentity, result: LeafResult): void | Promise<void>;
  /** A problem of the file that belongs to no leaf, for example a damaged archive directory. */
  problem(problem: Problem): void;
}

/** How a file ended: `read` when any leaf was read, else `failed` when anything failed, else `skipped`. */
export interface FileResult {
  state: 'read' | 'skipped' | 'failed';
  reason: SkipReason | null;
  /** Bytes of the file as found. */
  lengthBytes: number;
  /** Lower-case hex SHA-256 of the file as found; null where the file could not be read to its end. */
  sha256: string | null;
  leaves: number;
  records: number;
  rejected: number;
}
