import type { CallOutput, ParsedInput } from '../../shared/contract/calls.ts';
import { listSavedSearches } from '../analyst/saved-searches.ts';
import { readView } from '../analyst/view-state.ts';
import type { ReaderCase } from './reader-case.ts';
import { fitStrings, jsonLength } from './reply-size.ts';

export function savedList(reader: ReaderCase): CallOutput<'saved.list'> {
  return listSavedSearches(reader.current.caseFile.database);
}

export function viewGet(reader: ReaderCase): CallOutput<'view.get'> {
  return { state: readView(reader.current.caseFile.database) };
}

/** Newest entry first. */
export function auditPage(reader: ReaderCase, input: ParsedInput<'audit.page'>): CallOutput<'audit.page'> {
  const { database } = reader.current.caseFile;
  const total = database.prepare('SELECT count(*) FROM audit').pluck().get() as number;
  const stored = database
    .prepare(
      'SELECT id AS sequence, time_ms AS timeMs, actor, action, detail, hash FROM audit ORDER BY id DESC LIMIT ? OFFSET ?',
    )
    .all(input.limit, input.offset) as {
    sequence: number;
    timeMs: number;
    actor: string;
    action: string;
    detail: string;
    hash: string;
  }[];
  const rows = stored.map(({ timeMs, detail, ...row }) => ({
    ...row,
    timeEpochSeconds: Math.floor(timeMs / 1000),
    detail: JSON.parse(detail) as Record<string, unknown>,
  }));
  return jsonLength(rows) < 800_000 ? { rows, total } : fitStrings({ rows, total });
}
