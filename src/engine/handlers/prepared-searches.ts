import { setImmediate } from 'node:timers/promises';
import { cancelled } from '../../shared/contract/errors.ts';
import { facetNames } from '../../shared/contract/search.ts';
import type { Query } from '../../shared/query/ast.ts';
import { scanProgress, searchSteps, type PreparedSearch } from '../search/crossfilter.ts';
import { Selection } from '../search/selection.ts';
import type { SearchIndex } from '../search/types.ts';
import { groupStarts } from './repeat-groups.ts';
import { isCancelledWork, type WorkContext } from './worker-protocol.ts';

/** Searches kept at hand: the current view, the ones before it, comparisons. */
const keptSearches = 8;
/** What they may hold together; the newest is always kept. */
const keptBytes = 192 * 1024 * 1024;
/** A scan lets other calls have their turn after this long. */
const sliceMilliseconds = 8;

/** A query that has been run, and what was computed from its matches since. */
export class RunSearch {
  readonly prepared: PreparedSearch;
  readonly milliseconds: number;
  #groups: Selection | null = null;

  constructor(prepared: PreparedSearch, milliseconds: number) {
    this.prepared = prepared;
    this.milliseconds = milliseconds;
  }

  /** Which matches begin a group of repeats, by their rank (oldest first). */
  get groups(): Selection {
    return (this.#groups ??= groupStarts(this.prepared.index, this.prepared.selection));
  }

  get bytes(): number {
    const { groups, selection } = this.prepared;
    return groups.reduce((sum, { rejections }) => sum + (rejections?.length ?? 0), 0) + selection.rows.byteLength * 3;
  }
}

interface Running {
  waiters: { context: WorkContext; resolve(search: RunSearch): void; reject(error: unknown): void }[];
}

/**
 * Runs the searches of one index. Rows, positions and facets of a scope that was just searched are answered from what
 * is kept, and calls that need the same scope at the same time wait for one scan.
 */
export class PreparedSearches {
  readonly #index: SearchIndex;
  readonly #kept = new Map<string, RunSearch>();
  readonly #running = new Map<string, Running>();
  /** Rises when marks change: a search that ran meanwhile may rest on old ones. */
  #marksVersion = 0;

  constructor(index: SearchIndex) {
    this.#index = index;
  }

  /** Throws `cancelled` and `invalid-query`. */
  async run(query: Query, context: WorkContext): Promise<RunSearch> {
    const key = JSON.stringify(query);
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    return await new Promise<RunSearch>((resolve, reject) => {
      const waiter = { context, resolve, reject };
      const running = this.#running.get(key);
      if (running !== undefined) {
        running.waiters.push(waiter);
        return;
      }
      const started: Running = { waiters: [waiter] };
      this.#running.set(key, started);
      void this.#drive(key, query, started);
    });
  }

  async #drive(key: string, query: Query, running: Running): Promise<void> {
    const started = performance.now();
    const marksVersion = this.#marksVersion;
    try {
      // Every facet's own filter is kept apart, so that one run answers them all.
      const steps = searchSteps(this.#index, query, facetNames);
      let sliceStarted = started;
      for (;;) {
        const next = steps.next();
        if (next.done === true) {
          const search = new RunSearch(next.value, performance.now() - started);
          if (marksVersion === this.#marksVersion) this.#keep(key, search);
          for (const { resolve } of running.waiters.splice(0)) resolve(search);
          return;
        }
        if (this.#dropCancelled(running) === 0) return;
        if (performance.now() - sliceStarted < sliceMilliseconds) continue;
        const progress = scanProgress(next.value);
        for (const { context } of running.waiters) context.onProgress(progress);
        await setImmediate();
        sliceStarted = performance.now();
      }
    } catch (error) {
      for (const { reject } of running.waiters.splice(0)) reject(error);
    } finally {
      this.#running.delete(key);
    }
  }

  /** Lets go of calls that no longer want the answer. Returns how many still do. */
  #dropCancelled(running: Running): number {
    // Asked once each: another thread may cancel between two looks.
    running.waiters = running.waiters.filter(({ context, reject }) => {
      if (!isCancelledWork(context)) return true;
      reject(cancelled());
      return false;
    });
    return running.waiters.length;
  }

  #keep(key: string, search: RunSearch): void {
    this.#kept.set(key, search);
    let bytes = 0;
    for (const { bytes: own } of this.#kept.values()) bytes += own;
    for (const [oldest, { bytes: own }] of this.#kept) {
      if (this.#kept.size === 1 || (this.#kept.size <= keptSearches && bytes <= keptBytes)) return;
      this.#kept.delete(oldest);
      bytes -= own;
    }
  }

  /** Call after tags or findings changed: what was found by them may differ now. */
  forget(): void {
    this.#marksVersion++;
    this.#kept.clear();
  }
}
