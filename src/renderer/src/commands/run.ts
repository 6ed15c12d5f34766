import { useCallback } from 'react';
import type { Bridge } from '../bridge.ts';
import { isCancelled, toErrorData } from '../../../shared/contract/errors.ts';
import { useBridge } from '../data/bridge-context.ts';
import { dismissBanner, showBanner } from '../state/notices.ts';
import { appStore } from '../state/store.ts';
import { commandRegistry } from './registry.ts';

/** One banner a failure: the next try replaces it or, when it succeeds, takes it away. */
function bannerId(title: string): string {
  return `failure: ${title}`;
}

/** Shows a failure where the user is; being cancelled is not one. */
export function reportFailure(title: string, error: unknown): void {
  if (isCancelled(error)) return;
  const data = toErrorData(error);
  const text = data.hint === undefined ? data.message : `${data.message} ${data.hint}`;
  showBanner({ id: bannerId(title), tone: 'error', title, text });
}

/** Runs a command by id and shows what goes wrong. False when it is not available now. */
export async function runCommand(id: string, bridge: Bridge): Promise<boolean> {
  const failure = `${commandRegistry.get(id)?.title ?? id} failed`;
  try {
    const hasRun = await commandRegistry.run(id, { bridge, state: appStore.getState() });
    dismissBanner(bannerId(failure));
    return hasRun;
  } catch (error) {
    reportFailure(failure, error);
    return true;
  }
}

/** For buttons: `onPress={useCommand('jobs.toggle')}`. */
export function useCommand(id: string): () => void {
  const bridge = useBridge();
  return useCallback(() => void runCommand(id, bridge), [id, bridge]);
}
