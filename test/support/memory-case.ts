import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { normalise } from '../../src/shared/cloudtrail/normalise.ts';
import type { CaseSummary, SourceCounts } from '../../src/shared/contract/case.ts';
import { AppError } from '../../src/shared/contract/errors.ts';
import type { EventRow, Scope } from '../../src/shared/contract/search.ts';
import { compileQuery, type QuerySubject } from '../../src/shared/query/evaluate.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';

/** A case on plain arrays. */
export interface MemoryCase {
  file: string;
  subjects: QuerySubject[];
  generation: number;
  settings: CaseSummary['settings'];
  readOnly: boolean;
  bookmarks: Set<string>;
  undo: Map<string, () => void>;
  view: string | null;
  sources: { file: string; displayName: string; events: number }[];
}

/** Events of a scope, by the reference evaluator. */
export const matching = (of: MemoryCase, scope: Scope): QuerySubject[] => {
  let query = scope.query;
  if (typeof query === 'string') {
    const parsed = parseQuery(query);
    if (!parsed.ok) throw new AppError('invalid-query', parsed.error.message);
    query = parsed.query;
  }
  const test = compileQuery(query);
  const { fromEpochSeconds: from, toEpochSeconds: to } = scope.range ?? {
    fromEpochSeconds: null,
    toEpochSeconds: null,
  };
  return of.subjects.filter(
    (subject) =>
      subject.fields.timeEpochSeconds >= (from ?? -Infinity) &&
      subject.fields.timeEpochSeconds < (to ?? Infinity) &&
      test(subject),
  );
};

export const ordered = (of: MemoryCase, input: { scope: Scope; order: 'asc' | 'desc' }) => {
  const sign = input.order === 'asc' ? 1 : -1;
  return matching(of, input.scope).sort((a, b) => sign * (a.fields.timeEpochSeconds - b.fields.timeEpochSeconds));
};

export const rowOf = (of: MemoryCase, subject: QuerySubject): EventRow => {
  const { resources, ...fields } = subject.fields;
  const id = fields.id ?? '';
  return {
    ...fields,
    id,
    resource: resources[0] ?? null,
    source: subject.source,
    marks: { bookmarked: of.bookmarks.has(id), tags: [], hasNote: false, findings: [] },
  };
};

export const countsOf = (of: MemoryCase): SourceCounts => ({
  files: { listed: of.sources.length, read: of.sources.length, skipped: 0, failed: 0, pending: 0 },
  records: { seen: of.subjects.length, added: of.subjects.length, duplicates: 0, rejected: 0 },
});

/** Reads `{"Records": […]}` files, and folders of them. */
export function importFile(of: MemoryCase, file: string, displayName: string): void {
  if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file)) importFile(of, path.join(file, name), `${displayName}/${name}`);
    return;
  }
  const { Records = [] } = JSON.parse(readFileSync(file, 'utf8')) as { Records?: Record<string, unknown>[] };
  for (const record of Records) {
    const raw = JSON.stringify(record);
    of.subjects.push({ fields: normalise(record), raw, record, source: displayName, tags: [], findings: [] });
  }
  of.sources.push({ file, displayName, events: Records.length });
}

export function summaryOf(of: MemoryCase): CaseSummary {
  const times = of.subjects.map((subject) => subject.fields.timeEpochSeconds).sort((a, b) => a - b);
  return {
    name: path.basename(of.file, '.spoor'),
    displayPath: of.file,
    settings: of.settings,
    readOnly: of.readOnly,
    readOnlyReason: of.readOnly ? 'It is open in another window.' : null,
    generation: of.generation,
    events: of.subjects.length,
    records: of.subjects.length,
    duplicates: 0,
    rejected: 0,
    sources: of.sources.length,
    sizeBytes: 6,
    firstEpochSeconds: times[0] ?? null,
    lastEpochSeconds: times.at(-1) ?? null,
    accounts: [],
    regions: 0,
    activity: null,
    createdEpochSeconds: 0,
    savedEpochSeconds: 0,
    isSample: false,
  };
}
