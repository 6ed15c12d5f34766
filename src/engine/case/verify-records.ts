import type { Database } from 'better-sqlite3';
import { dictionaryFields, type EventFields } from '../../shared/cloudtrail/event.ts';
import { normalise } from '../../shared/cloudtrail/normalise.ts';
import { recordCodec } from '../ingest/types.ts';
import { noRow, recordRowsOf, type RecordRows } from '../search/record-rows.ts';
import { eventRow } from '../search/rows.ts';
import { decodeJsonString, type BlockLayout } from '../store/blocks.ts';
import { CaseIndex } from '../store/case-index.ts';
import { readCopies } from '../store/copies.ts';
import { idOfContent } from '../store/event-id.ts';
import { filterMayContain, isFilterToken, plainWord, tokenHash } from '../store/tokens.ts';
import { removedRecords } from './open.ts';
import { figure, type CheckLog, type OpenCheck } from './verify-check.ts';

const longestListedWord = 40;

/** Checks what was derived from records against the records. */
export class RecordCheck {
  readonly #events: OpenCheck;
  readonly #words: OpenCheck;
  readonly #database: Database;
  /** Words of the records of the block at hand, in lower case, one character a byte. */
  readonly #blockWords = new Set<string>();
  #index: CaseIndex | null = null;
  #rows: RecordRows | null = null;
  /** One bit a record: it is a further copy of an event. */
  #copies = new Uint8Array(0);
  #plainWords: ReadonlySet<string> = new Set();
  #compared = 0;
  #copyCount = 0;
  #removed = 0;
  #blocks = 0;

  constructor(database: Database, log: CheckLog) {
    this.#events = log.open('events against their records');
    this.#words = log.open('word filters');
    this.#database = database;
    this.#events.guard(() => {
      const index = new CaseIndex(database);
      this.#rows = recordRowsOf(index);
      loadAll(index);
      this.#copies = new Uint8Array((index.raw.recordCount >>> 3) + 1);
      for (const { record, of } of readCopies(database)) {
        // Whichever of the two stands for the event has a row; the other has none.
        for (const number of [record, of]) this.#copies[number >>> 3]! |= 1 << (number & 7);
      }
      this.#index = index;
    });
    this.#words.guard(() => {
      this.#plainWords = new Set(this.#index?.raw.plainWords());
    });
  }

  /** Takes a block in; `sourceAt` names the source of a byte of it. */
  block(
    id: number,
    firstRecord: number,
    content: Uint8Array,
    layout: BlockLayout,
    sourceAt: (offset: number) => number,
  ): void {
    this.#blocks++;
    for (let i = 0; i < layout.starts.length; i++) {
      const start = layout.starts[i]!;
      if (start === layout.ends[i]) {
        // Its bytes went with its source; it keeps its number.
        this.#removed++;
        continue;
      }
      const stored = content.subarray(start, layout.ends[i]);
      const number = firstRecord + i;
      this.#events.guard(() => {
        const text = layout.codecs[i] === recordCodec.plain ? stored : decodeJsonString(stored);
        this.#takeWords(text);
        this.#record(number, text, sourceAt(start));
      }, `record ${number}`);
    }
    this.#words.guard(() => this.#compareWords(id), `block ${id}`);
  }

  #record(number: number, text: Uint8Array, sourceId: number): void {
    const index = this.#index;
    if (index === null || this.#rows === null) return;
    const record = JSON.parse(Buffer.from(text.buffer, text.byteOffset, text.length).toString('utf8')) as Record<
      string,
      unknown
    >;
    const row = this.#rows.rowOfRecord[number] ?? noRow;
    if (row === noRow) {
      this.#copyCount++;
      if ((this.#copies[number >>> 3]! & (1 << (number & 7))) === 0) {
        this.#events.fail(`record ${number} is neither an event nor a copy of one`);
      }
      return;
    }
    this.#compared++;
    const fields = normalise(record);
    const differing = differences(index, row, fields);
    if (index.eventId(row) !== (fields.id ?? idOfContent(record))) differing.push('id');
    if (index.storedSourceIds[row] !== sourceId) differing.push('source');
    if (differing.length > 0)
      this.#events.fail(`record ${number} (event ${index.eventId(row)}) differs in ${differing.join(', ')}`);
  }

  #takeWords(text: Uint8Array): void {
    const characters = Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1').toLowerCase();
    for (const [word] of characters.matchAll(/[a-z0-9\u0080-\u00ff]+/g)) this.#blockWords.add(word);
  }

  /** A search leaves out what a filter says it lacks, so no word of a record may be missing from it. */
  #compareWords(id: number): void {
    const filter = this.#database.prepare('SELECT bits FROM filter WHERE block_id = ?').pluck().get(id) as
      Uint8Array | undefined;
    let missing = 0;
    let example = '';
    for (const word of this.#blockWords) {
      const filtered = !isFilterToken(word) || (filter !== undefined && filterMayContain(filter, tokenHash(word)));
      const listed = !isListedWord(word) || this.#plainWords.has(word);
      if (filtered && listed) continue;
      missing++;
      example ||= word;
    }
    this.#blockWords.clear();
    if (missing > 0)
      this.#words.fail(`block ${id}: ${figure(missing)} words of its records are missing, for example ${example}`);
  }

  finish(records: number): void {
    this.#events.guard(() => {
      const removed = removedRecords(this.#database);
      if (this.#removed !== removed) {
        this.#events.fail(`${this.#removed} records have no bytes, ${removed} were removed with their sources`);
      }
      const index = this.#index;
      if (index !== null && this.#compared !== index.count) {
        this.#events.fail(`the index has ${index.count} events, records of ${this.#compared} could be compared`);
      }
    });
    this.#events.detail(
      `${figure(this.#compared)} events say what their records say; the other ${figure(this.#copyCount)} of ${figure(records - this.#removed)} records are copies`,
    );
    this.#words.detail(`${figure(this.#blocks)} filters hold every word of the records of their blocks`);
  }
}

/** Whether the case lists this word for searches inside words. */
function isListedWord(word: string): boolean {
  return word.length > 2 && word.length <= longestListedWord && plainWord.test(word);
}

/** Reads every column in, so that a damaged one is found once and not with every record. */
function loadAll(index: CaseIndex): void {
  for (const field of dictionaryFields) {
    index.column(field);
    index.dictionary(field);
  }
  const { resourceSets, resourceSetMembers, resources, sourceIds, sources } = index;
  const sizes = [resourceSets, resourceSetMembers, resources.values, sourceIds, sources.values].map(
    ({ length }) => length,
  );
  if (index.count > 0 && sizes.every((size) => size > 0)) index.eventId(0);
}

/** Fields in which a row of the index is not what its record gives. */
function differences(index: CaseIndex, row: number, fields: EventFields): string[] {
  const stored = eventRow(index, row);
  const differing: string[] = dictionaryFields.filter((field) => stored[field] !== fields[field]);
  if (stored.timeEpochSeconds !== fields.timeEpochSeconds) differing.push('time');
  const members = index.resourceSetMembers[index.resourceSets[row]!] ?? [];
  const same =
    members.length === fields.resources.length &&
    members.every((id, i) => index.resources.values[id] === fields.resources[i]);
  if (!same) differing.push('resource');
  return differing;
}
