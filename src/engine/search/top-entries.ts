/** Code-unit order: the same on every machine and in every language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The values with the highest counts, most frequent first, ties by value; values that never occur are left out.
 * `distinct` is their number before the limit.
 */
export function topEntries(
  values: readonly (string | null)[],
  counts: Uint32Array,
  limit: number,
): { entries: [value: string, count: number][]; distinct: number } {
  const goesBefore = (a: number, b: number): boolean =>
    counts[a] === counts[b] ? compareText(values[a] ?? '', values[b] ?? '') < 0 : counts[a]! > counts[b]!;

  // A heap whose root is the last of the best so far: most values of a large dictionary are turned away at the root.
  const heap: number[] = [];
  const sink = (): void => {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) return;
      if (child + 1 < heap.length && goesBefore(heap[child]!, heap[child + 1]!)) child++;
      if (!goesBefore(heap[at]!, heap[child]!)) return;
      [heap[at], heap[child]] = [heap[child]!, heap[at]!];
      at = child;
    }
  };
  const rise = (): void => {
    for (let at = heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!goesBefore(heap[parent]!, heap[at]!)) return;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  };

  let distinct = 0;
  for (let id = 0; id < counts.length; id++) {
    if (counts[id] === 0 || values[id] === null || values[id] === undefined) continue;
    distinct++;
    if (heap.length < limit) {
      heap.push(id);
      rise();
    } else if (limit > 0 && goesBefore(id, heap[0]!)) {
      heap[0] = id;
      sink();
    }
  }
  heap.sort((a, b) => (goesBefore(a, b) ? -1 : 1));
  return { entries: heap.map((id) => [values[id]!, counts[id]!]), distinct };
}
