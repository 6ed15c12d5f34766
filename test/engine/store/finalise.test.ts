import path from 'node:path';
import type { Database } from 'better-sqlite3';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCase } from '../../../src/engine/case/open.ts';
import { CaseIndex } from '../../../src/engine/store/case-index.ts';
import { chunkRows } from '../../../src/engine/store/columns.ts';
import { finalise } from '../../../src/engine/store/finalise.ts';
import { chunkSizes, readRows, writeUnsorted, type PlainRow } from '../../support/case-rows.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function newCase(): Database {
  const caseFile = openCase(path.join(temporaryFolder(), 'x.spoor'), { mode: 'write', program: 'test' });
  onTestFinished(() => caseFile.close());
  return caseFile.database;
}

/** Empties the tables of rows, so that a property needs no new file for every run. */
function clear(database: Database): void {
  database.exec('DELETE FROM chunk; DELETE FROM chunk_column; DELETE FROM superseded');
}

function inOrder(rows: readonly PlainRow[]): PlainRow[] {
  return rows.toSorted((a, b) => a.time - b.time || a.record - b.record);
}

const step = fc.record({
  times: fc.oneof(
    fc.array(fc.integer({ min: 100, max: 110 }), { minLength: 1, maxLength: 12 }),
    fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 12 }),
    fc.array(fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1), { minLength: 1, maxLength: 4 }),
  ),
  merge: fc.boolean(),
  /** Which earlier record a richer copy replaces, if any. */
  superseded: fc.option(fc.nat(200), { nil: null }),
});

describe('merging the rows of imports', () => {
  it('gives the rows of the records in order of time, then record, however they came', () => {
    const database = newCase();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        clear(database);
        const superseded = new Set<number>();
        let all: PlainRow[] = [];
        for (const { times, merge, superseded: replaced } of steps) {
          const rows = times.map((time, i) => ({ time, record: all.length + i }));
          writeUnsorted(database, rows);
          if (replaced !== null && replaced < all.length) {
            superseded.add(replaced);
            database.prepare('INSERT OR IGNORE INTO superseded (record) VALUES (?)').run(replaced);
          }
          all = [...all, ...rows];
          const expected = { rows: inOrder(all.filter(({ record }) => !superseded.has(record))), wrong: [] };
          expect(readRows(database)).toEqual(expected);
          if (!merge) continue;
          finalise(database);
          expect(readRows(database)).toEqual(expected);
          expect(database.prepare('SELECT count(*) FROM superseded').pluck().get()).toBe(0);
          expect(chunkSizes(database).every(({ sorted }) => sorted === 1)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keeps record order where a second is larger than a chunk, also when it is merged again', () => {
    const database = newCase();
    let next = 0;
    const rows = (time: number, count: number): PlainRow[] =>
      Array.from({ length: count }, () => ({ time, record: next++ }));
    let all: PlainRow[] = [];
    const add = (...more: PlainRow[][]): void => {
      const fresh = more.flat();
      writeUnsorted(database, fresh);
      all = [...all, ...fresh];
      finalise(database);
      const index = new CaseIndex(database);
      const expected = inOrder(all);
      expect(index.count).toBe(expected.length);
      const isRight = ({ time, record }: PlainRow, row: number): boolean =>
        index.recordNumbers[row] === record && index.timesEpochSeconds[row] === time;
      expect(expected.findIndex((event, row) => !isRight(event, row))).toBe(-1);
      index.close();
      for (const chunk of chunkSizes(database)) expect(chunk.rows).toBeLessThanOrEqual(chunkRows);
    };
    add(rows(1, 10), rows(10, 2 * chunkRows + 500), rows(20, 10));
    // Each falls before, into, or after the long second, and makes chunks be cut elsewhere.
    add(rows(5, 40_000));
    add(rows(15, 70_000), rows(12, 5));
    add(rows(2, 1));
    add(rows(10, 3));
    add(rows(0, 1), rows(30, 1));
  });

  it('leaves the chunks alone that new rows do not fall into', () => {
    const database = newCase();
    const ids = (): unknown[] => database.prepare('SELECT id FROM chunk ORDER BY first_epoch_s').pluck().all();
    for (const [first, record] of [
      [100, 0],
      [300, 3],
    ] as const) {
      writeUnsorted(
        database,
        [0, 1, 2].map((i) => ({ time: first + i, record: record + i })),
      );
      finalise(database);
    }
    const before = ids();
    writeUnsorted(database, [{ time: 200, record: 6 }]);
    finalise(database);
    expect(ids()).toEqual([before[0], expect.any(Number), before[1]]);
    finalise(database);
    expect(ids()).toHaveLength(3);
  });

  it('changes nothing when it fails', () => {
    const database = newCase();
    writeUnsorted(database, [{ time: 5, record: 0 }]);
    finalise(database);
    writeUnsorted(database, [{ time: 4, record: 1 }]);
    const before = database.prepare('SELECT * FROM chunk_column').all();
    database.exec(`CREATE TRIGGER no_more BEFORE DELETE ON chunk BEGIN SELECT RAISE (ABORT, 'no'); END`);
    expect(() => finalise(database)).toThrow('no');
    expect(database.inTransaction).toBe(false);
    expect(database.prepare('SELECT * FROM chunk_column').all()).toEqual(before);
    expect(readRows(database).rows.map(({ record }) => record)).toEqual([1, 0]);
  });
});

describe('an index in memory', () => {
  it('stays the state it was opened on while a writer goes on', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'x.spoor');
    const writer = openCase(file, { mode: 'write', program: 'test' });
    writeUnsorted(
      writer.database,
      [7, 5].map((time, record) => ({ time, record })),
    );
    const reader = openCase(file, { mode: 'read', program: 'test' });
    const index = new CaseIndex(reader.database);
    writeUnsorted(writer.database, [{ time: 6, record: 2 }]);
    finalise(writer.database);
    // Columns that load only now belong to the rows of then.
    expect(Array.from(index.recordNumbers)).toEqual([1, 0]);
    expect(index.column('event')).toHaveLength(2);
    index.settle();
    expect(reader.database.inTransaction).toBe(false);
    expect([index.eventId(0).slice(0, 8), index.eventId(1).slice(0, 8)]).toEqual(['00000001', '00000000']);
    expect(index.storedSourceIds).toHaveLength(2);
    index.close();
    const later = new CaseIndex(reader.database);
    expect(Array.from(later.recordNumbers)).toEqual([1, 2, 0]);
    later.close();
    reader.close();
    writer.close();
  });

  it('says which column is missing', () => {
    const database = newCase();
    writeUnsorted(database, [{ time: 5, record: 0 }]);
    database.exec(`DELETE FROM chunk_column WHERE field = 'region'`);
    const index = new CaseIndex(database);
    expect(() => index.column('region')).toThrow('region');
    index.close();
  });
});
