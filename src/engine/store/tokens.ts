/**
 * The words that block filters hold. A word is a maximal run of ASCII letters and digits and bytes >= 0x80
 * (`src/shared/query/words.ts` is the definition in characters). Filters hold words in lower case, and only those
 * that tell blocks apart: letters only from 3 characters, anything else from 5 bytes. Four-digit pieces of UUIDs
 * would fill every filter and exclude nothing.
 */

/** Whether filters hold this word (given in lower case, ASCII). Others must not be asked for. */
export function isFilterToken(token: string): boolean {
  if (token.length >= 5) return token.length <= maxTokenBytes && /^[a-z0-9]+$/.test(token);
  return token.length >= 3 && /^[a-z]+$/.test(token);
}

/** Longest word that is taken into filters; longer runs (session tokens, certificates) are cut out as opaque. */
export const maxTokenBytes = 128;

/** Longest plain word (`isPlainWord` in `src/shared/query/words.ts`). */
const maxPlainWordBytes = 40;

const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** 32-bit FNV-1a over the bytes of a word in lower case. */
export function tokenHash(token: string): number {
  let hash = fnvOffset;
  for (let i = 0; i < token.length; i++) hash = Math.imul(hash ^ token.charCodeAt(i), fnvPrime);
  return hash >>> 0;
}

/** Spreads a 32-bit hash (the finaliser of MurmurHash3). */
export function spread(hash: number): number {
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const probes = 8;
const bitsPerToken = 16;

/** A Bloom filter over distinct token hashes: 16 bits a token, 8 probes, about 6 in 10,000 false hits. */
export function buildFilter(hashes: Uint32Array, count: number): Uint8Array {
  const filter = new Uint8Array(Math.max(8, Math.ceil((count * bitsPerToken) / 8)));
  const bits = filter.length * 8;
  for (let i = 0; i < count; i++) {
    const first = hashes[i]!;
    const step = spread(first) | 1;
    let position = first;
    for (let probe = 0; probe < probes; probe++) {
      const bit = (position >>> 0) % bits;
      filter[bit >>> 3]! |= 1 << (bit & 7);
      position = (position + step) | 0;
    }
  }
  return filter;
}

/** False when the filter certainly lacks the token with this hash. */
export function filterMayContain(filter: Uint8Array, hash: number): boolean {
  const bits = filter.length * 8;
  const step = spread(hash) | 1;
  let position = hash;
  for (let probe = 0; probe < probes; probe++) {
    const bit = (position >>> 0) % bits;
    if ((filter[bit >>> 3]! & (1 << (bit & 7))) === 0) return false;
    position = (position + step) | 0;
  }
  return true;
}

// Folded byte: 0 for separators, the lower-case byte for word characters.
const fold = new Uint8Array(256);
// What a word character is: 1 letter, 2 digit, 4 other (non-ASCII).
const kind = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  if (byte >= 0x30 && byte <= 0x39) [fold[byte], kind[byte]] = [byte, 2];
  else if (byte >= 0x41 && byte <= 0x5a) [fold[byte], kind[byte]] = [byte + 32, 1];
  else if (byte >= 0x61 && byte <= 0x7a) [fold[byte], kind[byte]] = [byte, 1];
  else if (byte >= 0x80) [fold[byte], kind[byte]] = [byte, 4];
}

const plainWord = /^[a-z]+[0-9]{0,8}$/;

/**
 * Collects the words of one block. `plainWords` receives every plain word (lower case) the collector has not
 * reported before; it lives as long as its worker.
 */
export class TokenCollector {
  // Open addressing on the 32-bit hash; a second, randomly seeded hash keeps two words with one hash apart, and
  // cannot be aimed at by whoever writes the log text.
  #size = 1 << 14;
  #slots = new Uint32Array(this.#size);
  #checks = new Uint32Array(this.#size);
  #used = new Uint8Array(this.#size);
  #hashes = new Uint32Array(this.#size);
  #count = 0;
  #occupied = 0;
  readonly #seed = (Math.random() * 0x100000000) >>> 0;
  readonly #known = new Set<string>();
  #fresh: string[] = [];

  /** Adds the words of `bytes[start, end)`. */
  add(bytes: Uint8Array, start: number, end: number): void {
    let hash = fnvOffset;
    let check = this.#seed;
    let kinds = 0;
    let from = start;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      const folded = fold[byte]!;
      if (folded !== 0) {
        hash = Math.imul(hash ^ folded, fnvPrime);
        check = (Math.imul(check, 31) + folded) | 0;
        kinds |= kind[byte]!;
        continue;
      }
      if (i > from) this.#word(bytes, from, i, hash >>> 0, check >>> 0, kinds);
      hash = fnvOffset;
      check = this.#seed;
      kinds = 0;
      from = i + 1;
    }
    if (end > from) this.#word(bytes, from, end, hash >>> 0, check >>> 0, kinds);
  }

  #word(bytes: Uint8Array, from: number, to: number, hash: number, check: number, kinds: number): void {
    const length = to - from;
    const letters = (kinds & 1) !== 0 && length <= maxPlainWordBytes && (kinds & 4) === 0;
    const filtered = length <= maxTokenBytes && (kinds & 4) === 0 && (length >= 5 || (length >= 3 && kinds === 1));
    if (!filtered && !letters) return;
    const mask = this.#size - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.#used[slot] !== 0) {
      if (this.#slots[slot] === hash && this.#checks[slot] === check) return;
      slot = (slot + 1) & mask;
    }
    this.#used[slot] = 1;
    this.#slots[slot] = hash;
    this.#checks[slot] = check;
    if (filtered) this.#hashes[this.#count++] = hash;
    this.#occupied++;
    // A plain word starts with a letter: settle that on the bytes before a string is made.
    if (letters && kind[bytes[from]!] === 1) this.#plain(bytes, from, to);
    if (this.#occupied * 2 > this.#size) this.#grow();
  }

  #plain(bytes: Uint8Array, from: number, to: number): void {
    let word = '';
    for (let i = from; i < to; i++) word += String.fromCharCode(fold[bytes[i]!]!);
    if (this.#known.has(word) || !plainWord.test(word)) return;
    this.#known.add(word);
    this.#fresh.push(word);
  }

  #grow(): void {
    const [slots, checks, used, size] = [this.#slots, this.#checks, this.#used, this.#size];
    this.#size = size * 2;
    this.#slots = new Uint32Array(this.#size);
    this.#checks = new Uint32Array(this.#size);
    this.#used = new Uint8Array(this.#size);
    const hashes = new Uint32Array(this.#size);
    hashes.set(this.#hashes.subarray(0, this.#count));
    this.#hashes = hashes;
    const mask = this.#size - 1;
    for (let i = 0; i < size; i++) {
      if (used[i] === 0) continue;
      const hash = slots[i]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.#used[slot] !== 0) slot = (slot + 1) & mask;
      this.#used[slot] = 1;
      this.#slots[slot] = hash;
      this.#checks[slot] = checks[i]!;
    }
  }

  /** The filter of the words added since the last call; the collector is then empty for the next block. */
  takeFilter(): Uint8Array {
    const filter = buildFilter(this.#hashes, this.#count);
    this.#used.fill(0);
    this.#count = 0;
    this.#occupied = 0;
    return filter;
  }

  /** Plain words seen for the first time since the last call. */
  takePlainWords(): string[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}
