const radixBits = 11;
const buckets = 1 << radixBits;

/**
 * Stable order of rows by time: `order[i]` is the row that comes i-th. Least-significant-digit radix sort, so that rows
 * of one second keep the order in which they stand.
 */
export function orderByTime(times: Uint32Array): Uint32Array {
  const count = times.length;
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let first = 0xffffffff;
  let last = 0;
  for (let i = 0; i < count; i++) {
    if (times[i]! < first) first = times[i]!;
    if (times[i]! > last) last = times[i]!;
  }
  let spare = new Uint32Array(count);
  const offsets = new Uint32Array(buckets);
  const span = count === 0 ? 0 : last - first;
  for (let shift = 0; shift < 32 && span / 2 ** shift >= 1; shift += radixBits) {
    offsets.fill(0);
    for (let i = 0; i < count; i++) offsets[((times[i]! - first) >>> shift) & (buckets - 1)]!++;
    let sum = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const size = offsets[bucket]!;
      offsets[bucket] = sum;
      sum += size;
    }
    for (let i = 0; i < count; i++) {
      const row = order[i]!;
      const bucket = ((times[row]! - first) >>> shift) & (buckets - 1);
      spare[offsets[bucket]!++] = row;
    }
    [order, spare] = [spare, order];
  }
  return order;
}

/** Whether times never fall. */
export function isInTimeOrder(times: Uint32Array): boolean {
  for (let i = 1; i < times.length; i++) if (times[i]! < times[i - 1]!) return false;
  return true;
}
