/** One scalar of a part of a record. */
export interface RecordLeaf {
  /** Record path, list elements implicit, as queries write it. */
  path: string;
  /** The path below the part, for people. */
  name: string;
  value: string;
}

/** The first scalars of a part of a record in their order, `most` at most. */
export function leavesOf(part: unknown, path: string, most: number): RecordLeaf[] {
  const found: RecordLeaf[] = [];
  // Records can be nested deeper than the stack allows.
  const waiting: { value: unknown; path: string; name: string }[] = [{ value: part, path, name: '' }];
  while (found.length < most) {
    const next = waiting.pop();
    if (next === undefined) break;
    const { value, name } = next;
    if (Array.isArray(value)) {
      for (const element of value.slice(0, most).reverse()) waiting.push({ value: element, path: next.path, name });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value).slice(0, most).reverse()) {
        waiting.push({ value: child, path: `${next.path}.${key}`, name: name === '' ? key : `${name}.${key}` });
      }
    } else {
      found.push({ path: next.path, name, value: String(value) });
    }
  }
  return found;
}
