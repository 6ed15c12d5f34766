import { once } from 'node:events';
import { styleText } from 'node:util';
import cliProgress from 'cli-progress';
import type { Progress } from '../../shared/contract/jobs.ts';
import { count, printable } from './text.ts';

/** A reader that goes away (`spoor query … | head`) ends the command quietly. */
export function watchStdout(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}

/** Writes to stdout and waits while its reader is behind, so that any amount of output takes little memory. */
export async function print(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** A heading; bold where the terminal shows it (not into files, not with NO_COLOR). */
export function heading(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Takes the bar away. Call it before anything else is written. */
  clear(): void;
}

/** A bar on stderr where that is a terminal, else nothing. */
export function progressDisplay(): ProgressDisplay {
  if (!process.stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  let bar: cliProgress.SingleBar | null = null;
  return {
    show(progress) {
      const total = progress.total ?? 0;
      if (bar === null) {
        bar = new cliProgress.SingleBar({
          stream: process.stderr,
          format: (_options, params, payload) => fitted(barText(params, payload as Progress)),
          clearOnComplete: true,
          // The process may be ended at any moment: the terminal is left as it was found.
          hideCursor: false,
          linewrap: true,
          stopOnComplete: false,
        });
        bar.start(total, progress.done, progress);
        return;
      }
      bar.setTotal(total);
      bar.update(progress.done, progress);
    },
    clear() {
      bar?.stop();
      bar = null;
    },
  };
}

/** One line of the terminal, since only that line is redrawn. */
function fitted(text: string): string {
  return text.slice(0, Math.max(0, (process.stderr.columns || 80) - 1));
}

const barCharacters = 30;

function barText(params: { progress: number }, { phase, done, total, unit, events, item }: Progress): string {
  const found = events === undefined ? '' : ` · ${count(events)} events`;
  const where = item === undefined ? '' : ` · ${printable(item)}`;
  if (total === null) return `${phase} ${count(done)} ${unit}${found}${where}`;
  const filled = Math.round(Math.min(1, Math.max(0, params.progress)) * barCharacters);
  const bar = '█'.repeat(filled) + '░'.repeat(barCharacters - filled);
  return `${phase} ${bar} ${count(done)} of ${count(total)} ${unit}${found}${where}`;
}
