import { parse } from 'csv-parse/sync';
import { isJsonText } from './examine.ts';
import { planColumns, type RowPlan } from './rebuild-row.ts';

/** The header of a table that Spoor can read. */
export interface CsvHeader {
  columns: string[];
  delimiter: string;
  plan: RowPlan;
  /** Whether the columns name a known product, as opposed to a table that happens to have records in a column. */
  isKnown: boolean;
  /** Bytes of the content before the first row, and the lines in them. */
  lengthBytes: number;
  lines: number;
}

const delimiters = [',', ';', '\t', '|'];
const longestHeaderBytes = 64 * 1024;

/**
 * Recognises a table by its header, or by records in a column of its first row; null for anything else.
 *
 * @param head the first stretch of the content
 * @param start bytes of a byte order mark to step over
 */
export function csvHeader(head: Buffer, start: number): CsvHeader | null {
  let at = start;
  let lines = 1;
  // Excel's way to name the delimiter.
  const excel = /^sep=.\r?\n/.exec(head.toString('latin1', at, at + 8));
  if (excel !== null) {
    at += excel[0].length;
    lines += 1;
  }
  const newline = head.indexOf(0x0a, at);
  const end = newline < 0 ? head.length : newline;
  if (end - at > longestHeaderBytes || end <= at || head[at] === 0x7b || head[at] === 0x5b) return null;
  const line = head.toString('utf8', at, end);
  const lengthBytes = newline < 0 ? end : newline + 1;
  for (const delimiter of delimiters) {
    if (!line.includes(delimiter) && delimiter !== ',') continue;
    const columns = cells(line, delimiter);
    if (columns === null) continue;
    const plan = planColumns(columns);
    if (plan !== null) return { columns, delimiter, plan, isKnown: true, lengthBytes, lines };
    const textColumns = columnsWithRecords(
      columns,
      head.toString('utf8', lengthBytes, lengthBytes + 65_536),
      delimiter,
    );
    if (textColumns.length === 0) continue;
    const found: RowPlan = { format: 'csv-column', textColumns, rebuild: null };
    return { columns, delimiter, plan: found, isKnown: false, lengthBytes, lines };
  }
  return null;
}

function cells(line: string, delimiter: string): string[] | null {
  try {
    const rows = parse(line, { delimiter, relax_quotes: true, relax_column_count: true, trim: true });
    return rows[0] ?? null;
  } catch {
    return null;
  }
}

/** Columns whose cell in the first row is JSON text with the marks of a record. */
function columnsWithRecords(columns: readonly string[], text: string, delimiter: string): string[] {
  try {
    const rows = parse(text, { delimiter, relax_quotes: true, relax_column_count: true, to: 1 });
    const first = rows[0] ?? [];
    return columns.filter((_, index) => {
      const cell = first[index];
      return isJsonText(cell) && cell.includes('eventName') && cell.includes('eventSource');
    });
  } catch {
    return [];
  }
}
