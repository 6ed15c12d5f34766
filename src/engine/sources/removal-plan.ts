import type { Database } from 'better-sqlite3';
import { AppError } from '../../shared/contract/errors.ts';
import { addRow, hasRow, wordsFor } from '../kernel/row-set.ts';
import { decodeLayout } from '../store/blocks.ts';
import { readCopies, relation } from '../store/copies.ts';
import type { RawStore } from '../store/raw-store.ts';
import { withDescendants } from './source-rows.ts';

export interface PlannedSlice {
  sourceId: number;
  sequence: number;
  offset: number;
  bytes: number;
  isRemoved: boolean;
}

/** A block with content of a removed source. */
export interface PlannedBlock {
  id: number;
  firstRecord: number;
  /** In order of offset; together they are the whole block. */
  slices: PlannedSlice[];
}

/** An event that loses records: all of them, or some while others stay. */
export interface AffectedEvent {
  /** Every record of the event, in the order in which the case received them. */
  records: number[];
  /** Those that stay. */
  survivors: number[];
  /** The record that stands for the event now. */
  standing: number;
  /** Some records of it differ in content. */
  hasConflicts: boolean;
}

/** What removing sources comes to, before anything is changed. */
export interface RemovalPlan {
  /** The given sources and everything found inside them. */
  sourceIds: ReadonlySet<number>;
  blocks: PlannedBlock[];
  /** Records that go, one bit a record. */
  removed: Uint32Array;
  removedCount: number;
  events: AffectedEvent[];
}

const none = 0xffffffff;

/** Throws `not-found` where none of the sources is in the case. */
export function planRemoval(database: Database, raw: RawStore, sourceIds: readonly number[]): RemovalPlan {
  const closure = sourcesInside(database, sourceIds);
  const blocks = affectedBlocks(database, raw, closure);
  const removed = new Uint32Array(wordsFor(raw.recordCount));
  const removedRecords = markRemoved(database, blocks, removed);
  return {
    sourceIds: closure,
    blocks,
    removed,
    removedCount: removedRecords.length,
    events: affectedEvents(database, raw.recordCount, removed, removedRecords),
  };
}

function sourcesInside(database: Database, sourceIds: readonly number[]): Set<number> {
  const inside = database.prepare(`${withDescendants} SELECT source.id FROM source WHERE source.id IN inside`).pluck();
  const closure = new Set<number>();
  for (const id of sourceIds) for (const found of inside.all(id) as number[]) closure.add(found);
  if (closure.size === 0) throw new AppError('not-found', 'These sources are no longer in the case.');
  return closure;
}

function affectedBlocks(database: Database, raw: RawStore, closure: ReadonlySet<number>): PlannedBlock[] {
  const slices = database
    .prepare(
      'SELECT block_id, source_id, sequence, block_offset, bytes FROM slice ORDER BY block_id, block_offset, source_id, sequence',
    )
    .raw()
    .iterate() as IterableIterator<[block: number, source: number, sequence: number, offset: number, bytes: number]>;
  const blocks: PlannedBlock[] = [];
  for (const [id, sourceId, sequence, offset, bytes] of slices) {
    let current = blocks.at(-1);
    if (current?.id !== id) {
      // Of the block before nothing goes: it is left alone.
      if (current?.slices.every(({ isRemoved }) => !isRemoved) === true) blocks.pop();
      current = { id, firstRecord: raw.firstRecord(raw.blockOfId(id)), slices: [] };
      blocks.push(current);
    }
    current.slices.push({ sourceId, sequence, offset, bytes, isRemoved: closure.has(sourceId) });
  }
  return blocks.filter(({ slices: own }) => own.some(({ isRemoved }) => isRemoved));
}

/** Marks the records that lie in removed slices, and lists them. */
function markRemoved(database: Database, blocks: readonly PlannedBlock[], removed: Uint32Array): number[] {
  const select = database.prepare('SELECT records, layout FROM block WHERE id = ?');
  const records: number[] = [];
  for (const { id, firstRecord, slices } of blocks) {
    const stored = select.get(id) as { records: number; layout: Uint8Array };
    const { starts, ends } = decodeLayout(stored.layout, stored.records);
    let slice = 0;
    for (let i = 0; i < stored.records; i++) {
      // Its bytes went with another source earlier.
      if (starts[i] === ends[i]) continue;
      while (slices[slice]!.offset + slices[slice]!.bytes <= starts[i]!) slice++;
      if (!slices[slice]!.isRemoved) continue;
      addRow(removed, firstRecord + i);
      records.push(firstRecord + i);
    }
  }
  return records;
}

function affectedEvents(
  database: Database,
  recordCount: number,
  removed: Uint32Array,
  removedRecords: readonly number[],
): AffectedEvent[] {
  // A copy points at the record it was compared with; following the pointers leads to the event's first record.
  const comparedWith = new Uint32Array(recordCount).fill(none);
  for (const { record, of } of readCopies(database)) comparedWith[record] = of;
  const rootOf = (record: number): number => {
    let root = record;
    while (comparedWith[root] !== none) root = comparedWith[root]!;
    return root;
  };
  const affected = new Uint32Array(removed.length);
  const roots: number[] = [];
  for (const record of removedRecords) {
    const root = rootOf(record);
    if (hasRow(affected, root)) continue;
    addRow(affected, root);
    roots.push(root);
  }
  const copies = new Map<number, { record: number; relation: number }[]>();
  for (const copy of readCopies(database)) {
    const root = rootOf(copy.record);
    if (!hasRow(affected, root)) continue;
    const known = copies.get(root);
    if (known === undefined) copies.set(root, [copy]);
    else known.push(copy);
  }
  return roots.map((root) => {
    const others = (copies.get(root) ?? []).sort((a, b) => a.record - b.record);
    const records = [root, ...others.map(({ record }) => record)];
    return {
      records,
      survivors: records.filter((record) => !hasRow(removed, record)),
      standing: others.findLast((copy) => copy.relation === relation.richer)?.record ?? root,
      hasConflicts: others.some((copy) => copy.relation === relation.richer || copy.relation === relation.conflicting),
    };
  });
}
