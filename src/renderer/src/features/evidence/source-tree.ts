import type { SourcePage, SourceRow } from '../../../../shared/contract/case.ts';
import { isCancelled, toErrorData, type ErrorData } from '../../../../shared/contract/errors.ts';
import type { DataSource } from '../../ui/data-source.ts';

/** One line of the table of sources. */
export interface SourceLine {
  row: SourceRow;
  /** 1 for what the user added. */
  level: number;
  isOpen: boolean;
}

export interface SourceTreeOptions {
  /** Sources below a parent (null: what the user added), from an offset. */
  load: (parentId: number | null, offset: number, limit: number, signal: AbortSignal) => Promise<SourcePage>;
  onPage?: (page: SourcePage) => void;
  onError?: (error: ErrorData) => void;
}

interface Page {
  rows: readonly SourceRow[] | null;
  isStale: boolean;
  isLoading: boolean;
}

/** The sources directly below one parent. */
interface Level {
  parentId: number | null;
  depth: number;
  total: number;
  pages: Map<number, Page>;
  /** Opened sources of this level with their place in it. */
  open: Map<number, { at: number; level: Level }>;
}

const pageSize = 100;

/**
 * Sources as a tree of any size, flattened to lines: pages of each level are fetched as they come into view, and kept on
 * screen while they are fetched again.
 */
export class SourceTree implements DataSource<SourceLine> {
  readonly #options: SourceTreeOptions;
  #controller = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #root: Level;
  #version = 0;
  #revision: string | null = null;
  #wanted = { from: 0, to: pageSize };

  constructor(options: SourceTreeOptions) {
    this.#options = options;
    this.#root = emptyLevel(null, 1);
  }

  /** Sources at the top. */
  get total(): number {
    return this.#root.total;
  }

  /** Lines. */
  get count(): number {
    return lineCount(this.#root);
  }

  rowAt(index: number): SourceLine | undefined {
    const place = locate(this.#root, index);
    if (place === null) return undefined;
    const row = rowOf(place.level, place.at);
    return row === undefined
      ? undefined
      : { row, level: place.level.depth, isOpen: place.level.open.get(row.id) !== undefined };
  }

  /** Line of a source that is in a loaded page of an opened level, or null. */
  lineOf(id: number): number | null {
    return lineOf(this.#root, id);
  }

  want(from: number, to: number): void {
    this.#wanted = { from, to };
    for (let index = from; index < Math.min(to, this.count); index += 1) {
      const place = locate(this.#root, index);
      if (place !== null) this.#need(place.level, Math.floor(place.at / pageSize));
    }
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  version(): number {
    return this.#version;
  }

  /** Asks again when the evidence is in another state than at the last call. */
  follow(revision: string): void {
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.refresh();
  }

  /** Asks for the first sources, and again for all that is on screen. */
  refresh(): void {
    markStale(this.#root);
    this.#need(this.#root, 0);
    this.want(this.#wanted.from, this.#wanted.to);
  }

  /** Opens or closes the source on a line. */
  setOpen(index: number, isOpen: boolean): void {
    const place = locate(this.#root, index);
    const row = place === null ? undefined : rowOf(place.level, place.at);
    if (place === null || row === undefined || !row.hasChildren || place.level.open.has(row.id) === isOpen) return;
    if (isOpen) {
      const level = emptyLevel(row.id, place.level.depth + 1);
      place.level.open.set(row.id, { at: place.at, level });
      this.#need(level, 0);
    } else {
      place.level.open.delete(row.id);
    }
    this.#changed();
  }

  /** Cancels what is under way; `refresh` begins again. */
  close(): void {
    this.#controller.abort();
    this.#revision = null;
    this.#controller = new AbortController();
    letGo(this.#root);
  }

  #need(level: Level, number: number): void {
    const page = level.pages.get(number) ?? { rows: null, isStale: true, isLoading: false };
    level.pages.set(number, page);
    if (page.isStale && !page.isLoading) void this.#fetch(level, number, page);
  }

  async #fetch(level: Level, number: number, page: Page): Promise<void> {
    const { load, onPage, onError } = this.#options;
    const { signal } = this.#controller;
    page.isLoading = true;
    page.isStale = false;
    try {
      const reply = await load(level.parentId, number * pageSize, pageSize, signal);
      if (signal.aborted) return;
      page.rows = reply.rows;
      level.total = reply.total;
      place(level, number, reply.rows);
      page.isLoading = false;
      onPage?.(reply);
      this.#changed();
      // What changed while it was on its way.
      if (page.isStale) this.#need(level, number);
    } catch (error) {
      if (signal.aborted) return;
      page.isLoading = false;
      page.isStale = true;
      if (!isCancelled(error)) onError?.(toErrorData(error));
    }
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

function emptyLevel(parentId: number | null, depth: number): Level {
  return { parentId, depth, total: 0, pages: new Map(), open: new Map() };
}

/** Moves opened sources to where they are now; those that are gone close, so do pages past the end. */
function place(level: Level, number: number, rows: readonly SourceRow[]): void {
  const first = number * pageSize;
  const found = new Map(rows.map((row, index) => [row.id, first + index]));
  for (const [id, opened] of level.open) {
    const at = found.get(id);
    const wasHere = opened.at >= first && opened.at < first + pageSize;
    if (at !== undefined) opened.at = at;
    else if (wasHere || opened.at >= level.total) level.open.delete(id);
  }
  for (const each of level.pages.keys()) {
    if (each !== number && each * pageSize >= level.total) level.pages.delete(each);
  }
}

function lineCount(level: Level): number {
  let count = level.total;
  for (const { level: below } of level.open.values()) count += lineCount(below);
  return count;
}

function openedInOrder(level: Level): { at: number; level: Level }[] {
  return [...level.open.values()].toSorted((a, b) => a.at - b.at);
}

/** The level and place in it of a line. */
function locate(level: Level, index: number): { level: Level; at: number } | null {
  let before = 0;
  for (const opened of openedInOrder(level)) {
    if (index - before <= opened.at) break;
    const inside = lineCount(opened.level);
    const below = index - before - opened.at - 1;
    if (below < inside) return locate(opened.level, below);
    before += inside;
  }
  const at = index - before;
  return at >= 0 && at < level.total ? { level, at } : null;
}

function lineOf(level: Level, id: number): number | null {
  const opened = openedInOrder(level);
  const linesBefore = (at: number) =>
    opened.filter((each) => each.at < at).reduce((sum, each) => sum + lineCount(each.level), at);
  for (const [number, { rows }] of level.pages) {
    const index = rows?.findIndex((row) => row.id === id) ?? -1;
    if (index >= 0) return linesBefore(number * pageSize + index);
  }
  for (const { at, level: below } of opened) {
    const line = lineOf(below, id);
    if (line !== null) return linesBefore(at) + 1 + line;
  }
  return null;
}

function rowOf(level: Level, at: number): SourceRow | undefined {
  return level.pages.get(Math.floor(at / pageSize))?.rows?.[at % pageSize];
}

function markStale(level: Level): void {
  for (const page of level.pages.values()) page.isStale = true;
  for (const { level: below } of level.open.values()) markStale(below);
}

/** Nothing of it is under way any more. */
function letGo(level: Level): void {
  for (const page of level.pages.values()) {
    page.isLoading = false;
    page.isStale = true;
  }
  for (const { level: below } of level.open.values()) letGo(below);
}
