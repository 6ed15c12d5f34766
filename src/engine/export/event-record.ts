import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { readCopies } from '../store/copies.ts';
import type { CaseIndex } from '../store/case-index.ts';
import type { RawStore } from '../store/raw-store.ts';

/** One record of an event: its bytes as found, and where. */
export interface RecordCopy {
  recordNumber: number;
  bytes: Uint8Array;
  /** Lower-case hex of the bytes. */
  sha256: string;
  /** Locator of its source; null where the case does not say, which `verify` reports. */
  source: string | null;
  /** `byte 4194304` of the uncompressed content of the source. */
  position: string | null;
  /** The bytes are those of the record that stands for the event. */
  isIdentical: boolean;
}

/** The record that stands for an event, and its other copies in the order in which they were found. */
export interface EventRecord {
  id: string;
  kept: RecordCopy;
  copies: RecordCopy[];
}

/** Row of an event, or -1. UUIDs may be given in capitals. */
function rowOf(index: CaseIndex, id: string): number {
  const row = index.rowOfEventId(id);
  return row >= 0 ? row : index.rowOfEventId(id.toLowerCase());
}

/** The bytes of the record that stands for an event; null where the case has no such event. */
export function readEventBytes(index: CaseIndex, id: string): Uint8Array | null {
  const row = rowOf(index, id);
  return row < 0 ? null : index.raw.readRecord(index.recordNumbers[row]!);
}

/** Reads an event with all its copies and their places; null where the case has no such event. */
export function readEventRecord(database: Database, index: CaseIndex, id: string): EventRecord | null {
  const row = rowOf(index, id);
  if (row < 0) return null;
  const recordNumber = index.recordNumbers[row]!;
  const kept = readCopy(database, index.raw, recordNumber, null);
  const others = [...recordsOf(database, recordNumber)].filter((other) => other !== recordNumber).sort((a, b) => a - b);
  return {
    id: index.eventId(row),
    kept,
    copies: others.map((other) => readCopy(database, index.raw, other, kept.sha256)),
  };
}

function readCopy(database: Database, raw: RawStore, recordNumber: number, keptSha256: string | null): RecordCopy {
  const bytes = raw.readRecord(recordNumber);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const origin = originOfRecord(database, raw, recordNumber);
  return {
    recordNumber,
    bytes,
    sha256,
    source: origin?.locator ?? null,
    position: origin === null ? null : `byte ${origin.contentOffset}`,
    isIdentical: keptSha256 === null || sha256 === keptSha256,
  };
}

/** All records that are copies of one event, itself included. */
function recordsOf(database: Database, recordNumber: number): Set<number> {
  const records = new Set([recordNumber]);
  // A copy names the record that stood for the event when it came, and a richer copy took that place: copies from
  // before are reached through it, so passes go on until one finds nothing new.
  for (let before = 0; before !== records.size;) {
    before = records.size;
    for (const { record, of } of readCopies(database)) {
      if (records.has(record)) records.add(of);
      else if (records.has(of)) records.add(record);
    }
  }
  return records;
}

/** Source of a record and the offset of its bytes in the content of that source. */
export function originOfRecord(
  database: Database,
  raw: RawStore,
  recordNumber: number,
): { sourceId: number; locator: string; contentOffset: number } | null {
  const block = raw.blockOf(recordNumber);
  const start = raw.content(block).layout.starts[recordNumber - raw.firstRecord(block)]!;
  const slice = database
    .prepare(
      `SELECT source_id AS sourceId, sequence, block_offset AS blockOffset FROM slice
       WHERE block_id = ? AND block_offset <= ? AND block_offset + bytes > ?`,
    )
    .get(raw.blockId(block), start, start) as { sourceId: number; sequence: number; blockOffset: number } | undefined;
  if (!slice) return null;
  const before = database
    .prepare('SELECT coalesce(sum(bytes), 0) FROM slice WHERE source_id = ? AND sequence < ?')
    .pluck()
    .get(slice.sourceId, slice.sequence) as number;
  const locator = database.prepare('SELECT locator FROM source WHERE id = ?').pluck().get(slice.sourceId) as
    string | undefined;
  if (locator === undefined) return null;
  return { sourceId: slice.sourceId, locator, contentOffset: before + start - slice.blockOffset };
}
