import type { Database, Statement } from 'better-sqlite3';
import type { Part, PartLeaf } from '../ingest/part.ts';
import { ChunkReader, ChunkWriter, idColumns, listChunks, newRows, type EventRows } from './columns.ts';
import { CopyPages, relation, type Relation } from './copies.ts';
import { DedupeTable } from './dedupe.ts';
import { DictionaryPages, GrowingDictionary, readDictionaryValues } from './dictionary.ts';
import { eventIdBytes } from './event-id.ts';
import { isSameRecord, isRicherRecord } from './compare-records.ts';
import { RawStore } from './raw-store.ts';
import { renumberSet } from './resource-sets.ts';
import { dictionaryFields } from '../../shared/cloudtrail/event.ts';

/** What became of the records of one leaf in one part. */
export interface LeafOutcome {
  added: number;
  duplicates: number;
  /** Records whose event is in the case with other content. */
  conflicts: { recordNumber: number; otherRecordNumber: number; kept: 'first' | 'richer' }[];
}

/** Ids of a parser's dictionaries as ids of the case. One for each parser. */
export class IdMap {
  readonly fields: Record<string, number[]> = {};
  readonly sets: number[] = [0];

  constructor() {
    for (const field of [...dictionaryFields, 'resource']) this.fields[field] = [0];
  }
}

/**
 * Writes parts into the case. Everything happens inside the transaction that the caller opens with `begin` and ends
 * with `commit`; a kill in between leaves the case as it was at the last commit.
 */
export class CaseWriter {
  readonly raw: RawStore;
  readonly #database: Database;
  readonly #insertBlock: Statement;
  readonly #insertFilter: Statement;
  readonly #insertSlice: Statement;
  readonly #supersede: Statement;
  readonly #chunks: ChunkWriter;
  readonly #pages: DictionaryPages;
  readonly #dictionaries = new Map<string, GrowingDictionary>();
  readonly #sets: GrowingDictionary;
  readonly #words: GrowingDictionary;
  readonly #oddIds: GrowingDictionary;
  readonly #dedupe = new DedupeTable();
  readonly #copies: CopyPages;
  readonly #superseded: Set<number>;
  #pending: { rows: EventRows; kept: Uint32Array }[] = [];

  constructor(database: Database) {
    this.#database = database;
    this.raw = new RawStore(database);
    this.#insertBlock = database.prepare(
      'INSERT INTO block (id, first_record, records, bytes, layout, data) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#insertFilter = database.prepare('INSERT INTO filter (block_id, bits) VALUES (?, ?)');
    this.#insertSlice = database.prepare(
      'INSERT INTO slice (source_id, sequence, block_id, block_offset, bytes) VALUES (?, ?, ?, ?, ?)',
    );
    this.#supersede = database.prepare('INSERT OR IGNORE INTO superseded (record) VALUES (?)');
    this.#chunks = new ChunkWriter(database);
    this.#pages = new DictionaryPages(database);
    this.#copies = new CopyPages(database);
    const load = (field: string) => new GrowingDictionary(field, readDictionaryValues<string>(database, field));
    for (const field of [...dictionaryFields, 'resource']) this.#dictionaries.set(field, load(field));
    this.#sets = load('resources');
    this.#words = load('word');
    this.#oddIds = load('oddId');
    this.#superseded = new Set(database.prepare('SELECT record FROM superseded').pluck().all() as number[]);
    this.#loadDedupe();
  }

  /** Events in the case, those of the open transaction included. */
  get eventCount(): number {
    return this.#dedupe.count;
  }

  begin(): void {
    this.#database.exec('BEGIN IMMEDIATE');
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /**
   * Adds a part. `sourceIds[leaf]` is the case's id of each leaf; `nextSlice` gives the sequence of its next slice.
   * Returns the outcome per leaf.
   */
  write(
    part: Part,
    ids: IdMap,
    sourceIds: readonly number[],
    nextSlice: (leaf: PartLeaf) => number,
  ): Map<number, LeafOutcome> {
    this.#takeFresh(part, ids);
    const firstRecord = this.raw.recordCount;
    const firstBlock = this.raw.lastBlockId + 1;
    let record = firstRecord;
    part.blocks.forEach((block, index) => {
      const id = firstBlock + index;
      this.#insertBlock.run(id, record, block.records, block.bytes, block.layout, block.data);
      this.#insertFilter.run(id, block.filter);
      this.raw.added(id, block.records);
      record += block.records;
    });
    for (const leaf of part.leaves) {
      let sequence = nextSlice(leaf);
      for (const slice of leaf.slices) {
        this.#insertSlice.run(sourceIds[leaf.leaf], sequence++, firstBlock + slice.block, slice.offset, slice.bytes);
      }
    }
    for (let row = 0; row < part.rows.count; row++) part.rows.records[row] = firstRecord + row;
    return this.#addRows(part, ids, sourceIds);
  }

  #takeFresh(part: Part, ids: IdMap): void {
    for (const [field, values] of Object.entries(part.fresh)) {
      const dictionary = this.#dictionaries.get(field)!;
      const map = ids.fields[field]!;
      for (const value of values) map.push(dictionary.idOf(value));
    }
    const resources = ids.fields.resource!;
    for (const members of part.freshSets) ids.sets.push(this.#sets.idOf(members.map((id) => resources[id]!).join()));
    for (const word of part.freshWords) this.#words.idOf(word);
    for (const [row, id] of part.oddIds) {
      const start = row * eventIdBytes;
      this.#oddIds.idOf(`${Buffer.from(part.rows.ids.subarray(start, start + eventIdBytes)).toString('hex')}${id}`);
    }
  }

  #addRows(part: Part, ids: IdMap, sourceIds: readonly number[]): Map<number, LeafOutcome> {
    const { rows } = part;
    const idView = new DataView(rows.ids.buffer, rows.ids.byteOffset);
    const outcomes = new Map<number, LeafOutcome>();
    for (const leaf of part.leaves) outcomes.set(leaf.leaf, { added: 0, duplicates: 0, conflicts: [] });
    const kept = new Uint32Array(rows.count);
    let keptCount = 0;
    for (let row = 0; row < rows.count; row++) {
      const outcome = outcomes.get(rows.columns.source[row]!)!;
      const low = idView.getUint32(row * eventIdBytes);
      const high = idView.getUint32(row * eventIdBytes + 12);
      const record = rows.records[row]!;
      const twin = this.#dedupe.find(low, high);
      const found = twin < 0 ? null : this.#compare(twin, low, high, record);
      if (!found) {
        this.#dedupe.add(low, high, record);
        outcome.added++;
        kept[keptCount++] = row;
        continue;
      }
      outcome.duplicates++;
      const other = this.#dedupe.recordAt(found.slot);
      this.#copies.add(record, other, found.relation);
      if (found.relation === relation.identical || found.relation === relation.equal) continue;
      const richer = found.relation === relation.richer;
      outcome.conflicts.push({
        recordNumber: record,
        otherRecordNumber: other,
        kept: richer ? 'richer' : 'first',
      });
      if (richer) {
        this.#dedupe.replace(found.slot, record);
        this.#superseded.add(other);
        this.#supersede.run(other);
        kept[keptCount++] = row;
      }
    }
    this.#translate(rows, ids, sourceIds);
    this.#pending.push({ rows, kept: kept.subarray(0, keptCount) });
    return outcomes;
  }

  /** Looks through the entries with this id for one that is the same event: always on the whole record. */
  #compare(first: number, low: number, high: number, record: number): { slot: number; relation: Relation } | null {
    const bytes = this.raw.readRecord(record);
    for (let slot = first; slot >= 0; slot = this.#dedupe.find(low, high, slot)) {
      const other = this.raw.readRecord(this.#dedupe.recordAt(slot));
      if (Buffer.compare(bytes, other) === 0) return { slot, relation: relation.identical };
      const mine = parse(bytes);
      const theirs = parse(other);
      // 64 bits of the id agree; the whole id decides.
      if (idOf(mine) !== idOf(theirs)) continue;
      if (isSameRecord(mine, theirs)) return { slot, relation: relation.equal };
      return { slot, relation: isRicherRecord(mine, theirs) ? relation.richer : relation.conflicting };
    }
    return null;
  }

  #translate(rows: EventRows, ids: IdMap, sourceIds: readonly number[]): void {
    for (const field of dictionaryFields) {
      const column = rows.columns[field];
      const map = ids.fields[field]!;
      for (let row = 0; row < rows.count; row++) column[row] = map[column[row]!]!;
    }
    const { resources, source } = rows.columns;
    for (let row = 0; row < rows.count; row++) {
      resources[row] = renumberSet(resources[row]!, ids.fields.resource!, ids.sets);
      source[row] = sourceIds[source[row]!]!;
    }
  }

  /** Writes what the transaction gathered (dictionary pages, the unsorted chunk, copies) and commits. */
  commit(): void {
    for (const dictionary of this.#dictionaries.values()) dictionary.flush(this.#pages);
    this.#sets.flush(this.#pages);
    this.#words.flush(this.#pages);
    this.#oddIds.flush(this.#pages);
    this.#copies.flush();
    const count = this.#pending.reduce((sum, part) => sum + part.kept.length, 0);
    if (count > 0) this.#chunks.rows(false, gather(this.#pending, count));
    this.#pending = [];
    this.#database.exec('COMMIT');
  }

  /** Gives up the open transaction. The writer must not be used afterwards. */
  rollback(): void {
    if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
  }

  #loadDedupe(): void {
    const reader = new ChunkReader(this.#database);
    const chunks = listChunks(this.#database);
    this.#dedupe.reserve(chunks.reduce((sum, chunk) => sum + chunk.rows, 0));
    for (const chunk of chunks) {
      const records = new Uint32Array(chunk.rows);
      reader.sums(chunk, 'record', records, 0);
      const ids = reader.raw(chunk, 'id');
      const idView = new DataView(ids.buffer, ids.byteOffset);
      for (let row = 0; row < chunk.rows; row++) {
        if (this.#superseded.has(records[row]!)) continue;
        this.#dedupe.add(
          idView.getUint32(row * eventIdBytes),
          idView.getUint32(row * eventIdBytes + 12),
          records[row]!,
        );
      }
    }
  }
}

function gather(parts: { rows: EventRows; kept: Uint32Array }[], count: number): EventRows {
  const all = newRows(count);
  let next = 0;
  for (const { rows, kept } of parts) {
    for (let i = 0; i < kept.length; i++) {
      const row = kept[i]!;
      all.times[next] = rows.times[row]!;
      all.records[next] = rows.records[row]!;
      all.ids.set(rows.ids.subarray(row * eventIdBytes, (row + 1) * eventIdBytes), next * eventIdBytes);
      next++;
    }
  }
  for (const name of idColumns) {
    const target = all.columns[name];
    let at = 0;
    for (const { rows, kept } of parts) {
      const column = rows.columns[name];
      for (let i = 0; i < kept.length; i++) target[at++] = column[kept[i]!]!;
    }
  }
  return all;
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')) as Record<
    string,
    unknown
  >;
}

function idOf(record: Record<string, unknown>): unknown {
  return record.eventID ?? record.eventId ?? null;
}
