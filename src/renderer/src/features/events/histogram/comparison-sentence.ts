import type { Comparison } from '../../../../../shared/contract/search.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { topLevelClauses, valueClause } from '../../../../../shared/query/clauses.ts';
import { formatDuration } from '../../../ui/format/duration.ts';
import { formatCount } from '../../../ui/format/number.ts';
import { formatDayTime, type TimeZone } from '../../../ui/format/time.ts';

const subjects: readonly [field: string, words: string][] = [
  ['ip', 'from this address'],
  ['key', 'with this access key'],
  ['session', 'of this session'],
  ['principal', 'by this principal'],
  ['resource', 'on this resource'],
  ['event', 'of this call'],
];

/** What the query is about, where it asks for one value of a telling field. */
function subjectOf(query: Query): string {
  const clauses = topLevelClauses(query).map(valueClause);
  const found = subjects.find(([field]) =>
    clauses.some((clause) => clause?.field === field && !clause.isExclusion && clause.terms.length === 1),
  );
  return found?.[1] ?? (query.kind === 'all' ? '' : 'like these');
}

function lengthWords(seconds: number): string {
  const days = Math.round(seconds / 86_400);
  return days >= 2 ? `${days} days` : formatDuration(seconds);
}

/** How the matches compare with the time before the range, in one sentence; empty where there is nothing to compare. */
export function comparisonSentence(comparison: Comparison, query: Query, zone: TimeZone): string {
  const { beforeFromEpochSeconds: from, beforeToEpochSeconds: to, matchesBefore, lastBeforeEpochSeconds } = comparison;
  if (from === null || to === null || to <= from) return '';
  const before = `in the ${lengthWords(to - from)} before`;
  const subject = subjectOf(query);
  const words = subject === '' ? '' : ` ${subject}`;
  if (matchesBefore === 0) return `None${words} ${before}.`;
  const last = lastBeforeEpochSeconds === null ? '' : `, the last at ${formatDayTime(lastBeforeEpochSeconds, zone)}`;
  return `${formatCount(matchesBefore)}${words} ${before}${last}.`;
}
