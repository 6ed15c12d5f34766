import type { AppState } from './store.ts';

/**
 * Where a part of the state may be kept: with the case (`view.set`), with this user on this computer
 * (`app.settings.set`), or nowhere (`session`: rebuilt at every start).
 */
export type Home = 'case' | 'preferences' | 'session';

type Table = { [Slice in keyof AppState]: { [Key in keyof AppState[Slice]]: Home } };

/** Exhaustive by type: a new key does not compile before someone decides where it may be stored. */
export const persistence: Table = {
  query: { past: 'session', present: 'case', future: 'session', preview: 'session', history: 'case' },
  case: {
    summary: 'session',
    isOpening: 'session',
    shownGeneration: 'session',
    marksRevision: 'session',
    engineRevision: 'session',
    lastSearch: 'session',
  },
  jobs: { byId: 'session' },
  preferences: { theme: 'preferences', density: 'preferences', timeZone: 'preferences', layout: 'preferences' },
};
