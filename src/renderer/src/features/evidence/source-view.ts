import type { SourceKind, SourceRow, SourceState } from '../../../../shared/contract/case.ts';
import { formatCount, formatQuantity } from '../../ui/format/number.ts';
import { missing } from '../../ui/format/text.ts';
import type { IconName } from '../../ui/icon-paths.ts';

export type Tone = 'ok' | 'warning' | 'failed' | 'quiet' | 'active';

/** Glyph and word of each state; the colour only underlines them. */
export const stateLooks: Readonly<Record<SourceState, { word: string; icon: IconName; tone: Tone }>> = {
  queued: { word: 'Waiting', icon: 'clock', tone: 'quiet' },
  reading: { word: 'Reading', icon: 'download', tone: 'active' },
  done: { word: 'Read', icon: 'check', tone: 'ok' },
  partial: { word: 'Partly read', icon: 'warning', tone: 'warning' },
  skipped: { word: 'Skipped', icon: 'minus', tone: 'quiet' },
  failed: { word: 'Failed', icon: 'close', tone: 'failed' },
};

/** The look of a row: one that was read with problems warns, though it was read. */
export function lookOf({ state, problems }: Pick<SourceRow, 'state' | 'problems'>): (typeof stateLooks)[SourceState] {
  const look = stateLooks[state];
  return state === 'done' && problems > 0 ? { ...look, icon: 'warning', tone: 'warning' } : look;
}

export const kindIcons: Readonly<Record<SourceKind, IconName>> = {
  file: 'file',
  folder: 'folder',
  archive: 'archive',
  member: 'file',
  'event-history': 'cloud',
  bucket: 'bucket',
  sample: 'box',
};

const formatLabels: Readonly<Record<string, string>> = {
  's3-log': 'CloudTrail log file',
  'records-array': 'JSON with Records',
  'json-lines': 'JSON lines',
  'single-record': 'Single JSON record',
  'lookup-events': 'LookupEvents answer',
  'console-csv': 'Event history CSV',
  'cloudwatch-export': 'CloudWatch Logs export',
  'cloudwatch-subscription': 'CloudWatch Logs subscription',
  'cloudwatch-events': 'CloudWatch Logs events',
  'logs-insights': 'Logs Insights result',
  'lambda-payload': 'Lambda payload',
  eventbridge: 'EventBridge events',
  'sqs-sns': 'SQS or SNS messages',
  'lake-results': 'CloudTrail Lake result',
  'lake-csv': 'CloudTrail Lake CSV',
  'athena-csv': 'Athena result',
  'flat-columns': 'Table with flat columns',
  'csv-column': 'CSV with a record column',
  ocsf: 'OCSF (Security Lake)',
  splunk: 'Splunk export',
  elastic: 'Elastic export',
  wazuh: 'Wazuh export',
  sentinel: 'Sentinel export',
  nested: 'Records inside other JSON',
  digest: 'Digest file',
  unknown: 'Not a log',
};

/** `byte 4,194,304` for `byte 4194304`; a problem without a position is about the whole file. */
export function positionText(position: string | null): string {
  if (position === null) return 'whole file';
  return position.replace(/\d+/g, (digits) => formatCount(Number(digits)));
}

/** What the content turned out to be, in words. */
export function formatLabel(format: string | null): string {
  return format === null ? missing : (formatLabels[format] ?? format);
}

/** A source outside its tree: the file with the archive it is in, `logs.zip!day/one.json.gz`. */
export function flatName(locator: string): string {
  const bang = locator.indexOf('!');
  const file = bang < 0 ? locator : locator.slice(0, bang);
  const name = file.split(/[\\/]/).findLast((part) => part !== '') ?? file;
  return name + (bang < 0 ? '' : locator.slice(bang));
}

/** Second column of the table: files of a folder or archive, format of a file. */
export function contentsText(row: Pick<SourceRow, 'kind' | 'format' | 'counts'>): string {
  const { listed } = row.counts.files;
  if (row.kind === 'folder' || row.kind === 'archive' || listed > 1) return formatQuantity(listed, 'file');
  return formatLabel(row.format);
}

/** How much of a source is read while it is being read, 0 to 1; null where that cannot be told. */
export function readingFraction(row: Pick<SourceRow, 'state' | 'counts'>): number | null {
  const { listed, pending } = row.counts.files;
  if (row.state !== 'reading' || listed < 2) return null;
  return (listed - pending) / listed;
}
