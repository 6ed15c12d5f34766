import type { ReactNode } from 'react';
import type { EventRow, FacetName, ResultLine } from '../../../../../shared/contract/search.ts';
import { shortenArn } from '../../../../../shared/cloudtrail/identifiers.ts';
import { classNames } from '../../../ui/class-names.ts';
import type { Column } from '../../../ui/data-grid-types.ts';
import { formatCount } from '../../../ui/format/number.ts';
import { cellText } from '../../../ui/format/text.ts';
import {
  formatDate,
  formatDay,
  formatInstant,
  formatOtherZone,
  formatTime,
  type TimeZone,
} from '../../../ui/format/time.ts';
import { Glyph, Meaning } from '../../../ui/Glyph.tsx';
import { outcomeGlyph } from '../../../ui/glyph-kind.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { TagList } from '../../../ui/Tag.tsx';
import { accountName, outcomeWord, rowGlyph, type AccountNames } from '../event-words.ts';
import styles from './ResultsTable.module.css';

export interface ColumnContext {
  zone: TimeZone;
  accountNames: AccountNames;
  /** "14 Mar, UTC" where all rows are of one day; null across days. */
  dayTitle: string | null;
  zoneTitle: string;
  /** The rows are of several years. */
  withYear: boolean;
  /** Ids of rows marked with `x`; `all` marks every match. */
  marked: ReadonlySet<string> | 'all';
  /** The row before, to say a day only where it begins. */
  rowBefore: (line: ResultLine) => ResultLine | undefined;
  isWide: boolean;
}

export interface ColumnDefinition {
  id: string;
  /** In the column chooser and the folded line. */
  name: string;
  /** Fields of the query that the column shows: constant ones fold it, and the context menu acts on the first. */
  fields: readonly FacetName[];
  /** False where it starts hidden. */
  isShown: boolean;
  /** Never folded or hidden. */
  isFixed?: boolean;
  make: (context: ColumnContext) => Column<ResultLine>;
}

const text = (value: string | null): ReactNode => {
  const shown = cellText(value);
  return <span className={value === null || value === '' ? styles.missing : undefined}>{shown}</span>;
};

function plainColumn(
  id: FacetName & keyof EventRow,
  name: string,
  width: string,
  isShown = false,
  show: (value: string) => string = (value) => value,
): ColumnDefinition {
  return {
    id,
    name,
    fields: [id],
    isShown,
    make: () => ({
      id,
      title: name,
      width,
      cell: ({ event }) => {
        const value = event[id] as string | null;
        return value === null || value === '' ? (
          text(null)
        ) : (
          <span title={cellText(value)}>{cellText(show(value))}</span>
        );
      },
    }),
  };
}

function MarksCell({ event, isMarked, isWide }: { event: EventRow; isMarked: boolean; isWide: boolean }) {
  const { bookmarked, tags, hasNote } = event.marks;
  const names = [...tags, ...(hasNote ? ['note'] : [])];
  return (
    <span className={styles.marks}>
      <span className={styles.bookmark}>
        {isMarked ? (
          <Icon name="check" label="Marked" />
        ) : bookmarked ? (
          <Icon name="bookmark" label="Bookmarked" />
        ) : null}
      </span>
      {names.length > 0 && !(isWide && !hasNote) ? (
        <span className={styles.quiet} title={cellText(names.join(', '))}>
          <Icon name={tags.length > 0 && !isWide ? 'tag' : 'note'} label={names.map(cellText).join(', ')} />
        </span>
      ) : null}
    </span>
  );
}

function timeCell({ zone, dayTitle, withYear, rowBefore }: ColumnContext, line: ResultLine): ReactNode {
  const { timeEpochSeconds: time } = line.event;
  const clock = formatTime(time, zone);
  const hover = `${formatInstant(time, zone)}, ${formatOtherZone(time, zone)}`;
  if (dayTitle !== null) return <span title={hover}>{clock}</span>;
  const format = withYear ? formatDate : formatDay;
  const day = format(time, zone);
  const before = rowBefore(line);
  const isFirstOfDay = before === undefined || format(before.event.timeEpochSeconds, zone) !== day;
  return (
    <span title={hover}>
      <span className={isFirstOfDay ? styles.newDay : styles.quiet}>{day}</span> {clock}
    </span>
  );
}

/** Every column there is, in the order in which they stand. */
export const columnDefinitions: readonly ColumnDefinition[] = [
  {
    id: 'marks',
    name: 'Marks',
    fields: [],
    isShown: true,
    isFixed: true,
    make: ({ marked, isWide }) => ({
      id: 'marks',
      title: <span className={styles.spoken}>Marks</span>,
      width: '40px',
      cell: ({ event }) => (
        <MarksCell event={event} isMarked={marked === 'all' || marked.has(event.id)} isWide={isWide} />
      ),
    }),
  },
  {
    id: 'time',
    name: 'Time',
    fields: [],
    isShown: true,
    isFixed: true,
    make: (context) => ({
      id: 'time',
      title: context.dayTitle ?? `Time, ${context.zoneTitle}`,
      width: context.dayTitle !== null ? '86px' : context.withYear ? '148px' : '118px',
      cell: (line) => <span className={styles.main}>{timeCell(context, line)}</span>,
    }),
  },
  {
    id: 'event',
    name: 'Event',
    fields: ['event'],
    isShown: true,
    isFixed: true,
    make: () => ({
      id: 'event',
      title: 'Event',
      width: 'minmax(104px, 1.25fr)',
      cell: ({ event, repeats }) => (
        <span className={classNames(styles.cellRow, styles.main)}>
          <Glyph kind={rowGlyph(event)} alone />
          <span className={styles.truncate} title={cellText(event.event)}>
            {cellText(event.event)}
          </span>
          {repeats > 1 ? (
            <span className={styles.repeats} title={`${formatCount(repeats)} repeats within 10 s of each other`}>
              {formatCount(repeats)}×
            </span>
          ) : null}
        </span>
      ),
    }),
  },
  plainColumn('principal', 'Principal', 'minmax(68px, 1fr)', true),
  {
    id: 'place',
    name: 'Region, account',
    fields: ['region', 'account'],
    isShown: true,
    make: ({ accountNames }) => ({
      id: 'place',
      title: 'Region, account',
      width: 'minmax(90px, 1fr)',
      cell: ({ event }) => (
        <span title={cellText([event.region, event.account].filter((part) => part !== null).join(', '))}>
          {cellText(event.region)}{' '}
          <span className={styles.quiet}>{cellText(accountName(event.account, accountNames) ?? event.account)}</span>
        </span>
      ),
    }),
  },
  plainColumn('ip', 'Source', 'minmax(68px, .8fr)', true),
  plainColumn('resource', 'Target', 'minmax(68px, 1.1fr)', true, (value) => shortenArn(value, 60)),
  plainColumn('error', 'Error code', 'minmax(90px, 1fr)'),
  plainColumn('service', 'Service', 'minmax(70px, .6fr)'),
  plainColumn('agent', 'User agent', 'minmax(90px, 1fr)'),
  plainColumn('key', 'Access key', 'minmax(150px, .8fr)'),
  plainColumn('type', 'Identity type', 'minmax(90px, .7fr)'),
  plainColumn('lane', 'Driven by', 'minmax(80px, .6fr)'),
  plainColumn('source', 'Evidence source', 'minmax(90px, 1fr)'),
  {
    id: 'tags',
    name: 'Tags',
    fields: ['tag'],
    isShown: false,
    make: () => ({
      id: 'tags',
      title: 'Tags',
      width: '130px',
      cell: ({ event }) => <TagList tags={event.marks.tags.map(cellText)} limit={2} />,
    }),
  },
  {
    id: 'outcome',
    name: 'Outcome',
    fields: ['outcome'],
    isShown: true,
    make: () => ({
      id: 'outcome',
      title: 'Outcome',
      width: '92px',
      cell: ({ event }) => (
        <span title={event.error === null ? undefined : cellText(event.error)}>
          <Meaning kind={outcomeGlyph(event.outcome)}>{outcomeWord(event.outcome)}</Meaning>
        </span>
      ),
    }),
  },
];
