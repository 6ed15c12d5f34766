import { isCancelled, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { DataSource } from '../ui/data-source.ts';

const mostPages = 40;

interface Page<Row> {
  rows: readonly Row[] | null;
  controller: AbortController;
}

export interface PageSourceOptions<Row> {
  count: number;
  pageSize: number;
  /** Rows `from` to `from + count`, fewer only at the end. */
  load: (from: number, count: number, signal: AbortSignal) => Promise<readonly Row[]>;
  onError?: (error: ErrorData) => void;
  /** Rows already at hand, whole pages from a multiple of `pageSize` on (the last may end the list). */
  seed?: { from: number; rows: readonly Row[] };
}

/**
 * Rows by index, fetched in pages as they come into view. Pages that scrolled away before they arrived are cancelled;
 * the pages nearest to the view are kept, up to 40.
 */
export class PageSource<Row> implements DataSource<Row> {
  readonly count: number;
  readonly #options: PageSourceOptions<Row>;
  readonly #pages = new Map<number, Page<Row>>();
  readonly #listeners = new Set<() => void>();
  #version = 0;

  constructor(options: PageSourceOptions<Row>) {
    this.#options = options;
    this.count = options.count;
    const { seed, pageSize } = options;
    for (let at = 0; seed !== undefined && at < seed.rows.length; at += pageSize) {
      const rows = seed.rows.slice(at, at + pageSize);
      const isWhole = rows.length === pageSize || seed.from + at + rows.length === options.count;
      const number = (seed.from + at) / pageSize;
      if (isWhole) this.#pages.set(number, { rows, controller: new AbortController() });
    }
  }

  rowAt(index: number): Row | undefined {
    const page = this.#pages.get(Math.floor(index / this.#options.pageSize));
    return page?.rows?.[index % this.#options.pageSize];
  }

  want(from: number, to: number): void {
    const first = Math.max(0, Math.floor(from / this.#options.pageSize));
    const last = Math.floor((Math.min(to, this.count) - 1) / this.#options.pageSize);
    for (const [number, page] of this.#pages) {
      if (page.rows === null && (number < first || number > last)) {
        page.controller.abort();
        this.#pages.delete(number);
      }
    }
    for (let number = first; number <= last; number += 1) {
      if (!this.#pages.has(number)) void this.#fetch(number);
    }
    this.#forget((first + last) / 2);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  version(): number {
    return this.#version;
  }

  /** Cancels what is under way; call when the source is no longer shown. */
  close(): void {
    for (const page of this.#pages.values()) page.controller.abort();
    this.#pages.clear();
  }

  async #fetch(number: number): Promise<void> {
    const { pageSize, load, onError } = this.#options;
    const page: Page<Row> = { rows: null, controller: new AbortController() };
    this.#pages.set(number, page);
    try {
      const from = number * pageSize;
      page.rows = await load(from, Math.min(pageSize, this.count - from), page.controller.signal);
      if (page.controller.signal.aborted) return;
      this.#version += 1;
      for (const listener of this.#listeners) listener();
    } catch (error) {
      // The page is asked for again when it next comes into view.
      if (this.#pages.get(number) === page) this.#pages.delete(number);
      if (!isCancelled(error) && !page.controller.signal.aborted) onError?.(toErrorData(error));
    }
  }

  #forget(middle: number): void {
    const loaded = [...this.#pages].filter(([, page]) => page.rows !== null).map(([number]) => number);
    const farthestFirst = loaded.sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const number of farthestFirst.slice(0, Math.max(0, loaded.length - mostPages))) this.#pages.delete(number);
  }
}
