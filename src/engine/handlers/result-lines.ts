import type { RowOrder, Selection } from '../search/selection.ts';

/** A line of the results table in terms of rows. */
export interface TableLine {
  row: number;
  repeats: number;
  /** Oldest and newest row of what the line stands for. */
  firstRow: number;
  lastRow: number;
  isMember: boolean;
}

interface OpenGroup {
  /** Line of the group while all groups are closed. */
  line: number;
  /** Lines below it while it is open: the repeats after the first. */
  members: number;
  /** Member lines of open groups above it. */
  above: number;
}

/** The lines of a results table: random access both ways, whatever its length, without holding them. */
export class ResultLines {
  readonly lineCount: number;
  readonly #selection: Selection;
  readonly #groups: Selection | null;
  readonly #isAscending: boolean;
  readonly #open: OpenGroup[] = [];

  /** `groups` are the ranks that begin a group, null for a line an event; `openRows` any row of each open group. */
  constructor(selection: Selection, groups: Selection | null, order: RowOrder, openRows: readonly number[] = []) {
    this.#selection = selection;
    this.#groups = groups;
    this.#isAscending = order === 'asc';
    let above = 0;
    if (groups !== null) {
      const numbers = new Set(
        openRows.filter((row) => selection.has(row)).map((row) => groups.rank(selection.rank(row) + 1) - 1),
      );
      const open = [...numbers].map((group) => ({ line: this.#flip(group, groups.matches), group }));
      for (const { line, group } of open.sort((a, b) => a.line - b.line)) {
        const { from, to } = this.#ranks(groups, group);
        this.#open.push({ line, members: to - from - 1, above });
        above += to - from - 1;
      }
    }
    this.lineCount = (groups?.matches ?? selection.matches) + above;
  }

  #flip(position: number, count: number): number {
    return this.#isAscending ? position : count - 1 - position;
  }

  #ranks(groups: Selection, group: number): { from: number; to: number } {
    return {
      from: groups.rowAt(group),
      to: group + 1 < groups.matches ? groups.rowAt(group + 1) : this.#selection.matches,
    };
  }

  /** Up to `count` lines from `from`. */
  slice(from: number, count: number): TableLine[] {
    const groups = this.#groups;
    if (groups === null) {
      const rows = this.#selection.slice(from, count, this.#isAscending ? 'asc' : 'desc');
      return Array.from(rows, (row) => ({ row, repeats: 1, firstRow: row, lastRow: row, isMember: false }));
    }
    const lines: TableLine[] = [];
    for (let line = from; line < Math.min(this.lineCount, from + count); line++) lines.push(this.#line(groups, line));
    return lines;
  }

  #line(groups: Selection, line: number): TableLine {
    const open = this.#lastOpen((group) => group.line + group.above <= line);
    let closedLine = line;
    let member = 0;
    if (open !== undefined) {
      const below = line - (open.line + open.above);
      if (below <= open.members) {
        closedLine = open.line;
        member = below;
      } else closedLine = line - open.above - open.members;
    }
    const { from, to } = this.#ranks(groups, this.#flip(closedLine, groups.matches));
    const row = this.#selection.rowAt(this.#isAscending ? from + member : to - 1 - member);
    if (member > 0) return { row, repeats: 1, firstRow: row, lastRow: row, isMember: true };
    const [firstRow, lastRow] = [this.#selection.rowAt(from), this.#selection.rowAt(to - 1)];
    return { row, repeats: to - from, firstRow, lastRow, isMember: false };
  }

  /** Open groups are in order of their lines; the last one that passes. */
  #lastOpen(passes: (group: OpenGroup) => boolean): OpenGroup | undefined {
    let low = 0;
    let high = this.#open.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (passes(this.#open[middle]!)) low = middle + 1;
      else high = middle;
    }
    return this.#open[low - 1];
  }

  /** The line that shows a row, or null where it is no match; in a closed group that is the group's line. */
  lineOf(row: number): number | null {
    if (!this.#selection.has(row)) return null;
    const rank = this.#selection.rank(row);
    const groups = this.#groups;
    if (groups === null) return this.#flip(rank, this.#selection.matches);
    const group = groups.rank(rank + 1) - 1;
    const closedLine = this.#flip(group, groups.matches);
    const open = this.#lastOpen((candidate) => candidate.line <= closedLine);
    if (open === undefined) return closedLine;
    if (open.line < closedLine) return closedLine + open.above + open.members;
    const { from, to } = this.#ranks(groups, group);
    return closedLine + open.above + (this.#isAscending ? rank - from : to - 1 - rank);
  }
}
