import type { Grant } from '../../../shared/contract/app.ts';
import type { Bridge } from '../bridge.ts';
import { noticesStore, type FileRequest } from '../state/notices.ts';

/** A host with dialogs of its own shows one; elsewhere Spoor's own file browser opens. Empty when cancelled. */
export function chooseFiles(bridge: Bridge, what: 'case' | 'logs' | 'folder'): Promise<Grant[]> {
  if (bridge.startup.nativeDialogs) return bridge.call('app.dialog.open', { what });
  return browse({ what });
}

/** Where to write to. Null when cancelled. */
export async function chooseSave(
  bridge: Bridge,
  what: 'case' | 'export' | 'manifest',
  suggestedName: string,
): Promise<Grant | null> {
  if (bridge.startup.nativeDialogs) return bridge.call('app.dialog.save', { what, suggestedName });
  const [grant] = await browse({ what, suggestedName });
  return grant ?? null;
}

function browse(request: FileRequest): Promise<Grant[]> {
  noticesStore.getState().fileBrowser?.answer([]);
  return new Promise((resolve) => {
    const answer = (grants: Grant[]) => {
      noticesStore.setState({ fileBrowser: null });
      resolve(grants);
    };
    noticesStore.setState({ fileBrowser: { request, answer } });
  });
}
