import { createHash } from 'node:crypto';
import { dictionaryFields } from '../../src/shared/cloudtrail/event.ts';
import { CaseIndex, openCase } from '../../src/engine/entry.ts';

/** What a case holds, independent of how it came about: for comparing two imports of the same evidence. */
export interface CaseContent {
  events: number;
  /** SHA-256 over every event: id, all field values, resources, first source, record bytes; ordered by id. */
  eventsSha256: string;
  sources: Record<string, unknown>[];
  copies: number;
}

export function readCaseContent(file: string): CaseContent {
  const caseFile = openCase(file, { mode: 'read', program: 'test' });
  try {
    const index = new CaseIndex(caseFile.database);
    const lines: string[] = [];
    for (let row = 0; row < index.count; row++) {
      const values = dictionaryFields.map((field) => index.dictionary(field).values[index.column(field)[row]!]);
      const resources = index.resourceSetMembers[index.resourceSets[row]!]!.map((id) => index.resources.values[id]);
      const record = createHash('sha256').update(index.raw.readRecord(index.recordNumbers[row]!)).digest('hex');
      const source = index.sources.values[index.sourceIds[row]!];
      lines.push(JSON.stringify([index.eventId(row), index.timesEpochSeconds[row], values, resources, source, record]));
    }
    lines.sort();
    const sources = caseFile.database
      .prepare(
        `SELECT locator, kind, format, state, reason_code, found_bytes, found_sha256, content_bytes, content_sha256, seen, added,
         duplicates, rejected, first_epoch_s, last_epoch_s FROM source ORDER BY locator`,
      )
      .all() as Record<string, unknown>[];
    const copies = caseFile.database.prepare('SELECT coalesce(sum(seen), 0) FROM source').pluck().get() as number;
    index.close();
    return {
      events: index.count,
      eventsSha256: createHash('sha256').update(lines.join('\n')).digest('hex'),
      sources,
      copies,
    };
  } finally {
    caseFile.close();
  }
}

/** Content of every source with content, put together from its slices. */
export function readSourceBytes(file: string, locator: string): Buffer {
  const caseFile = openCase(file, { mode: 'read', program: 'test' });
  try {
    const index = new CaseIndex(caseFile.database);
    const slices = caseFile.database
      .prepare(
        `SELECT slice.block_id AS block, block_offset AS offset, slice.bytes FROM slice JOIN source ON source.id = source_id
         WHERE locator = ? ORDER BY sequence`,
      )
      .all(locator) as { block: number; offset: number; bytes: number }[];
    const parts = slices.map((slice) => {
      const block = index.raw.blockOfId(slice.block);
      return Buffer.from(index.raw.content(block).bytes.subarray(slice.offset, slice.offset + slice.bytes));
    });
    index.close();
    return Buffer.concat(parts);
  } finally {
    caseFile.close();
  }
}
