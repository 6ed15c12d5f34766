import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { CaseSettings } from '../../shared/contract/case.ts';
import type { ParsedInput } from '../../shared/contract/calls.ts';
import type { SavedSearch } from '../../shared/contract/marks.ts';
import { setMarks, setNote, undoChange, type AppliedChange } from '../analyst/marks.ts';
import { deleteSearch, saveSearch } from '../analyst/saved-searches.ts';
import { writeSettings } from '../analyst/settings.ts';
import { writeView } from '../analyst/view-state.ts';
import { appendAudit } from '../case/audit.ts';
import { openCase } from '../case/open.ts';
import { importPaths, type ImportInput } from '../ingest/import.ts';
import type { ImportResult } from '../ingest/import-counts.ts';
import { emptyLog, removeSources, type RemovalResult } from '../sources/remove.ts';
import { WriterCase } from './writer-case.ts';
import type { WorkContext } from './worker-protocol.ts';

/** What the writer tells without being asked: something was committed that a search can find. */
export interface WriterEvent {
  kind: 'committed';
}

let writer: WriterCase | null = null;
let emit: (event: WriterEvent) => void = () => undefined;

export function onWriterEvent(listener: (event: WriterEvent) => void): void {
  emit = listener;
}

function opened(): WriterCase {
  if (writer === null) throw new AppError('not-found', 'No case is open.');
  return writer;
}

/** Problems of a job that travel with its result; all are in the case. */
const shownProblems = 50;

export type ImportOutcome = Omit<ImportResult, 'skipped'> & { problemCount: number };

/** What the writer of a case can do. Small writes have their turn between the commits of a running job. */
export const writerMethods = {
  /** Creates the file where it is missing. Errors as `openCase`. */
  open(input: { file: string; program: string }): null {
    writer = new WriterCase(openCase(input.file, { mode: 'write', program: input.program }));
    return null;
  },
  close(): null {
    writer?.close();
    writer = null;
    return null;
  },

  async runImport(input: { jobId: string; import: ImportInput }, context: WorkContext): Promise<ImportOutcome> {
    const of = opened();
    return await of.job(
      input.jobId,
      context,
      () => emit({ kind: 'committed' }),
      async (job) => {
        const { skipped: _skipped, ...result } = await importPaths(of.caseFile, input.import, job);
        return {
          ...result,
          problems: result.problems.slice(0, shownProblems),
          problemCount: result.problems.length + result.problemsOmitted,
        };
      },
    );
  },
  async removeSources(
    input: { jobId: string; sourceIds: readonly number[] },
    context: WorkContext,
  ): Promise<RemovalResult> {
    const of = opened();
    // The engine reads anew by itself: until then the reader holds on to the state before.
    const quiet = (): void => undefined;
    return await of.job(input.jobId, context, quiet, (job) =>
      removeSources(of.caseFile.database, input.sourceIds, job),
    );
  },
  emptyLog(): null {
    if (!opened().caseFile.database.inTransaction) emptyLog(opened().caseFile.database);
    return null;
  },
  pauseJob(input: { jobId: string; paused: boolean }): null {
    opened().pause(input.jobId, input.paused);
    return null;
  },

  setMarks(input: {
    kind: 'bookmark' | 'tag';
    name: string;
    ids: readonly string[];
    on: boolean;
  }): Promise<AppliedChange> {
    return opened().write((database) => setMarks(database, input.kind, input.name, input.ids, input.on));
  },
  setNote(input: ParsedInput<'marks.note'>): Promise<AppliedChange> {
    return opened().write((database) => setNote(database, input.eventId, input.text));
  },
  undoChange(input: { token: string }): Promise<AppliedChange> {
    return opened().write((database) => undoChange(database, input.token));
  },
  saveSearch(input: ParsedInput<'saved.save'>): Promise<SavedSearch> {
    return opened().write((database) => saveSearch(database, input));
  },
  deleteSearch(input: ParsedInput<'saved.delete'>): Promise<null> {
    return opened().write((database) => {
      deleteSearch(database, input.id);
      return null;
    });
  },
  writeSettings(input: ParsedInput<'case.settings.set'>): Promise<CaseSettings> {
    const { file } = opened().caseFile;
    return opened().write((database) => writeSettings(database, path.basename(file, '.spoor'), input));
  },
  writeView(input: { state: string }): Promise<null> {
    return opened().write((database) => {
      writeView(database, input.state);
      return null;
    });
  },
  audit(input: { action: string; detail: Record<string, unknown> }): Promise<null> {
    return opened().write((database) => {
      database.transaction(() => appendAudit(database, input.action, input.detail))();
      return null;
    });
  },
};

export type WriterMethods = typeof writerMethods;

export function writerFile(): string {
  return writer?.caseFile.file ?? 'The case';
}
