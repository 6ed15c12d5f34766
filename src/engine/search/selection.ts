import { countBits, forEachRow, hasRow, popcount } from '../kernel/row-set.ts';
import type { RowRange } from '../kernel/types.ts';

/** Rows between two entries of the rank index; a multiple of 32. */
const stride = 1024;

export type RowOrder = 'asc' | 'desc';

/**
 * The rows that a query matches. It stays valid as long as its index and serves paging, random access for a table
 * that draws only what is visible, and exports.
 */
export class Selection {
  /** One bit a row, see `Kernel`. */
  readonly rows: Uint32Array;
  readonly rowCount: number;
  readonly matches: number;
  /** Matches before row `i * stride`. */
  readonly #ranks: Uint32Array;

  constructor(rows: Uint32Array, rowCount: number) {
    this.rows = rows;
    this.rowCount = rowCount;
    this.#ranks = new Uint32Array(Math.ceil(rowCount / stride) + 1);
    let matches = 0;
    for (let i = 0; i < this.#ranks.length; i++) {
      this.#ranks[i] = matches;
      matches += countBits(rows, i * stride, Math.min(rowCount, (i + 1) * stride));
    }
    this.matches = matches;
  }

  has(row: number): boolean {
    return row >= 0 && row < this.rowCount && hasRow(this.rows, row);
  }

  /** Number of matching rows before `row`, oldest first. */
  rank(row: number): number {
    const block = Math.floor(row / stride);
    return this.#ranks[block]! + countBits(this.rows, block * stride, row);
  }

  /** The matching row with this rank (oldest first), which must be below `matches`. */
  rowAt(rank: number): number {
    if (!(rank >= 0 && rank < this.matches)) throw new RangeError(`rank ${rank} of ${this.matches} matches`);
    let low = 0;
    let high = this.#ranks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#ranks[middle]! <= rank) low = middle;
      else high = middle - 1;
    }
    let rest = rank - this.#ranks[low]!;
    let word = (low * stride) >>> 5;
    for (;;) {
      const count = popcount(this.rows[word]!);
      if (rest < count) break;
      rest -= count;
      word++;
    }
    let bits = this.rows[word]!;
    for (; rest > 0; rest--) bits &= bits - 1;
    return (word << 5) + 31 - Math.clz32(bits & -bits);
  }

  /** Up to `count` matching rows in the given order, the first of them at position `from` of all matches. */
  slice(from: number, count: number, order: RowOrder): Uint32Array {
    const start = Math.min(Math.max(0, from), this.matches);
    const length = Math.max(0, Math.min(count, this.matches - start));
    const rows = new Uint32Array(length);
    if (length === 0) return rows;
    const lowestRank = order === 'asc' ? start : this.matches - start - length;
    let i = 0;
    const last = this.rowAt(lowestRank + length - 1);
    forEachRow(this.rows, this.rowAt(lowestRank), last + 1, (row) => (rows[i++] = row));
    return order === 'asc' ? rows : rows.reverse();
  }

  /** All matching rows in the given order, without holding them: an export may stop and go on as it likes. */
  *iterate(order: RowOrder): Generator<number, void> {
    for (let from = 0; from < this.matches; from += stride) yield* this.slice(from, stride, order);
  }

  /** The first and the last matching row as a range; empty where nothing matches. */
  extent(): RowRange {
    return this.matches === 0 ? { from: 0, to: 0 } : { from: this.rowAt(0), to: this.rowAt(this.matches - 1) + 1 };
  }
}
