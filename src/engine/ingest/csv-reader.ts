import { parse } from 'csv-parse/sync';
import { cancelled } from '../../shared/contract/errors.ts';
import type { CancelSignal } from '../../shared/contract/jobs.ts';
import type { ContentWindow } from './content-window.ts';
import type { CsvHeader } from './csv-header.ts';
import type { LeafWriter } from './leaf-writer.ts';
import type { IngestLimits, IngestSizes } from './limits.ts';
import { recordOfRow } from './rebuild-row.ts';
import { isRecordShape } from './record-shape.ts';
import { unpack } from './unpack.ts';

/** Rows parsed at a time. */
const batchBytes = 512 * 1024;
/** A row larger than this has lost a quote. */
const longestRowBytes = 8 * 1024 * 1024;
const childBytesAtOnce = 16 * 1024 * 1024;

/** Where a row lies in the window, and the line of the file it starts on. */
interface RowPlace {
  start: number;
  end: number;
  line: number;
  /** Start of the second line of the row, or its end. */
  secondLine: number;
}

/**
 * Reads a table whose rows are (or hold) records. The table itself is delivered as content without records; the records
 * go to children. A lost quote costs the row it is in: reading goes on at the next line.
 */
export async function readCsv(
  window: ContentWindow,
  header: CsvHeader,
  writer: LeafWriter,
  options: { limits: IngestLimits; sizes: IngestSizes; signal: CancelSignal | undefined },
): Promise<void> {
  const reader = new CsvRows(header, writer, options.limits);
  let at = header.lengthBytes;
  let size = options.sizes.windowBytes;
  for (;;) {
    if (options.signal?.aborted === true) throw cancelled();
    const reached = reader.run(window.bytes, at, window.isFinal);
    const needsMore = reached === at;
    at = reached;
    if (needsMore || at >= options.sizes.windowBytes || writer.pendingChildBytes >= childBytesAtOnce) {
      if (needsMore && window.isFinal) break;
      await writer.deliver(window.bytes, at);
      window.advance(at);
      at = 0;
      if (needsMore) {
        size = window.bytes.length >= size ? size * 2 : Math.max(options.sizes.windowBytes, window.bytes.length * 2);
        await window.fill(size);
      }
    }
  }
  await writer.deliver(window.bytes, window.bytes.length);
}

class CsvRows {
  private line: number;
  private readonly header: CsvHeader;
  private readonly writer: LeafWriter;
  private readonly limits: IngestLimits;
  private readonly delimiter: number;

  constructor(header: CsvHeader, writer: LeafWriter, limits: IngestLimits) {
    this.header = header;
    this.writer = writer;
    this.limits = limits;
    this.line = header.lines + 1;
    this.delimiter = header.delimiter.charCodeAt(0);
  }

  /** Takes the next batch of whole rows; returns the position after them, `at` itself where more bytes are needed. */
  run(bytes: Buffer, at: number, isFinal: boolean): number {
    const rows: RowPlace[] = [];
    let end = at;
    let line = this.line;
    let isBroken = false;
    while (end - at < batchBytes && end < bytes.length) {
      const row = findRow(bytes, end, line, this.delimiter, isFinal);
      if (row === 'incomplete') break;
      rows.push(row.place);
      end = row.place.end;
      line = row.nextLine;
      isBroken = row.isOpen;
      if (isBroken) break;
    }
    if (rows.length === 0) return at;
    const last = isBroken ? rows.pop() : undefined;
    const resumed = this.takeRows(bytes, rows);
    if (resumed !== null) return resumed;
    if (last !== undefined) return this.rejectFirstLine(last, 'The row has an opening quote without a closing one.');
    this.line = line;
    return end;
  }

  /** Position to go on from where a row turns out to be broken, else null. */
  private takeRows(bytes: Buffer, rows: readonly RowPlace[]): number | null {
    if (rows.length === 0) return null;
    const first = rows[0] as RowPlace;
    const last = rows.at(-1) as RowPlace;
    let parsed = this.cells(bytes, first.start, last.end);
    if (parsed?.length !== rows.length) parsed = null;
    for (const [index, row] of rows.entries()) {
      const cells = parsed?.[index] ?? this.cells(bytes, row.start, row.end)?.[0];
      if (cells === undefined || (cells.length === 1 && cells[0]?.trim() === '')) continue;
      const hasRightCount = cells.length === this.header.columns.length;
      if (!hasRightCount && row.secondLine < row.end) {
        return this.rejectFirstLine(row, 'The quotes of the row are not balanced.');
      }
      if (hasRightCount) this.takeRow(cells, row.line);
      else {
        this.writer.other(
          `line ${row.line}`,
          `The row has ${cells.length} columns where the header has ${this.header.columns.length}.`,
        );
      }
    }
    return null;
  }

  private rejectFirstLine(row: RowPlace, message: string): number {
    this.writer.damage({ position: `line ${row.line}`, code: 'broken-csv', message }, this.header.isKnown);
    this.line = row.line + 1;
    return row.secondLine;
  }

  private cells(bytes: Buffer, start: number, end: number): string[][] | null {
    try {
      return parse(bytes.subarray(start, end), {
        delimiter: this.header.delimiter,
        relax_quotes: true,
        relax_column_count: true,
      });
    } catch {
      return null;
    }
  }

  private takeRow(cells: readonly string[], line: number): void {
    const { columns, plan } = this.header;
    const row = Object.fromEntries(columns.map((column, index) => [column, cells[index]]));
    const found = recordOfRow(row, plan);
    if (found === null) {
      this.writer.other(`line ${line}`, 'The row lacks what makes a record.');
    } else if (found.kind === 'record') {
      const text = Buffer.from(JSON.stringify(found.record), 'utf8');
      this.writer.childRecord('rebuilt.jsonl', found.format, text, found.record);
    } else this.takeText((row[found.column] ?? '').trim(), line);
  }

  /** A cell that is JSON text: a record, or something that packs records. */
  private takeText(text: string, line: number): void {
    const { format } = this.header.plan;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    const bytes = Buffer.from(text, 'utf8');
    if (isRecordShape(value)) {
      this.writer.childRecord('decoded.jsonl', format, bytes, value);
      return;
    }
    const unpacked = unpack(bytes, false, this.limits);
    for (const record of unpacked.records) this.writer.childRecord('decoded.jsonl', format, record.text, record.value);
    for (const record of unpacked.rebuilt) {
      this.writer.childRecord('rebuilt.jsonl', format, Buffer.from(JSON.stringify(record), 'utf8'), record);
    }
    for (const what of unpacked.rejected) this.writer.other(`line ${line}`, what);
    for (const code of unpacked.lookAlikes) this.writer.other(`line ${line}`, `Not a record but a ${code}.`);
  }
}

/** The row at `at`: up to the newline that is in no quotes. `isOpen` when its last quote is never closed. */
function findRow(
  bytes: Uint8Array,
  at: number,
  line: number,
  delimiter: number,
  isFinal: boolean,
): { place: RowPlace; nextLine: number; isOpen: boolean } | 'incomplete' {
  const start = at;
  const startLine = line;
  const limit = Math.min(bytes.length, start + longestRowBytes);
  let secondLine = -1;
  let inQuotes = false;
  let atFieldStart = true;
  for (; at < limit; at += 1) {
    const byte = bytes[at];
    if (byte === 0x0a) {
      line += 1;
      if (secondLine < 0) secondLine = at + 1;
      if (!inQuotes)
        return { place: { start, end: at + 1, line: startLine, secondLine }, nextLine: line, isOpen: false };
    } else if (byte === 0x22) {
      if (inQuotes && bytes[at + 1] === 0x22) at += 1;
      else if (inQuotes) inQuotes = false;
      else if (atFieldStart) inQuotes = true;
    }
    atFieldStart = !inQuotes && byte === delimiter;
  }
  if (!isFinal && limit < start + longestRowBytes) return 'incomplete';
  const end = limit;
  const place = { start, end, line: startLine, secondLine: secondLine < 0 ? end : secondLine };
  return { place, nextLine: line, isOpen: inQuotes || limit === start + longestRowBytes };
}
