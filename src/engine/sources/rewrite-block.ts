import type { Database, Statement } from 'better-sqlite3';
import { hasRow } from '../kernel/row-set.ts';
import { recordCodec } from '../ingest/types.ts';
import { compress, decodeJsonString, decodeLayout, decompress, extraToken } from '../store/blocks.ts';
import type { WordCollector } from '../store/tokens.ts';
import { VarintWriter } from '../store/varint.ts';
import { newWordCollector } from '../store/word-collector.ts';
import type { PlannedBlock } from './removal-plan.ts';

/**
 * Writes blocks again without the content of removed sources. Records keep their numbers: one that went stays in the
 * layout with no bytes.
 */
export class BlockRewriter {
  readonly #select: Statement;
  readonly #updateBlock: Statement;
  readonly #updateFilter: Statement;
  readonly #updateSlice: Statement;
  readonly #words: WordCollector = newWordCollector();
  readonly #removedWords: WordCollector = newWordCollector();
  readonly #candidates = new Set<string>();

  constructor(database: Database) {
    this.#select = database.prepare('SELECT records, bytes, layout, data FROM block WHERE id = ?');
    this.#updateBlock = database.prepare('UPDATE block SET bytes = ?, layout = ?, data = ? WHERE id = ?');
    this.#updateFilter = database.prepare('UPDATE filter SET bits = ? WHERE block_id = ?');
    this.#updateSlice = database.prepare('UPDATE slice SET block_offset = ? WHERE source_id = ? AND sequence = ?');
  }

  /** Plain words of what was removed so far: other records may hold them too. */
  get removedWords(): Set<string> {
    return this.#candidates;
  }

  rewrite(block: PlannedBlock, removed: Uint32Array): void {
    const stored = this.#select.get(block.id) as {
      records: number;
      bytes: number;
      layout: Uint8Array;
      data: Uint8Array;
    };
    const before = decompress(stored.data, stored.bytes);
    const layout = decodeLayout(stored.layout, stored.records);
    const { content, offsets } = this.#cut(block, before);
    const written = new VarintWriter();
    let lastEnd = 0;
    let kept = 0;
    let slice = 0;
    for (let i = 0; i < stored.records; i++) {
      const start = layout.starts[i]!;
      const end = layout.ends[i]!;
      if (start === end || hasRow(removed, block.firstRecord + i)) {
        written.write(0);
        written.write(0);
        continue;
      }
      while (block.slices[slice]!.offset + block.slices[slice]!.bytes <= start) slice++;
      const moved = start - block.slices[slice]!.offset + offsets[slice]!;
      written.write(((moved - lastEnd) << 1) | layout.codecs[i]!);
      written.write(end - start);
      lastEnd = moved + end - start;
      kept++;
      if (layout.codecs[i] === recordCodec.plain) continue;
      const text = decodeJsonString(before.subarray(start, end));
      this.#words.add(text, 0, text.length);
    }
    if (kept > 0) this.#words.add(content, 0, lastEnd);
    this.#updateFilter.run(this.#words.takeFilter(extraToken(content, kept)), block.id);
    this.#words.takePlainWords();
    this.#updateBlock.run(content.length, written.take(), compress(content), block.id);
  }

  /** The content that stays, and where each slice of the block begins in it; slices move up. */
  #cut(block: PlannedBlock, before: Uint8Array): { content: Buffer; offsets: number[] } {
    const parts: Uint8Array[] = [];
    let length = 0;
    const offsets = block.slices.map(({ sourceId, sequence, offset, bytes, isRemoved }) => {
      const at = length;
      if (isRemoved) {
        this.#removedWords.add(before, offset, offset + bytes);
        for (const word of this.#removedWords.takePlainWords()) this.#candidates.add(word);
        return at;
      }
      parts.push(before.subarray(offset, offset + bytes));
      length += bytes;
      if (at !== offset) this.#updateSlice.run(at, sourceId, sequence);
      return at;
    });
    // The filter of what went is of no use.
    this.#removedWords.takeFilter(null);
    return { content: Buffer.concat(parts), offsets };
  }
}
