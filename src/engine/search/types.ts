import type { DictionaryField, EventFields } from '../../shared/cloudtrail/event.ts';
import type { Query } from '../../shared/query/ast.ts';

/** A decoded dictionary: `values[id]`; id 0 is always "no value" (null). */
export interface Dictionary {
  readonly values: readonly (string | null)[];
  /** Id of a value, or undefined where the case has never seen it. */
  idOf(value: string): number | undefined;
}

export type Column = Uint8Array | Uint16Array | Uint32Array;

/** Where the bytes of records are; implemented by the case file. */
export interface RawRecords {
  readonly blockCount: number;
  /** First record number of a block; `blockCount` gives the number of records. */
  firstRecord(block: number): number;
  /**
   * The records of a block as decoded text bytes. `bytes` is one buffer; record i of the block is
   * `bytes.subarray(starts[i], ends[i])`. Valid until the next call.
   */
  readBlock(block: number): { bytes: Uint8Array; starts: Uint32Array; ends: Uint32Array };
  /** One record's decoded bytes (a copy). */
  readRecord(recordNumber: number): Uint8Array;
  /** False when the block certainly holds no record with this word token (lower case, see `tokens.ts`). */
  mayContain(block: number, token: string): boolean;
  /** The plain words of the case (see `tokens.ts`), lower case, for words found inside words. */
  plainWords(): readonly string[];
}

/** The columnar index of one case, all rows in time order (oldest first; ties in record order). */
export interface EventColumns {
  readonly count: number;
  readonly timesEpochSeconds: Uint32Array;
  /** Record number of each row: position of its bytes in the case. */
  readonly recordNumbers: Uint32Array;
  column(field: DictionaryField): Column;
  dictionary(field: DictionaryField): Dictionary;
  /** Per row an id of a set of resources; set 0 is empty. */
  readonly resourceSets: Column;
  /** Members of each set, as ids into `resources`. */
  readonly resourceSetMembers: readonly (readonly number[])[];
  readonly resources: Dictionary;
  /** Per row the id of the source it was found in first; `sources.values[id]` is the display path. */
  readonly sourceIds: Column;
  readonly sources: Dictionary;
  /** eventID of a row (or `sha256:…` for records that have none). */
  eventId(row: number): string;
  /** Row of an eventID, or -1. */
  rowOfEventId(id: string): number;
  /** Rows marked by the analyst or by detection: rows of a tag or finding; names by kind. */
  marks(kind: 'tag' | 'finding'): ReadonlyMap<string, readonly number[]>;
}

/**
 * Not a word, so no word has this token: `mayContain` answers true for blocks with a record that spells a letter or
 * digit as a JSON escape (`\u0041` for A), where the words of the raw text are not the words of its values.
 */
export const escapedAlphanumericToken = '\\u';

/** Everything but marks stays as it is for the life of an index: what search derives from it is kept with the object. */
export interface SearchIndex extends EventColumns {
  readonly raw: RawRecords;
}

export type FacetField = DictionaryField | 'resource' | 'source' | 'tag' | 'finding';

export interface SearchRequest {
  query: Query;
  facets: readonly FacetField[];
  facetLimit: number;
  /** Wanted number of bars is about 120; null for no histogram. */
  histogram: boolean;
  rows: { order: 'asc' | 'desc'; limit: number; after?: RowCursor | undefined } | null;
}

/** Keyset position: the row after this one in the chosen order. */
export interface RowCursor {
  timeEpochSeconds: number;
  recordNumber: number;
}

export interface FacetResult {
  /** Exact values with their counts, most frequent first, ties by value. */
  values: [value: string, count: number][];
  /** Number of distinct values before the limit. */
  distinct: number;
  /** Matching events without a value. */
  missing: number;
}

export interface HistogramResult {
  bucketSeconds: number;
  /** Start of the first bucket, epoch seconds; aligned to the bucket size. */
  startEpochSeconds: number;
  counts: Uint32Array;
}

export interface SearchResult {
  total: number;
  matches: number;
  milliseconds: number;
  facets: Partial<Record<FacetField, FacetResult>>;
  histogram: HistogramResult | null;
  rows: EventRow[];
  /** Pass as `after` for the next page; null at the end. */
  next: RowCursor | null;
}

export interface EventRow extends Omit<EventFields, 'id' | 'resources'> {
  row: number;
  recordNumber: number;
  id: string;
  resource: string | null;
  source: string | null;
}
