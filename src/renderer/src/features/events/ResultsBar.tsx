import type { RefObject } from 'react';
import { markCount } from './table/row-marks.ts';
import { MarkedBar, TableBar } from './table/TableBar.tsx';
import type { ResultLines } from './table/use-result-lines.ts';
import type { useTableColumns } from './table/use-table-columns.ts';
import type { useEventsSettings } from './use-events-settings.ts';
import type { useRowCommands } from './use-row-commands.ts';

interface ResultsBarProps {
  lines: ResultLines | null;
  rows: ReturnType<typeof useRowCommands>;
  columns: ReturnType<typeof useTableColumns>;
  settings: ReturnType<typeof useEventsSettings>;
  isReadOnly: boolean;
  tagAnchor: RefObject<HTMLButtonElement | null>;
  exportAnchor: RefObject<HTMLButtonElement | null>;
  onTag: () => void;
  onOrder: () => void;
  onExport: () => void;
}

/** The line above the table; while rows are marked, what can be done to them. */
export function ResultsBar({ lines, rows, columns, settings, exportAnchor, tagAnchor, ...rest }: ResultsBarProps) {
  const marked = markCount(rows.marks);
  if (marked > 0) {
    return (
      <MarkedBar
        markedCount={marked}
        isReadOnly={rest.isReadOnly}
        tagAnchor={tagAnchor}
        onBookmark={() => void rows.bookmark()}
        onTag={rest.onTag}
        onCopy={() => void rows.copyRows()}
        onClear={rows.clearMarks}
      />
    );
  }
  return (
    <TableBar
      order={settings.order}
      isGrouped={settings.isGrouped}
      rows={lines?.source.count ?? null}
      events={lines?.matches ?? null}
      folded={columns.folded}
      columns={columns.all}
      shownIds={columns.shownIds}
      exportAnchor={exportAnchor}
      onOrder={rest.onOrder}
      onGroup={settings.setGrouped}
      onUnfold={columns.unfold}
      onColumn={columns.show}
      onResetColumns={columns.reset}
      onExport={rest.onExport}
    />
  );
}
