import type { Database } from 'better-sqlite3';
import { dictionaryFields } from '../../shared/cloudtrail/event.ts';
import { decodeJsonString, decodeLayout, decompress } from '../store/blocks.ts';
import { ChunkReader, ChunkWriter, listChunks, type IdColumn } from '../store/columns.ts';
import { DictionaryPages, readDictionaryValues } from '../store/dictionary.ts';
import { eventIdBytes } from '../store/event-id.ts';
import { recordCodec } from '../ingest/types.ts';
import { renumberSet } from '../store/resource-sets.ts';
import { newWordCollector } from '../store/word-collector.ts';

/** Values of a page: large dictionaries are cut so that no page is. */
const pageValues = 50_000;

/**
 * Takes out of every dictionary what no event uses any more, and numbers the rest anew in the columns. Call it inside the
 * transaction that took the events away, after their rows are gone.
 */
export function compactDictionaries(database: Database): void {
  for (const field of dictionaryFields) compactField(database, field);
  compactResources(database);
  compactOddIds(database);
}

function compactField(database: Database, field: (typeof dictionaryFields)[number]): void {
  const values = readDictionaryValues<string>(database, field);
  const numbers = renumber(usedIds(database, field, values.length), values.length);
  if (numbers === null) return;
  rewriteColumn(database, field, (id) => numbers[id]!);
  rewriteDictionary(
    database,
    field,
    values.filter((_, i) => numbers[i + 1] !== 0),
  );
}

/** The column names single resources and sets of several (`resource-sets.ts`). */
function compactResources(database: Database): void {
  const sets = readDictionaryValues<string>(database, 'resources');
  const resources = readDictionaryValues<string>(database, 'resource');
  const usedSets = new Uint8Array(sets.length + 1);
  const usedResources = new Uint8Array(resources.length + 1);
  const reader = new ChunkReader(database);
  for (const chunk of listChunks(database)) {
    for (const value of reader.ids(chunk, 'resources')) {
      if ((value & 1) === 0) usedResources[value >>> 1] = 1;
      else usedSets[value >>> 1] = 1;
    }
  }
  sets.forEach((set, i) => {
    if (usedSets[i + 1] === 1) for (const id of set.split(',')) usedResources[Number(id)] = 1;
  });
  const setNumbers = renumber(usedSets, sets.length);
  const numbers = renumber(usedResources, resources.length);
  if (setNumbers === null && numbers === null) return;
  const [newSets, newResources] = [setNumbers ?? unchanged(sets.length), numbers ?? unchanged(resources.length)];
  rewriteColumn(database, 'resources', (value) => renumberSet(value, newResources, newSets));
  const kept = sets.filter((_, i) => newSets[i + 1] !== 0);
  rewriteDictionary(
    database,
    'resources',
    kept.map((set) =>
      set
        .split(',')
        .map((id) => newResources[Number(id)]!)
        .join(),
    ),
  );
  rewriteDictionary(
    database,
    'resource',
    resources.filter((_, i) => newResources[i + 1] !== 0),
  );
}

function unchanged(size: number): number[] {
  return Array.from({ length: size + 1 }, (_, id) => id);
}

/** Odd ids are a list beside the rows, not numbered in them. */
function compactOddIds(database: Database): void {
  const entries = readDictionaryValues<string>(database, 'oddId');
  if (entries.length === 0) return;
  const reader = new ChunkReader(database);
  const wanted = new Set(entries.map((entry) => entry.slice(0, eventIdBytes * 2)));
  const used = new Set<string>();
  for (const chunk of listChunks(database)) {
    const ids = Buffer.from(reader.raw(chunk, 'id'));
    for (let row = 0; row < chunk.rows; row++) {
      const hex = ids.toString('hex', row * eventIdBytes, (row + 1) * eventIdBytes);
      if (wanted.has(hex)) used.add(hex);
    }
  }
  const kept = entries.filter((entry) => used.has(entry.slice(0, eventIdBytes * 2)));
  if (kept.length < entries.length) rewriteDictionary(database, 'oddId', kept);
}

function usedIds(database: Database, field: IdColumn, size: number): Uint8Array {
  const used = new Uint8Array(size + 1);
  const reader = new ChunkReader(database);
  for (const chunk of listChunks(database)) {
    const ids = reader.ids(chunk, field);
    for (let row = 0; row < ids.length; row++) used[ids[row]!] = 1;
  }
  return used;
}

/** New number of each id, 0 for those that go; null where all stay. */
function renumber(used: Uint8Array, size: number): number[] | null {
  const numbers = Array.from({ length: size + 1 }, () => 0);
  let next = 0;
  for (let id = 1; id <= size; id++) if (used[id] === 1) numbers[id] = ++next;
  return next === size ? null : numbers;
}

function rewriteColumn(database: Database, field: IdColumn, renamed: (id: number) => number): void {
  const reader = new ChunkReader(database);
  const writer = new ChunkWriter(database);
  const drop = database.prepare('DELETE FROM chunk_column WHERE chunk_id = ? AND field = ?');
  for (const chunk of listChunks(database)) {
    const ids = Uint32Array.from(reader.ids(chunk, field), renamed);
    drop.run(chunk.id, field);
    writer.column(chunk.id, field, ids);
  }
}

function rewriteDictionary(database: Database, field: string, values: readonly string[]): void {
  database.prepare('DELETE FROM dictionary_page WHERE field = ?').run(field);
  const pages = new DictionaryPages(database);
  for (let from = 0; from < values.length; from += pageValues) {
    pages.write(field, from + 1, values.slice(from, from + pageValues));
  }
}

/**
 * Takes words out of the list of plain words that no record holds any more. `candidates` are those of removed records;
 * the remaining records are read until every one of them was met, at worst all of them.
 */
export function forgetWords(database: Database, candidates: Set<string>, onBlock: () => void): void {
  const collector = newWordCollector();
  const select = database.prepare('SELECT records, bytes, layout, data FROM block WHERE id = ?');
  const left = new Set(candidates);
  for (const id of database.prepare('SELECT id FROM block WHERE bytes > 0 ORDER BY id').pluck().all() as number[]) {
    if (left.size === 0) return;
    onBlock();
    const block = select.get(id) as { records: number; bytes: number; layout: Uint8Array; data: Uint8Array };
    const content = decompress(block.data, block.bytes);
    const { starts, ends, codecs, allPlain } = decodeLayout(block.layout, block.records);
    if (block.records > 0) collector.add(content, 0, ends.at(-1)!);
    for (let i = 0; !allPlain && i < block.records; i++) {
      if (codecs[i] === recordCodec.plain) continue;
      const text = decodeJsonString(content.subarray(starts[i], ends[i]));
      collector.add(text, 0, text.length);
    }
    collector.takeFilter(null);
    for (const word of collector.takePlainWords()) left.delete(word);
  }
  const words = readDictionaryValues<string>(database, 'word');
  const kept = words.filter((word) => !left.has(word));
  if (kept.length < words.length) rewriteDictionary(database, 'word', kept);
}
