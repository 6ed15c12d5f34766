import type { JobRow } from '../../../../shared/contract/jobs.ts';
import { reportFailure } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { useApp } from '../../state/store.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { formatPercent, formatQuantity } from '../../ui/format/number.ts';
import { cellText } from '../../ui/format/text.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { importLogs, useContinuableLogs } from './import-jobs.ts';
import { evidenceJobs, fractionOf, jobFigures, jobSentence } from './job-figures.ts';
import styles from './ImportJobs.module.css';

const tones = {
  queued: 'accent',
  running: 'accent',
  paused: 'paused',
  done: 'done',
  cancelled: 'paused',
  failed: 'failed',
} as const;

/** Imports and removals of this session, live. Nothing while there was none. */
export function ImportJobs() {
  const byId = useApp((state) => state.jobs.byId);
  const jobs = evidenceJobs(byId);
  if (jobs.length === 0) return null;
  const running = jobs.filter(({ state }) => state === 'running').length;
  return (
    <section className={styles.jobs} aria-label="Imports">
      <header className={styles.head}>
        <h2 className={styles.title}>Imports</h2>
        <span className={styles.quiet}>
          {running > 0 ? `${running} running` : formatQuantity(jobs.length, 'job')} in this session
        </span>
      </header>
      <ul>
        {jobs.map((job) => (
          <ImportJob key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

function ImportJob({ job }: { job: JobRow }) {
  const bridge = useBridge();
  const logs = useContinuableLogs(job);
  const act = (call: 'jobs.pause' | 'jobs.resume' | 'jobs.cancel', word: string) => () => {
    bridge
      .call(call, { jobId: job.id })
      .catch((error: unknown) => reportFailure(`${job.title} could not be ${word}`, error));
  };
  const fraction = fractionOf(job);
  const sentence = jobSentence(job);
  const figures = jobFigures(job);
  const isActive = job.state === 'queued' || job.state === 'running' || job.state === 'paused';
  return (
    <li className={styles.job}>
      <div className={styles.row}>
        <b className={styles.name} title={job.title}>
          {cellText(job.title)}
        </b>
        <JobState job={job} />
        {job.state === 'running' && job.canPause ? (
          <IconButton icon="pause" label={`Pause ${job.title}`} onPress={act('jobs.pause', 'paused')} />
        ) : null}
        {job.state === 'paused' ? (
          <IconButton icon="play" label={`Resume ${job.title}`} onPress={act('jobs.resume', 'resumed')} />
        ) : null}
        {isActive && job.canCancel ? (
          <IconButton icon="close" label={`Cancel ${job.title}`} onPress={act('jobs.cancel', 'cancelled')} />
        ) : null}
        {logs === null ? null : (
          <Button
            size="small"
            icon="play"
            onPress={() => {
              importLogs(bridge, logs).catch((error: unknown) =>
                reportFailure(`${job.title} could not be continued`, error),
              );
            }}
          >
            Resume
          </Button>
        )}
      </div>
      {isActive ? (
        <div className={styles.row}>
          <Progress label={job.title} fraction={fraction} tone={tones[job.state]} />
          {fraction === null ? null : <span className={styles.percent}>{formatPercent(fraction)}</span>}
        </div>
      ) : null}
      {figures.length === 0 ? null : (
        <p className={styles.figures}>
          {figures.map((figure) => (
            <span key={figure}>{figure}</span>
          ))}
        </p>
      )}
      {job.state === 'running' && job.progress?.item !== undefined ? (
        <p className={styles.item} title={job.progress.item}>
          {cellText(job.progress.item)}
        </p>
      ) : null}
      {sentence === null ? null : <p>{cellText(sentence)}</p>}
    </li>
  );
}

function JobState({ job }: { job: JobRow }) {
  switch (job.state) {
    case 'queued':
      return <Tag icon="clock">Waiting</Tag>;
    case 'paused':
      return (
        <Tag tone="write" icon="pause">
          Paused
        </Tag>
      );
    case 'cancelled':
      return (
        <Tag tone="write" icon="ban">
          Cancelled
        </Tag>
      );
    case 'failed':
      return (
        <Tag tone="denied" icon="warning">
          Failed
        </Tag>
      );
    case 'done':
      return (
        <Tag tone="ok" icon="check">
          Done
        </Tag>
      );
    case 'running':
      return <Icon name="download" className={styles.quiet} label="Running" />;
  }
}
