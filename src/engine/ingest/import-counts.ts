import type { JobOutcome, Problem } from '../../shared/contract/jobs.ts';

/** What an import did. `files` and `records` always reconcile: the first number is the sum of the others. */
export interface ImportResult {
  outcome: JobOutcome;
  files: { listed: number; read: number; skipped: number; failed: number };
  records: { seen: number; added: number; duplicates: number; rejected: number };
  /** Files left out because the case has them already; they are among `files.skipped`. */
  unchanged: number;
  /** Every problem met, most in full; `problemsOmitted` counts those beyond the limit (all are in the case). */
  problems: Problem[];
  problemsOmitted: number;
  /** Files that were left out as expected (readme, empty marker), with their reason. */
  skipped: Problem[];
  seconds: number;
}

/** Problems carried in a result; the case keeps all that were reported. */
const problemLimit = 10_000;

export function emptyResult(): ImportResult {
  return {
    outcome: 'done',
    files: { listed: 0, read: 0, skipped: 0, failed: 0 },
    records: { seen: 0, added: 0, duplicates: 0, rejected: 0 },
    unchanged: 0,
    problems: [],
    problemsOmitted: 0,
    skipped: [],
    seconds: 0,
  };
}

export function addProblem(result: ImportResult, problem: Problem): void {
  if (result.problems.length < problemLimit) result.problems.push(problem);
  else result.problemsOmitted++;
}

export function countFile(result: ImportResult, state: 'read' | 'skipped' | 'failed'): void {
  result.files.listed++;
  result.files[state]++;
}
