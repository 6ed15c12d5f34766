/**
 * The values at a path of a parsed record. Segments are keys, case-sensitive. An array stands for each of its
 * elements, also at the end of the path; a numeric segment picks one element. Segments are also tried joined by dots,
 * since keys may hold dots themselves. A path that leads nowhere gives no values.
 */
export function valuesAtPath(record: unknown, path: string): unknown[] {
  const found: unknown[] = [];
  collect(record, path.split('.'), 0, found);
  return found;
}

function collect(value: unknown, segments: readonly string[], at: number, found: unknown[]): void {
  if (Array.isArray(value)) {
    const segment = segments[at];
    if (segment !== undefined && /^\d+$/.test(segment)) {
      const index = Number(segment);
      if (index < value.length) collect(value[index], segments, at + 1, found);
      return;
    }
    for (const element of value) collect(element, segments, at, found);
    return;
  }
  if (at === segments.length) {
    found.push(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  let key = '';
  for (let end = at; end < segments.length; end++) {
    key = end === at ? (segments[end] ?? '') : `${key}.${segments[end]}`;
    if (Object.hasOwn(value, key)) collect(Reflect.get(value, key), segments, end + 1, found);
  }
}
