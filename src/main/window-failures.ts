import { dialog, type BrowserWindow } from 'electron';
import type { Log } from './log.ts';

/** Answers a crashed, hanging or unloadable page with a choice. The engine runs elsewhere and is not concerned. */
export function watchWindow(window: BrowserWindow, log: Log): void {
  const contents = window.webContents;
  contents.on('render-process-gone', async (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.write('error', 'renderer gone', { reason, exitCode });
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: 'This window stopped working.',
      detail: `The case and running jobs are not affected. (${reason}, ${exitCode})`,
      buttons: ['Reload', 'Close window'],
      defaultId: 0,
      cancelId: 1,
    });
    if (window.isDestroyed()) return;
    if (response === 0) contents.reload();
    else window.destroy();
  });

  let waiting: AbortController | null = null;
  window.on('unresponsive', async () => {
    if (waiting !== null) return;
    const asked = new AbortController();
    waiting = asked;
    log.write('warning', 'window unresponsive');
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'This window does not answer.',
      detail: 'Waiting keeps what is on screen. Reloading shows the case as it was last saved.',
      buttons: ['Wait', 'Reload'],
      defaultId: 0,
      cancelId: 0,
      signal: asked.signal,
    });
    waiting = null;
    if (response === 1 && !asked.signal.aborted && !window.isDestroyed()) {
      // A page in an endless loop never gets to reload itself.
      contents.forcefullyCrashRenderer();
      contents.reload();
    }
  });
  window.on('responsive', () => waiting?.abort());

  contents.on('did-fail-load', (_event, errorCode, description, _url, isMainFrame) => {
    // -3 is a load that was replaced by another.
    if (!isMainFrame || errorCode === -3) return;
    log.write('error', 'page failed to load', { errorCode, description });
    dialog.showErrorBox('Spoor cannot show its window', `The page did not load: ${description} (${errorCode}).`);
  });
  contents.on('console-message', ({ level, message, lineNumber, sourceId }) => {
    if (level === 'warning' || level === 'error') {
      log.write(level, 'renderer console', { message: message.slice(0, 2_000), sourceId, lineNumber });
    }
  });
}
