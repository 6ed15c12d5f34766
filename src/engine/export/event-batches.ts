import type { RowOrder, Selection } from '../search/selection.ts';
import { eventRow } from '../search/rows.ts';
import type { EventRow } from '../search/types.ts';
import type { CaseIndex } from '../store/case-index.ts';

/** An event as an export sees it. */
export interface ExportEvent {
  /** Its fields, as in the table. */
  row: EventRow;
  /** The record that stands for it, byte for byte. */
  bytes: Uint8Array;
  /** Every resource it names. */
  resources: readonly string[];
  tags: readonly string[];
}

/** Events fetched together: neighbours in time lie in many blocks, and each block is opened once a batch. */
const batchRows = 16_384;
const batchBytes = 64 * 1024 * 1024;

/** The matching events in order, in batches of bounded size. */
export function* eventBatches(index: CaseIndex, selection: Selection, order: RowOrder): Generator<ExportEvent[]> {
  const tags = tagsByRow(index);
  for (let from = 0; from < selection.matches; from += batchRows) {
    yield* readBatch(index, selection.slice(from, batchRows, order), tags);
  }
}

function tagsByRow(index: CaseIndex): ReadonlyMap<number, string[]> {
  const byRow = new Map<number, string[]>();
  for (const [name, rows] of index.marks('tag')) {
    for (const row of rows) byRow.set(row, [...(byRow.get(row) ?? []), name]);
  }
  return byRow;
}

function* readBatch(
  index: CaseIndex,
  rows: Uint32Array,
  tags: ReadonlyMap<number, string[]>,
): Generator<ExportEvent[]> {
  const records = readRecords(index, rows);
  if (records === null) {
    // Records of many megabytes each: fewer at a time.
    const half = rows.length >>> 1;
    yield* readBatch(index, rows.subarray(0, half), tags);
    yield* readBatch(index, rows.subarray(half), tags);
    return;
  }
  yield Array.from(rows, (row, i) => ({
    row: eventRow(index, row),
    bytes: records[i]!,
    resources: (index.resourceSetMembers[index.resourceSets[row]!] ?? []).map((id) => index.resources.values[id]!),
    tags: tags.get(row) ?? [],
  }));
}

/** The records of rows, in the order of the rows; null where they are too large together. */
function readRecords(index: CaseIndex, rows: Uint32Array): Uint8Array[] | null {
  const { raw, recordNumbers } = index;
  const inFileOrder = Uint32Array.from(rows.keys()).sort((a, b) => recordNumbers[rows[a]!]! - recordNumbers[rows[b]!]!);
  const records: Uint8Array[] = [];
  let total = 0;
  let block = -1;
  let content: ReturnType<typeof raw.readBlock> | null = null;
  for (const i of inFileOrder) {
    const record = recordNumbers[rows[i]!]!;
    if (content === null || record >= raw.firstRecord(block + 1)) {
      block = raw.blockOf(record);
      content = raw.readBlock(block);
    }
    const at = record - raw.firstRecord(block);
    // A copy: a slice would keep its whole block in memory.
    const bytes = content.bytes.slice(content.starts[at], content.ends[at]);
    total += bytes.length;
    if (total > batchBytes && rows.length > 1) return null;
    records[i] = bytes;
  }
  return records;
}
