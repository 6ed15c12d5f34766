/**
 * The `resources` column tells which resources an event names. 0: none; even: one resource, its id doubled; odd: a set of
 * several, kept in the dictionary `resources`. Most events name one, and one resource needs no set of its own.
 */
export function singleSet(resource: number): number {
  return resource * 2;
}

export function listedSet(set: number): number {
  return set * 2 + 1;
}

/** The same set with the ids of another numbering. */
export function renumberSet(value: number, resources: readonly number[], sets: readonly number[]): number {
  if (value === 0) return 0;
  return (value & 1) === 0 ? singleSet(resources[value >>> 1]!) : listedSet(sets[value >>> 1]!);
}
