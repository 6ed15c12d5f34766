import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Dialogs that commands open from anywhere. */
export type HomeDialog = 'new-case' | 'case-settings';

const homeDialogStore = createStore<{ open: HomeDialog | null }>()(() => ({ open: null }));

export function useHomeDialog(): HomeDialog | null {
  return useStore(homeDialogStore, (state) => state.open);
}

export function showHomeDialog(open: HomeDialog | null): void {
  homeDialogStore.setState({ open });
}
