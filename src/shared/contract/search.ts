import * as z from 'zod';
import { dictionaryFields, type EventFields } from '../cloudtrail/event.ts';
import type { Query, ValueExpression } from '../query/ast.ts';

export const facetNames = [...dictionaryFields, 'resource', 'source', 'tag', 'finding'] as const;
export type FacetName = (typeof facetNames)[number];

const text = z.string().max(65_536);
const valueTerm = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact'), text, quoted: z.boolean() }),
  z.strictObject({ kind: z.literal('wildcard'), pattern: text }),
  z.strictObject({ kind: z.literal('present') }),
  z.strictObject({
    kind: z.literal('range'),
    low: text.nullable(),
    high: text.nullable(),
    includesLow: z.boolean(),
    includesHigh: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('compare'), operator: z.enum(['>', '>=', '<', '<=']), text }),
  z.strictObject({ kind: z.literal('cidr'), text }),
  z.strictObject({ kind: z.literal('regex'), source: text, flags: z.string().max(8) }),
]);
const textTerm = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('word'), text }),
  z.strictObject({ kind: z.literal('phrase'), text }),
  z.strictObject({ kind: z.literal('wildcard'), pattern: text }),
  z.strictObject({ kind: z.literal('regex'), source: text, flags: z.string().max(8) }),
]);
const items = <T>(item: z.ZodType<T>) => z.array(item).max(10_000);

const valueExpressionSchema: z.ZodType<ValueExpression> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('value'), term: valueTerm }),
    z.strictObject({ kind: z.literal('and'), items: items(valueExpressionSchema), explicit: z.boolean() }),
    z.strictObject({ kind: z.literal('or'), items: items(valueExpressionSchema) }),
    z.strictObject({ kind: z.literal('not'), item: valueExpressionSchema, word: z.boolean() }),
    z.strictObject({ kind: z.literal('group'), item: valueExpressionSchema }),
  ]),
);

export const querySchema: z.ZodType<Query> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('and'), items: items(querySchema), explicit: z.boolean() }),
    z.strictObject({ kind: z.literal('or'), items: items(querySchema) }),
    z.strictObject({ kind: z.literal('not'), item: querySchema, word: z.boolean() }),
    z.strictObject({ kind: z.literal('group'), item: querySchema }),
    z.strictObject({ kind: z.literal('field'), field: z.string().min(1).max(1_000), value: valueExpressionSchema }),
    z.strictObject({ kind: z.literal('text'), term: textTerm }),
  ]),
);

/** Start inclusive, end exclusive; null is open. */
export const timeRangeSchema = z.strictObject({
  fromEpochSeconds: z.number().nullable(),
  toEpochSeconds: z.number().nullable(),
});
export type TimeRange = z.infer<typeof timeRangeSchema>;

/**
 * Which events. The query as its tree or as text (text that does not parse ends in `invalid-query`); the time range
 * is the only condition outside the query.
 */
export const scopeSchema = z.strictObject({
  query: z.union([text, querySchema]),
  range: timeRangeSchema.nullable(),
});
export type Scope = z.infer<typeof scopeSchema>;

export interface FacetResult {
  /** Exact values with their counts, most frequent first, ties by value. */
  values: [value: string, count: number][];
  distinct: number;
  /** Events without a value. */
  missing: number;
}

export const histogramSeries = ['read', 'write', 'data', 'network', 'denied'] as const;
export type HistogramSeries = (typeof histogramSeries)[number];

export interface HistogramResult {
  bucketSeconds: number;
  startEpochSeconds: number;
  counts: number[];
  /** The same buckets by meaning, in the order of the stack; they add up to `counts`. Insights count as `data`. */
  series: Record<HistogramSeries, number[]>;
}

export interface SearchReply {
  /** Of the case this answer rests on. */
  generation: number;
  total: number;
  matches: number;
  milliseconds: number;
  facets: Partial<Record<FacetName, FacetResult>>;
  histogram: HistogramResult | null;
}

export interface EventMarks {
  bookmarked: boolean;
  tags: string[];
  hasNote: boolean;
  findings: string[];
}

export interface EventRow extends Omit<EventFields, 'id' | 'resources'> {
  id: string;
  resource: string | null;
  source: string | null;
  marks: EventMarks;
}

/** One line of the results table: an event, or with `groupRepeats` the first of a group of repeats. */
export interface ResultLine {
  line: number;
  event: EventRow;
  /** Events in the group this line stands for; 1 for an event alone and for the members of an opened group. */
  repeats: number;
  /** First and last time in the group. */
  fromEpochSeconds: number;
  toEpochSeconds: number;
  /** True for the lines under an opened group. */
  member: boolean;
}

export interface RowsReply {
  generation: number;
  matches: number;
  /** Lines of the whole table: `matches`, or fewer when repeats are grouped. */
  lineCount: number;
  lines: ResultLine[];
}

export interface CompletionReply {
  values: { value: string; count: number }[];
  matches: number;
}

/** Spans and moments drawn on time charts, independent of the query. */
export interface TimelineContext {
  caseFromEpochSeconds: number | null;
  caseToEpochSeconds: number | null;
  /** Time in which events were not recorded or not loaded. */
  uncollected: { fromEpochSeconds: number; toEpochSeconds: number; label: string; eventIds: string[] }[];
  markers: { kind: 'credential' | 'insight' | 'gap'; timeEpochSeconds: number; label: string; eventId: string }[];
}

/** How the matches of a range compare with the time before it. */
export interface Comparison {
  matches: number;
  /** The stretch of the case before the range. */
  beforeFromEpochSeconds: number | null;
  beforeToEpochSeconds: number | null;
  matchesBefore: number;
  /** Last match before the range. */
  lastBeforeEpochSeconds: number | null;
}

export interface Extent {
  matches: number;
  first: { id: string; timeEpochSeconds: number } | null;
  last: { id: string; timeEpochSeconds: number } | null;
}

export interface EventDetail {
  row: EventRow;
  fields: EventFields;
  /** The record's text as found, or its first part; session tokens are not masked here (the sealed record). */
  recordText: string;
  /** UTF-16 units of the whole text; more than `recordText` holds: continue with `event.recordText`. */
  recordLength: number;
  sha256: string;
  lengthBytes: number;
  source: { id: number; displayName: string; locator: string; sha256: string | null; position: string };
  /** Times the same record was found again. */
  copies: number;
  /** Records with the same eventID and other content. */
  conflicts: number;
  note: { text: string; editedEpochSeconds: number } | null;
}

export interface EventCopy {
  sourceId: number;
  displayName: string;
  locator: string;
  position: string;
  sha256: string;
  /** False: same eventID, other content. */
  identical: boolean;
}
