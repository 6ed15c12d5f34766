import { zstdDecompressSync } from 'node:zlib';
import type { Database, Statement } from 'better-sqlite3';
import { compress } from './blocks.ts';

/** How another record of the same event relates to the one that was there. */
export const relation = {
  /** The same bytes. */
  identical: 0,
  /** The same content, written differently (white space, order of keys). */
  equal: 1,
  /** Other content; the first record stands for the event. */
  conflicting: 2,
  /** More content; from then on this record stands for the event. */
  richer: 3,
} as const;

export type Relation = (typeof relation)[keyof typeof relation];

/** A record that is a further copy of an event, and the record it was compared with. */
export interface Copy {
  record: number;
  of: number;
  relation: Relation;
}

/** Collects the copies of a transaction into one page: record, of, relation as 32-bit numbers. */
export class CopyPages {
  readonly #insert: Statement;
  #numbers: number[] = [];

  constructor(database: Database) {
    this.#insert = database.prepare('INSERT INTO copy_page (data) VALUES (?)');
  }

  add(record: number, of: number, kind: Relation): void {
    this.#numbers.push(record, of, kind);
  }

  flush(): void {
    if (this.#numbers.length === 0) return;
    const packed = Uint32Array.from(this.#numbers);
    this.#insert.run(compress(new Uint8Array(packed.buffer)));
    this.#numbers = [];
  }
}

export function* readCopies(database: Database): Generator<Copy> {
  for (const data of database
    .prepare('SELECT data FROM copy_page ORDER BY id')
    .pluck()
    .iterate() as IterableIterator<Uint8Array>) {
    const bytes = zstdDecompressSync(data);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length; at += 12) {
      yield {
        record: view.getUint32(at, true),
        of: view.getUint32(at + 4, true),
        relation: view.getUint32(at + 8, true) as Relation,
      };
    }
  }
}
