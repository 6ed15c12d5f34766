import type { ReactNode } from 'react';
import type { RecentCase } from '../../../../shared/contract/app.ts';
import { classNames } from '../../ui/class-names.ts';
import { formatBytes, formatQuantity } from '../../ui/format/number.ts';
import { cellText } from '../../ui/format/text.ts';
import type { TimeZone } from '../../ui/format/time.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Tag } from '../../ui/Tag.tsx';
import styles from './LeftOffPanel.module.css';
import { lastOpenedText, leftOffLine, leftOffPills, spanOf, unavailableReason } from './recent-view.ts';

const mostPills = 6;

interface LeftOffPanelProps {
  row: RecentCase;
  zone: TimeZone;
  nowEpochSeconds: number;
  /** Buttons at the right end of the head. */
  actions: ReactNode;
}

/** What the chosen case looked like when it was last open here. */
export function LeftOffPanel({ row, zone, nowEpochSeconds, actions }: LeftOffPanelProps) {
  const unavailable = unavailableReason(row);
  const { dates, length } = spanOf(row, zone);
  return (
    <Panel
      title="Where you left off"
      note={`${cellText(row.name)}, ${lastOpenedText(row.lastOpenedEpochSeconds, nowEpochSeconds, zone).replace('Today', 'today')}`}
      aside={actions}
      className={styles.panel}
    >
      {unavailable === null ? null : (
        <p className={styles.warning}>
          <Icon name="warning" /> {unavailable.sentence}
        </p>
      )}
      <div className={styles.body}>
        <LastView row={row} zone={zone} />
        <div className={styles.part}>
          <p className={styles.label}>Evidence</p>
          <p className={styles.head}>{row.events === 0 ? 'No events yet' : formatQuantity(row.events, 'event')}</p>
          <p className={styles.line}>
            {row.events === 0
              ? 'Add files or a folder of logs once it is open.'
              : `From ${formatQuantity(row.accounts, 'account')}, ${dates}${length === null ? '' : ` (${length})`}.`}
          </p>
        </div>
        <div className={styles.part}>
          <p className={styles.label}>Case file</p>
          <p className={styles.head}>{formatBytes(row.sizeBytes)}</p>
          <p className={styles.path}>{cellText(row.displayPath)}</p>
          {row.reference === '' ? null : <p className={styles.line}>Reference {cellText(row.reference)}</p>}
          {row.readOnly ? (
            <p className={styles.line}>
              <Tag icon="lock">Read-only</Tag>
            </p>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}

function LastView({ row, zone }: { row: RecentCase; zone: TimeZone }) {
  const { leftOff } = row;
  if (leftOff === null) {
    return (
      <div className={styles.part}>
        <p className={styles.label}>Last view</p>
        <p className={styles.head}>Not looked at yet</p>
      </div>
    );
  }
  const pills = leftOffPills(leftOff);
  return (
    <div className={styles.part}>
      <p className={styles.label}>Last view</p>
      <p className={styles.head}>{leftOff.screen.charAt(0).toUpperCase() + leftOff.screen.slice(1)}</p>
      {pills.length === 0 ? null : (
        <div className={styles.pills}>
          {pills.slice(0, mostPills).map((pill) => (
            <Pill
              key={`${pill.negated} ${pill.field} ${pill.value}`}
              field={pill.field}
              value={cellText(pill.value)}
              negated={pill.negated}
            />
          ))}
          {pills.length > mostPills ? <span className={styles.quiet}>and {pills.length - mostPills} more</span> : null}
        </div>
      )}
      <p className={classNames(styles.line, styles.quiet)}>{leftOffLine(leftOff, zone)}</p>
    </div>
  );
}
