import { dictionaryFields, type DictionaryField, type EventFields } from '../../src/shared/cloudtrail/event.ts';
import { escapedAlphanumericToken } from '../../src/engine/search/types.ts';
import type { Column, Dictionary, RawRecords, SearchIndex } from '../../src/engine/search/types.ts';
import { isFilterToken, maxTokenBytes } from '../../src/engine/store/tokens.ts';
import { isPlainWord } from '../../src/shared/query/words.ts';

/** An event of a test case. `fields.id` is the ID by which the case knows it and must not be null. */
export interface MemoryEvent {
  fields: EventFields;
  raw: string;
  source: string | null;
  tags: readonly string[];
  findings: readonly string[];
}

export interface MemoryIndexOptions {
  recordsPerBlock?: number;
  /** Records that are no events, after every n-th event; they hold the same text as the event. */
  duplicateEvery?: number;
  /** Lays records out backwards with gaps, as decoded content may. */
  scattered?: boolean;
  /** False for an index whose filters exclude nothing: the oracle of pruning. */
  prunes?: boolean;
}

class MemoryDictionary implements Dictionary {
  readonly values: (string | null)[] = [null];
  readonly #ids = new Map<string, number>();

  idOf(value: string): number | undefined {
    return this.#ids.get(value);
  }

  add(value: string | null): number {
    if (value === null) return 0;
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.values.push(value) - 1;
      this.#ids.set(value, id);
    }
    return id;
  }
}

function narrowest(ids: readonly number[], size: number): Column {
  if (size <= 0x100) return Uint8Array.from(ids);
  return size <= 0x10000 ? Uint16Array.from(ids) : Uint32Array.from(ids);
}

const alphanumericEscape = /\\u00(?:3[0-9]|[46][1-9a-f]|[57][0-9a])/i;

class MemoryRecords implements RawRecords {
  readonly #records: readonly Uint8Array[];
  readonly #perBlock: number;
  readonly #options: MemoryIndexOptions;
  readonly #tokens: Set<string>[] = [];
  readonly #plainWords = new Set<string>();
  /** Blocks read since the start. */
  blocksRead = 0;

  constructor(records: readonly Uint8Array[], options: MemoryIndexOptions) {
    this.#records = records;
    this.#perBlock = options.recordsPerBlock ?? 8;
    this.#options = options;
    for (let block = 0; block < this.blockCount; block++) {
      const tokens = new Set<string>();
      for (let i = this.firstRecord(block); i < this.firstRecord(block + 1); i++) {
        // Latin-1 keeps one character a byte: bytes from 0x80 on are word characters, as in the real filters.
        const text = Buffer.from(records[i]!).toString('latin1');
        for (const [word] of text.matchAll(/[A-Za-z0-9\u0080-\u00ff]+/g)) {
          const token = word.toLowerCase();
          if (/^[a-z0-9]+$/.test(token) && token.length <= maxTokenBytes && isFilterToken(token)) tokens.add(token);
          if (isPlainWord(word)) this.#plainWords.add(token);
        }
        if (alphanumericEscape.test(text)) tokens.add(escapedAlphanumericToken);
      }
      this.#tokens.push(tokens);
    }
  }

  get blockCount(): number {
    return Math.ceil(this.#records.length / this.#perBlock);
  }

  firstRecord(block: number): number {
    return Math.min(this.#records.length, block * this.#perBlock);
  }

  readBlock(block: number): { bytes: Uint8Array; starts: Uint32Array; ends: Uint32Array } {
    this.blocksRead++;
    const records = this.#records.slice(this.firstRecord(block), this.firstRecord(block + 1));
    const starts = new Uint32Array(records.length);
    const ends = new Uint32Array(records.length);
    const order = records.map((_, i) => i);
    if (this.#options.scattered) order.reverse();
    // Separators that look like the inside of a record, so that a hit across a border would be seen.
    const separator = Buffer.from(',"x":"ab');
    const parts: Uint8Array[] = [separator];
    let length = separator.length;
    for (const i of order) {
      starts[i] = length;
      ends[i] = length + records[i]!.length;
      parts.push(records[i]!, separator);
      length = ends[i] + separator.length;
    }
    return { bytes: Uint8Array.from(Buffer.concat(parts)), starts, ends };
  }

  readRecord(recordNumber: number): Uint8Array {
    const record = this.#records[recordNumber];
    if (!record) throw new RangeError(`record ${recordNumber}`);
    return record.slice();
  }

  mayContain(block: number, token: string): boolean {
    if (token !== escapedAlphanumericToken && !(isFilterToken(token) && token.length <= maxTokenBytes)) {
      throw new Error(`"${token}" is no token of filters`);
    }
    return this.#options.prunes === false || this.#tokens[block]!.has(token);
  }

  plainWords(): readonly string[] {
    return [...this.#plainWords];
  }
}

export interface MemoryIndex extends SearchIndex {
  readonly raw: MemoryRecords;
  /** The events by row. */
  readonly events: readonly MemoryEvent[];
}

/** An index over events in the order in which they were found; rows are sorted by time as in a case. */
export function memoryIndex(found: readonly MemoryEvent[], options: MemoryIndexOptions = {}): MemoryIndex {
  const records: Uint8Array[] = [];
  const numbered = found.map((event, i) => {
    const record = records.push(Buffer.from(event.raw)) - 1;
    if (options.duplicateEvery && i % options.duplicateEvery === 0) records.push(Buffer.from(event.raw));
    return { event, record };
  });
  numbered.sort((a, b) => a.event.fields.timeEpochSeconds - b.event.fields.timeEpochSeconds || a.record - b.record);
  const events = numbered.map(({ event }) => event);

  const dictionaries = new Map<DictionaryField, MemoryDictionary>();
  const columns = new Map<DictionaryField, Column>();
  for (const field of dictionaryFields) {
    const dictionary = new MemoryDictionary();
    const ids = events.map((event) => dictionary.add(event.fields[field]));
    dictionaries.set(field, dictionary);
    columns.set(field, narrowest(ids, dictionary.values.length));
  }
  const resources = new MemoryDictionary();
  const setMembers: number[][] = [[]];
  const setIds = new Map<string, number>([['', 0]]);
  const resourceSetIds = events.map((event) => {
    const members = [...new Set(event.fields.resources)].map((resource) => resources.add(resource));
    const key = members.join();
    let id = setIds.get(key);
    if (id === undefined) {
      id = setMembers.push(members) - 1;
      setIds.set(key, id);
    }
    return id;
  });
  const sources = new MemoryDictionary();
  const sourceIds = events.map((event) => sources.add(event.source));
  const marks = { tag: new Map<string, number[]>(), finding: new Map<string, number[]>() };
  const rowOfId = new Map<string, number>();
  events.forEach((event, row) => {
    for (const tag of event.tags) marks.tag.set(tag, [...(marks.tag.get(tag) ?? []), row]);
    for (const finding of event.findings) marks.finding.set(finding, [...(marks.finding.get(finding) ?? []), row]);
    rowOfId.set(event.fields.id ?? '', row);
  });

  return {
    count: events.length,
    timesEpochSeconds: Uint32Array.from(events, (event) => event.fields.timeEpochSeconds),
    recordNumbers: Uint32Array.from(numbered, ({ record }) => record),
    column: (field) => columns.get(field)!,
    dictionary: (field) => dictionaries.get(field)!,
    resourceSets: narrowest(resourceSetIds, setMembers.length),
    resourceSetMembers: setMembers,
    resources,
    sourceIds: narrowest(sourceIds, sources.values.length),
    sources,
    eventId: (row) => events[row]?.fields.id ?? '',
    rowOfEventId: (id) => rowOfId.get(id) ?? -1,
    marks: (kind) => marks[kind],
    raw: new MemoryRecords(records, options),
    events,
  };
}
