import type { CaseSummary } from '../../../shared/contract/case.ts';
import { printQuery } from '../../../shared/query/print.ts';
import type { Bridge } from '../bridge.ts';
import { caseClosed, openScreen, setJobs, setOpening, showCase } from '../state/actions.ts';
import { changePreference } from '../state/preferences.ts';
import { currentView } from '../state/query-slice.ts';
import { appStore } from '../state/store.ts';
import { decodeView, encodeView } from '../state/view-codec.ts';

/** Opens a granted case file and shows it where it was left. */
export async function openCase(bridge: Bridge, grant: { token: string }, readOnly = false): Promise<void> {
  await opening(bridge, () => bridge.call('case.open', { grant: grant.token, readOnly }));
}

/**
 * Creates a case and opens it; `location` is a grant of kind `save`, or null for the usual folder. It keeps the time zone
 * that is shown now.
 */
export async function createCase(
  bridge: Bridge,
  input: { name: string; reference?: string; location: string | null },
): Promise<void> {
  await opening(bridge, async () => {
    const summary = await bridge.call('case.create', input);
    const { timeZone } = appStore.getState().preferences;
    if (timeZone === summary.settings.timeZone) return summary;
    return { ...summary, settings: await bridge.call('case.settings.set', { timeZone }) };
  });
}

/** Opens the sample case, which the engine generates at its first use. */
export async function openSampleCase(bridge: Bridge): Promise<void> {
  await opening(bridge, () => bridge.call('case.sample', {}));
}

/** Closes the case of this window; the list of cases shows. */
export async function closeCase(bridge: Bridge): Promise<void> {
  await saveView(bridge);
  await bridge.call('case.close', {});
  caseClosed();
}

/** After a reload, or when the engine is back: shows the case this window already has open, if any. */
export async function restoreCase(bridge: Bridge): Promise<void> {
  const summary = await bridge.call('case.current', {});
  if (summary !== null) await show(bridge, summary);
  else if (appStore.getState().case.summary !== null) caseClosed();
}

async function opening(bridge: Bridge, open: () => Promise<CaseSummary>): Promise<void> {
  await saveView(bridge);
  setOpening(true);
  try {
    const summary = await open();
    await show(bridge, summary);
    const { timeZone } = summary.settings;
    if (timeZone !== appStore.getState().preferences.timeZone) await changePreference(bridge, { timeZone });
  } finally {
    setOpening(false);
  }
}

async function show(bridge: Bridge, summary: CaseSummary): Promise<void> {
  const [view, jobs] = await Promise.all([bridge.call('view.get', {}), bridge.call('jobs.list', {})]);
  setJobs(jobs);
  showCase(summary, view.state === null ? null : decodeView(view.state));
}

/** Starts an import of granted files into the open case and shows it coming in. Resolves with the id of the job. */
export async function startImport(bridge: Bridge, grants: readonly { token: string }[]): Promise<string> {
  const { jobId } = await bridge.call('import.start', { grants: grants.map(({ token }) => token) });
  openScreen('evidence');
  return jobId;
}

/** Stores where the user is with the case. Does nothing while no case is open. */
export async function saveView(bridge: Bridge): Promise<void> {
  const { case: open, query } = appStore.getState();
  if (open.summary === null) return;
  const view = currentView(query);
  await bridge.call('view.set', {
    state: encodeView(view),
    leftOff: {
      screen: view.screen,
      query: printQuery(view.query),
      matches: open.lastSearch?.matches ?? null,
      fromEpochSeconds: view.range?.fromEpochSeconds ?? null,
      toEpochSeconds: view.range?.toEpochSeconds ?? null,
    },
  });
}

const saveDelayMs = 1_000;

/** Stores the view a second after it last changed, and when the window is hidden. Returns the function that ends it. */
export function keepViewSaved(bridge: Bridge, onError: (error: unknown) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let saved = '';
  const save = () => {
    timer = null;
    const { case: open, query } = appStore.getState();
    const text = open.summary === null ? '' : `${open.summary.displayPath} ${encodeView(currentView(query))}`;
    if (text === '' || text === saved) return;
    saved = text;
    saveView(bridge).catch(onError);
  };
  const stop = appStore.subscribe((state, before) => {
    if (state.query.history === before.query.history && state.case.lastSearch === before.case.lastSearch) return;
    timer ??= setTimeout(save, saveDelayMs);
  });
  const saveWhenHidden = () => {
    if (document.visibilityState === 'hidden') save();
  };
  document.addEventListener('visibilitychange', saveWhenHidden);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', saveWhenHidden);
    if (timer !== null) clearTimeout(timer);
  };
}
