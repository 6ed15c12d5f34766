import type { ReactNode, Ref } from 'react';
import type { DataSource } from './data-source.ts';
import type { MenuPosition } from './Menu.tsx';

export interface Column<Row> {
  id: string;
  title: ReactNode;
  /** A track of CSS grid: `78px`, `minmax(120px, 2fr)`. */
  width: string;
  align?: 'end';
  cell: (row: Row, index: number) => ReactNode;
}

/** What a row is besides its cells. */
export interface RowFacts {
  isMarked?: boolean;
  /** Null or left out where the row cannot be opened. */
  isExpanded?: boolean | null;
  /** 1 for rows of the table, 2 for those under an opened one, and so on. */
  level?: number;
}

export interface DataGridHandle {
  focus: () => void;
  /** Chooses the row this far from the chosen one, and shows it. */
  moveBy: (rows: number) => void;
  reveal: (index: number) => void;
  scrollTo: (topPixels: number) => void;
}

export interface DataGridProps<Row> {
  label: string;
  source: DataSource<Row>;
  /** Pass a stable array: rows are drawn again when it changes. */
  columns: readonly Column<Row>[];
  rowHeightPixels: number;
  chosenIndex: number | null;
  onChoose: (index: number) => void;
  /** Enter or double click. */
  onOpen?: (index: number) => void;
  /** Right and Left on a row that has something under it. */
  onExpand?: (index: number, open: boolean) => void;
  /** Pass a stable function. */
  rowFacts?: (row: Row, index: number) => RowFacts;
  /** Right click, or the Menu key; `columnId` is null when it was not on a cell. */
  onContextMenu?: (target: { index: number; columnId: string | null; position: MenuPosition }) => void;
  initialTopPixels?: number;
  onScrolled?: (topPixels: number) => void;
  handle?: Ref<DataGridHandle>;
}
