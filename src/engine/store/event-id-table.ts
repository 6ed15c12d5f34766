import { eventIdBytes } from './event-id.ts';

/** Finds the row of a 16-byte event id. Open addressing over row numbers; the bytes stay where they are. */
export class EventIdTable {
  readonly #words: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #mask: number;

  constructor(ids: Uint8Array, count: number) {
    const aligned = ids.byteOffset % 4 === 0 ? ids : ids.slice();
    this.#words = new Uint32Array(aligned.buffer, aligned.byteOffset, (count * eventIdBytes) / 4);
    let capacity = 16;
    while (capacity < count * 2) capacity *= 2;
    this.#mask = capacity - 1;
    this.#rows = new Uint32Array(capacity);
    for (let row = 0; row < count; row++) {
      let slot = this.#slot(this.#words[row * 4]!, this.#words[row * 4 + 3]!);
      while (this.#rows[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#rows[slot] = row + 1;
    }
  }

  #slot(low: number, high: number): number {
    const mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    return ((mixed ^ (mixed >>> 15)) >>> 0) & this.#mask;
  }

  /** Row of an id, or -1. */
  find(id: Uint8Array): number {
    const wanted = new Uint32Array(id.slice().buffer);
    let slot = this.#slot(wanted[0]!, wanted[3]!);
    for (; this.#rows[slot] !== 0; slot = (slot + 1) & this.#mask) {
      const at = (this.#rows[slot]! - 1) * 4;
      if (
        this.#words[at] === wanted[0] &&
        this.#words[at + 1] === wanted[1] &&
        this.#words[at + 2] === wanted[2] &&
        this.#words[at + 3] === wanted[3]
      ) {
        return this.#rows[slot]! - 1;
      }
    }
    return -1;
  }
}
