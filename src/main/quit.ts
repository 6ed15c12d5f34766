import { app, dialog, type BrowserWindow } from 'electron';
import type { JobRow } from '../shared/contract/jobs.ts';
import type { Log } from './log.ts';
import type { RunningJobs } from './running-jobs.ts';

export interface QuitOptions {
  jobs: RunningJobs;
  /** The number of open windows. */
  windowCount(): number;
  /** Stops jobs at their next commit and closes every case. */
  shutDown(): Promise<void>;
  log: Log;
}

export interface Quit {
  /** Asks before a window closes under a running job. */
  watch(client: string, window: BrowserWindow): void;
}

/** Leaving while a job runs is asked about once; then the engine closes before the process ends. */
export function setUpQuit(options: QuitOptions): Quit {
  let state: 'open' | 'asking' | 'agreed' | 'closing' | 'closed' = 'open';

  async function finish(): Promise<void> {
    state = 'closing';
    try {
      await options.shutDown();
    } catch (error) {
      options.log.write('error', 'shut-down failed', { message: String(error) });
    }
    state = 'closed';
    app.quit();
  }

  async function askToQuit(running: readonly JobRow[]): Promise<void> {
    state = 'asking';
    const leave = await ask(running, 'Quit Spoor?', 'Quit');
    state = leave ? 'agreed' : 'open';
    if (leave) await finish();
  }

  async function askToClose(running: readonly JobRow[], window: BrowserWindow): Promise<void> {
    state = 'asking';
    const leave = await ask(running, 'Close this window?', 'Close window', window);
    // Where the last window ends the app, one answer is enough.
    state = leave && options.windowCount() === 1 && process.platform !== 'darwin' ? 'agreed' : 'open';
    if (leave && !window.isDestroyed()) window.destroy();
  }

  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing' || state === 'asking') return;
    const running = state === 'agreed' ? [] : options.jobs.of(null);
    if (running.length === 0) {
      void finish();
      return;
    }
    void askToQuit(running);
  });

  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  return {
    watch(client, window) {
      window.on('close', (event) => {
        const running = state === 'open' ? options.jobs.of(client) : [];
        if (running.length === 0) return;
        event.preventDefault();
        if (state === 'asking') return;
        void askToClose(running, window);
      });
    },
  };
}

async function ask(
  running: readonly JobRow[],
  question: string,
  leave: string,
  window?: BrowserWindow,
): Promise<boolean> {
  const options = {
    type: 'question' as const,
    message: question,
    detail: `${running.map((job) => job.title).join(', ')} ${running.length === 1 ? 'is' : 'are'} still running. What is loaded stays in the case; the rest continues when it is started again.`,
    buttons: ['Keep running', leave],
    defaultId: 0,
    cancelId: 0,
  };
  const { response } = await (window === undefined
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response === 1;
}
