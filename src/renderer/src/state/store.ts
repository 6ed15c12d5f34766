import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { defaultAppSettings, type AppSettings } from '../../../shared/contract/app.ts';
import type { CaseSummary } from '../../../shared/contract/case.ts';
import type { JobRow } from '../../../shared/contract/jobs.ts';
import { initialQuerySlice, type QuerySlice } from './query-slice.ts';

export interface CaseSlice {
  summary: CaseSummary | null;
  isOpening: boolean;
  /** The state of the evidence that is on screen; newer events wait until the user asks for them. */
  shownGeneration: number | null;
  /** Rises when bookmarks, tags or notes change. */
  marksRevision: number;
  /** Rises when the engine was restarted: everything fetched is fetched again. */
  engineRevision: number;
  /** The last search on screen, for the status bar. */
  lastSearch: { matches: number; milliseconds: number } | null;
}

export interface JobsSlice {
  byId: Readonly<Record<string, JobRow>>;
}

/** Server data is never here: it lives in hooks keyed by their input. */
export interface AppState {
  query: QuerySlice;
  case: CaseSlice;
  jobs: JobsSlice;
  preferences: AppSettings;
}

/** Shown while no case is open. */
export const firstScreen = 'home';

export function initialState(preferences: AppSettings = defaultAppSettings): AppState {
  return {
    query: initialQuerySlice(firstScreen),
    case: {
      summary: null,
      isOpening: false,
      shownGeneration: null,
      marksRevision: 0,
      engineRevision: 0,
      lastSearch: null,
    },
    jobs: { byId: {} },
    preferences,
  };
}

export const appStore = createStore<AppState>()(() => initialState());

/** Selectors return primitives or stored references, so that a component renders only when its part changes. */
export function useApp<Value>(selector: (state: AppState) => Value): Value {
  return useStore(appStore, selector);
}
