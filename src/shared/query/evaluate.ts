import type { EventFields } from '../cloudtrail/event.ts';
import type { Query, ValueExpression, ValueTerm } from './ast.ts';
import { isQueryField, type QueryFieldName } from './fields.ts';
import { valuesAtPath } from './record-path.ts';
import { timeTermToInterval, timeText } from './time.ts';
import { compileFieldTerm, compileLeafTerm, compileStringTerm, type MatchOptions } from './values.ts';
import { compileTextTerm } from './words.ts';

/** Everything a query can ask about one event. */
export interface QuerySubject {
  /** `id` is the ID by which the case knows the event. */
  fields: EventFields;
  /** The record as found. */
  raw: string;
  /** The record parsed. */
  record: unknown;
  /** Where the record was found, as shown to the user. */
  source: string | null;
  tags: readonly string[];
  findings: readonly string[];
}

type Test = (subject: QuerySubject) => boolean;

/**
 * The reference evaluator: the meaning of the language, written to be read. The search engine must agree with it.
 * A term on a field without a value is false, its negation true. Throws `invalid-query` for terms the parser would
 * have refused.
 */
export function evaluate(query: Query, subject: QuerySubject, options: MatchOptions = {}): boolean {
  return compileQuery(query, options)(subject);
}

/** `evaluate` for many events: the query is compiled once. */
export function compileQuery(query: Query, options: MatchOptions = {}): Test {
  switch (query.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const tests = query.items.map((item) => compileQuery(item, options));
      return (subject) => tests.every((test) => test(subject));
    }
    case 'or': {
      const tests = query.items.map((item) => compileQuery(item, options));
      return (subject) => tests.some((test) => test(subject));
    }
    case 'not': {
      const test = compileQuery(query.item, options);
      return (subject) => !test(subject);
    }
    case 'group':
      return compileQuery(query.item, options);
    case 'field':
      return compileValue(query.field, query.value, options);
    case 'text': {
      const matches = compileTextTerm(query.term);
      return (subject) => matches(subject.raw);
    }
  }
}

/** `field:(a -b)`: each leaf is asked of the field on its own, the answers are combined. */
function compileValue(field: string, value: ValueExpression, options: MatchOptions): Test {
  switch (value.kind) {
    case 'value':
      return isQueryField(field) ? compileField(field, value.term, options) : compilePath(field, value.term);
    case 'and': {
      const tests = value.items.map((item) => compileValue(field, item, options));
      return (subject) => tests.every((test) => test(subject));
    }
    case 'or': {
      const tests = value.items.map((item) => compileValue(field, item, options));
      return (subject) => tests.some((test) => test(subject));
    }
    case 'not': {
      const test = compileValue(field, value.item, options);
      return (subject) => !test(subject);
    }
    case 'group':
      return compileValue(field, value.item, options);
  }
}

function compileField(field: QueryFieldName, term: ValueTerm, options: MatchOptions): Test {
  if (field === 'time') return compileTime(term);
  const matches = compileFieldTerm(field, term, options);
  return (subject) => fieldValues(field, subject).some(matches);
}

/** The values of a field other than `time`: none where the event has no such value. */
export function fieldValues(field: Exclude<QueryFieldName, 'time'>, subject: QuerySubject): readonly string[] {
  switch (field) {
    case 'resource':
      return subject.fields.resources;
    case 'tag':
      return subject.tags;
    case 'finding':
      return subject.findings;
    case 'source':
      return subject.source === null ? [] : [subject.source];
    default: {
      const value = subject.fields[field];
      return value === null ? [] : [value];
    }
  }
}

function compileTime(term: ValueTerm): Test {
  const interval = timeTermToInterval(term);
  if (interval === null) {
    const matches = compileStringTerm(term);
    return (subject) => matches(timeText(subject.fields.timeEpochSeconds));
  }
  const { fromEpochSeconds, toEpochSeconds } = interval;
  return ({ fields }) => fields.timeEpochSeconds >= fromEpochSeconds && fields.timeEpochSeconds <= toEpochSeconds;
}

function compilePath(path: string, term: ValueTerm): Test {
  const matches = compileLeafTerm(term);
  return (subject) => valuesAtPath(subject.record, path).some(matches);
}
