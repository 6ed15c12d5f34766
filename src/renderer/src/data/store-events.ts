import type { Bridge } from '../bridge.ts';
import { reportFailure, runCommand } from '../commands/run.ts';
import * as actions from '../state/actions.ts';
import { showBanner } from '../state/notices.ts';
import { restoreCase } from './open-case.ts';
import { receive } from './receive.ts';

/** Keeps the store in step with what host and engine announce. Once a window. Returns the function that ends it. */
export function followEvents(bridge: Bridge): () => void {
  const stops = [
    bridge.on('job.progress', actions.setJob),
    bridge.on('job.ended', (job) => {
      actions.setJob(job);
      if (job.state === 'failed') {
        showBanner({
          id: `job ${job.id}`,
          tone: 'error',
          title: `${job.title} failed`,
          text: job.reason ?? 'What was already loaded is kept.',
        });
      }
    }),
    bridge.on('case.changed', ({ summary }) => actions.caseChanged(summary)),
    bridge.on('case.closed', () => actions.caseClosed()),
    bridge.on('marks.changed', () => actions.marksChanged()),
    bridge.on('engine.restarted', ({ error }) => {
      actions.engineRestarted();
      showBanner({ id: 'engine', tone: 'warning', title: 'Spoor restarted its engine', text: error.message });
      restoreCase(bridge).catch((failure: unknown) => reportFailure('The case could not be reopened', failure));
    }),
    bridge.on('app.notice', ({ level, message, hint }) => {
      showBanner({ id: `notice ${message}`, tone: level, title: message, ...(hint === null ? {} : { text: hint }) });
    }),
    bridge.on('app.command', ({ id }) => void runCommand(id, bridge)),
    bridge.on('app.settings', actions.setPreferences),
    bridge.on('app.open', ({ what, grants }) => {
      receive(bridge, what, grants).catch((failure: unknown) =>
        reportFailure(`${grants[0]?.displayName ?? 'The file'} could not be opened`, failure),
      );
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
