import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResultLines } from '../../../src/engine/handlers/result-lines.ts';
import { addRow, wordsFor } from '../../../src/engine/kernel/row-set.ts';
import { Selection } from '../../../src/engine/search/selection.ts';

function selectionOf(rows: readonly number[], count: number): Selection {
  const set = new Uint32Array(wordsFor(count));
  for (const row of rows) addRow(set, row);
  return new Selection(set, count);
}

interface Line {
  row: number;
  repeats: number;
  firstRow: number;
  lastRow: number;
  isMember: boolean;
}

/** The table as it is defined: one line after the other. */
function plainLines(groups: readonly number[][], order: 'asc' | 'desc', isOpen: (group: number) => boolean): Line[] {
  const lines: Line[] = [];
  const numbers = groups.map((_, i) => i);
  for (const number of order === 'asc' ? numbers : numbers.reverse()) {
    const oldestFirst = groups[number]!;
    const rows = order === 'asc' ? oldestFirst : oldestFirst.toReversed();
    const [firstRow, lastRow] = [oldestFirst[0]!, oldestFirst.at(-1)!];
    lines.push({ row: rows[0]!, repeats: rows.length, firstRow, lastRow, isMember: false });
    if (!isOpen(number)) continue;
    for (const row of rows.slice(1)) lines.push({ row, repeats: 1, firstRow: row, lastRow: row, isMember: true });
  }
  return lines;
}

const drawn = fc.record({
  /** Gap before each matching row, whether it begins a group, whether its group is open. */
  rows: fc.array(fc.record({ gap: fc.integer({ min: 1, max: 90 }), begins: fc.boolean(), isOpen: fc.boolean() }), {
    maxLength: 120,
  }),
  order: fc.constantFrom('asc' as const, 'desc' as const),
});

describe('lines of the results table', () => {
  it('are those of the definition, whichever groups are open, in both orders', () => {
    fc.assert(
      fc.property(drawn, ({ rows, order }) => {
        const groups: number[][] = [];
        const open = new Set<number>();
        let row = -1;
        rows.forEach(({ gap, begins, isOpen }, i) => {
          row += gap;
          if (begins || i === 0) groups.push([row]);
          else groups.at(-1)!.push(row);
          if (isOpen) open.add(groups.length - 1);
        });
        const count = row + 40;
        const selection = selectionOf(groups.flat(), count);
        let rank = 0;
        const starts = groups.map((group) => (rank += group.length) - group.length);
        const openRows = [...open].map((group) => groups[group]!.at(-1)!);
        const lines = new ResultLines(selection, selectionOf(starts, selection.matches), order, openRows);
        const expected = plainLines(groups, order, (group) => open.has(group));
        expect(lines.lineCount).toBe(expected.length);
        expect(lines.slice(0, expected.length + 5)).toEqual(expected);
        for (let from = 0; from < expected.length; from += 7) {
          expect(lines.slice(from, 3)).toEqual(expected.slice(from, from + 3));
        }
        groups.forEach((group, number) => {
          for (const member of group) {
            const shown = open.has(number)
              ? expected.findIndex((line) => line.row === member)
              : expected.findIndex((line) => line.firstRow === group[0] && !line.isMember);
            expect(lines.lineOf(member)).toBe(shown);
          }
        });
        expect(lines.lineOf(-1)).toBeNull();
        expect(lines.lineOf(count - 1)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('are the events themselves where nothing is grouped', () => {
    const rows = [3, 4, 70, 200];
    const lines = new ResultLines(selectionOf(rows, 256), null, 'desc');
    expect(lines.lineCount).toBe(4);
    expect(lines.slice(1, 2).map(({ row }) => row)).toEqual([70, 4]);
    expect(lines.lineOf(200)).toBe(0);
    expect(lines.lineOf(5)).toBeNull();
  });
});
