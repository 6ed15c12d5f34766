import { memo } from 'react';
import { classNames } from './class-names.ts';
import type { Column, DataGridProps } from './data-grid-types.ts';
import styles from './DataGrid.module.css';

interface GridRowProps<Row> {
  index: number;
  row: Row | undefined;
  columns: readonly Column<Row>[];
  topPixels: number;
  heightPixels: number;
  isChosen: boolean;
  isStop: boolean;
  activeColumn: number | null;
  rowFacts: DataGridProps<Row>['rowFacts'];
}

/** The header is row 1 for assistive technology. */
const firstRowIndex = 2;
const placeholderPercent = [72, 54, 84, 63, 47];

function GridRowView<Row>(props: GridRowProps<Row>) {
  const { index, row, columns, isChosen, isStop, activeColumn, rowFacts } = props;
  const facts = row === undefined ? {} : (rowFacts?.(row, index) ?? {});
  const { isExpanded = null, level = 1 } = facts;
  return (
    <div
      role="row"
      aria-rowindex={index + firstRowIndex}
      aria-selected={isChosen || facts.isMarked === true}
      aria-current={isChosen ? 'true' : undefined}
      aria-expanded={isExpanded ?? undefined}
      aria-level={rowFacts === undefined ? undefined : level}
      aria-busy={row === undefined ? true : undefined}
      data-row={index}
      data-chosen={isChosen ? '' : undefined}
      tabIndex={isStop && activeColumn === null ? 0 : -1}
      className={classNames(styles.row, level > 1 && styles.member)}
      style={{ transform: `translateY(${props.topPixels}px)`, height: props.heightPixels }}
    >
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at + 1}
          data-column={column.id}
          tabIndex={activeColumn === at ? 0 : -1}
          className={classNames(styles.cell, column.align === 'end' && styles.end)}
        >
          {row === undefined ? (
            <span
              className={styles.placeholder}
              style={{ width: `${placeholderPercent[(index + at * 2) % placeholderPercent.length]}%` }}
            />
          ) : (
            column.cell(row, index)
          )}
        </div>
      ))}
    </div>
  );
}

// `memo` hides the type parameter.
export const GridRow = memo(GridRowView) as typeof GridRowView;
