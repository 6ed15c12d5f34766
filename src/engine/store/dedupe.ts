/**
 * In-memory table from 64 bits of an event id to the record that stands for the event. Open addressing, linear
 * probing, at most half full. A hit is a candidate: the caller compares the whole record.
 */
export class DedupeTable {
  #capacity = 1 << 16;
  #low = new Uint32Array(this.#capacity);
  #high = new Uint32Array(this.#capacity);
  /** Record number plus one; 0 marks a free slot. */
  #record = new Uint32Array(this.#capacity);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Slot of the first entry with this id at or after `from` (a slot number or -1 for the start), or -1. */
  find(low: number, high: number, from = -1): number {
    const mask = this.#capacity - 1;
    let slot = from < 0 ? spreadSlot(low, high) & mask : (from + 1) & mask;
    while (this.#record[slot] !== 0) {
      if (this.#low[slot] === low && this.#high[slot] === high) return slot;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  recordAt(slot: number): number {
    return this.#record[slot]! - 1;
  }

  /** Points an entry at a richer copy of the same event. */
  replace(slot: number, record: number): void {
    this.#record[slot] = record + 1;
  }

  add(low: number, high: number, record: number): void {
    if (this.#count * 2 >= this.#capacity) this.#resize(this.#capacity * 2);
    this.#put(low, high, record + 1);
    this.#count++;
  }

  /** Makes room for this many entries at once. */
  reserve(entries: number): void {
    let capacity = this.#capacity;
    while (entries * 2 >= capacity) capacity *= 2;
    if (capacity !== this.#capacity) this.#resize(capacity);
  }

  #put(low: number, high: number, stored: number): void {
    const mask = this.#capacity - 1;
    let slot = spreadSlot(low, high) & mask;
    while (this.#record[slot] !== 0) slot = (slot + 1) & mask;
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#record[slot] = stored;
  }

  #resize(capacity: number): void {
    const [low, high, record] = [this.#low, this.#high, this.#record];
    this.#capacity = capacity;
    this.#low = new Uint32Array(capacity);
    this.#high = new Uint32Array(capacity);
    this.#record = new Uint32Array(capacity);
    for (let i = 0; i < record.length; i++) {
      if (record[i] !== 0) this.#put(low[i]!, high[i]!, record[i]!);
    }
  }
}

function spreadSlot(low: number, high: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
