import { useMemo, type Ref } from 'react';
import type { ResultLine } from '../../../../../shared/contract/search.ts';
import { classNames } from '../../../ui/class-names.ts';
import { DataGrid } from '../../../ui/DataGrid.tsx';
import type { DataGridHandle, DataGridProps, RowFacts } from '../../../ui/data-grid-types.ts';
import type { TimeZone } from '../../../ui/format/time.ts';
import type { AccountNames } from '../event-words.ts';
import type { ColumnContext, ColumnDefinition } from './columns.tsx';
import styles from './ResultsTable.module.css';
import { isMarked, type RowMarks } from './row-marks.ts';
import type { ResultLines } from './use-result-lines.ts';

interface ResultsTableProps {
  lines: ResultLines;
  definitions: readonly ColumnDefinition[];
  zone: TimeZone;
  zoneTitle: string;
  withYear: boolean;
  dayTitle: string | null;
  accountNames: AccountNames;
  marks: RowMarks;
  openGroups: readonly string[];
  isStale: boolean;
  isWide: boolean;
  rowPixels: number;
  chosenLine: number | null;
  initialTopPixels: number;
  grid: Ref<DataGridHandle>;
  onChoose: (line: number) => void;
  /** A press on a row, after it was chosen. */
  onPress: () => void;
  onOpen: (line: number) => void;
  onExpand: (line: number, open: boolean) => void;
  onContextMenu: NonNullable<DataGridProps<ResultLine>['onContextMenu']>;
  onScrolled: (topPixels: number) => void;
}

/** The matches, one line each. */
export function ResultsTable(props: ResultsTableProps) {
  const { lines, definitions, zone, zoneTitle, withYear, dayTitle, accountNames, marks, openGroups, isWide } = props;
  const { source } = lines;
  const columns = useMemo(() => {
    const context: ColumnContext = {
      zone,
      zoneTitle,
      withYear,
      dayTitle,
      accountNames,
      marked: marks.kind === 'all' ? 'all' : marks.ids,
      rowBefore: (line) => source.rowAt(line.line - 1),
      isWide,
    };
    return definitions.map((definition) => definition.make(context));
  }, [definitions, zone, zoneTitle, withYear, dayTitle, accountNames, marks, source, isWide]);
  const rowFacts = useMemo(() => {
    const open = new Set(openGroups);
    return (line: ResultLine): RowFacts => ({
      isMarked: isMarked(marks, line.event.id),
      isExpanded: line.repeats > 1 ? open.has(line.event.id) : null,
      level: line.member ? 2 : 1,
    });
  }, [marks, openGroups]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the grid inside takes the keys
    <div
      className={classNames(styles.region, props.isStale && styles.stale)}
      data-region="table"
      aria-busy={props.isStale}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('[data-row]') !== null) props.onPress();
      }}
    >
      <DataGrid
        label="Events"
        source={source}
        columns={columns}
        rowHeightPixels={props.rowPixels}
        chosenIndex={props.chosenLine}
        onChoose={props.onChoose}
        onOpen={props.onOpen}
        onExpand={props.onExpand}
        rowFacts={rowFacts}
        onContextMenu={props.onContextMenu}
        initialTopPixels={props.initialTopPixels}
        onScrolled={props.onScrolled}
        handle={props.grid}
      />
    </div>
  );
}
