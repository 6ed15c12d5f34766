import { canonicalJson } from './event-id.ts';

/** Whether two records say the same, however they are written. */
export function isSameRecord(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

/** Values that a record carries: leaves that are not null, empty text or an empty object or list. */
export function countValues(value: unknown): number {
  if (value === null || value === undefined || value === '') return 0;
  if (typeof value !== 'object') return 1;
  let count = 0;
  for (const item of Object.values(value)) count += countValues(item);
  return count;
}

/** Of two differing records of one event the one with more values stands for it. */
export function isRicherRecord(candidate: unknown, kept: unknown): boolean {
  return countValues(candidate) > countValues(kept);
}
