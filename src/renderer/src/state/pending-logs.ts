import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/**
 * Logs that were chosen, dropped or opened and are not imported yet. While no case is open Home asks for the name of the
 * case they go to; Evidence then says what they are.
 */
interface PendingLogs {
  grants: readonly PendingLog[];
}

export interface PendingLog {
  token: string;
  displayName: string;
  /** True for what was uploaded: it goes away after its import. */
  isTemporary?: boolean;
}

export const pendingLogsStore = createStore<PendingLogs>()(() => ({ grants: [] }));

export function usePendingLogs(): PendingLogs['grants'] {
  return useStore(pendingLogsStore, (state) => state.grants);
}

/** The same path chosen twice waits once. */
export function addPendingLogs(more: PendingLogs['grants']): void {
  pendingLogsStore.setState(({ grants }) => {
    const known = new Set(grants.map(({ token }) => token));
    return { grants: [...grants, ...more.filter(({ token }) => !known.has(token))] };
  });
}

export function setPendingLogs(grants: PendingLogs['grants']): void {
  pendingLogsStore.setState({ grants });
}
