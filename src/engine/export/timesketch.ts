import { normalise } from '../../shared/cloudtrail/normalise.ts';
import { text, type JsonObject } from '../../shared/cloudtrail/record.ts';
import { summarise } from '../../shared/cloudtrail/summary/summarise.ts';
import { maskTokensInText } from '../../shared/cloudtrail/identifiers.ts';
import { csvLine } from './csv.ts';
import type { ExportEvent } from './event-batches.ts';
import { parseMasked } from './faithful-json.ts';

/**
 * An event as a Timesketch timeline takes it. `message`, `datetime` and `timestamp_desc` are what Timesketch asks for;
 * `data_type` and the names after it are those its own CloudTrail analyzers read.
 * Source: Timesketch user guide, "Create timeline from JSON/JSONL/CSV file"; Plaso `aws:cloudtrail:entry`.
 */
function attributes(event: ExportEvent): Record<string, string | number | readonly string[] | null> {
  const { row, resources, tags } = event;
  const record = parseMasked(Buffer.from(event.bytes).toString('utf8'));
  return {
    message: messageOf(record),
    datetime: new Date(row.timeEpochSeconds * 1000).toISOString().replace('.000Z', '+00:00'),
    timestamp_desc: 'Event Time',
    timestamp: row.timeEpochSeconds * 1_000_000,
    data_type: 'aws:cloudtrail:entry',
    event_id: row.id,
    event_name: row.event,
    event_source: text(record['eventSource']),
    user_name: row.principal,
    user_identity_type: row.type,
    user_identity_arn: row.arn,
    access_key: row.key,
    account_identifier: row.account,
    aws_region: row.region,
    source_ip: row.ip,
    user_agent: row.agent,
    outcome: row.outcome,
    error_code: row.error,
    error_message: text(record['errorMessage']),
    event_category: row.category,
    access: row.access,
    session: row.session,
    resources,
    tag: tags,
    source_file: row.source,
    cloud_trail_event: JSON.stringify(record),
  };
}

function messageOf(record: JsonObject): string {
  const { sentence, context } = summarise(record, normalise(record));
  // One line: the timeline shows the message as a row.
  return `${sentence}${context === '' ? '' : `. ${context}`}`.replace(/\s+/g, ' ');
}

const names = [
  'message',
  'datetime',
  'timestamp_desc',
  'timestamp',
  'data_type',
  'event_id',
  'event_name',
  'event_source',
  'user_name',
  'user_identity_type',
  'user_identity_arn',
  'access_key',
  'account_identifier',
  'aws_region',
  'source_ip',
  'user_agent',
  'outcome',
  'error_code',
  'error_message',
  'event_category',
  'access',
  'session',
  'resources',
  'tag',
  'source_file',
  'cloud_trail_event',
] as const;

export const timesketchHeader = csvLine(names);

export function timesketchRow(event: ExportEvent): string {
  const values = attributes(event);
  return csvLine(
    names.map((name) => {
      const value = values[name] ?? null;
      if (value === null) return null;
      return maskTokensInText(typeof value === 'object' ? value.join(', ') : String(value));
    }),
  );
}

export function timesketchJson(event: ExportEvent): string {
  const present = Object.entries(attributes(event)).filter(
    ([, value]) => value !== null && !(typeof value === 'object' && value.length === 0),
  );
  const masked = present.map(([name, value]) => [name, typeof value === 'string' ? maskTokensInText(value) : value]);
  return `${JSON.stringify(Object.fromEntries(masked))}\n`;
}
