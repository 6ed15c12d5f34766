import { app, dialog } from 'electron';
import type { Log } from './log.ts';

/** A defect in the host is logged and shown once, never swallowed and never a silent end. */
export function setUpFailures(log: Log): void {
  let shown = false;
  const report = (what: string, error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.write('error', what, { error: text });
    if (shown) return;
    shown = true;
    dialog.showErrorBox('Spoor met an unexpected error', `The case is safe. Details are in the log.\n\n${text}`);
  };
  process.on('uncaughtException', (error) => report('uncaught exception', error));
  process.on('unhandledRejection', (error) => report('unhandled rejection', error));
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.write('error', 'child process gone', { type, reason, exitCode });
  });
}

/** Without engine or window there is nothing to keep running for. */
export function startFailed(log: Log): (error: unknown) => void {
  return (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.write('error', 'start failed', { error: text });
    dialog.showErrorBox('Spoor could not start', text);
    app.exit(1);
  };
}
