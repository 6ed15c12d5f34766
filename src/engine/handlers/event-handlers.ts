import { createHash } from 'node:crypto';
import type { CallOutput, ParsedInput } from '../../shared/contract/calls.ts';
import type { EventFields } from '../../shared/cloudtrail/event.ts';
import type { EventCopy, EventDetail } from '../../shared/contract/search.ts';
import { baseName } from '../sources/source-names.ts';
import { eventRows, markedEventIds } from './event-rows.ts';
import type { LoadedIndex } from './loaded-index.ts';
import type { ReaderCase } from './reader-case.ts';
import { copiesOfRow } from './record-copies.ts';
import { fitStrings, jsonLength, wholeCharacters } from './reply-size.ts';
import { placeOfRecord } from './slice-table.ts';

/** Characters of a record in the first reply; nearly every record is shorter. */
const firstTextLength = 250_000;
/** What the text may come to as JSON, where every character may need six. */
const textBudget = 500_000;
const fieldBudget = 300_000;

interface SourceFacts {
  locator: string;
  sha256: string | null;
}

function sourceFacts({ caseFile }: LoadedIndex, id: number): SourceFacts {
  const found = caseFile.database
    .prepare(
      // A member has no hash of its own as found; the archive around it has.
      `SELECT source.locator, coalesce(source.found_sha256, parent.found_sha256) AS sha256
       FROM source LEFT JOIN source AS parent ON parent.id = source.parent_id WHERE source.id = ?`,
    )
    .get(id) as SourceFacts | undefined;
  return found ?? { locator: '', sha256: null };
}

export function eventDetail(reader: ReaderCase, input: ParsedInput<'event.detail'>): EventDetail {
  const { loaded, row } = reader.rowOf(input.eventId);
  const { index, caseFile } = loaded;
  const [event] = eventRows(index, caseFile.database, [row]);
  const record = index.recordNumbers[row]!;
  const bytes = index.raw.readRecord(record);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  const place = placeOfRecord(loaded, record);
  const sourceId = place?.sourceId ?? index.storedSourceIds[row]!;
  const source = sourceFacts(loaded, sourceId);
  const copies = copiesOfRow(loaded, row);
  const conflicts = copies.filter(({ isIdentical }) => !isIdentical).length;
  const { marks: _marks, resource: _resource, source: _source, id, ...values } = event!;
  const fields: EventFields = {
    ...values,
    id: id.startsWith('sha256:') ? null : id,
    resources: index.resourceSetMembers[index.resourceSets[row]!]!.map((member) => index.resources.values[member]!),
  };
  const note = caseFile.database
    .prepare('SELECT text, updated_ms AS updatedMs FROM note WHERE event_id = ?')
    .get(id) as { text: string; updatedMs: number } | undefined;
  return {
    row: fitStrings(event!, fieldBudget / 2),
    fields: fitStrings(fields, fieldBudget / 2),
    recordText: fitText(text, firstTextLength),
    recordLength: text.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    lengthBytes: bytes.length,
    source: {
      id: sourceId,
      displayName: baseName(source.locator),
      locator: source.locator,
      sha256: source.sha256,
      position: place === null ? `record ${record}` : `byte ${place.contentByte}`,
    },
    copies: copies.length - conflicts,
    conflicts,
    note: note === undefined ? null : { text: note.text, editedEpochSeconds: Math.floor(note.updatedMs / 1000) },
  };
}

/** The beginning of a text that may be sent. */
function fitText(text: string, length: number): string {
  let fitting = text.length > length ? wholeCharacters(text, length) : text;
  while (jsonLength(fitting) > textBudget) fitting = wholeCharacters(fitting, Math.floor(fitting.length / 2));
  return fitting;
}

export function eventRecordText(
  reader: ReaderCase,
  input: ParsedInput<'event.recordText'>,
): CallOutput<'event.recordText'> {
  const { loaded, row } = reader.rowOf(input.eventId);
  const { index } = loaded;
  const bytes = index.raw.readRecord(index.recordNumbers[row]!);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  // A shorter stretch than asked for ends the reply where a larger one could not be sent.
  let stretch = text.slice(input.offset, input.offset + input.length);
  while (jsonLength(stretch) > textBudget * 1.8) stretch = stretch.slice(0, Math.floor(stretch.length / 2));
  return { text: stretch };
}

export function eventCopies(reader: ReaderCase, input: ParsedInput<'event.copies'>): CallOutput<'event.copies'> {
  const { loaded, row } = reader.rowOf(input.eventId);
  const copies = copiesOfRow(loaded, row);
  const page = copies.slice(input.offset, input.offset + input.limit).map(({ record, isIdentical }): EventCopy => {
    const place = placeOfRecord(loaded, record);
    const { locator } = place === null ? { locator: '' } : sourceFacts(loaded, place.sourceId);
    const sha256 = createHash('sha256').update(loaded.index.raw.readRecord(record)).digest('hex');
    return {
      sourceId: place?.sourceId ?? 0,
      displayName: baseName(locator),
      locator,
      position: place === null ? `record ${record}` : `byte ${place.contentByte}`,
      sha256,
      identical: isIdentical,
    };
  });
  return { copies: page, total: copies.length };
}

export function marksList(reader: ReaderCase, input: ParsedInput<'marks.list'>): CallOutput<'marks.list'> {
  const { index, caseFile } = reader.current;
  const rows = markedEventIds(caseFile.database)
    .map((id) => index.rowOfEventId(id))
    .filter((row) => row >= 0);
  const page = rows.slice(input.offset, input.offset + input.limit);
  return fitStrings({ rows: eventRows(index, caseFile.database, page), total: rows.length });
}

export function marksTags(reader: ReaderCase): CallOutput<'marks.tags'> {
  const tags = [...reader.current.index.marks('tag')].map(([tag, rows]) => ({ tag, events: rows.length }));
  return tags.sort((a, b) => b.events - a.events || (a.tag < b.tag ? -1 : 1));
}
