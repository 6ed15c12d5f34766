import { maskTokensInText } from '../../shared/cloudtrail/identifiers.ts';
import { formatTime } from '../../shared/cloudtrail/time.ts';
import type { ExportEvent } from './event-batches.ts';
import { parseMasked, valueText } from './faithful-json.ts';
import type { JsonObject } from '../../shared/cloudtrail/record.ts';

/**
 * A cell of a CSV file. A value that a spreadsheet would take for a formula gets an apostrophe in front: log text is
 * written by whoever is being investigated (OWASP, "CSV Injection"). Quoted where RFC 4180 asks for it.
 */
export function csvCell(value: string | null): string {
  if (value === null) return '';
  const guarded = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** A line of a CSV file with its line end. */
export function csvLine(values: readonly (string | null)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

type Column = [name: string, value: (event: ExportEvent, record: JsonObject) => string | null];

/** The columns of the CSV export, in order. Columns may be added at the end, never renamed or moved. */
const columns: readonly Column[] = [
  ['time', ({ row }) => formatTime(row.timeEpochSeconds)],
  ['id', ({ row }) => row.id],
  ['event', ({ row }) => row.event],
  ['service', ({ row }) => row.service],
  ['principal', ({ row }) => row.principal],
  ['type', ({ row }) => row.type],
  ['arn', ({ row }) => row.arn],
  ['account', ({ row }) => row.account],
  ['region', ({ row }) => row.region],
  ['ip', ({ row }) => row.ip],
  ['agent', ({ row }) => row.agent],
  ['outcome', ({ row }) => row.outcome],
  ['error', ({ row }) => row.error],
  ['errorMessage', (_event, record) => valueText(record['errorMessage'])],
  ['category', ({ row }) => row.category],
  ['access', ({ row }) => row.access],
  ['lane', ({ row }) => row.lane],
  ['session', ({ row }) => row.session],
  ['key', ({ row }) => row.key],
  ['mfa', ({ row }) => row.mfa],
  ['vpce', ({ row }) => row.vpce],
  ['resource', ({ row }) => row.resource],
  ['resources', ({ resources }) => (resources.length === 0 ? null : resources.join('\n'))],
  ['requestId', (_event, record) => valueText(record['requestID'])],
  ['requestParameters', (_event, record) => valueText(record['requestParameters'])],
  ['responseElements', (_event, record) => valueText(record['responseElements'])],
  ['additionalEventData', (_event, record) => valueText(record['additionalEventData'])],
  ['tags', ({ tags }) => (tags.length === 0 ? null : tags.join('\n'))],
  ['source', ({ row }) => row.source],
];

export const csvHeader = csvLine(columns.map(([name]) => name));

export function csvRow(event: ExportEvent): string {
  const record = parseMasked(Buffer.from(event.bytes).toString('utf8'));
  return csvLine(columns.map(([, value]) => masked(value(event, record))));
}

function masked(value: string | null): string | null {
  return value === null ? null : maskTokensInText(value);
}
