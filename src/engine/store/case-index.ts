import type { Database } from 'better-sqlite3';
import { dictionaryFields, type DictionaryField } from '../../shared/cloudtrail/event.ts';
import type { Column, Dictionary, SearchIndex } from '../search/types.ts';
import { ChunkReader, listChunks, type ChunkInfo, type IdColumn } from './columns.ts';
import { readDictionaryValues, StoredDictionary } from './dictionary.ts';
import { eventIdBytes, readEventId, writeEventId } from './event-id.ts';
import { EventIdTable } from './event-id-table.ts';
import { readMarks } from './marks.ts';
import { RawStore } from './raw-store.ts';
import { isInTimeOrder, orderByTime } from './time-order.ts';

/**
 * The columns of a case in memory, one consistent state of it. Columns load when first used; the connection holds a
 * read transaction until `settle` or `close`, so that what loads late belongs to the same state.
 */
export class CaseIndex implements SearchIndex {
  readonly count: number;
  readonly timesEpochSeconds: Uint32Array;
  readonly recordNumbers: Uint32Array;
  readonly raw: RawStore;
  readonly #database: Database;
  readonly #reader: ChunkReader;
  readonly #chunks: ChunkInfo[];
  readonly #storedRows: number;
  /** Stored row of each row; null where they are in order already. */
  readonly #order: Uint32Array | null;
  readonly #columns = new Map<IdColumn, Column>();
  readonly #dictionaries = new Map<string, StoredDictionary>();
  #sourceIds: Column | null = null;
  #sets: Uint32Array | null = null;
  #members: readonly (readonly number[])[] | null = null;
  #ids: Uint8Array | null = null;
  #odd: Map<string, string> | null = null;
  #table: EventIdTable | null = null;
  readonly #marks = new Map<string, ReadonlyMap<string, readonly number[]>>();

  constructor(database: Database) {
    this.#database = database;
    database.exec('BEGIN');
    this.#reader = new ChunkReader(database);
    this.#chunks = listChunks(database);
    this.raw = new RawStore(database);
    const superseded = new Set(database.prepare('SELECT record FROM superseded').pluck().all() as number[]);
    this.#storedRows = this.#chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
    const times = this.#sums('time');
    const records = this.#sums('record');
    this.#order = superseded.size === 0 && isInTimeOrder(times) ? null : orderByTime(times);
    if (superseded.size > 0) this.#order = this.#order!.filter((row) => !superseded.has(records[row]!));
    this.timesEpochSeconds = this.#ordered(times);
    this.recordNumbers = this.#ordered(records);
    this.count = this.timesEpochSeconds.length;
  }

  /** Loads everything that is read column-wise and ends the read transaction, so that the writer's log can shrink. */
  settle(): void {
    for (const field of dictionaryFields) {
      this.#load(field);
      this.#dictionary(field);
    }
    void this.sourceIds;
    void this.resourceSets;
    void this.resourceSetMembers;
    void this.resources;
    void this.sources;
    this.#idBytes();
    this.#oddIds();
    this.#database.exec('COMMIT');
  }

  close(): void {
    if (this.#database.inTransaction) this.#database.exec('COMMIT');
  }

  #sums(field: 'time' | 'record'): Uint32Array {
    const values = new Uint32Array(this.#storedRows);
    let offset = 0;
    for (const chunk of this.#chunks) {
      this.#reader.sums(chunk, field, values, offset);
      offset += chunk.rows;
    }
    return values;
  }

  #ordered(values: Uint32Array): Uint32Array {
    if (!this.#order) return values;
    const ordered = new Uint32Array(this.#order.length);
    for (let i = 0; i < ordered.length; i++) ordered[i] = values[this.#order[i]!]!;
    return ordered;
  }

  #load(name: IdColumn): Column {
    const known = this.#columns.get(name);
    if (known) return known;
    const parts = this.#chunks.map((chunk) => this.#reader.ids(chunk, name));
    const width = Math.max(1, ...parts.map((part) => part.BYTES_PER_ELEMENT));
    const make = (rows: number): Column =>
      width === 1 ? new Uint8Array(rows) : width === 2 ? new Uint16Array(rows) : new Uint32Array(rows);
    let column = make(this.#storedRows);
    let offset = 0;
    for (const part of parts) {
      column.set(part, offset);
      offset += part.length;
    }
    if (this.#order) {
      const ordered = make(this.count);
      for (let i = 0; i < this.count; i++) ordered[i] = column[this.#order[i]!]!;
      column = ordered;
    }
    this.#columns.set(name, column);
    return column;
  }

  column(field: DictionaryField): Column {
    return this.#load(field);
  }

  dictionary(field: DictionaryField): Dictionary {
    return this.#dictionary(field);
  }

  #dictionary(field: string): StoredDictionary {
    let dictionary = this.#dictionaries.get(field);
    if (!dictionary) {
      dictionary = StoredDictionary.read(this.#database, field);
      this.#dictionaries.set(field, dictionary);
    }
    return dictionary;
  }

  /** Set ids without gaps: first a set for each resource, then the listed ones. */
  get resourceSets(): Column {
    if (!this.#sets) {
      const stored = this.#load('resources');
      const resources = this.resources.values.length;
      const sets = new Uint32Array(stored.length);
      for (let row = 0; row < sets.length; row++) {
        const value = stored[row]!;
        sets[row] = (value & 1) === 0 ? value >>> 1 : resources - 1 + (value >>> 1);
      }
      this.#columns.delete('resources');
      this.#sets = sets;
    }
    return this.#sets;
  }

  get resourceSetMembers(): readonly (readonly number[])[] {
    if (!this.#members) {
      const members: number[][] = [[]];
      for (let resource = 1; resource < this.resources.values.length; resource++) members.push([resource]);
      for (const set of readDictionaryValues<string>(this.#database, 'resources'))
        members.push(set.split(',').map(Number));
      this.#members = members;
    }
    return this.#members;
  }

  get resources(): Dictionary {
    return this.#dictionary('resource');
  }

  /** Sources of one locator (a file that changed between imports) count as one: the first of them. */
  get sourceIds(): Column {
    if (!this.#sourceIds) {
      const stored = this.storedSourceIds;
      const firsts = firstOfEach(this.sources.values);
      this.#sourceIds = firsts ? stored.map((id) => firsts[id]!) : stored;
    }
    return this.#sourceIds;
  }

  /** Per row the row of `source` it was found in first. */
  get storedSourceIds(): Column {
    return this.#load('source');
  }

  get sources(): Dictionary {
    let dictionary = this.#dictionaries.get('source');
    if (!dictionary) {
      const locators: string[] = [];
      const rows = this.#database.prepare('SELECT id, locator FROM source ORDER BY id').iterate();
      for (const { id, locator } of rows as IterableIterator<{ id: number; locator: string }>) {
        while (locators.length < id - 1) locators.push('');
        locators.push(locator);
      }
      dictionary = new StoredDictionary(locators);
      this.#dictionaries.set('source', dictionary);
    }
    return dictionary;
  }

  #idBytes(): Uint8Array {
    if (this.#ids) return this.#ids;
    const stored = new Uint8Array(this.#storedRows * eventIdBytes);
    let offset = 0;
    for (const chunk of this.#chunks) {
      stored.set(this.#reader.raw(chunk, 'id'), offset);
      offset += chunk.rows * eventIdBytes;
    }
    if (this.#order) {
      const ordered = new Uint8Array(this.count * eventIdBytes);
      for (let i = 0; i < this.count; i++) {
        const from = this.#order[i]! * eventIdBytes;
        ordered.set(stored.subarray(from, from + eventIdBytes), i * eventIdBytes);
      }
      this.#ids = ordered;
    } else {
      this.#ids = stored;
    }
    return this.#ids;
  }

  #oddIds(): Map<string, string> {
    this.#odd ??= new Map(
      readDictionaryValues<string>(this.#database, 'oddId').map((entry) => [
        entry.slice(0, eventIdBytes * 2),
        entry.slice(eventIdBytes * 2),
      ]),
    );
    return this.#odd;
  }

  eventId(row: number): string {
    return readEventId(this.#idBytes(), row * eventIdBytes, this.#oddIds());
  }

  rowOfEventId(id: string): number {
    const ids = this.#idBytes();
    this.#table ??= new EventIdTable(ids, this.count);
    const wanted = new Uint8Array(eventIdBytes);
    writeEventId(id, wanted, 0);
    return this.#table.find(wanted);
  }

  marks(kind: 'tag' | 'finding'): ReadonlyMap<string, readonly number[]> {
    let marks = this.#marks.get(kind);
    if (!marks) {
      marks = readMarks(this.#database, kind, (id) => this.rowOfEventId(id));
      this.#marks.set(kind, marks);
    }
    return marks;
  }

  /** Call after tags or findings changed. */
  forgetMarks(): void {
    this.#marks.clear();
  }
}

/** For each id the first one with its value, or null where no value comes twice. */
function firstOfEach(values: readonly (string | null)[]): Uint32Array | null {
  const ids = new Map<string | null, number>();
  const firsts = Uint32Array.from(values, (value, id) => {
    const first = ids.get(value);
    if (first === undefined) ids.set(value, id);
    return first ?? id;
  });
  return ids.size === values.length ? null : firsts;
}
