import type { Database, Statement } from 'better-sqlite3';
import type { NameOf } from './source-names.ts';

/** `folder` and `file` are what the user added; `decoded` is content packed inside another source. */
export type SourceKind = 'folder' | 'file' | 'archive' | 'member' | 'decoded';
export type SourceState = 'reading' | 'done' | 'skipped' | 'failed' | 'partial';

/** A row of the `source` table: where evidence came from, and what became of it. */
export interface SourceRow {
  id: number;
  parentId: number | null;
  runId: number;
  kind: SourceKind;
  locator: string;
  format: string | null;
  encoding: string | null;
  state: SourceState;
  reasonCode: string | null;
  reason: string | null;
  foundBytes: number | null;
  foundModifiedMs: number | null;
  foundSha256: string | null;
  contentBytes: number;
  contentSha256: string | null;
  /** Content that is committed, while `state` is `reading`. */
  cursorBytes: number;
  seen: number;
  added: number;
  duplicates: number;
  rejected: number;
  firstEpochSeconds: number | null;
  lastEpochSeconds: number | null;
}

const columns = {
  id: 'id',
  parentId: 'parent_id',
  runId: 'run_id',
  kind: 'kind',
  locator: 'locator',
  format: 'format',
  encoding: 'encoding',
  state: 'state',
  reasonCode: 'reason_code',
  reason: 'reason',
  foundBytes: 'found_bytes',
  foundModifiedMs: 'found_modified_ms',
  foundSha256: 'found_sha256',
  contentBytes: 'content_bytes',
  contentSha256: 'content_sha256',
  cursorBytes: 'cursor_bytes',
  seen: 'seen',
  added: 'added',
  duplicates: 'duplicates',
  rejected: 'rejected',
  firstEpochSeconds: 'first_epoch_s',
  lastEpochSeconds: 'last_epoch_s',
} as const satisfies Record<keyof SourceRow, string>;

const keys = Object.keys(columns) as (keyof SourceRow)[];

/** Select list that gives rows as `SourceRow`. */
export const sourceColumns = keys.map((key) => `source.${columns[key]} AS ${key}`).join(', ');

/** The sources of a case as the writer sees them; changed rows are written with `flush`, inside the transaction. */
export class SourceLedger {
  readonly #byLocator: Statement;
  readonly #children: Statement;
  readonly #upsert: Statement;
  readonly #sliceCount: Statement;
  readonly #dirty = new Set<SourceRow>();
  #nextId: number;
  readonly #isEmpty: boolean;
  /** Paths come in as found, rows hold them as the case calls them. */
  readonly nameOf: NameOf;

  constructor(database: Database, nameOf: NameOf = (locator) => locator) {
    this.nameOf = nameOf;
    this.#byLocator = database.prepare(
      `SELECT ${sourceColumns} FROM source
       WHERE locator = ? AND (kind = 'folder') = ? AND kind IN ('folder', 'file', 'archive') ORDER BY id DESC LIMIT 1`,
    );
    this.#children = database.prepare(`SELECT ${sourceColumns} FROM source WHERE parent_id = ? ORDER BY id`);
    this.#upsert = database.prepare(
      `INSERT OR REPLACE INTO source (${keys.map((key) => columns[key]).join(', ')}) VALUES (${keys.map((key) => `@${key}`).join(', ')})`,
    );
    this.#sliceCount = database.prepare('SELECT count(*) FROM slice WHERE source_id = ?').pluck();
    this.#nextId = (database.prepare('SELECT coalesce(max(id), 0) FROM source').pluck().get() as number) + 1;
    this.#isEmpty = this.#nextId === 1;
  }

  /** Newest row of a file or folder, or null. */
  find(locator: string, what: 'file' | 'folder'): SourceRow | null {
    // A first import asks once for every file; an empty table needs no asking.
    if (this.#isEmpty) return null;
    return (this.#byLocator.get(this.nameOf(locator), what === 'folder' ? 1 : 0) as SourceRow | undefined) ?? null;
  }

  children(parent: number): SourceRow[] {
    return this.#children.all(parent) as SourceRow[];
  }

  sliceCount(source: number): number {
    return this.#isEmpty ? 0 : (this.#sliceCount.get(source) as number);
  }

  add(row: Pick<SourceRow, 'runId' | 'kind' | 'locator'> & Partial<SourceRow>): SourceRow {
    const added: SourceRow = {
      parentId: null,
      format: null,
      encoding: null,
      state: 'reading',
      reasonCode: null,
      reason: null,
      foundBytes: null,
      foundModifiedMs: null,
      foundSha256: null,
      contentBytes: 0,
      contentSha256: null,
      cursorBytes: 0,
      seen: 0,
      added: 0,
      duplicates: 0,
      rejected: 0,
      firstEpochSeconds: null,
      lastEpochSeconds: null,
      ...row,
      locator: this.nameOf(row.locator),
      id: this.#nextId++,
    };
    this.#dirty.add(added);
    return added;
  }

  changed(row: SourceRow): void {
    this.#dirty.add(row);
  }

  flush(): void {
    for (const row of this.#dirty) this.#upsert.run(row);
    this.#dirty.clear();
  }
}
