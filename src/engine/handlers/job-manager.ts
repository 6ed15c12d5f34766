import { randomUUID } from 'node:crypto';
import { AppError, isCancelled, toErrorData } from '../../shared/contract/errors.ts';
import type { EventMessage } from '../../shared/contract/events.ts';
import type { CancelSignal, JobKind, JobOutcome, JobRow, Problem, Progress } from '../../shared/contract/jobs.ts';
import { JobRate } from './job-rate.ts';

/** What a job that ended has to show. */
export interface JobEnd {
  outcome: JobOutcome;
  counts: Record<string, number>;
  problems: number;
  firstProblems: Problem[];
}

export interface JobPlan {
  kind: JobKind;
  /** Jobs of one lane run one after the other. */
  lane: 'write' | 'export';
  title: string;
  canPause: boolean;
  run(job: { id: string; signal: CancelSignal; onProgress(progress: Progress): void }): Promise<JobEnd>;
  /** Tells the running work to hold or go on. */
  pause(jobId: string, paused: boolean): Promise<unknown>;
}

interface Job {
  row: JobRow;
  plan: JobPlan;
  abort: AbortController;
  rate: JobRate;
  lastShownMs: number;
  /** Paused before its turn came: it begins so. */
  wantsPause: boolean;
  /** Runs of this job, the first included: a job whose worker dies again and again is given up. */
  attempts: number;
}

/** Ten reports a second and job. */
const reportMilliseconds = 100;
const mostAttempts = 3;
const shownProblems = 20;
/** Ended jobs that are remembered while the case is open. */
const history = 200;

/** The jobs of a case: queued, running and ended since it was opened. */
export class JobManager {
  readonly #emit: (message: EventMessage) => void;
  readonly #jobs = new Map<string, Job>();
  readonly #running = new Map<JobPlan['lane'], Promise<void>>();
  #isClosing = false;

  constructor(emit: (message: EventMessage) => void) {
    this.#emit = emit;
  }

  list(): JobRow[] {
    return [...this.#jobs.values()].map(({ row }) => row).reverse();
  }

  /** True while a job of this kind has begun and not ended. */
  isRunning(kind: JobKind): boolean {
    return [...this.#jobs.values()].some(
      ({ row }) => row.kind === kind && (row.state === 'running' || row.state === 'paused'),
    );
  }

  start(plan: JobPlan): { jobId: string } {
    const row: JobRow = {
      id: randomUUID(),
      kind: plan.kind,
      title: plan.title,
      state: 'queued',
      progress: null,
      startedEpochMilliseconds: Date.now(),
      endedEpochMilliseconds: null,
      unitsPerSecond: null,
      secondsLeft: null,
      canPause: plan.canPause,
      canCancel: true,
      reason: null,
      counts: {},
      problems: 0,
      firstProblems: [],
    };
    const job: Job = {
      row,
      plan,
      abort: new AbortController(),
      rate: new JobRate(),
      lastShownMs: 0,
      attempts: 0,
      wantsPause: false,
    };
    this.#jobs.set(row.id, job);
    // The caller learns the id before the first event about it.
    setImmediate(() => {
      this.#show(job, {});
      this.#advance(plan.lane);
    });
    return { jobId: row.id };
  }

  #show(job: Job, changes: Partial<JobRow>): void {
    Object.assign(job.row, changes);
    job.lastShownMs = Date.now();
    this.#emit({ name: 'job.progress', payload: { ...job.row } });
  }

  #advance(lane: JobPlan['lane']): void {
    if (this.#running.has(lane)) return;
    const next = [...this.#jobs.values()].find((job) => job.plan.lane === lane && job.row.state === 'queued');
    if (next === undefined) return;
    const running = this.#run(next).finally(() => {
      this.#running.delete(lane);
      this.#advance(lane);
    });
    this.#running.set(lane, running);
  }

  async #run(job: Job): Promise<void> {
    job.attempts++;
    this.#show(job, { state: job.wantsPause ? 'paused' : 'running', reason: null });
    try {
      const end = await job.plan.run({
        id: job.row.id,
        signal: job.abort.signal,
        onProgress: (progress) => this.#progress(job, progress),
      });
      this.#end(job, {
        state: end.outcome,
        counts: end.counts,
        problems: end.problems,
        firstProblems: end.firstProblems.slice(0, shownProblems),
      });
    } catch (error) {
      const { code, message } = toErrorData(error);
      const isCancel = isCancelled(error) || (this.#isClosing && code === 'engine-crashed');
      if (isCancel) this.#end(job, { state: 'cancelled' });
      else if (code === 'engine-crashed' && job.attempts < mostAttempts && job.plan.lane === 'write') {
        // What was committed stays; running the job again goes on from there.
        this.#show(job, { state: 'queued', reason: message });
        if (this.#isClosing) this.cancel(job.row.id);
      } else this.#end(job, { state: 'failed', reason: message });
    }
  }

  #progress(job: Job, progress: Progress): void {
    const now = Date.now();
    const phaseChanged = job.row.progress?.phase !== progress.phase;
    job.row.progress = progress;
    const { unitsPerSecond, secondsLeft } = job.rate.add(progress, now);
    Object.assign(job.row, { unitsPerSecond, secondsLeft });
    if (!phaseChanged && now - job.lastShownMs < reportMilliseconds) return;
    this.#show(job, {});
  }

  #end(job: Job, changes: Partial<JobRow>): void {
    Object.assign(job.row, changes, {
      endedEpochMilliseconds: Date.now(),
      secondsLeft: null,
      canPause: false,
      canCancel: false,
    });
    this.#emit({ name: 'job.ended', payload: { ...job.row } });
    const ended = [...this.#jobs.values()].filter(({ row }) => row.endedEpochMilliseconds !== null);
    for (const old of ended.slice(0, Math.max(0, ended.length - history))) this.#jobs.delete(old.row.id);
  }

  #job(id: string): Job {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new AppError('not-found', 'There is no such job.');
    return job;
  }

  async pause(id: string): Promise<void> {
    const job = this.#job(id);
    if (!job.plan.canPause) throw new AppError('unsupported', 'This job cannot be paused; it can be cancelled.');
    if (job.row.endedEpochMilliseconds !== null || job.row.state === 'paused') return;
    job.wantsPause = true;
    await job.plan.pause(id, true);
    if (job.row.state === 'running') this.#show(job, { state: 'paused', unitsPerSecond: null, secondsLeft: null });
  }

  async resume(id: string): Promise<void> {
    const job = this.#job(id);
    if (job.row.endedEpochMilliseconds !== null || !job.wantsPause) return;
    job.wantsPause = false;
    job.rate.reset();
    await job.plan.pause(id, false);
    if (job.row.state === 'paused') this.#show(job, { state: 'running' });
  }

  cancel(id: string): void {
    const job = this.#job(id);
    if (job.row.endedEpochMilliseconds !== null) return;
    job.abort.abort();
    if (job.row.state === 'queued') this.#end(job, { state: 'cancelled' });
  }

  /** Cancels everything and waits until it has stopped. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const { row } of this.#jobs.values()) if (row.endedEpochMilliseconds === null) this.cancel(row.id);
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }
}
