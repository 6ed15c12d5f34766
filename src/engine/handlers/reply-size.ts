import { replyLimitBytes } from '../../shared/contract/call.ts';
import type { FacetResult } from '../../shared/contract/search.ts';

/** What the strings of a reply may come to; the rest is for names, numbers and the transport. */
const stringBudget = replyLimitBytes * 0.8;

/** Lengths that long strings are cut to, the first that lets the reply fit. */
const cuts = [16_384, 4_096, 1_024, 256, 64];

/** Characters of all strings inside a value, as JSON writes them. */
export function jsonLength(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}

/**
 * The value, with its longest strings cut (ending in `…`) where it would be too large to send. Only hostile records
 * come to that; their whole text is there through `event.recordText`. Keys and ids are never cut.
 */
export function fitStrings<Value>(value: Value, budget = stringBudget): Value {
  if (jsonLength(value) <= budget) return value;
  for (const length of cuts) {
    const cut = cutStrings(value, length) as Value;
    if (jsonLength(cut) <= budget || length === cuts.at(-1)) return cut;
  }
  return value;
}

function cutStrings(value: unknown, length: number): unknown {
  if (typeof value === 'string') return value.length > length ? `${wholeCharacters(value, length)}…` : value;
  if (Array.isArray(value)) return value.slice(0, 10_000).map((item) => cutStrings(item, length));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    // An id that is cut would name another event.
    Object.entries(value).map(([key, item]) => [key, key === 'id' ? item : cutStrings(item, length)]),
  );
}

/** The first `length` UTF-16 units, less one where that would split a character. */
export function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/**
 * As many values of a facet, most frequent first, as may be sent. A value is whole or absent: a cut one would find
 * nothing. `distinct` still counts them all.
 */
export function fitFacet(facet: FacetResult, budget: number): FacetResult {
  let used = 0;
  const values = facet.values.filter(([value]) => {
    const length = jsonLength(value) + 16;
    if (used + length > budget) return false;
    used += length;
    return true;
  });
  return values.length === facet.values.length ? facet : { ...facet, values };
}
