import type { AppSettings } from '../../../shared/contract/app.ts';
import type { CaseSummary } from '../../../shared/contract/case.ts';
import type { JobRow } from '../../../shared/contract/jobs.ts';
import type { TimeRange } from '../../../shared/contract/search.ts';
import type { Query } from '../../../shared/query/ast.ts';
import * as slice from './query-slice.ts';
import { appStore, firstScreen, initialState } from './store.ts';

function changeQuery(change: (query: slice.QuerySlice) => slice.QuerySlice): void {
  appStore.setState((state) => ({ query: change(state.query) }));
}

/** Commits a new query with the range as it is. `label` names the step: "Undo include error:AccessDenied". */
export function commitQuery(query: Query, label = 'filter change'): void {
  changeQuery((current) => slice.commitCondition(current, { ...current.present, query }, label));
}

export function commitRange(range: TimeRange | null, label = 'time range'): void {
  changeQuery((current) => slice.commitCondition(current, { ...current.present, range }, label));
}

export function commitCondition(condition: slice.Condition, label = 'filter change'): void {
  changeQuery((current) => slice.commitCondition(current, condition, label));
}

/** What a brush or unfinished typing would ask; never in history. Null ends it. */
export function previewCondition(preview: slice.Condition | null): void {
  changeQuery((current) => ({ ...current, preview }));
}

/** Who comes from another screen sees all there is: nothing moves under the pointer then. */
export function openScreen(screen: string, place: Partial<Omit<slice.View, 'screen'>> = {}): void {
  if (slice.currentView(appStore.getState().query).screen !== screen) showNewest();
  changeQuery((current) => slice.openScreen(current, screen, place));
}

export function notePlace(place: Parameters<typeof slice.notePlace>[1]): void {
  changeQuery((current) => slice.notePlace(current, place));
}

export function goBack(): void {
  changeQuery((current) => slice.travel(current, -1) ?? current);
}

export function goForward(): void {
  changeQuery((current) => slice.travel(current, 1) ?? current);
}

/** Puts an edit just made on the undo stack, so that one stack takes back filters, zooms and marks alike. */
export function recordEdit(label: string, undo: () => Promise<void>, redo: () => Promise<void>): void {
  changeQuery((current) => slice.recordEdit(current, { kind: 'edit', label, undo, redo }));
}

/** An edit that could not be taken back stays where it was on the stack. */
function putBack(step: slice.UndoStep, failed: 'undo' | 'redo'): void {
  changeQuery((current) =>
    failed === 'undo'
      ? { ...current, past: [...current.past, step], future: current.future.filter((each) => each !== step) }
      : { ...current, past: current.past.filter((each) => each !== step), future: [step, ...current.future] },
  );
}

async function step(which: 'undo' | 'redo'): Promise<string | null> {
  const current = appStore.getState().query;
  const done = which === 'undo' ? slice.undoStep(current) : slice.redoStep(current);
  if (done === null) return null;
  appStore.setState({ query: done.slice });
  if (done.step.kind === 'edit') {
    try {
      await done.step[which]();
    } catch (error) {
      putBack(done.step, which);
      throw error;
    }
  }
  return done.step.label;
}

/** Resolves with the label of what was undone, or null when there was nothing. */
export function undo(): Promise<string | null> {
  return step('undo');
}

export function redo(): Promise<string | null> {
  return step('redo');
}

/** A case is open: its view is shown, or with `view` null its evidence (empty case) or events. */
export function showCase(summary: CaseSummary, view: slice.View | null): void {
  const screen = view?.screen ?? (summary.events === 0 ? 'evidence' : 'events');
  const start = slice.initialQuerySlice(screen);
  appStore.setState((state) => ({
    query:
      view === null
        ? start
        : { ...start, present: { query: view.query, range: view.range }, history: { entries: [view], index: 0 } },
    case: {
      ...state.case,
      summary,
      isOpening: false,
      shownGeneration: summary.generation,
      lastSearch: null,
    },
  }));
}

export function setOpening(isOpening: boolean): void {
  appStore.setState((state) => ({ case: { ...state.case, isOpening } }));
}

export function caseClosed(): void {
  appStore.setState((state) => {
    const fresh = initialState(state.preferences);
    return {
      query: { ...fresh.query, history: slice.initialQuerySlice(firstScreen).history },
      case: { ...fresh.case, engineRevision: state.case.engineRevision },
    };
  });
}

/**
 * The evidence changed. A case that showed nothing follows at once; otherwise the screen stays as it is until
 * `showNewest`, so that nothing moves under the pointer.
 */
export function caseChanged(summary: CaseSummary): void {
  appStore.setState((state) => {
    const wasEmpty = (state.case.summary?.events ?? 0) === 0;
    return {
      case: {
        ...state.case,
        summary,
        shownGeneration: wasEmpty ? summary.generation : (state.case.shownGeneration ?? summary.generation),
      },
    };
  });
}

export function showNewest(): void {
  appStore.setState((state) => ({
    case: { ...state.case, shownGeneration: state.case.summary?.generation ?? null },
  }));
}

export function marksChanged(): void {
  appStore.setState((state) => ({ case: { ...state.case, marksRevision: state.case.marksRevision + 1 } }));
}

export function engineRestarted(): void {
  appStore.setState((state) => ({ case: { ...state.case, engineRevision: state.case.engineRevision + 1 } }));
}

/** What the status bar says of the search on screen. */
export function noteSearch(lastSearch: { matches: number; milliseconds: number } | null): void {
  appStore.setState((state) => ({ case: { ...state.case, lastSearch } }));
}

export function setJob(job: JobRow): void {
  appStore.setState((state) => ({ jobs: { byId: { ...state.jobs.byId, [job.id]: job } } }));
}

export function setJobs(jobs: readonly JobRow[]): void {
  appStore.setState({ jobs: { byId: Object.fromEntries(jobs.map((job) => [job.id, job])) } });
}

export function setPreferences(preferences: AppSettings): void {
  appStore.setState({ preferences });
}
