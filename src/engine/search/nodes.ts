import { addRows, complement, intersect, unite, wordsFor } from '../kernel/row-set.ts';
import type { Column, Kernel, RowRange } from '../kernel/types.ts';
import type { LateTest } from './late-test.ts';

/** A query compiled for one index: which rows it matches. */
export type RowNode =
  | { kind: 'constant'; value: boolean }
  /** Rows whose id in the column is accepted (1). */
  | { kind: 'table'; column: Column; accepted: Uint8Array }
  /** The rows `[from, to)`. */
  | { kind: 'rows'; from: number; to: number }
  | { kind: 'set'; set: Uint32Array }
  | { kind: 'late'; test: LateTest }
  | { kind: 'and'; items: RowNode[] }
  | { kind: 'or'; items: RowNode[] }
  | { kind: 'not'; item: RowNode };

export const everyRow: RowNode = { kind: 'constant', value: true };
export const noRows: RowNode = { kind: 'constant', value: false };

/** Conjunction; tables of one column become one table. */
export function allOf(nodes: readonly RowNode[]): RowNode {
  return combine('and', nodes);
}

/** Disjunction; tables of one column become one table. */
export function anyOf(nodes: readonly RowNode[]): RowNode {
  return combine('or', nodes);
}

function combine(kind: 'and' | 'or', nodes: readonly RowNode[]): RowNode {
  const neutral = kind === 'and';
  const tables = new Map<Column, Uint8Array>();
  const rest: RowNode[] = [];
  for (const node of nodes.flatMap((item) => (item.kind === kind ? item.items : [item]))) {
    if (node.kind === 'constant') {
      if (node.value !== neutral) return node;
    } else if (node.kind === 'table') {
      const known = tables.get(node.column);
      tables.set(node.column, known ? mergeTables(kind, known, node.accepted) : node.accepted);
    } else rest.push(node);
  }
  const items: RowNode[] = [...tables].map(([column, accepted]) => ({ kind: 'table', column, accepted }));
  items.push(...rest);
  if (items.length === 0) return { kind: 'constant', value: neutral };
  return items.length === 1 ? items[0]! : { kind, items };
}

function mergeTables(kind: 'and' | 'or', left: Uint8Array, right: Uint8Array): Uint8Array {
  return left.map((accepted, id) => (kind === 'and' ? accepted & right[id]! : accepted | right[id]!));
}

export function noneOf(node: RowNode): RowNode {
  if (node.kind === 'constant') return { kind: 'constant', value: !node.value };
  if (node.kind === 'not') return node.item;
  if (node.kind === 'table') return { ...node, accepted: node.accepted.map((accepted) => 1 - accepted) };
  return { kind: 'not', item: node };
}

/** Whether the node needs the bytes of records, or eventIDs. */
export function isLate(node: RowNode): boolean {
  if (node.kind === 'late') return true;
  if (node.kind === 'and' || node.kind === 'or') return node.items.some(isLate);
  return node.kind === 'not' && isLate(node.item);
}

/** The rows of a node that is not late, as a set; outside `range` its content is undefined. */
export function toSet(node: RowNode, kernel: Kernel, rowCount: number, range: RowRange): Uint32Array {
  if (node.kind === 'set') return node.set;
  const words = wordsFor(rowCount);
  const set = kernel.allocateWords(words);
  switch (node.kind) {
    case 'constant':
      if (node.value) addRows(set, range.from, range.to);
      return set;
    case 'table':
      kernel.addByTable(set, node.column, node.accepted, range);
      return set;
    case 'rows':
      addRows(set, node.from, node.to);
      return set;
    case 'not':
      set.set(toSet(node.item, kernel, rowCount, range));
      complement(set, rowCount);
      return set;
    case 'and':
    case 'or':
      node.items.forEach((item, i) => {
        const rows = toSet(item, kernel, rowCount, range);
        if (i === 0) set.set(rows);
        else if (node.kind === 'and') intersect(set, rows);
        else unite(set, rows);
      });
      return set;
    case 'late':
      throw new TypeError('late tests run block by block');
  }
}
