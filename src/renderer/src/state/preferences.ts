import type { AppSettings } from '../../../shared/contract/app.ts';
import type { Bridge } from '../bridge.ts';
import { setPreferences } from './actions.ts';
import { appStore } from './store.ts';

let changes = 0;

/** Shows the change at once and stores it; what the host answers to the latest change is what counts. */
export async function changePreference(bridge: Bridge, change: Partial<AppSettings>): Promise<void> {
  const before = appStore.getState().preferences;
  changes += 1;
  const own = changes;
  setPreferences({ ...before, ...change });
  try {
    const stored = await bridge.call('app.settings.set', change);
    if (own === changes) setPreferences(stored);
  } catch (error) {
    if (own === changes) setPreferences(before);
    throw error;
  }
}

/** Remembers pane sizes, folded facets, shown columns: text by key. */
export function rememberLayout(bridge: Bridge, key: string, value: string): Promise<void> {
  const { layout } = appStore.getState().preferences;
  return layout[key] === value ? Promise.resolve() : changePreference(bridge, { layout: { ...layout, [key]: value } });
}
