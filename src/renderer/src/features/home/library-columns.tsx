import type { RecentCase } from '../../../../shared/contract/app.ts';
import type { Column } from '../../ui/data-grid-types.ts';
import { formatBytes, formatCount, formatQuantity } from '../../ui/format/number.ts';
import { cellText, missing } from '../../ui/format/text.ts';
import type { TimeZone } from '../../ui/format/time.ts';
import { Tag } from '../../ui/Tag.tsx';
import styles from './CaseLibrary.module.css';
import { lastOpenedText, spanOf, unavailableReason } from './recent-view.ts';
import { Sparkline } from './Sparkline.tsx';

/** Columns of the list of cases; narrow windows go without the shape over time. */
export function libraryColumns(
  zone: TimeZone,
  nowEpochSeconds: number,
  isNarrow: boolean,
): readonly Column<RecentCase>[] {
  const columns: Column<RecentCase>[] = [
    {
      id: 'case',
      title: 'Case',
      width: 'minmax(180px, 1fr)',
      cell: (row) => (
        <span className={styles.lines}>
          <span className={styles.name}>
            <b>{cellText(row.name)}</b>
            {row.title === '' || row.title === row.name ? null : <span>{cellText(row.title)}</span>}
          </span>
          <span className={styles.path} title={row.displayPath}>
            {cellText(row.displayPath)}
          </span>
        </span>
      ),
    },
    {
      id: 'activity',
      title: 'Events over time',
      width: '132px',
      cell: (row) =>
        row.activity === null ? <span className={styles.quiet}>{missing}</span> : <Sparkline activity={row.activity} />,
    },
    {
      id: 'events',
      title: 'Events',
      width: '96px',
      align: 'end',
      cell: (row) => (
        <span className={styles.lines}>
          <span className={styles.strong}>{formatCount(row.events)}</span>
          <span className={styles.quiet}>{formatBytes(row.sizeBytes)}</span>
        </span>
      ),
    },
    {
      id: 'span',
      title: zone === 'utc' ? 'Time span, UTC' : 'Time span, local',
      width: '170px',
      cell: (row) => {
        const { dates, length } = spanOf(row, zone);
        return (
          <span className={styles.lines}>
            <span>{dates}</span>
            {length === null ? null : (
              <span className={styles.quiet}>
                {length}, {formatQuantity(row.accounts, 'account')}
              </span>
            )}
          </span>
        );
      },
    },
    {
      id: 'opened',
      title: 'Last opened',
      width: '132px',
      cell: (row) => {
        const unavailable = unavailableReason(row);
        return (
          <span className={styles.lines}>
            <span>{lastOpenedText(row.lastOpenedEpochSeconds, nowEpochSeconds, zone)}</span>
            {unavailable !== null ? (
              <Tag tone="write" icon={row.state === 'missing' ? 'warning' : 'ban'}>
                {unavailable.tag}
              </Tag>
            ) : row.readOnly ? (
              <Tag icon="lock">Read-only</Tag>
            ) : null}
          </span>
        );
      },
    },
  ];
  return isNarrow ? columns.filter(({ id }) => id !== 'activity') : columns;
}
