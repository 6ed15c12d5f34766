import { csvHeader, csvRow } from './csv.ts';
import type { ExportEvent } from './event-batches.ts';
import { hasLineBreak, minifyJson } from './minify-json.ts';
import { ocsfJson } from './ocsf.ts';
import { timesketchHeader, timesketchJson, timesketchRow } from './timesketch.ts';

export const exportFormats = ['jsonl', 'csv', 'timesketch', 'ocsf'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How events become the content of a file. */
export interface EventEncoder {
  header: string;
  /** One event, line end included. */
  encode(event: ExportEvent): Uint8Array;
}

/**
 * The encoder of a format. Timesketch tells JSON lines from CSV by the name of the file, so `fileName` decides: JSON
 * lines where it ends in `.jsonl`, else CSV.
 */
export function encoderFor(format: ExportFormat, fileName: string | null): EventEncoder {
  switch (format) {
    case 'jsonl':
      return { header: '', encode: recordLine };
    case 'csv':
      return { header: csvHeader, encode: textLine(csvRow) };
    case 'timesketch':
      return fileName?.toLowerCase().endsWith('.jsonl')
        ? { header: '', encode: textLine(timesketchJson) }
        : { header: timesketchHeader, encode: textLine(timesketchRow) };
    case 'ocsf':
      return { header: '', encode: textLine(ocsfJson) };
  }
}

function textLine(encode: (event: ExportEvent) => string): (event: ExportEvent) => Uint8Array {
  return (event) => Buffer.from(encode(event), 'utf8');
}

/** The record as found, in one line. */
function recordLine({ bytes }: ExportEvent): Uint8Array {
  const line = hasLineBreak(bytes) ? minifyJson(bytes) : bytes;
  const ended = new Uint8Array(line.length + 1);
  ended.set(line);
  ended[line.length] = 0x0a;
  return ended;
}
