import type { RefObject } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { formatQuantity } from '../../../ui/format/number.ts';
import { MenuButton } from '../../../ui/Menu.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import type { RowOrder } from '../events-settings.ts';
import type { ColumnDefinition } from './columns.tsx';
import { foldedSentence } from './column-folding.ts';
import styles from './ResultsTable.module.css';

interface TableBarProps {
  order: RowOrder;
  isGrouped: boolean;
  rows: number | null;
  events: number | null;
  folded: readonly ColumnDefinition[];
  columns: readonly ColumnDefinition[];
  shownIds: ReadonlySet<string>;
  exportAnchor: RefObject<HTMLButtonElement | null>;
  onOrder: () => void;
  onGroup: (on: boolean) => void;
  onUnfold: () => void;
  onColumn: (id: string, shown: boolean) => void;
  onResetColumns: () => void;
  onExport: () => void;
}

/** The line above the table: order, grouping, what all rows share, figures. */
export function TableBar(props: TableBarProps) {
  const { order, isGrouped, rows, events, folded, columns, shownIds, exportAnchor } = props;
  const { onOrder, onGroup, onUnfold, onColumn, onResetColumns, onExport } = props;
  const figures =
    rows === null || events === null
      ? ''
      : rows === events
        ? formatQuantity(events, 'event')
        : `${formatQuantity(rows, 'row')}, ${formatQuantity(events, 'event')}`;
  return (
    <div className={styles.bar}>
      <AriaButton className={styles.order ?? ''} onPress={onOrder}>
        {order === 'asc' ? 'Oldest first' : 'Newest first'}
      </AriaButton>
      <span className={styles.gap} />
      <Switch isOn={isGrouped} onChange={onGroup}>
        Group repeats
      </Switch>
      <span className={styles.spacer} />
      {folded.length === 0 ? null : (
        <>
          <AriaButton className={styles.folded ?? ''} onPress={onUnfold}>
            {foldedSentence(folded.map(({ name }) => name))}
          </AriaButton>
          <span className={styles.divider} />
        </>
      )}
      <span className={styles.count}>{figures}</span>
      <MenuButton
        label="Columns"
        placement="bottom end"
        trigger={<IconButton icon="columns" label="Columns" />}
        groups={[
          {
            id: 'columns',
            entries: columns
              .filter(({ isFixed }) => isFixed !== true)
              .map(({ id, name }) => ({
                id,
                label: name,
                isChosen: shownIds.has(id),
                onAction: () => onColumn(id, !shownIds.has(id)),
              })),
          },
          {
            id: 'reset',
            entries: [{ id: 'reset', label: 'Usual columns', icon: 'undo', onAction: onResetColumns }],
          },
        ]}
      />
      <IconButton icon="download" label="Export these events" onPress={onExport} ref={exportAnchor} />
    </div>
  );
}

interface MarkedBarProps {
  markedCount: number;
  isReadOnly: boolean;
  tagAnchor: RefObject<HTMLButtonElement | null>;
  onBookmark: () => void;
  onTag: () => void;
  onCopy: () => void;
  onClear: () => void;
}

/** Takes the place of the bar while rows are marked. */
export function MarkedBar(props: MarkedBarProps) {
  const { markedCount, isReadOnly, tagAnchor, onBookmark, onTag, onCopy, onClear } = props;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Marked events">
      <span className={styles.selection} role="status">
        {formatQuantity(markedCount, 'event')} marked
      </span>
      <span className={styles.gap} />
      <Button size="small" icon="bookmark" isDisabled={isReadOnly} onPress={onBookmark}>
        Bookmark
      </Button>
      <Button size="small" icon="tag" isDisabled={isReadOnly} onPress={onTag} ref={tagAnchor}>
        Tag
      </Button>
      <Button size="small" icon="copy" onPress={onCopy}>
        Copy rows
      </Button>
      <span className={styles.spacer} />
      <Button size="small" variant="ghost" onPress={onClear}>
        Clear marks
      </Button>
    </div>
  );
}
