import type { JobRow, Progress } from '../../../../shared/contract/jobs.ts';
import { filesReconciliation, recordsReconciliation } from './counts.ts';
import { formatTimeLeft } from '../../ui/format/duration.ts';
import { formatBytes, formatCount, formatQuantity, formatRate } from '../../ui/format/number.ts';

const shownKinds: ReadonlySet<JobRow['kind']> = new Set(['import', 'remove']);
const activeStates: ReadonlySet<JobRow['state']> = new Set(['queued', 'running', 'paused']);

/** Jobs that change the evidence: those under way first, then the newest. */
export function evidenceJobs(byId: Readonly<Record<string, JobRow>>): JobRow[] {
  const rank = ({ state }: JobRow) => (activeStates.has(state) ? 0 : 1);
  return Object.values(byId)
    .filter(({ kind }) => shownKinds.has(kind))
    .sort((a, b) => rank(a) - rank(b) || b.startedEpochMilliseconds - a.startedEpochMilliseconds);
}

/** 0 to 1, or null while the total is not known. */
export function fractionOf({ state, progress }: Pick<JobRow, 'state' | 'progress'>): number | null {
  if (state === 'done') return 1;
  if (progress === null || progress.total === null || progress.total === 0) return null;
  return Math.min(1, progress.done / progress.total);
}

function amount({ done, total, unit }: Progress): string {
  if (unit === 'bytes') return total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
  const one = unit.slice(0, -1);
  return total === null
    ? formatQuantity(done, one, unit)
    : `${formatCount(done)} of ${formatQuantity(total, one, unit)}`;
}

/** What an import came to as the two equations of the evidence; other results figure by figure. */
function resultFigures(counts: Readonly<Record<string, number>>): string[] {
  const { listed, read, skipped, failed, seen, added, duplicates, rejected, ...rest } = counts;
  const others = Object.entries(rest).flatMap(([name, count]) =>
    count === 0 ? [] : [`${formatCount(count)} ${name}`],
  );
  if (listed === undefined || read === undefined || seen === undefined || added === undefined) {
    return Object.entries(counts).map(([name, count]) => `${formatCount(count)} ${name}`);
  }
  const all = {
    files: { listed, read, skipped: skipped ?? 0, failed: failed ?? 0, pending: 0 },
    records: { seen, added, duplicates: duplicates ?? 0, rejected: rejected ?? 0 },
  };
  return [filesReconciliation(all).sentence, recordsReconciliation(all).sentence, ...others];
}

/** Figures under the bar: how far, what was found, how fast, how long still. */
export function jobFigures(job: JobRow): string[] {
  const { progress, unitsPerSecond, secondsLeft } = job;
  if (!activeStates.has(job.state)) {
    return [...resultFigures(job.counts), ...(job.problems === 0 ? [] : [formatQuantity(job.problems, 'problem')])];
  }
  const figures = progress === null ? [] : [amount(progress)];
  if (progress?.events !== undefined && progress.unit !== 'events') {
    figures.push(formatQuantity(progress.events, 'event'));
  }
  if (job.state === 'running' && progress !== null && unitsPerSecond !== null) {
    figures.push(
      progress.unit === 'bytes' ? `${formatBytes(unitsPerSecond)}/s` : formatRate(unitsPerSecond, progress.unit),
    );
  }
  if (job.state === 'running' && secondsLeft !== null) figures.push(formatTimeLeft(secondsLeft));
  return figures;
}

/** One sentence about a job that is not simply running, or null. */
export function jobSentence(job: JobRow): string | null {
  switch (job.state) {
    case 'queued':
      return job.reason ?? 'Waits for the job before it.';
    case 'paused':
      return job.reason ?? 'Paused. What was read so far is in the case.';
    case 'failed':
      return `${job.reason ?? 'It failed.'} What was read so far is kept.`;
    case 'cancelled':
      return job.kind === 'import'
        ? 'Cancelled. What was read so far is kept; adding the same files again continues where it stopped.'
        : 'Cancelled before anything was removed.';
    default:
      return job.reason;
  }
}
