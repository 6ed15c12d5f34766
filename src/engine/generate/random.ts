const hexPairs = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const alphanumericLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const upperLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** 32-bit FNV-1a with an avalanche step, so that seeds that differ in one character differ everywhere. */
function hash32(text: string, salt: number): number {
  let hash = 0x811c9dc5 ^ salt;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * A seeded pseudo-random generator (sfc32, 128 bits of state). The same seed gives the same sequence on every
 * machine. Not for secrets.
 */
export class Random {
  readonly seed: string;
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string) {
    this.seed = seed;
    this.a = hash32(seed, 0x9e3779b9) | 0;
    this.b = hash32(seed, 0x243f6a88) | 0;
    this.c = hash32(seed, 0xb7e15162) | 0;
    for (let round = 0; round < 15; round++) this.next();
  }

  /** An independent generator for a named part: it depends on the seed and the label, not on what was drawn before. */
  fork(label: string): Random {
    return new Random(`${this.seed}/${label}`);
  }

  /** 32 random bits as an unsigned integer. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** A number in [0, 1). */
  unit(): number {
    return this.next() / 4294967296;
  }

  /** A whole number in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.unit() * bound);
  }

  /** A whole number in [low, high]. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  /** A log-normal factor with median 1. */
  logNormal(sigma: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
    return Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.unit()));
  }

  private letters(alphabet: string, length: number): string {
    let text = '';
    for (let index = 0; index < length; index++) text += alphabet[this.next() % alphabet.length];
    return text;
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.next().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  base32(length: number): string {
    return this.letters(base32Letters, length);
  }

  base64(length: number): string {
    return this.letters(base64Letters, length);
  }

  alphanumeric(length: number): string {
    return this.letters(alphanumericLetters, length);
  }

  upperAlphanumeric(length: number): string {
    return this.letters(upperLetters, length);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const one = this.next();
    const two = this.next();
    const three = this.next();
    const four = this.next();
    const pair = (word: number, shift: number): string => hexPairs[(word >>> shift) & 255] ?? '00';
    return (
      `${pair(one, 24)}${pair(one, 16)}${pair(one, 8)}${pair(one, 0)}-${pair(two, 24)}${pair(two, 16)}-` +
      `${hexPairs[((two >>> 8) & 15) | 0x40] ?? '40'}${pair(two, 0)}-${hexPairs[((three >>> 24) & 63) | 0x80] ?? '80'}${pair(three, 16)}-` +
      `${pair(three, 8)}${pair(three, 0)}${pair(four, 24)}${pair(four, 16)}${pair(four, 8)}${pair(four, 0)}`
    );
  }
}

/** Draws items in proportion to their weights. */
export class Chooser<T> {
  private readonly items: readonly T[];
  private readonly cumulative: Float64Array;

  constructor(entries: readonly (readonly [T, number])[]) {
    if (entries.length === 0) throw new RangeError('a chooser needs at least one item');
    this.items = entries.map(([item]) => item);
    this.cumulative = new Float64Array(entries.length);
    let sum = 0;
    entries.forEach(([, weight], index) => {
      sum += weight;
      this.cumulative[index] = sum;
    });
  }

  draw(random: Random): T {
    const target = random.unit() * (this.cumulative.at(-1) ?? 0);
    let low = 0;
    let high = this.cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.cumulative[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return this.items[low] as T;
  }
}
