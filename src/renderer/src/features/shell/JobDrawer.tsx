import { useEffect, useRef, type RefObject } from 'react';
import type { JobRow } from '../../../../shared/contract/jobs.ts';
import { reportFailure } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { openOverlay } from '../../state/notices.ts';
import { useApp } from '../../state/store.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { formatTimeLeft } from '../../ui/format/duration.ts';
import { Progress } from '../../ui/Progress.tsx';
import { activeJobs, endedJobs, isActive, jobFraction, jobLine, jobsSummary } from './job-view.ts';
import styles from './JobDrawer.module.css';

type JobAction = 'jobs.pause' | 'jobs.resume' | 'jobs.cancel';

/** Above the status bar: every job of this window, the running ones first. Not modal; Escape closes it. */
export function JobDrawer() {
  const bridge = useBridge();
  const byId = useApp((state) => state.jobs.byId);
  const drawer = useRef<HTMLElement>(null);
  useDrawerFocus(drawer);
  const act = (action: JobAction, jobs: readonly JobRow[]) => {
    for (const job of jobs) {
      bridge
        .call(action, { jobId: job.id })
        .catch((error: unknown) => reportFailure(`${job.title}: ${action.slice(5)} failed`, error));
    }
  };
  const active = activeJobs(byId);
  const pausable = active.filter((job) => job.state === 'running' && job.canPause);
  return (
    <section ref={drawer} tabIndex={-1} className={styles.drawer} aria-label="Jobs">
      <header className={styles.head}>
        <h2 className={styles.title}>Jobs</h2>
        <span className={styles.quiet}>{jobsSummary(byId)}</span>
        <span className={styles.actions}>
          {pausable.length < 2 ? null : (
            <Button variant="ghost" size="small" onPress={() => act('jobs.pause', pausable)}>
              Pause all
            </Button>
          )}
          <IconButton icon="close" label="Close" onPress={() => openOverlay(null)} />
        </span>
      </header>
      <ul className={styles.list}>
        {[...active, ...endedJobs(byId)].map((job) => (
          <JobItem key={job.id} job={job} onAction={(action) => act(action, [job])} />
        ))}
        {Object.keys(byId).length === 0 ? <li className={styles.job}>Imports, exports and checks show here.</li> : null}
      </ul>
    </section>
  );
}

/**
 * Takes the focus on opening and gives it back on closing. When the control that has it goes (a job ends, so its Cancel
 * does), the drawer itself takes it, so that the keyboard is never lost. Escape closes.
 */
function useDrawerFocus(drawer: RefObject<HTMLElement | null>): void {
  const isInside = useRef(true);
  useEffect(() => {
    const opener = document.activeElement;
    const own = drawer.current;
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = event.target !== document.body && own?.contains(event.target as Node) !== true;
      if (event.key !== 'Escape' || event.defaultPrevented || isElsewhere) return;
      event.preventDefault();
      openOverlay(null);
    };
    const onMove = (event: Event) => {
      isInside.current = own?.contains(event.target as Node) === true;
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('focusin', onMove);
    document.addEventListener('pointerdown', onMove);
    own?.focus();
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('focusin', onMove);
      document.removeEventListener('pointerdown', onMove);
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [drawer]);
  useEffect(() => {
    if (isInside.current && document.activeElement === document.body) drawer.current?.focus();
  });
}

const tones = {
  queued: 'accent',
  running: 'accent',
  paused: 'paused',
  done: 'done',
  cancelled: 'paused',
  failed: 'failed',
} as const;
const words: Partial<Record<JobRow['state'], string>> = {
  queued: 'Waiting',
  paused: 'Paused',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
};

function stateWords(job: JobRow): string {
  if (job.state === 'done' && job.problems > 0) return 'Finished with problems';
  if (job.state === 'running') return job.secondsLeft === null ? '' : formatTimeLeft(job.secondsLeft);
  return words[job.state] ?? '';
}

function JobItem({ job, onAction }: { job: JobRow; onAction: (action: JobAction) => void }) {
  const tone = job.state === 'done' && job.problems > 0 ? 'failed' : tones[job.state];
  return (
    <li className={styles.job}>
      <div className={styles.row}>
        <b className={styles.name} title={job.title}>
          {job.title}
        </b>
        <span className={styles.quiet}>{stateWords(job)}</span>
        {job.state === 'running' && job.canPause ? (
          <IconButton icon="pause" label={`Pause ${job.title}`} onPress={() => onAction('jobs.pause')} />
        ) : null}
        {job.state === 'paused' ? (
          <IconButton icon="play" label={`Resume ${job.title}`} onPress={() => onAction('jobs.resume')} />
        ) : null}
        {isActive(job) && job.canCancel ? (
          <IconButton icon="close" label={`Cancel ${job.title}`} onPress={() => onAction('jobs.cancel')} />
        ) : null}
      </div>
      <Progress label={job.title} fraction={jobFraction(job)} tone={tone} />
      <p className={styles.line} title={jobLine(job)}>
        {jobLine(job)}
      </p>
    </li>
  );
}
