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

const hashKeys = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f];

/**
 * 32-bit hash of a word in lower case: 16 bytes at a time as four little-endian numbers, the last ones padded with
 * zeros. The compiled collector computes the same with one multiplication of four lanes.
 */
function wordHash(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  for (let at = from; at < to; at += 16) {
    let sum = 0;
    for (let lane = 0; lane < 4; lane++) {
      let number = 0;
      for (let i = 0; i < 4; i++) {
        const byte = at + lane * 4 + i;
        if (byte < to) number |= fold[bytes[byte]!]! << (8 * i);
      }
      sum = (sum + Math.imul(number, hashKeys[lane]!)) | 0;
    }
    hash = (Math.imul(hash, 0x2c1b3c6d) + sum) | 0;
    hash ^= hash >>> 15;
  }
  return hash;
}

/** The hash under which filters hold a token. */
export function tokenHash(token: string): number {
  const bytes = Buffer.from(token, 'latin1');
  return wordHash(bytes, 0, bytes.length) >>> 0;
}

/** Spreads a 32-bit hash (the finaliser of MurmurHash3). */
function spread(hash: number): number {
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const probes = 8;
const bitsPerToken = 16;

/**
 * Bit of a position: maps 32 bits evenly onto the filter without a division (Lemire, "A fast alternative to the modulo
 * reduction"). In two halves, since the product of a position and a filter of millions of words is no exact number.
 */
function bitOf(position: number, bits: number): number {
  const low = Math.floor(((position & 0xffff) * bits) / 0x10000);
  return Math.floor(((position >>> 16) * bits + low) / 0x10000);
}

/** Size of the filter of so many tokens. */
export function filterBytes(tokens: number): number {
  return Math.max(8, Math.ceil((tokens * bitsPerToken) / 8));
}

/** A Bloom filter over distinct token hashes: 16 bits a token, 8 probes, about 6 in 10,000 false hits. */
export function buildFilter(hashes: Int32Array, count: number, extra: number | null): Uint8Array {
  const filter = new Uint8Array(filterBytes(extra === null ? count : count + 1));
  const bits = filter.length * 8;
  for (let i = extra === null ? 0 : -1; i < count; i++) {
    let position = i < 0 ? extra! | 0 : hashes[i]!;
    const step = spread(position) | 1;
    for (let probe = 0; probe < probes; probe++) {
      const bit = bitOf(position, bits);
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
  let position = hash | 0;
  for (let probe = 0; probe < probes; probe++) {
    const bit = bitOf(position, bits);
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

/** `isPlainWord` of `src/shared/query/words.ts`, for words in lower case. */
export const plainWord = /^[a-z]+[0-9]{0,8}$/;

/** Collects the words of one block after the other. */
export interface WordCollector {
  /** Adds the words of `bytes[start, end)`. */
  add(bytes: Uint8Array, start: number, end: number): void;
  /**
   * The filter of the words added since the last call, with one more token hash where given; the collector is then empty
   * for the next block.
   */
  takeFilter(extra: number | null): Uint8Array;
  /** Plain words (lower case) seen for the first time since the last call. */
  takePlainWords(): string[];
}

/** The collector in TypeScript: definition, oracle and fallback of the compiled one. */
export class TokenCollector implements WordCollector {
  readonly #known = new Set<string>();
  readonly #block = new Set<string>();
  #hashes: number[] = [];
  #fresh: string[] = [];

  add(bytes: Uint8Array, start: number, end: number): void {
    let kinds = 0;
    let from = start;
    for (let i = start; i <= end; i++) {
      const byte = i < end ? bytes[i]! : 0;
      if (fold[byte] !== 0) {
        kinds |= kind[byte]!;
        continue;
      }
      const length = i - from;
      if (length > 2 && length <= maxTokenBytes && (kinds & 4) === 0) this.#word(bytes, from, i, kinds);
      kinds = 0;
      from = i + 1;
    }
  }

  #word(bytes: Uint8Array, from: number, to: number, kinds: number): void {
    let word = '';
    for (let i = from; i < to; i++) word += String.fromCharCode(fold[bytes[i]!]!);
    if (this.#block.has(word)) return;
    this.#block.add(word);
    if (word.length >= 5 || kinds === 1) this.#hashes.push(wordHash(bytes, from, to));
    if (word.length > maxPlainWordBytes || !plainWord.test(word) || this.#known.has(word)) return;
    this.#known.add(word);
    this.#fresh.push(word);
  }

  takeFilter(extra: number | null): Uint8Array {
    const filter = buildFilter(Int32Array.from(this.#hashes), this.#hashes.length, extra);
    this.#block.clear();
    this.#hashes = [];
    return filter;
  }

  takePlainWords(): string[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}
