import type { RecentCase } from '../../../../shared/contract/app.ts';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { Bridge } from '../../bridge.ts';
import { openCase } from '../../data/open-case.ts';
import { openScreen } from '../../state/actions.ts';
import { ask } from '../../state/notices.ts';
import { currentView, everything } from '../../state/query-slice.ts';
import { appStore, firstScreen } from '../../state/store.ts';
import { unavailableReason } from './recent-view.ts';

export type OpenHow = 'continue' | 'start' | 'read-only';

/** Opens a case of the list: where it was left, or at the whole of its events. */
export async function openRecent(bridge: Bridge, row: RecentCase, how: OpenHow): Promise<void> {
  const unavailable = unavailableReason(row);
  if (row.grant === null || unavailable !== null) {
    throw new AppError('file-access', unavailable?.sentence ?? 'The case file cannot be reached.');
  }
  await openCase(bridge, { token: row.grant }, how === 'read-only');
  const { case: open, query } = appStore.getState();
  // Who left the case for this list goes on with its events.
  const wasHere = currentView(query).screen === firstScreen;
  if (how === 'continue' && !wasHere) return;
  const screen = open.summary === null || open.summary.events === 0 ? 'evidence' : 'events';
  openScreen(screen, how === 'continue' ? {} : everything);
}

/** Takes a case off the list after asking. Resolves with false when the user keeps it. */
export async function forgetRecent(bridge: Bridge, row: RecentCase): Promise<boolean> {
  const agreed = await ask({
    title: `Take ${row.name} off the list?`,
    body: `The case file stays at ${row.displayPath}. Open it from there to have it back on the list.`,
    confirmLabel: 'Take off the list',
    cancelLabel: 'Keep on the list',
    isDanger: false,
  });
  if (agreed) await bridge.call('app.recent.forget', { id: row.id });
  return agreed;
}
