import type { Progress } from '../../shared/contract/jobs.ts';
import type { Query } from '../../shared/query/ast.ts';
import { referenceKernel } from '../kernel/reference.ts';
import { addRows, wordsFor } from '../kernel/row-set.ts';
import type { Kernel, RowRange } from '../kernel/types.ts';
import { BlockScan, throwIfCancelled, type SearchContext } from './block-scan.ts';
import type { TimeBounds } from './histogram.ts';
import { allOf, isLate, toSet, type RowNode } from './nodes.ts';
import { planQuery, type Clause } from './plan.ts';
import { Selection } from './selection.ts';
import type { FacetField, SearchIndex } from './types.ts';

/** Bit of the filters that narrow every facet; the seven below belong to one facet each. */
const sharedBit = 0x80;
const ownBits = 7;
export const allBits = 0xff;

/** Rejections in which up to seven facets have a bit of their own. */
export interface RejectionGroup {
  /** Null where nothing but time is filtered. */
  rejections: Uint8Array | null;
  /** Bits that narrow a facet with a filter of its own; any other facet is narrowed by all bits. */
  masks: ReadonlyMap<FacetField, number>;
}

/** A query that has been run: its matches, and what facets need to leave their own filter out. */
export interface PreparedSearch {
  readonly index: SearchIndex;
  readonly kernel: Kernel;
  /** Rows outside match nothing. */
  readonly range: RowRange;
  /** At least one; facets with a filter of their own are spread over them. */
  readonly groups: readonly [RejectionGroup, ...RejectionGroup[]];
  readonly selection: Selection;
  readonly time: TimeBounds;
}

interface SortedClauses {
  range: RowRange;
  own: [FacetField, RowNode][];
  shared: RowNode[];
  late: RowNode[];
}

function sortClauses(index: SearchIndex, clauses: readonly Clause[], facets: ReadonlySet<FacetField>): SortedClauses {
  const range = { from: 0, to: index.count };
  const own = new Map<FacetField, RowNode[]>();
  const shared: RowNode[] = [];
  const late: RowNode[] = [];
  for (const { field, node } of clauses) {
    if (node.kind === 'rows') {
      range.from = Math.max(range.from, node.from);
      range.to = Math.max(range.from, Math.min(range.to, node.to));
    } else if (isLate(node)) late.push(node);
    else if (field !== null && facets.has(field)) own.set(field, [...(own.get(field) ?? []), node]);
    else if (node.kind !== 'constant') shared.push(node);
    else if (!node.value) range.to = range.from;
  }
  return { range, own: [...own].map(([field, nodes]) => [field, allOf(nodes)]), shared, late };
}

/**
 * Runs a query. `facets` are those that will be counted: their own filters are kept apart, so that each facet shows
 * what its other values would give. Throws `cancelled`.
 */
export function prepareSearch(
  index: SearchIndex,
  query: Query,
  facets: readonly FacetField[],
  context: SearchContext = {},
  kernel: Kernel = referenceKernel,
): PreparedSearch {
  const steps = searchSteps(index, query, facets, kernel);
  for (;;) {
    throwIfCancelled(context);
    const next = steps.next();
    if (next.done === true) return next.value;
    context.onProgress?.(scanProgress(next.value));
  }
}

/** How far a scan is; `events` is the number of matches so far. */
export function scanProgress(scan: BlockScan): Progress {
  return { phase: 'search', done: scan.blocksDone, total: scan.blocksTotal, unit: 'blocks', events: scan.matches };
}

/**
 * As `prepareSearch`, a block of the scan a step, so that other work can have its turn in between; a query that the
 * columns answer takes no step. Giving up is simply not going on.
 */
export function* searchSteps(
  index: SearchIndex,
  query: Query,
  facets: readonly FacetField[],
  kernel: Kernel = referenceKernel,
): Generator<BlockScan, PreparedSearch, void> {
  const { clauses, time } = planQuery(index, query);
  const { range, own, shared, late } = sortClauses(index, clauses, new Set(facets));
  const rows = kernel.allocateWords(wordsFor(index.count));
  if (own.length + shared.length + late.length === 0 || range.from === range.to) {
    addRows(rows, range.from, range.to);
    const groups: [RejectionGroup] = [{ rejections: null, masks: new Map() }];
    return { index, kernel, range, groups, time, selection: new Selection(rows, index.count) };
  }

  const reject = (rejections: Uint8Array, bit: number, node: RowNode): void => {
    if (node.kind === 'table') kernel.rejectByTable(rejections, bit, node.column, node.accepted, range);
    else kernel.rejectOutside(rejections, bit, toSet(node, kernel, index.count, range), range);
  };
  const buildGroup = (from: number): RejectionGroup & { rejections: Uint8Array } => {
    const rejections = kernel.allocateBytes(index.count);
    const masks = new Map<FacetField, number>();
    for (const node of shared) reject(rejections, sharedBit, node);
    own.forEach(([field, node], i) => {
      const isHere = i >= from && i < from + ownBits;
      const bit = isHere ? 1 << (i - from) : sharedBit;
      if (isHere) masks.set(field, allBits & ~bit);
      reject(rejections, bit, node);
    });
    return { rejections, masks };
  };
  const first = buildGroup(0);
  const groups: [typeof first, ...(typeof first)[]] = [first];
  for (let from = ownBits; from < own.length; from += ownBits) groups.push(buildGroup(from));

  if (late.length > 0) {
    // A row that fails one facet's filter alone still counts in that facet, so its bytes have to be looked at too.
    const candidates = kernel.allocateWords(rows.length);
    for (const { rejections } of groups) kernel.addNearlyPassing(candidates, rejections, allBits & ~sharedBit, range);
    const scan = new BlockScan(index, kernel, allOf(late), candidates, range);
    while (scan.step()) yield scan;
    for (const { rejections } of groups) kernel.rejectOutside(rejections, sharedBit, scan.matched, range);
  }
  kernel.addPassing(rows, first.rejections, allBits, range);
  return { index, kernel, range, groups, time, selection: new Selection(rows, index.count) };
}
