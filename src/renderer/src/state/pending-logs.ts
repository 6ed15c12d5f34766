import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Logs that were dropped or opened while no case is open: Home asks for the name of the case they go to. */
interface PendingLogs {
  grants: readonly { token: string; displayName: string }[];
}

export const pendingLogsStore = createStore<PendingLogs>()(() => ({ grants: [] }));

export function usePendingLogs(): PendingLogs['grants'] {
  return useStore(pendingLogsStore, (state) => state.grants);
}

export function setPendingLogs(grants: PendingLogs['grants']): void {
  pendingLogsStore.setState({ grants });
}
