import type { CallOutput, ParsedInput } from '../../shared/contract/calls.ts';
import { problemBytes, problemPage } from '../sources/problems.ts';
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
