import type { Database } from 'better-sqlite3';
import { dictionaryFields } from '../../shared/cloudtrail/event.ts';
import { normalise } from '../../shared/cloudtrail/normalise.ts';
import { ChunkWriter, newRows } from '../store/columns.ts';
import { DictionaryPages, GrowingDictionary, readDictionaryValues } from '../store/dictionary.ts';
import { eventIdBytes, idOfContent, writeEventId } from '../store/event-id.ts';
import { listedSet, singleSet } from '../store/resource-sets.ts';

/** A record that becomes the one that stands for its event. */
export interface NewStanding {
  record: number;
  sourceId: number;
  text: Uint8Array;
}

/** Writes rows for records that are in the case already, in the order of their numbers, as an unsorted chunk. */
export function addRowsOfRecords(database: Database, standing: readonly NewStanding[]): void {
  if (standing.length === 0) return;
  const load = (field: string) => new GrowingDictionary(field, readDictionaryValues<string>(database, field));
  const dictionaries = dictionaryFields.map((field) => ({ field, values: load(field) }));
  const [resources, sets, oddIds] = [load('resource'), load('resources'), load('oddId')];
  const rows = newRows(standing.length);
  [...standing]
    .sort((a, b) => a.record - b.record)
    .forEach(({ record, sourceId, text }, row) => {
      const value = JSON.parse(Buffer.from(text.buffer, text.byteOffset, text.length).toString('utf8')) as Record<
        string,
        unknown
      >;
      const fields = normalise(value);
      rows.times[row] = fields.timeEpochSeconds;
      rows.records[row] = record;
      for (const { field, values } of dictionaries) {
        const found = fields[field];
        rows.columns[field][row] = found === null ? 0 : values.idOf(found);
      }
      const named = fields.resources.map((name) => resources.idOf(name));
      if (named.length === 1) rows.columns.resources[row] = singleSet(named[0]!);
      else if (named.length > 1) rows.columns.resources[row] = listedSet(sets.idOf(named.join()));
      rows.columns.source[row] = sourceId;
      const id = fields.id ?? idOfContent(value);
      const start = row * eventIdBytes;
      if (!writeEventId(id, rows.ids, start)) {
        oddIds.idOf(`${Buffer.from(rows.ids.subarray(start, start + eventIdBytes)).toString('hex')}${id}`);
      }
    });
  const pages = new DictionaryPages(database);
  for (const { values } of dictionaries) values.flush(pages);
  for (const dictionary of [resources, sets, oddIds]) dictionary.flush(pages);
  new ChunkWriter(database).rows(false, rows);
}
