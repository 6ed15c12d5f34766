import type { Database } from 'better-sqlite3';
import { AppError } from '../../shared/contract/errors.ts';
import type { JobContext } from '../../shared/contract/jobs.ts';
import type { CaseFile } from '../case/open.ts';
import type { WorkContext } from './worker-protocol.ts';

interface RunningJob {
  id: string;
  /** Ends the wait of a paused job. */
  wake: () => void;
}

/**
 * The case of a writer: one job at a time, and small writes of the user that never wait for its end. They run at once
 * where no transaction is open, else the job commits at its next safe point and lets them through.
 */
export class WriterCase {
  readonly caseFile: CaseFile;
  #job: RunningJob | null = null;
  #waiting: (() => void)[] = [];
  /** Jobs to hold, also those whose turn has not come. */
  readonly #paused = new Set<string>();

  constructor(caseFile: CaseFile) {
    this.caseFile = caseFile;
  }

  /** Runs a small write in a transaction of its own; resolves when it is committed. */
  async write<Value>(run: (database: Database) => Value): Promise<Value> {
    const { database } = this.caseFile;
    if (!database.inTransaction) return run(database);
    return await new Promise<Value>((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(run(database));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  #letThrough(): void {
    for (const run of this.#waiting.splice(0)) run();
  }

  /** Runs a job. `onCommit` is told after each of its commits. */
  async job<Value>(
    id: string,
    context: WorkContext,
    onCommit: () => void,
    run: (job: JobContext) => Promise<Value>,
  ): Promise<Value> {
    if (this.#job !== null) throw new AppError('internal', 'Another job is writing to this case.');
    const job: RunningJob = { id, wake: () => undefined };
    const isPaused = (): boolean => this.#paused.has(id);
    this.#job = job;
    context.signal.addEventListener('abort', () => job.wake(), { once: true });
    try {
      return await run({
        signal: context.signal,
        onProgress: context.onProgress,
        wantsCommit: () => this.#waiting.length > 0 || isPaused(),
        gate: async () => {
          onCommit();
          this.#letThrough();
          while (isPaused() && !context.signal.aborted) {
            await new Promise<void>((resolve) => (job.wake = resolve));
          }
        },
      });
    } finally {
      this.#job = null;
      this.#paused.delete(id);
      // A failed job has rolled its own transaction back.
      this.#letThrough();
      onCommit();
    }
  }

  /** Holds a job at its next safe point, or lets it go on. */
  pause(id: string, paused: boolean): void {
    if (paused) {
      this.#paused.add(id);
      return;
    }
    this.#paused.delete(id);
    if (this.#job?.id === id) this.#job.wake();
  }

  close(): void {
    this.caseFile.close();
  }
}
