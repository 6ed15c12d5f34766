import { AppError } from '../../shared/contract/errors.ts';
import type { Scope } from '../../shared/contract/search.ts';
import { loadIndex, type LoadedIndex } from './loaded-index.ts';
import type { RunSearch } from './prepared-searches.ts';
import { scopeQuery } from './scope-query.ts';
import type { WorkContext } from './worker-protocol.ts';

/** Beyond this many rows the state before the newest is let go at once: two would not fit the memory budget. */
const previousRows = 3_000_000;

/** A search with the state of the case it ran on. */
export interface ScopeSearch {
  loaded: LoadedIndex;
  search: RunSearch;
}

/** The case of a reader: its newest state and, for views that still rest on it, the one before. */
export class ReaderCase {
  readonly file: string;
  #current: LoadedIndex;
  #previous: LoadedIndex | null = null;
  readonly #inFlight = new Set<Promise<unknown>>();

  private constructor(file: string, current: LoadedIndex) {
    this.file = file;
    this.#current = current;
  }

  static async open(file: string, generation: number): Promise<ReaderCase> {
    return new ReaderCase(file, await loadIndex(file, generation, false));
  }

  get current(): LoadedIndex {
    return this.#current;
  }

  /** The state of a generation while it is held, else the newest. */
  at(generation: number | null): LoadedIndex {
    return this.#previous !== null && this.#previous.generation === generation ? this.#previous : this.#current;
  }

  /** Runs a call that may hold on to a state of the case across its waits. */
  async track<Value>(run: () => Promise<Value>): Promise<Value> {
    const running = run();
    this.#inFlight.add(running);
    try {
      return await running;
    } finally {
      this.#inFlight.delete(running);
    }
  }

  /** Closes a state once the calls that may use it have ended. */
  #retire(loaded: LoadedIndex): void {
    void Promise.allSettled(this.#inFlight).then(() => loaded.caseFile.close());
  }

  /**
   * Holds on to the states as they are on disk, while the writer changes what never changes otherwise. `reload` lets go of
   * them, `unpin` goes back to following.
   */
  pin(): void {
    for (const loaded of [this.#current, this.#previous]) {
      if (loaded === null || loaded.caseFile.database.inTransaction) continue;
      loaded.caseFile.database.exec('BEGIN');
      // A read transaction begins with its first read.
      loaded.caseFile.database.prepare('SELECT count(*) FROM meta').get();
    }
  }

  unpin(): void {
    for (const loaded of [this.#current, this.#previous]) {
      if (loaded?.caseFile.database.inTransaction === true) loaded.caseFile.database.exec('COMMIT');
    }
  }

  /** Loads the newest committed state; running calls keep the one they began with. */
  async reload(generation: number, keepPrevious: boolean): Promise<void> {
    const loaded = await loadIndex(this.file, generation, true);
    const old = this.#previous;
    const isKept = keepPrevious && this.#current.index.count <= previousRows;
    const before = this.#current;
    this.#current = loaded;
    this.#previous = isKept ? before : null;
    if (old !== null) this.#retire(old);
    if (!isKept) this.#retire(before);
  }

  forgetMarks(): void {
    for (const loaded of [this.#current, this.#previous]) {
      loaded?.index.forgetMarks();
      loaded?.searches.forget();
    }
  }

  async search(scope: Scope, generation: number | null, context: WorkContext): Promise<ScopeSearch> {
    const loaded = this.at(generation);
    return { loaded, search: await loaded.searches.run(scopeQuery(scope), context) };
  }

  /** Row of an event in the newest state. Throws `not-found`. */
  rowOf(eventId: string): { loaded: LoadedIndex; row: number } {
    const row = this.#current.index.rowOfEventId(eventId);
    if (row < 0) throw new AppError('not-found', `There is no event ${eventId} in this case.`);
    return { loaded: this.#current, row };
  }

  close(): void {
    this.#current.caseFile.close();
    this.#previous?.caseFile.close();
  }
}
