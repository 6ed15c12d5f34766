// Words of records for block filters: the fast twin of `TokenCollector` in `src/engine/store/tokens.ts`, which is the
// definition and the oracle of its tests. AssemblyScript, compiled by `npm run build`.

/** Bytes of one slot of a set: hash and check, 32 bits each. A check is odd, so that zero marks a free slot. */
const slotBytes: usize = 8;

const maxTokenBytes: i32 = 128;
const maxPlainWordBytes: i32 = 40;

let top: usize = 0;
let inputStart: usize = 0;
let inputCapacity: usize = 0;
let seed: i32 = 0;
/** Masks that keep the first 0 to 16 bytes, 16 bytes each; and the seeded keys of the second hash. */
let masks: usize = 0;
let checkKeys: usize = 0;

let blockSet: usize = 0;
let blockMask: i32 = 0;
let blockCount: i32 = 0;
let knownSet: usize = 0;
let knownMask: i32 = 0;
let knownCount: i32 = 0;
let hashes: usize = 0;
let hashCapacity: i32 = 0;
let hashCount: i32 = 0;
let fresh: usize = 0;
let freshCapacity: i32 = 0;
let freshCount: i32 = 0;
let filter: usize = 0;
let filterCapacity: i32 = 0;

/** Memory is only ever taken: what a larger table replaces is small next to it. */
function take(bytes: usize): usize {
  const start = (top + 15) & ~(<usize>15);
  top = start + bytes;
  const missing = <i32>((top + 0xffff) >>> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  return start;
}

/** Call once. `checkSeed` is random: whoever writes the log text cannot aim at the second hash. */
export function init(checkSeed: i32): void {
  top = __heap_base;
  seed = checkSeed | 1;
  masks = take(17 * 16);
  for (let kept = 0; kept <= 16; kept++) {
    for (let byte = 0; byte < 16; byte++) store<u8>(masks + kept * 16 + byte, byte < kept ? 0xff : 0);
  }
  checkKeys = take(16);
  for (let lane = 0; lane < 4; lane++) store<i32>(checkKeys + lane * 4, (seed * (0x6c62272f + lane * 0x3504f334)) | 1);
  blockMask = (1 << 14) - 1;
  blockSet = take(<usize>(blockMask + 1) * slotBytes);
  knownMask = (1 << 16) - 1;
  knownSet = take(<usize>(knownMask + 1) * slotBytes);
  hashCapacity = 1 << 14;
  hashes = take(<usize>hashCapacity * 4);
  freshCapacity = 1 << 12;
  fresh = take(<usize>freshCapacity * 8);
}

/** Where to put `bytes` bytes of text before `addWords`. */
export function input(bytes: usize): usize {
  // Whole steps of 64 bytes are read, and 16 bytes from the start of a word's last part.
  if (bytes + 96 > inputCapacity) {
    inputCapacity = bytes * 2 + 96;
    inputStart = take(inputCapacity);
  }
  return inputStart;
}

/** Adds a pair to a set of at least half free slots; false where it is there. */
@inline
function put(set: usize, mask: i32, hash: i32, check: i32): bool {
  let slot = hash & mask;
  for (;;) {
    const at = set + <usize>slot * slotBytes;
    const there = load<i32>(at + 4);
    if (there == 0) {
      store<i32>(at, hash);
      store<i32>(at + 4, check);
      return true;
    }
    if (there == check && load<i32>(at) == hash) return false;
    slot = (slot + 1) & mask;
  }
  return false;
}

function grown(set: usize, mask: i32): usize {
  const larger = take(<usize>(mask + 1) * 2 * slotBytes);
  memory.fill(larger, 0, <usize>(mask + 1) * 2 * slotBytes);
  for (let slot = 0; slot <= mask; slot++) {
    const at = set + <usize>slot * slotBytes;
    const check = load<i32>(at + 4);
    if (check != 0) put(larger, mask * 2 + 1, load<i32>(at), check);
  }
  return larger;
}

@inline
function hashKeys(): v128 {
  return i32x4(0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f);
}

@inline
function sum(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

function word(from: usize, to: usize): void {
  const length = <i32>(to - from);
  if (length < 3 || length > maxTokenBytes) return;
  // The hash of `wordHash` in tokens.ts: 16 bytes at a time, in lower case (for letters and digits `| 0x20`).
  let hash = length;
  let check = seed;
  let at = from;
  for (; at + 16 < to; at += 16) {
    const part = v128.or(v128.load(at), i8x16.splat(0x20));
    hash = hash * 0x2c1b3c6d + sum(i32x4.mul(part, hashKeys()));
    hash ^= hash >>> 15;
    check = check * 0x2c1b3c6d + sum(i32x4.mul(part, v128.load(checkKeys)));
    check ^= check >>> 15;
  }
  const last = v128.and(v128.or(v128.load(at), i8x16.splat(0x20)), v128.load(masks + (to - at) * 16));
  hash = hash * 0x2c1b3c6d + sum(i32x4.mul(last, hashKeys()));
  hash ^= hash >>> 15;
  check = check * 0x2c1b3c6d + sum(i32x4.mul(last, v128.load(checkKeys)));
  check ^= check >>> 15;
  check |= 1;
  if (!put(blockSet, blockMask, hash, check)) return;
  blockCount++;
  if (blockCount * 2 > blockMask) {
    blockSet = grown(blockSet, blockMask);
    blockMask = blockMask * 2 + 1;
  }
  newWord(from, to, length, hash, check);
}

/** Settles what a word that is new in its block is: few get here. */
function newWord(from: usize, to: usize, length: i32, hash: i32, check: i32): void {
  let at = from;
  // A plain word is letters and then up to 8 digits.
  while (at < to && (<u32>(load<u8>(at) | 0x20) - 0x61) < 26) at++;
  const letters = <i32>(at - from);
  while (at < to && (<u32>load<u8>(at) - 0x30) < 10) at++;
  const isPlain = at == to && letters > 0 && length - letters <= 8;
  for (; at < to; at++) if (load<u8>(at) >= 0x80) return;
  if (length >= 5 || letters == length) addToken(hash);
  if (!isPlain || length > maxPlainWordBytes) return;
  if (!put(knownSet, knownMask, hash, check)) return;
  knownCount++;
  if (knownCount * 2 > knownMask) {
    knownSet = grown(knownSet, knownMask);
    knownMask = knownMask * 2 + 1;
  }
  if (freshCount == freshCapacity) {
    const larger = take(<usize>freshCapacity * 16);
    memory.copy(larger, fresh, <usize>freshCapacity * 8);
    fresh = larger;
    freshCapacity *= 2;
  }
  const entry = fresh + <usize>freshCount * 8;
  freshCount++;
  store<u32>(entry, <u32>(from - inputStart));
  store<u32>(entry + 4, <u32>(to - inputStart));
}

/** Bit i is set where byte i of 16 is a letter, a digit or not ASCII. */
@inline
function wordBits(at: usize): u64 {
  const bytes = v128.load(at);
  const lower = v128.or(bytes, i8x16.splat(0x20));
  const isLetter = i8x16.le_u(i8x16.sub(lower, i8x16.splat(0x61)), i8x16.splat(25));
  const isDigit = i8x16.le_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(9));
  // The sign bit of a byte that is not ASCII is set already.
  return <u64>i8x16.bitmask(v128.or(v128.or(isLetter, isDigit), bytes));
}

/**
 * Adds the words of the first `bytes` bytes of the input. Returns how many words of letters and digits it met for the
 * first time; their places are at `freshPlaces`, valid until the next call.
 */
export function addWords(bytes: usize): i32 {
  freshCount = 0;
  const end = inputStart + bytes;
  // What follows the input must not look like more of its last word.
  memory.fill(end, 0, 80);
  let from: usize = 0;
  let carry: u64 = 0;
  for (let base = inputStart; base <= end; base += 64) {
    const bits =
      wordBits(base) | (wordBits(base + 16) << 16) | (wordBits(base + 32) << 32) | (wordBits(base + 48) << 48);
    let edges = bits ^ ((bits << 1) | carry);
    carry = bits >>> 63;
    while (edges != 0) {
      const at = base + <usize>ctz(edges);
      edges &= edges - 1;
      if (from == 0) from = at;
      else {
        word(from, at);
        from = 0;
      }
    }
  }
  return freshCount;
}

/** Pairs of 32-bit offsets into the input: start and end of each fresh word. */
export function freshPlaces(): usize {
  return fresh;
}

/** Adds a token that is no word to the block. */
export function addToken(hash: i32): void {
  if (hashCount == hashCapacity) growHashes();
  store<i32>(hashes + <usize>hashCount * 4, hash);
  hashCount++;
}

function growHashes(): void {
  const larger = take(<usize>hashCapacity * 8);
  memory.copy(larger, hashes, <usize>hashCapacity * 4);
  hashes = larger;
  hashCapacity *= 2;
}

/** Distinct filter words (and added tokens) since the last `clearBlock`. */
export function blockHashCount(): i32 {
  return hashCount;
}

function spread(hash: i32): i32 {
  hash ^= hash >>> 16;
  hash *= 0x85ebca6b;
  hash ^= hash >>> 13;
  hash *= 0xc2b2ae35;
  return hash ^ (hash >>> 16);
}

/** The Bloom filter of `buildFilter` in tokens.ts over the words of the block, in `bytes` bytes; returns where it lies. */
export function buildFilter(bytes: i32): usize {
  if (bytes > filterCapacity) {
    filterCapacity = bytes * 2;
    filter = take(filterCapacity);
  }
  memory.fill(filter, 0, bytes);
  const bits = <u64>bytes * 8;
  for (let i = 0; i < hashCount; i++) addToFilter(load<i32>(hashes + <usize>i * 4), bits);
  return filter;
}

function addToFilter(hash: i32, bits: u64): void {
  const step = spread(hash) | 1;
  for (let probe = 0; probe < 8; probe++) {
    const bit = <usize>((<u64>(<u32>hash) * bits) >>> 32);
    const at = filter + (bit >>> 3);
    store<u8>(at, load<u8>(at) | (<u8>1 << (<u8>bit & 7)));
    hash += step;
  }
}

/** Makes ready for the next block. */
export function clearBlock(): void {
  memory.fill(blockSet, 0, <usize>(blockMask + 1) * slotBytes);
  blockCount = 0;
  hashCount = 0;
}
