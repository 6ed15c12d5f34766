import type { Database, Statement } from 'better-sqlite3';
import type { Dictionary } from '../search/types.ts';
import { compress } from './blocks.ts';
import { zstdDecompressSync } from 'node:zlib';

/**
 * Dictionaries are stored as pages of values in the order of their ids, a page for each transaction that added some.
 * Id 0 of every dictionary means "no value" and is not stored.
 */
export function readDictionaryValues<T>(database: Database, field: string): T[] {
  const values: T[] = [];
  const pages = database
    .prepare('SELECT first_id AS firstId, entries, data FROM dictionary_page WHERE field = ? ORDER BY first_id')
    .iterate(field) as IterableIterator<{ firstId: number; entries: number; data: Uint8Array }>;
  for (const page of pages) {
    const items = JSON.parse(zstdDecompressSync(page.data).toString('utf8')) as T[];
    if (page.firstId !== values.length + 1 || items.length !== page.entries) {
      throw new RangeError(`the dictionary of ${field} has a hole at ${values.length + 1}`);
    }
    for (const item of items) values.push(item);
  }
  return values;
}

/** A dictionary in memory for reading. */
export class StoredDictionary implements Dictionary {
  readonly values: readonly (string | null)[];
  #ids: Map<string, number> | undefined;

  constructor(values: readonly string[]) {
    this.values = [null, ...values];
  }

  static read(database: Database, field: string): StoredDictionary {
    return new StoredDictionary(readDictionaryValues<string>(database, field));
  }

  idOf(value: string): number | undefined {
    if (!this.#ids) {
      this.#ids = new Map();
      // From the end: where a value comes twice (paths of sources), its first id stands for it.
      for (let id = this.values.length - 1; id > 0; id--) this.#ids.set(this.values[id]!, id);
    }
    return this.#ids.get(value);
  }
}

/** Writes the values that a transaction added to one dictionary. */
export class DictionaryPages {
  readonly #insert: Statement;

  constructor(database: Database) {
    this.#insert = database.prepare('INSERT INTO dictionary_page (field, first_id, entries, data) VALUES (?, ?, ?, ?)');
  }

  write(field: string, firstId: number, values: readonly unknown[]): void {
    if (values.length === 0) return;
    this.#insert.run(field, firstId, values.length, compress(Buffer.from(JSON.stringify(values), 'utf8')));
  }
}

/** A growing dictionary of the writer: known values by id, and which of them are not stored yet. */
export class GrowingDictionary {
  readonly field: string;
  readonly #ids = new Map<string, number>();
  #fresh: string[] = [];

  constructor(field: string, stored: readonly string[]) {
    this.field = field;
    for (const value of stored) this.#ids.set(value, this.#ids.size + 1);
  }

  idOf(value: string): number {
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.#ids.size + 1;
      this.#ids.set(value, id);
      this.#fresh.push(value);
    }
    return id;
  }

  flush(pages: DictionaryPages): void {
    pages.write(this.field, this.#ids.size - this.#fresh.length + 1, this.#fresh);
    this.#fresh = [];
  }
}
