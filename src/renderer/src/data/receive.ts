import type { Grant } from '../../../shared/contract/app.ts';
import type { Bridge } from '../bridge.ts';
import { openScreen } from '../state/actions.ts';
import { addPendingLogs, type PendingLog } from '../state/pending-logs.ts';
import { appStore, firstScreen } from '../state/store.ts';
import type { DroppedFile } from './dropped-files.ts';
import { openCase } from './open-case.ts';
import { uploadFiles, type UploadProgress } from './upload.ts';

/**
 * Takes granted files in: a case is opened; logs wait on Evidence, which says what they are before they are imported, or
 * on Home, which asks for the name of their case first.
 */
export async function receive(bridge: Bridge, what: 'case' | 'logs', grants: readonly PendingLog[]): Promise<void> {
  const [first] = grants;
  if (first === undefined) return;
  if (what === 'case') {
    await openCase(bridge, first);
  } else {
    addPendingLogs(grants);
    openScreen(appStore.getState().case.summary === null ? firstScreen : 'evidence');
  }
}

/** Takes dropped files in. In the browser host they are uploaded first; `onProgress` follows that. */
export async function receiveDrop(
  bridge: Bridge,
  files: readonly DroppedFile[],
  onProgress: (progress: UploadProgress) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (files.length === 0) return;
  const grants: readonly Grant[] = bridge.startup.uploads
    ? await uploadFiles(bridge, files, onProgress, signal)
    : await bridge.grantDrop(files.map(({ file }) => file));
  const isCase = grants.length === 1 && /\.spoor$/i.test(grants[0]?.displayName ?? '');
  const logs = grants.map(({ token, displayName }) => ({ token, displayName, isTemporary: bridge.startup.uploads }));
  await receive(bridge, isCase ? 'case' : 'logs', logs);
}
