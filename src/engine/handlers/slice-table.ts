import type { Database } from 'better-sqlite3';
import { decodeLayout } from '../store/blocks.ts';
import type { CaseIndex } from '../store/case-index.ts';
import { derivedOf, type LoadedIndex } from './loaded-index.ts';

/** Where a record lies. */
export interface RecordPlace {
  sourceId: number;
  /** Of its first byte in the content of the source. */
  contentByte: number;
}

/** Which stretch of which block belongs to which source, in order of blocks. */
class SliceTable {
  readonly #blocks: Uint32Array;
  readonly #offsets: Uint32Array;
  readonly #sources: Uint32Array;
  /** Content of the source before the slice. */
  readonly #before: Float64Array;

  constructor(database: Database) {
    const before = new Map<number, number>();
    const rows = database
      .prepare('SELECT source_id, block_id, block_offset, bytes FROM slice ORDER BY source_id, sequence')
      .raw()
      .all() as [source: number, block: number, offset: number, bytes: number][];
    const slices = rows.map(([source, block, offset, bytes]) => {
      const start = before.get(source) ?? 0;
      before.set(source, start + bytes);
      return { source, block, offset, start };
    });
    slices.sort((a, b) => a.block - b.block || a.offset - b.offset);
    this.#blocks = Uint32Array.from(slices, (slice) => slice.block);
    this.#offsets = Uint32Array.from(slices, (slice) => slice.offset);
    this.#sources = Uint32Array.from(slices, (slice) => slice.source);
    this.#before = Float64Array.from(slices, (slice) => slice.start);
  }

  /** The slice that holds a byte of a block. */
  at(blockId: number, offset: number): RecordPlace | null {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const isBefore =
        this.#blocks[middle]! < blockId || (this.#blocks[middle] === blockId && this.#offsets[middle]! <= offset);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    const slice = low - 1;
    if (slice < 0 || this.#blocks[slice] !== blockId) return null;
    return { sourceId: this.#sources[slice]!, contentByte: this.#before[slice]! + offset - this.#offsets[slice]! };
  }
}

function sliceTable({ caseFile }: LoadedIndex): SliceTable {
  return new SliceTable(caseFile.database);
}

/** Source and position of a record of the case; null where the case does not say. */
export function placeOfRecord(loaded: LoadedIndex, record: number): RecordPlace | null {
  const { raw }: CaseIndex = loaded.index;
  const block = raw.blockOf(record);
  const stored = loaded.caseFile.database
    .prepare('SELECT records, layout FROM block WHERE id = ?')
    .get(raw.blockId(block)) as { records: number; layout: Uint8Array } | undefined;
  if (stored === undefined) return null;
  const start = decodeLayout(stored.layout, stored.records).starts[record - raw.firstRecord(block)];
  return start === undefined ? null : derivedOf(loaded, sliceTable).at(raw.blockId(block), start);
}
