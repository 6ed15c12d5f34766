import type { CancelSignal, Progress } from '../../shared/contract/jobs.ts';
import { cancelled } from '../../shared/contract/errors.ts';
import { addRow, hasRow } from '../kernel/row-set.ts';
import type { Kernel, RowRange } from '../kernel/types.ts';
import { isLate, toSet, type RowNode } from './nodes.ts';
import { OpenBlock } from './open-block.ts';
import { noRow, recordRowsOf } from './record-rows.ts';
import type { SearchIndex } from './types.ts';

/** What a search gets from whoever started it. */
export interface SearchContext {
  signal?: CancelSignal | undefined;
  /** Shared memory whose first element turns non-zero to cancel; it reaches a worker in the middle of a scan. */
  cancelFlag?: Int32Array | undefined;
  /** Called for each block looked at, newest first; `events` is the number of matches so far. */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** Throws `cancelled` where the caller asked for it. */
export function throwIfCancelled(context: SearchContext): void {
  if (context.signal?.aborted || (context.cancelFlag && Atomics.load(context.cancelFlag, 0) !== 0)) throw cancelled();
}

/** A late node with all that columns can answer turned into sets. */
type ScanNode =
  | { kind: 'set'; set: Uint32Array }
  | { kind: 'late'; test: Extract<RowNode, { kind: 'late' }>['test'] }
  | { kind: 'and' | 'or'; items: ScanNode[] }
  | { kind: 'not'; item: ScanNode };

function prepare(node: RowNode, kernel: Kernel, rowCount: number, range: RowRange): ScanNode {
  if (node.kind === 'late') return node;
  if (!isLate(node)) return { kind: 'set', set: toSet(node, kernel, rowCount, range) };
  if (node.kind === 'not') return { kind: 'not', item: prepare(node.item, kernel, rowCount, range) };
  if (node.kind !== 'and' && node.kind !== 'or') throw new TypeError(`a late node cannot be a ${node.kind}`);
  const items = node.items.map((item) => prepare(item, kernel, rowCount, range));
  // Sets first: they cost nothing and leave fewer candidates to the tests that read bytes.
  items.sort((a, b) => Number(a.kind !== 'set') - Number(b.kind !== 'set'));
  return { kind: node.kind, items };
}

function mayMatch(node: ScanNode, index: SearchIndex, block: number): boolean {
  if (node.kind === 'late') return node.test.mayMatch(index.raw, block);
  if (node.kind === 'and') return node.items.every((item) => mayMatch(item, index, block));
  if (node.kind === 'or') return node.items.some((item) => mayMatch(item, index, block));
  return true;
}

/** The candidates of the open block that match the node. */
function evaluate(node: ScanNode, index: SearchIndex, open: OpenBlock, candidates: Uint8Array): Uint8Array {
  switch (node.kind) {
    case 'set': {
      return candidates.map((candidate, i) => (candidate === 1 && hasRow(node.set, open.row(i)) ? 1 : 0));
    }
    case 'late': {
      if (!candidates.includes(1) || !node.test.mayMatch(index.raw, open.block))
        return new Uint8Array(candidates.length);
      return node.test.scan(open, candidates);
    }
    case 'not': {
      const matched = evaluate(node.item, index, open, candidates);
      return candidates.map((candidate, i) => candidate & (1 - matched[i]!));
    }
    case 'and': {
      return node.items.reduce((rest, item) => evaluate(item, index, open, rest), candidates);
    }
    case 'or': {
      const undecided = Uint8Array.from(candidates);
      const matched = new Uint8Array(candidates.length);
      for (const item of node.items) {
        const found = evaluate(item, index, open, undecided);
        for (let i = 0; i < found.length; i++) {
          if (found[i] !== 1) continue;
          matched[i] = 1;
          undecided[i] = 0;
        }
      }
      return matched;
    }
  }
}

/**
 * A scan of the blocks that hold candidates, newest first, a block a step: `matched` is usable after any step, holds
 * whole blocks, and is complete once `step` has returned false.
 */
export class BlockScan {
  readonly matched: Uint32Array;
  readonly blocksTotal: number;
  blocksDone = 0;
  matches = 0;
  readonly #index: SearchIndex;
  readonly #candidates: Uint32Array;
  readonly #node: ScanNode;
  readonly #blocks: Uint32Array;
  readonly #open: OpenBlock;

  /** `candidates` are the rows to test; rows outside them never match. */
  constructor(index: SearchIndex, kernel: Kernel, node: RowNode, candidates: Uint32Array, range: RowRange) {
    const recordRows = recordRowsOf(index);
    this.#index = index;
    this.#candidates = candidates;
    this.#node = prepare(node, kernel, index.count, range);
    this.#blocks = recordRows.blocksNewestFirst;
    this.#open = new OpenBlock(index.raw, recordRows);
    this.blocksTotal = this.#blocks.length;
    this.matched = kernel.allocateWords(candidates.length);
  }

  /** Scans the next block; false when there is none. */
  step(): boolean {
    if (this.blocksDone === this.blocksTotal) return false;
    const block = this.#blocks[this.blocksDone++]!;
    if (!mayMatch(this.#node, this.#index, block)) return true;
    const open = this.#open;
    open.moveTo(block);
    const candidates = new Uint8Array(open.recordCount);
    let any = false;
    for (let i = 0; i < candidates.length; i++) {
      const row = open.row(i);
      if (row === noRow || !hasRow(this.#candidates, row)) continue;
      candidates[i] = 1;
      any = true;
    }
    if (!any) return true;
    const found = evaluate(this.#node, this.#index, open, candidates);
    for (let i = 0; i < found.length; i++) {
      if (found[i] !== 1) continue;
      addRow(this.matched, open.row(i));
      this.matches++;
    }
    return true;
  }

  /** Runs to the end; throws `cancelled` between blocks where asked to. */
  run(context: SearchContext): Uint32Array {
    for (;;) {
      throwIfCancelled(context);
      if (!this.step()) return this.matched;
      context.onProgress?.({
        phase: 'search',
        done: this.blocksDone,
        total: this.blocksTotal,
        unit: 'blocks',
        events: this.matches,
      });
    }
  }
}
