// Ends of JSON values: the fast twin of `skipValue` in `src/engine/ingest/json-scan.ts`, which is the definition and the
// oracle of its tests. AssemblyScript, compiled by `npm run build`.

let start: usize = 0;
let capacity: usize = 0;

/** Where to put `bytes` bytes of content before `skip`. */
export function input(bytes: usize): usize {
  if (bytes + 32 > capacity) {
    start = (__heap_base + 15) & ~(<usize>15);
    capacity = bytes + 32;
    const missing = <i32>((start + capacity + 0xffff) >>> 16) - memory.size();
    if (missing > 0 && memory.grow(missing) < 0) unreachable();
  }
  return start;
}

@inline
function matching(bytes: v128, byte: u8): v128 {
  return i8x16.eq(bytes, i8x16.splat(byte));
}

/**
 * Offset after the object or list that begins at offset `at`, or -1 where the first `end` bytes do not hold its end. Only
 * brackets and strings are looked at.
 */
export function skip(at: usize, end: usize): i32 {
  const limit = start + end;
  let place = start + at + 1;
  let depth = 1;
  for (;;) {
    // Outside of strings: the next quote or bracket. `| 0x20` folds `[` on `{` and `]` on `}`.
    let bytes = v128.load(place);
    let folded = v128.or(bytes, i8x16.splat(0x20));
    let found = i8x16.bitmask(v128.or(matching(bytes, 0x22), v128.or(matching(folded, 0x7b), matching(folded, 0x7d))));
    if (found == 0) {
      place += 16;
      if (place >= limit) return -1;
      continue;
    }
    place += <usize>ctz(found);
    if (place >= limit) return -1;
    const byte = load<u8>(place);
    place++;
    if (byte != 0x22) {
      if ((byte | 0x20) == 0x7b) depth++;
      else if (--depth == 0) return <i32>(place - start);
      continue;
    }
    for (;;) {
      bytes = v128.load(place);
      found = i8x16.bitmask(v128.or(matching(bytes, 0x22), matching(bytes, 0x5c)));
      if (found == 0) {
        place += 16;
        if (place >= limit) return -1;
        continue;
      }
      place += <usize>ctz(found);
      if (place >= limit) return -1;
      if (load<u8>(place) == 0x22) break;
      place += 2;
      if (place >= limit) return -1;
    }
    place++;
  }
  // Never reached; the compiler asks for it.
  return -1;
}
