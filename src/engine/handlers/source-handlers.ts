import type { CallOutput, ParsedInput } from '../../shared/contract/calls.ts';
import { writeManifest } from '../sources/manifest.ts';
import { problemBytes, problemPage } from '../sources/problems.ts';
import { planRemoval } from '../sources/removal-plan.ts';
import { caseCounts, sourcePage } from '../sources/source-rows.ts';
import type { ReaderCase } from './reader-case.ts';
import { fitStrings } from './reply-size.ts';

/** What the engine knows beside the file. */
interface ImportState {
  isImporting: boolean;
}

export function sourcesPage(
  reader: ReaderCase,
  input: ParsedInput<'sources.page'> & ImportState,
): CallOutput<'sources.page'> {
  const { database } = reader.current.caseFile;
  return fitStrings({ ...sourcePage(database, input, input.isImporting), counts: caseCounts(database) });
}

export function sourcesProblems(
  reader: ReaderCase,
  input: ParsedInput<'sources.problems'>,
): CallOutput<'sources.problems'> {
  return fitStrings(problemPage(reader.current.caseFile.database, input));
}

export async function sourcesProblemBytes(
  reader: ReaderCase,
  input: ParsedInput<'sources.problemBytes'>,
): Promise<CallOutput<'sources.problemBytes'>> {
  return await problemBytes(reader.current.caseFile.database, input.problemId, input.contextBytes);
}

/** What removing would take away, without changing anything. */
export function sourcesRemovePreview(
  reader: ReaderCase,
  input: ParsedInput<'sources.removePreview'>,
): CallOutput<'sources.removePreview'> {
  const { index, caseFile } = reader.current;
  const { database } = caseFile;
  const plan = planRemoval(database, index.raw, input.sourceIds);
  const lost = new Set(plan.events.flatMap(({ survivors, standing }) => (survivors.length === 0 ? [standing] : [])));
  const marks = database
    .prepare('SELECT event_id AS id FROM mark UNION ALL SELECT event_id FROM note')
    .pluck()
    .all() as string[];
  const marksLost = marks.filter((id) => {
    const row = index.rowOfEventId(id);
    return row >= 0 && lost.has(index.recordNumbers[row]!);
  });
  return {
    sources: plan.sourceIds.size,
    eventsLost: lost.size,
    eventsKept: plan.events.length - lost.size,
    marksLost: marksLost.length,
  };
}

export async function exportManifest(
  reader: ReaderCase,
  input: { file: string; appVersion: string },
): Promise<CallOutput<'sources.exportManifest'>> {
  return await writeManifest(reader.current.caseFile.database, { ...input, caseFile: reader.file });
}
