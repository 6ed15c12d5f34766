import type { SearchIndex } from './types.ts';

/** Marks records that are no event of their own (duplicates). */
export const noRow = 0xffffffff;

/** The way back from records to rows. */
export interface RecordRows {
  /** Row of each record, or `noRow`. */
  readonly rowOfRecord: Uint32Array;
  /** Blocks that hold events, those with the newest event first. */
  readonly blocksNewestFirst: Uint32Array;
}

const known = new WeakMap<SearchIndex, RecordRows>();

/** Built on first use and kept with the index: 4 bytes a record. */
export function recordRowsOf(index: SearchIndex): RecordRows {
  let rows = known.get(index);
  if (!rows) known.set(index, (rows = build(index)));
  return rows;
}

function build(index: SearchIndex): RecordRows {
  const { raw, recordNumbers, count } = index;
  const rowOfRecord = new Uint32Array(raw.firstRecord(raw.blockCount)).fill(noRow);
  for (let row = 0; row < count; row++) rowOfRecord[recordNumbers[row]!] = row;
  const newestRow = new Float64Array(raw.blockCount).fill(-1);
  for (let block = 0; block < raw.blockCount; block++) {
    const end = raw.firstRecord(block + 1);
    for (let record = raw.firstRecord(block); record < end; record++) {
      const row = rowOfRecord[record]!;
      if (row !== noRow && row > newestRow[block]!) newestRow[block] = row;
    }
  }
  const blocks = Uint32Array.from({ length: raw.blockCount }, (_, block) => block).filter(
    (block) => newestRow[block]! >= 0,
  );
  return { rowOfRecord, blocksNewestFirst: blocks.sort((a, b) => newestRow[b]! - newestRow[a]!) };
}
