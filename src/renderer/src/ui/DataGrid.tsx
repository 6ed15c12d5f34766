import {
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import type { DataGridProps, RowFacts } from './data-grid-types.ts';
import { GridRow } from './GridRow.tsx';
import styles from './DataGrid.module.css';
import { useVirtualRows } from './use-virtual-rows.ts';

export const headerPixels = 26;
const noFacts: RowFacts = {};

/**
 * A table of any length: only the rows near the view exist. Rows are the stops of the keyboard; Right opens a row or
 * goes into its cells, Left comes back (the tree grid pattern of WAI-ARIA).
 */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { label, source, columns, rowHeightPixels, chosenIndex, onChoose, onOpen, onExpand, rowFacts } = props;
  useSyncExternalStore(
    (listener) => source.subscribe(listener),
    () => source.version(),
  );
  const rows = useVirtualRows({
    rowCount: source.count,
    rowHeightPixels,
    headerPixels,
    initialTopPixels: props.initialTopPixels ?? 0,
    onScrolled: props.onScrolled,
  });
  const [activeColumn, setActiveColumn] = useState<number | null>(null);
  const mustFocus = useRef(false);
  const stop = chosenIndex ?? 0;
  const { from, to, scroller } = rows;

  useEffect(() => source.want(from, to), [source, from, to]);
  // The focus follows the chosen row, also when it comes into being only now.
  useEffect(() => {
    if (!mustFocus.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${stop}"]`);
    const cell =
      activeColumn === null ? null : row?.querySelector<HTMLElement>(`[aria-colindex="${activeColumn + 1}"]`);
    const target = cell ?? row;
    if (target == null) return;
    mustFocus.current = false;
    target.focus({ preventScroll: true });
  });

  const moveTo = (index: number) => {
    if (source.count === 0) return;
    const next = Math.min(source.count - 1, Math.max(0, index));
    mustFocus.current = true;
    rows.reveal(next);
    onChoose(next);
  };
  useImperativeHandle(props.handle, () => ({
    focus() {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${stop}"]`);
      (row ?? scroller.current)?.focus({ preventScroll: true });
    },
    moveBy: (by) => moveTo(chosenIndex === null ? (by > 0 ? 0 : source.count - 1) : chosenIndex + by),
    reveal: rows.reveal,
    scrollTo: rows.scrollTo,
  }));

  const factsAt = (index: number): RowFacts => {
    const row = source.rowAt(index);
    return row === undefined || rowFacts === undefined ? noFacts : rowFacts(row, index);
  };
  const enterCells = (column: number | null) => {
    mustFocus.current = true;
    setActiveColumn(column);
  };
  const goRight = () => {
    const { isExpanded = null } = factsAt(stop);
    if (activeColumn !== null) enterCells(Math.min(columns.length - 1, activeColumn + 1));
    else if (isExpanded === false) onExpand?.(stop, true);
    else enterCells(0);
  };
  const goLeft = () => {
    if (activeColumn !== null) enterCells(activeColumn === 0 ? null : activeColumn - 1);
    else if (factsAt(stop).isExpanded === true) onExpand?.(stop, false);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => moveTo(chosenIndex === null ? 0 : stop + 1),
    ArrowUp: () => moveTo(stop - 1),
    PageDown: () => moveTo(stop + rows.rowsOfPage()),
    PageUp: () => moveTo(stop - rows.rowsOfPage()),
    Home: () => moveTo(0),
    End: () => moveTo(source.count - 1),
    Enter: () => (chosenIndex === null ? onChoose(stop) : onOpen?.(stop)),
    ArrowRight: goRight,
    ArrowLeft: goLeft,
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const act = keys[event.key];
    const isOnRow = event.target instanceof HTMLElement && event.target.closest('[data-row]') !== null;
    if (act === undefined || event.altKey || event.metaKey || event.shiftKey) return;
    if (!isOnRow && event.target !== scroller.current) return;
    event.preventDefault();
    act();
  };

  const rowOf = (event: MouseEvent): number | null => {
    const element = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    return element === null ? null : Number(element.getAttribute('data-row'));
  };
  const onContextMenu = (event: MouseEvent<HTMLDivElement>) => {
    const index = rowOf(event);
    if (index === null || props.onContextMenu === undefined || !(event.target instanceof Element)) return;
    event.preventDefault();
    // The Menu key gives no place: open below what has the focus.
    const box = event.target.getBoundingClientRect();
    const isKey = event.clientX === 0 && event.clientY === 0;
    props.onContextMenu({
      index,
      columnId: event.target.closest('[data-column]')?.getAttribute('data-column') ?? null,
      position: isKey ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY },
    });
  };

  const tracks = columns.map((column) => column.width).join(' ');
  // The row that holds the focus stays while it is scrolled away, or the focus would be lost.
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
  if (stop < source.count && stop < from) indexes.unshift(stop);
  if (stop < source.count && stop >= to) indexes.push(stop);

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the role is one of two
    <div
      role={onExpand === undefined ? 'grid' : 'treegrid'}
      aria-label={label}
      aria-rowcount={source.count + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      data-command-scope="list"
      ref={scroller}
      tabIndex={source.count === 0 ? 0 : -1}
      className={styles.grid}
      style={{ ['--tracks' as string]: tracks }}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      onClick={(event) => {
        const index = rowOf(event);
        if (index === null) return;
        setActiveColumn(null);
        mustFocus.current = true;
        onChoose(index);
      }}
      onDoubleClick={(event) => {
        const index = rowOf(event);
        if (index !== null) onOpen?.(index);
      }}
    >
      <div role="row" aria-rowindex={1} className={styles.header}>
        {columns.map((column, index) => (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={index + 1}
            className={column.align === 'end' ? styles.end : undefined}
          >
            {column.title}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles.content} style={{ height: rows.contentPixels }}>
        {indexes.map((index) => (
          <GridRow
            key={index}
            index={index}
            row={source.rowAt(index)}
            columns={columns}
            topPixels={rows.topOf(index)}
            heightPixels={rowHeightPixels}
            isChosen={index === chosenIndex}
            isStop={index === stop}
            activeColumn={index === stop ? activeColumn : null}
            rowFacts={rowFacts}
          />
        ))}
      </div>
    </div>
  );
}
