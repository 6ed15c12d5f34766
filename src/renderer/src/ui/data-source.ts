/** Rows by index, some of them not there yet. Implemented by the engine-backed `PageSource` and by arrays. */
export interface DataSource<Row> {
  readonly count: number;
  /** Undefined while the row is being fetched. */
  rowAt(index: number): Row | undefined;
  /** Says which rows are in or near the view, `to` excluded. */
  want(from: number, to: number): void;
  subscribe(listener: () => void): () => void;
  /** Changes whenever `rowAt` may answer differently. */
  version(): number;
}

export function arraySource<Row>(rows: readonly Row[]): DataSource<Row> {
  return {
    count: rows.length,
    rowAt: (index) => rows[index],
    want: () => undefined,
    subscribe: () => () => undefined,
    version: () => 0,
  };
}
