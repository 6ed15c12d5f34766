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
export function buildFilter(hashes: Int32Array, count: number): Uint8Array {
  const filter = new Uint8Array(Math.max(8, Math.ceil((count * bitsPerToken) / 8)));
  const bits = filter.length * 8;
  for (let i = 0; i < count; i++) {
    const first = hashes[i]! >>> 0;
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
// What a (folded) word character is: 1 letter, 2 digit, 4 other (non-ASCII).
const kind = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  if (byte >= 0x30 && byte <= 0x39) [fold[byte], kind[byte]] = [byte, 2];
  else if (byte >= 0x41 && byte <= 0x5a) [fold[byte], kind[byte]] = [byte + 32, 1];
  else if (byte >= 0x61 && byte <= 0x7a) [fold[byte], kind[byte]] = [byte, 1];
  else if (byte >= 0x80) [fold[byte], kind[byte]] = [byte, 4];
}

const plainWord = /^[a-z]+[0-9]{0,8}$/;

/** Pairs of 32-bit hashes in one array, open addressing, at most half full. A pair is never (0, 0). */
class PairSet {
  pairs: Int32Array;
  mask: number;
  count = 0;

  constructor(capacity: number) {
    this.pairs = new Int32Array(capacity * 2);
    this.mask = capacity - 1;
  }

  /** Adds a pair; false where it is there already. `check` is odd, so that a used slot is never zero. */
  add(hash: number, check: number): boolean {
    const { pairs, mask } = this;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const at = slot << 1;
      if (pairs[at + 1] === 0) {
        pairs[at] = hash;
        pairs[at + 1] = check;
        this.count++;
        if (this.count * 2 > mask) this.#grow();
        return true;
      }
      if (pairs[at] === hash && pairs[at + 1] === check) return false;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.pairs;
    this.pairs = new Int32Array(old.length * 2);
    this.mask = this.pairs.length / 2 - 1;
    this.count = 0;
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.add(old[at]!, old[at + 1]!);
  }

  clear(): void {
    this.pairs.fill(0);
    this.count = 0;
  }
}

/**
 * Collects the words of one block. Plain words (lower case) are reported the first time this collector sees them; it
 * lives as long as its worker.
 */
export class TokenCollector {
  readonly #block = new PairSet(1 << 13);
  readonly #known = new PairSet(1 << 16);
  // The second hash keeps two words with one hash apart. Its seed is random, so that whoever writes the log text cannot
  // aim at it and hide a word.
  readonly #seed = (Math.random() * 0x100000000) | 0;
  #hashes = new Int32Array(1 << 13);
  #count = 0;
  #fresh: string[] = [];

  /** Adds the words of `bytes[start, end)`. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const seed = this.#seed;
    let hash = fnvOffset | 0;
    let check = seed;
    let kinds = 0;
    let from = start;
    for (let i = start; i < end; i++) {
      const folded = fold[bytes[i]!]!;
      if (folded !== 0) {
        hash = Math.imul(hash ^ folded, fnvPrime);
        check = (Math.imul(check, 31) + folded) | 0;
        kinds |= kind[folded]!;
        continue;
      }
      // One and two characters are never kept; most of what lies between words is punctuation.
      if (i - from > 2) this.#word(bytes, from, i, hash, check | 1, kinds);
      hash = fnvOffset | 0;
      check = seed;
      kinds = 0;
      from = i + 1;
    }
    if (end > from) this.#word(bytes, from, end, hash, check | 1, kinds);
  }

  #word(bytes: Uint8Array, from: number, to: number, hash: number, check: number, kinds: number): void {
    if (!this.#block.add(hash, check)) return;
    const length = to - from;
    if ((kinds & 4) === 0 && length <= maxTokenBytes && (length >= 5 || (length >= 3 && kinds === 1))) {
      if (this.#count === this.#hashes.length) {
        const larger = new Int32Array(this.#hashes.length * 2);
        larger.set(this.#hashes);
        this.#hashes = larger;
      }
      this.#hashes[this.#count++] = hash;
    }
    if ((kinds & 5) === 1 && length <= maxPlainWordBytes && this.#known.add(hash, check)) this.#plain(bytes, from, to);
  }

  #plain(bytes: Uint8Array, from: number, to: number): void {
    let word = '';
    for (let i = from; i < to; i++) word += String.fromCharCode(fold[bytes[i]!]!);
    if (plainWord.test(word)) this.#fresh.push(word);
  }

  /** The filter of the words added since the last call; the collector is then empty for the next block. */
  takeFilter(): Uint8Array {
    const filter = buildFilter(this.#hashes, this.#count);
    this.#block.clear();
    this.#count = 0;
    return filter;
  }

  /** Plain words seen for the first time since the last call. */
  takePlainWords(): string[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}
