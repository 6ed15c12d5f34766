import { agentFamily } from '../../../src/shared/cloudtrail/agent-family.ts';
import type { Query } from '../../../src/shared/query/ast.ts';
import { compileQuery, type QuerySubject } from '../../../src/shared/query/evaluate.ts';
import type { FacetField, FacetResult } from '../../../src/engine/search/types.ts';
import type { MemoryEvent, MemoryIndex } from '../../support/memory-index.ts';

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return null;
  }
}

const subjects = new WeakMap<MemoryEvent, QuerySubject>();

function subjectOf(event: MemoryEvent): QuerySubject {
  let subject = subjects.get(event);
  if (!subject) {
    const { fields, raw, source, tags, findings } = event;
    // What the case keeps is bytes; text that is no well-formed Unicode comes back as such.
    const kept = Buffer.from(raw).toString('utf8');
    subject = { fields, raw: kept, record: parsed(kept), source, tags, findings };
    subjects.set(event, subject);
  }
  return subject;
}

/** Rows that the reference evaluator says match, ascending. */
export function expectedRows(index: MemoryIndex, query: Query): number[] {
  const test = compileQuery(query, { agentFamily });
  return index.events.flatMap((event, row) => (test(subjectOf(event)) ? [row] : []));
}

function topLevel(query: Query): Query[] {
  if (query.kind === 'group') return topLevel(query.item);
  return query.kind === 'and' ? query.items.flatMap(topLevel) : [query];
}

function fieldsOf(query: Query): string[] {
  if (query.kind === 'field') return [query.field];
  if (query.kind === 'not' || query.kind === 'group') return fieldsOf(query.item);
  // What is about the whole record is about no one field.
  return query.kind === 'and' || query.kind === 'or' ? query.items.flatMap(fieldsOf) : ['(record)'];
}

/** The query without the conditions that are about this field alone. */
export function withoutOwn(query: Query, field: FacetField): Query {
  const items = topLevel(query).filter((clause) => !fieldsOf(clause).every((name) => name === field));
  return { kind: 'and', items, explicit: false };
}

function valuesOf({ fields, source, tags, findings }: MemoryEvent, field: FacetField): string[] {
  if (field === 'resource') return [...new Set(fields.resources)];
  if (field === 'tag') return [...new Set(tags)];
  if (field === 'finding') return [...new Set(findings)];
  const value = field === 'source' ? source : fields[field];
  if (value === null) return [];
  return [field === 'agent' ? agentFamily(value) : value];
}

/** A facet counted the naive way. */
export function expectedFacet(index: MemoryIndex, query: Query, field: FacetField, limit: number): FacetResult {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const row of expectedRows(index, withoutOwn(query, field))) {
    const values = valuesOf(index.events[row]!, field);
    if (values.length === 0) missing++;
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { values: sorted.slice(0, limit), distinct: sorted.length, missing };
}
