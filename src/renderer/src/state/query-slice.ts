import type { Query } from '../../../shared/query/ast.ts';
import type { TimeRange } from '../../../shared/contract/search.ts';
import { currentEntry, moveInHistory, pushEntry, replaceEntry, startHistory, type ViewHistory } from './history.ts';

/** What is asked: the query and the only condition outside it. */
export interface Condition {
  query: Query;
  /** Start inclusive, end exclusive; null is the whole case. */
  range: TimeRange | null;
}

/** One place the user has been. */
export interface View extends Condition {
  screen: string;
  chosenEventId: string | null;
  scrollTopPixels: number;
  /** Name of the open side pane or tab, as the screen calls it. */
  openPane: string | null;
}

/** One step on the undo stack: a change of the condition, or an edit that knows how to take itself back. */
export type UndoStep =
  | { kind: 'condition'; label: string; before: Condition; after: Condition }
  | { kind: 'edit'; label: string; undo: () => Promise<void>; redo: () => Promise<void> };

export interface QuerySlice {
  past: readonly UndoStep[];
  present: Condition;
  future: readonly UndoStep[];
  /** Shown while brushing or typing, never in history; null when nothing is previewed. */
  preview: Condition | null;
  history: ViewHistory<View>;
}

const longestPast = 200;
export const everything: Condition = { query: { kind: 'all' }, range: null };

export function initialQuerySlice(screen: string): QuerySlice {
  return {
    past: [],
    present: everything,
    future: [],
    preview: null,
    history: startHistory({ ...everything, screen, chosenEventId: null, scrollTopPixels: 0, openPane: null }),
  };
}

export function currentView(slice: QuerySlice): View {
  return currentEntry(slice.history);
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Changing the query or the range starts a new entry: no row chosen, scrolled to the top, the same panes open. */
function visit(slice: QuerySlice, condition: Condition): Pick<QuerySlice, 'present' | 'preview' | 'history'> {
  const view: View = { ...currentView(slice), ...condition, chosenEventId: null, scrollTopPixels: 0 };
  return { present: condition, preview: null, history: pushEntry(slice.history, view) };
}

function addStep(slice: QuerySlice, step: UndoStep): Pick<QuerySlice, 'past' | 'future'> {
  return { past: [...slice.past, step].slice(-longestPast), future: [] };
}

/** Makes the condition the present one; undoable, and an entry of the history. No change, no step. */
export function commitCondition(slice: QuerySlice, condition: Condition, label: string): QuerySlice {
  if (isSame(slice.present, condition)) return slice.preview === null ? slice : { ...slice, preview: null };
  return {
    ...slice,
    ...visit(slice, condition),
    ...addStep(slice, { kind: 'condition', label, before: slice.present, after: condition }),
  };
}

/** Puts an edit that has just been made (tag, note, bookmark) on the undo stack. */
export function recordEdit(slice: QuerySlice, step: Extract<UndoStep, { kind: 'edit' }>): QuerySlice {
  return { ...slice, ...addStep(slice, step) };
}

/** Takes the last step off; an edit's own `undo` is for the caller to run. Null when there is nothing to undo. */
export function undoStep(slice: QuerySlice): { slice: QuerySlice; step: UndoStep } | null {
  const step = slice.past.at(-1);
  if (step === undefined) return null;
  const moved = { ...slice, past: slice.past.slice(0, -1), future: [step, ...slice.future] };
  return { step, slice: step.kind === 'condition' ? { ...moved, ...visit(moved, step.before) } : moved };
}

export function redoStep(slice: QuerySlice): { slice: QuerySlice; step: UndoStep } | null {
  const [step, ...future] = slice.future;
  if (step === undefined) return null;
  const moved = { ...slice, past: [...slice.past, step], future };
  return { step, slice: step.kind === 'condition' ? { ...moved, ...visit(moved, step.after) } : moved };
}

/** Going to another screen is an entry of the history; going to the current one is not. */
export function openScreen(slice: QuerySlice, screen: string, place: Partial<Omit<View, 'screen'>> = {}): QuerySlice {
  const view = currentView(slice);
  const next: View = { ...view, chosenEventId: null, scrollTopPixels: 0, openPane: null, ...place, screen };
  if (isSame(view, next) || (view.screen === screen && Object.keys(place).length === 0)) return slice;
  return {
    ...slice,
    present: { query: next.query, range: next.range },
    preview: null,
    history: pushEntry(slice.history, next),
  };
}

/** Notes the chosen row, scroll and panes of the current entry, so that Back comes back to them. */
export function notePlace(
  slice: QuerySlice,
  place: Partial<Pick<View, 'chosenEventId' | 'scrollTopPixels' | 'openPane'>>,
): QuerySlice {
  const view = { ...currentView(slice), ...place };
  return isSame(view, currentView(slice)) ? slice : { ...slice, history: replaceEntry(slice.history, view) };
}

/** Back or forward: the whole view comes back. Leaves the undo stack as it is. Null at either end. */
export function travel(slice: QuerySlice, by: 1 | -1): QuerySlice | null {
  const history = moveInHistory(slice.history, by);
  if (history === null) return null;
  const { query, range } = currentEntry(history);
  return { ...slice, history, present: { query, range }, preview: null };
}
