import { Button } from 'react-aria-components';
import type { JobRow } from '../../../../shared/contract/jobs.ts';
import { reportFailure, useCommand } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { useEngineQuery } from '../../data/use-engine-query.ts';
import type { Screen } from '../../screen.ts';
import { useNotices } from '../../state/notices.ts';
import { useApp } from '../../state/store.ts';
import { LinkButton } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { formatMilliseconds, formatTimeLeft } from '../../ui/format/duration.ts';
import { formatBytes, formatCount, formatPercent } from '../../ui/format/number.ts';
import { formatTime, zoneName } from '../../ui/format/time.ts';
import { Keys } from '../../ui/Kbd.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { activeJobs, jobFraction } from './job-view.ts';
import styles from './StatusBar.module.css';

export function StatusBar({ screens }: { screens: readonly Screen[] }) {
  const summary = useApp((state) => state.case.summary);
  const lastSearch = useApp((state) => state.case.lastSearch);
  const zone = useApp((state) => state.preferences.timeZone);
  const prefix = useNotices((state) => state.keyPrefix);
  return (
    <footer className={styles.bar} data-region="status bar" aria-label="Status bar">
      {prefix === null ? null : (
        <span className={styles.part} role="status">
          <Keys keys={[prefix]} /> then
          {screens.map((screen) => (
            <span key={screen.id} className={styles.button}>
              <Keys keys={[screen.key]} />
              {screen.title}
            </span>
          ))}
        </span>
      )}
      {summary === null ? (
        <CaseFolder />
      ) : (
        <span className={styles.part}>
          <span className={styles.value}>{formatCount(summary.events)}</span> events in case
        </span>
      )}
      {summary === null || lastSearch === null ? null : (
        <>
          <span className={styles.part}>
            <span className={styles.value}>{formatCount(lastSearch.matches)}</span> match
          </span>
          <span className={styles.part}>{formatMilliseconds(lastSearch.milliseconds)}</span>
        </>
      )}
      <JobPart />
      {summary === null ? null : (
        <span className={styles.part}>
          {summary.readOnly
            ? 'Read-only'
            : `Saved ${formatTime(summary.savedEpochSeconds, zone)}${zone === 'utc' ? 'Z' : ` ${zoneName(summary.savedEpochSeconds, zone)}`}`}
        </span>
      )}
    </footer>
  );
}

function CaseFolder() {
  const info = useEngineQuery('app.info', {});
  if (info.data === null) return null;
  return (
    <>
      <span className={styles.part}>
        Case folder <span className={styles.path}>{info.data.caseFolder}</span>
      </span>
      {info.data.freeBytes === null ? null : (
        <span className={styles.part}>{formatBytes(info.data.freeBytes)} free</span>
      )}
    </>
  );
}

function JobPart() {
  const byId = useApp((state) => state.jobs.byId);
  const toggle = useCommand('jobs.toggle');
  const active = activeJobs(byId);
  const [job] = active;
  return (
    <span className={classNames(styles.part, styles.push)}>
      {job === undefined ? (
        <Button className={styles.button ?? ''} onPress={toggle}>
          No jobs running
        </Button>
      ) : (
        <>
          <Button className={styles.button ?? ''} onPress={toggle}>
            <span className={styles.title}>
              {active.length === 1 ? job.title : `${job.title}, ${active.length - 1} more`}
            </span>
            <Progress
              label={job.title}
              fraction={jobFraction(job)}
              isShort
              tone={job.state === 'paused' ? 'paused' : 'accent'}
            />
            <JobFigures job={job} />
          </Button>
          <CancelJob job={job} />
        </>
      )}
    </span>
  );
}

function JobFigures({ job }: { job: JobRow }) {
  const fraction = jobFraction(job);
  return (
    <>
      {fraction === null ? null : <span className={styles.value}>{formatPercent(fraction)}</span>}
      {job.state === 'paused' ? <span>Paused</span> : null}
      {job.state === 'running' && job.secondsLeft !== null ? <span>{formatTimeLeft(job.secondsLeft)}</span> : null}
    </>
  );
}

function CancelJob({ job }: { job: JobRow }) {
  const bridge = useBridge();
  if (!job.canCancel) return null;
  return (
    <LinkButton
      aria-label={`Cancel ${job.title}`}
      onPress={() => {
        bridge
          .call('jobs.cancel', { jobId: job.id })
          .catch((error: unknown) => reportFailure(`${job.title} could not be cancelled`, error));
      }}
    >
      Cancel
    </LinkButton>
  );
}
