import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import type { DataSource } from './data-source.ts';
import { useVirtualRows } from './use-virtual-rows.ts';
import styles from './VirtualList.module.css';

interface VirtualListProps<Row> {
  label: string;
  source: DataSource<Row>;
  rowHeightPixels: number;
  /** Where the list starts. */
  initialTopPixels?: number;
  children: (row: Row, index: number) => ReactNode;
}

/** A long list of rows of one height without columns. */
export function VirtualList<Row>({
  label,
  source,
  rowHeightPixels,
  initialTopPixels = 0,
  children,
}: VirtualListProps<Row>) {
  useSyncExternalStore(
    (listener) => source.subscribe(listener),
    () => source.version(),
  );
  const { scroller, contentPixels, from, to, topOf } = useVirtualRows({
    rowCount: source.count,
    rowHeightPixels,
    headerPixels: 0,
    initialTopPixels,
  });
  useEffect(() => source.want(from, to), [source, from, to]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div ref={scroller} role="list" aria-label={label} tabIndex={0} className={styles.list}>
      <div role="presentation" className={styles.content} style={{ height: contentPixels }}>
        {Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset).map((index) => {
          const row = source.rowAt(index);
          return (
            <div
              key={index}
              role="listitem"
              aria-setsize={source.count}
              aria-posinset={index + 1}
              className={styles.row}
              style={{ transform: `translateY(${topOf(index)}px)`, height: rowHeightPixels }}
            >
              {row === undefined ? <span className={styles.placeholder} /> : children(row, index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
