import { dictionaryFields, type DictionaryField } from '../../shared/cloudtrail/event.ts';
import type { ValueTerm } from '../../shared/query/ast.ts';
import { timeTermToInterval, timeText } from '../../shared/query/time.ts';
import { canonicalValue, compileFieldTerm, compileLeafTerm, type StringPredicate } from '../../shared/query/values.ts';
import { addRow, wordsFor } from '../kernel/row-set.ts';
import { idTest, pathTest } from './late-test.ts';
import { everyRow, noRows, type RowNode } from './nodes.ts';
import { rowsBetween } from './time-rows.ts';
import type { Column, Dictionary, SearchIndex } from './types.ts';
import { agentFamiliesOf, resourceMembersOf } from './value-tables.ts';

const dictionaryFieldNames: ReadonlySet<string> = new Set(dictionaryFields);

export function isDictionaryField(field: string): field is DictionaryField {
  return dictionaryFieldNames.has(field);
}

/** Compiles one term on a field (documented, or a path into the record) for one index. */
export function fieldTermNode(index: SearchIndex, field: string, term: ValueTerm): RowNode {
  if (isDictionaryField(field)) {
    const dictionary = index.dictionary(field);
    const accepted = field === 'agent' ? agentTable(dictionary, term) : dictionaryTable(dictionary, field, term);
    return tableNode(index.column(field), accepted);
  }
  switch (field) {
    case 'resource':
      return resourceNode(index, term);
    case 'source':
      return tableNode(index.sourceIds, dictionaryTable(index.sources, field, term));
    case 'tag':
    case 'finding':
      return marksNode(index, field, compileFieldTerm(field, term));
    case 'time':
      return timeNode(index, term);
    case 'id':
      return idNode(index, term);
    default:
      return { kind: 'late', test: pathTest(field, term, compileLeafTerm(term)) };
  }
}

function tableNode(column: Column, accepted: Uint8Array): RowNode {
  return accepted.includes(1) ? { kind: 'table', column, accepted } : noRows;
}

/** Which ids of a dictionary a term accepts. Id 0, "no value", is never among them. */
function dictionaryTable(dictionary: Dictionary, field: string, term: ValueTerm): Uint8Array {
  const { values } = dictionary;
  const accepted = new Uint8Array(values.length);
  if (term.kind === 'exact') {
    const id = dictionary.idOf(canonicalValue(field, term.text));
    if (id !== undefined && id !== 0) accepted[id] = 1;
    return accepted;
  }
  const matches = compileFieldTerm(field, term);
  for (let id = 1; id < values.length; id++) {
    const value = values[id];
    if (value !== null && value !== undefined && matches(value)) accepted[id] = 1;
  }
  return accepted;
}

/** A user agent is found by itself and by its family. */
function agentTable(dictionary: Dictionary, term: ValueTerm): Uint8Array {
  const accepted = dictionaryTable(dictionary, 'agent', term);
  const matches = compileFieldTerm('agent', term);
  const { names, familyOfAgent } = agentFamiliesOf(dictionary);
  const families = names.map((name) => name !== null && matches(name));
  for (let id = 1; id < accepted.length; id++) if (families[familyOfAgent[id]!]) accepted[id] = 1;
  return accepted;
}

function resourceNode(index: SearchIndex, term: ValueTerm): RowNode {
  const matching = dictionaryTable(index.resources, 'resource', term);
  if (!matching.includes(1)) return noRows;
  const { starts, members } = resourceMembersOf(index);
  const accepted = new Uint8Array(starts.length - 1);
  for (let set = 0; set < accepted.length; set++) {
    for (let i = starts[set]!; i < starts[set + 1]!; i++) {
      if (matching[members[i]!] === 1) {
        accepted[set] = 1;
        break;
      }
    }
  }
  return tableNode(index.resourceSets, accepted);
}

function marksNode(index: SearchIndex, kind: 'tag' | 'finding', matches: StringPredicate): RowNode {
  const set = new Uint32Array(wordsFor(index.count));
  for (const [name, rows] of index.marks(kind)) if (matches(name)) for (const row of rows) addRow(set, row);
  return { kind: 'set', set };
}

function timeNode(index: SearchIndex, term: ValueTerm): RowNode {
  const interval = timeTermToInterval(term);
  if (interval) return { kind: 'rows', ...rowsBetween(index, interval.fromEpochSeconds, interval.toEpochSeconds) };
  const matches = compileFieldTerm('time', term);
  const set = new Uint32Array(wordsFor(index.count));
  const times = index.timesEpochSeconds;
  let last = Number.NaN;
  let matched = false;
  for (let row = 0; row < index.count; row++) {
    if (times[row] !== last) {
      last = times[row]!;
      matched = matches(timeText(last));
    }
    if (matched) addRow(set, row);
  }
  return { kind: 'set', set };
}

function idNode(index: SearchIndex, term: ValueTerm): RowNode {
  if (term.kind === 'present') return everyRow;
  if (term.kind !== 'exact') return { kind: 'late', test: idTest(index, compileFieldTerm('id', term)) };
  const row = index.rowOfEventId(term.text);
  return row < 0 ? noRows : { kind: 'rows', from: row, to: row + 1 };
}
