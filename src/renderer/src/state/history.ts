/** A list of views with a place in it, as in a browser. Pure. */
export interface ViewHistory<Entry> {
  readonly entries: readonly Entry[];
  readonly index: number;
}

const longestHistory = 200;

export function startHistory<Entry>(entry: Entry): ViewHistory<Entry> {
  return { entries: [entry], index: 0 };
}

export function currentEntry<Entry>(history: ViewHistory<Entry>): Entry {
  const entry = history.entries[history.index];
  if (entry === undefined) throw new RangeError(`History has no entry ${history.index}.`);
  return entry;
}

/** Adds an entry after the current one; what lay ahead is gone. */
export function pushEntry<Entry>(history: ViewHistory<Entry>, entry: Entry): ViewHistory<Entry> {
  const entries = [...history.entries.slice(0, history.index + 1), entry].slice(-longestHistory);
  return { entries, index: entries.length - 1 };
}

/** Notes where the user is in the current entry without making a new one. */
export function replaceEntry<Entry>(history: ViewHistory<Entry>, entry: Entry): ViewHistory<Entry> {
  return { ...history, entries: history.entries.with(history.index, entry) };
}

/** Null at either end. */
export function moveInHistory<Entry>(history: ViewHistory<Entry>, by: 1 | -1): ViewHistory<Entry> | null {
  const index = history.index + by;
  return index < 0 || index >= history.entries.length ? null : { ...history, index };
}
