import type { SourceRow } from '../../../../shared/contract/case.ts';
import { classNames } from '../../ui/class-names.ts';
import type { Column } from '../../ui/data-grid-types.ts';
import { formatCount, formatPercent } from '../../ui/format/number.ts';
import { cellText, missing, shortenHash } from '../../ui/format/text.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Progress } from '../../ui/Progress.tsx';
import type { SourceLine } from './source-tree.ts';
import { contentsText, kindIcons, lookOf, readingFraction } from './source-view.ts';
import styles from './SourcesPanel.module.css';

const indentPixels = 16;

/** Columns of the table of sources; narrow windows keep what tells most. */
export function sourceColumns(
  isNarrow: boolean,
  onTwist: (index: number, isOpen: boolean) => void,
): readonly Column<SourceLine>[] {
  const columns: Column<SourceLine>[] = [
    {
      id: 'source',
      title: 'Source',
      width: 'minmax(140px, 2fr)',
      cell: ({ row, level, isOpen }, index) => (
        <span className={styles.source} style={{ paddingLeft: (level - 1) * indentPixels }} title={row.locator}>
          {row.hasChildren ? (
            // The row has the keyboard (Right and Left); this is for the pointer.
            <button
              type="button"
              tabIndex={-1}
              aria-hidden="true"
              className={styles.twist}
              onClick={(event) => {
                event.stopPropagation();
                onTwist(index, !isOpen);
              }}
            >
              <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={12} />
            </button>
          ) : (
            <span className={styles.twist} />
          )}
          <Icon name={kindIcons[row.kind]} className={styles.kind} />
          <span className={styles.text}>{cellText(row.displayName)}</span>
        </span>
      ),
    },
    { id: 'contents', title: 'Contents', width: 'minmax(96px, 1fr)', cell: ({ row }) => contentsText(row) },
    {
      id: 'events',
      title: 'Events',
      width: '84px',
      align: 'end',
      cell: ({ row }) => <span className={styles.strong}>{formatCount(row.counts.records.added)}</span>,
    },
    {
      id: 'duplicates',
      title: 'Duplicates',
      width: '84px',
      align: 'end',
      cell: ({ row }) => formatCount(row.counts.records.duplicates),
    },
    {
      id: 'rejected',
      title: 'Rejected',
      width: '74px',
      align: 'end',
      cell: ({ row }) => (
        <span className={classNames(row.counts.records.rejected > 0 && styles.rejected)}>
          {formatCount(row.counts.records.rejected)}
        </span>
      ),
    },
    { id: 'state', title: 'State', width: 'minmax(110px, 1.1fr)', cell: ({ row }) => <StateCell row={row} /> },
  ];
  const hash: Column<SourceLine> = {
    id: 'hash',
    title: 'SHA-256',
    width: '96px',
    cell: ({ row }) =>
      row.sha256 === null ? (
        <span className={styles.quiet}>{missing}</span>
      ) : (
        <span className={styles.hash} title={row.sha256}>
          {shortenHash(row.sha256)}
        </span>
      ),
  };
  const left = new Set(['contents', 'duplicates']);
  return isNarrow ? columns.filter(({ id }) => !left.has(id)) : [...columns, hash];
}

/** Glyph and word; then why, or how far. */
export function StateCell({ row }: { row: SourceRow }) {
  const { word, icon, tone } = lookOf(row);
  const fraction = readingFraction(row);
  return (
    <span className={classNames(styles.state, styles[tone])} title={row.reason?.message ?? word}>
      <Icon name={icon} />
      <span className={styles.text}>
        {word}
        {row.reason === null ? null : `: ${cellText(row.reason.message)}`}
        {row.reason === null && row.problems > 0
          ? `, ${formatCount(row.problems)} ${row.problems === 1 ? 'problem' : 'problems'}`
          : null}
      </span>
      {fraction === null ? null : (
        <>
          <Progress label={`${row.displayName}: read`} fraction={fraction} isShort />
          {formatPercent(fraction)}
        </>
      )}
    </span>
  );
}
