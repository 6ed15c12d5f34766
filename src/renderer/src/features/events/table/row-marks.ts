import type { MarkTarget } from '../../../../../shared/contract/marks.ts';
import type { ResultLine, Scope } from '../../../../../shared/contract/search.ts';
import type { Bridge } from '../../../bridge.ts';
import type { LinesInput } from './use-result-lines.ts';

/** Rows marked with `x`: some by id, or every match of a search. */
export type RowMarks = { kind: 'some'; ids: ReadonlySet<string> } | { kind: 'all'; scope: Scope; count: number };

export const noMarks: RowMarks = { kind: 'some', ids: new Set() };

export function markCount(marks: RowMarks): number {
  return marks.kind === 'all' ? marks.count : marks.ids.size;
}

export function isMarked(marks: RowMarks, id: string): boolean {
  return marks.kind === 'all' || marks.ids.has(id);
}

/** What marks cover; null when nothing is marked. */
export function markTarget(marks: RowMarks): MarkTarget | null {
  if (marks.kind === 'all') return { scope: marks.scope };
  return marks.ids.size === 0 ? null : { ids: [...marks.ids] };
}

/** The contract takes at most this many ids at once. */
export const mostMarkedIds = 10_000;

/** Adds ids, or takes them away when all of them are marked already. */
export function toggleIds(marks: RowMarks, ids: readonly string[]): RowMarks {
  const before = marks.kind === 'some' ? marks.ids : new Set<string>();
  const isOn = !ids.every((id) => before.has(id));
  const next = new Set(before);
  for (const id of ids) {
    if (isOn) next.add(id);
    else next.delete(id);
  }
  return { kind: 'some', ids: next };
}

export function addIds(marks: RowMarks, ids: readonly string[]): RowMarks {
  return { kind: 'some', ids: new Set([...(marks.kind === 'some' ? marks.ids : []), ...ids]) };
}

const largestPage = 500;

/**
 * Ids of all events that the lines `from` to `to` (both included) stand for; a closed group gives all its events.
 * Stops at `mostMarkedIds`.
 */
export async function idsOfLines(bridge: Bridge, input: LinesInput, from: number, to: number): Promise<string[]> {
  const lines: ResultLine[] = [];
  for (let at = from; at <= to && lines.length < mostMarkedIds;) {
    const count = Math.min(largestPage, to - at + 1);
    const page = (await bridge.call('search.rows', { ...input, from: at, count })).lines;
    if (page.length === 0) break;
    lines.push(...page);
    at += page.length;
  }
  const ids: string[] = [];
  for (const { event, repeats, line } of lines) {
    const isOpen = input.openGroups?.includes(event.id) ?? false;
    if (repeats < 2 || isOpen) ids.push(event.id);
    else ids.push(...(await idsOfGroup(bridge, input, event.id, line, repeats)));
    if (ids.length >= mostMarkedIds) break;
  }
  return [...new Set(ids)].slice(0, mostMarkedIds);
}

async function idsOfGroup(
  bridge: Bridge,
  input: LinesInput,
  first: string,
  line: number,
  repeats: number,
): Promise<string[]> {
  const opened = { ...input, openGroups: [...(input.openGroups ?? []), first] };
  const ids: string[] = [];
  while (ids.length < Math.min(repeats, mostMarkedIds)) {
    const count = Math.min(largestPage, repeats - ids.length);
    const page = (await bridge.call('search.rows', { ...opened, from: line + ids.length, count })).lines;
    if (page.length === 0) break;
    ids.push(...page.map(({ event }) => event.id));
  }
  return ids;
}
