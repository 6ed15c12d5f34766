import type { JobRow, Progress } from '../../../../shared/contract/jobs.ts';
import { formatBytes, formatCount, formatQuantity, formatRate } from '../../ui/format/number.ts';

const activeStates: ReadonlySet<JobRow['state']> = new Set(['queued', 'running', 'paused']);

export function isActive(job: JobRow): boolean {
  return activeStates.has(job.state);
}

function newestFirst(jobs: Readonly<Record<string, JobRow>>): JobRow[] {
  return Object.values(jobs).sort((a, b) => b.startedEpochMilliseconds - a.startedEpochMilliseconds);
}

/** Running jobs first, then paused and queued ones. */
export function activeJobs(jobs: Readonly<Record<string, JobRow>>): JobRow[] {
  const rank = (job: JobRow) => ['running', 'paused', 'queued'].indexOf(job.state);
  return newestFirst(jobs)
    .filter(isActive)
    .sort((a, b) => rank(a) - rank(b));
}

export function endedJobs(jobs: Readonly<Record<string, JobRow>>): JobRow[] {
  return newestFirst(jobs).filter((job) => !isActive(job));
}

/** 0 to 1, or null while the total is not known. */
export function jobFraction(job: JobRow): number | null {
  if (job.state === 'done') return 1;
  const { progress } = job;
  if (progress === null || progress.total === null || progress.total === 0) return null;
  return Math.min(1, progress.done / progress.total);
}

function amount(progress: Progress): string {
  const one = progress.unit.slice(0, -1);
  if (progress.unit === 'bytes') {
    const done = formatBytes(progress.done);
    return progress.total === null ? done : `${done} of ${formatBytes(progress.total)}`;
  }
  if (progress.total === null) return formatQuantity(progress.done, one, progress.unit);
  return `${formatCount(progress.done)} of ${formatQuantity(progress.total, one, progress.unit)}`;
}

/** The line under a job: how far it is and how fast, or how it ended. */
export function jobLine(job: JobRow): string {
  if (job.state === 'failed') return job.reason ?? 'Failed. What was already loaded is kept.';
  const problems = job.problems === 0 ? [] : [formatQuantity(job.problems, 'problem')];
  if (job.state === 'done' || job.state === 'cancelled') {
    const figures = Object.entries(job.counts).map(([name, count]) => `${formatCount(count)} ${name}`);
    const kept = job.state === 'cancelled' ? ['Cancelled; what was already loaded is kept'] : [];
    return [...kept, ...figures, ...problems].join(', ') || 'Done';
  }
  const { progress } = job;
  const parts = progress === null ? [] : [amount(progress)];
  if (progress?.events !== undefined && progress.unit !== 'events')
    parts.push(formatQuantity(progress.events, 'event'));
  if (progress !== null && job.unitsPerSecond !== null && job.state === 'running') {
    const { unitsPerSecond: rate } = job;
    parts.push(progress.unit === 'bytes' ? `${formatBytes(rate)}/s` : formatRate(rate, progress.unit));
  }
  return [...parts, ...problems, ...(job.reason === null ? [] : [job.reason])].join(', ') || 'Waiting to start';
}

/** "2 running, 1 paused, 1 with errors". */
export function jobsSummary(jobs: Readonly<Record<string, JobRow>>): string {
  const all = Object.values(jobs);
  const count = (test: (job: JobRow) => boolean, words: string) => {
    const found = all.filter(test).length;
    return found === 0 ? [] : [`${found} ${words}`];
  };
  const parts = [
    ...count((job) => job.state === 'running', 'running'),
    ...count((job) => job.state === 'queued', 'waiting'),
    ...count((job) => job.state === 'paused', 'paused'),
    ...count((job) => job.state === 'failed' || (!isActive(job) && job.problems > 0), 'with errors'),
  ];
  return parts.join(', ') || 'None running';
}
