import type { PathStep } from './json-scan.ts';
import type { LookAlikeCode } from './look-alikes.ts';
import { planColumns, rebuildRow, recordOfRow } from './rebuild-row.ts';
import { rebuildEcs } from './rebuild-ecs.ts';
import { rebuildOcsf } from './rebuild-ocsf.ts';
import { isObject, isRecordShape } from './record-shape.ts';
import type { LeafFormat } from './types.ts';

type Fields = Record<string, unknown>;

/** What one JSON value is, as seen by its shape. */
export type Finding =
  /** The value is a record. */
  | { kind: 'record' }
  /** The value at `path` is to be examined in its place: an object, a list, or a string of JSON text. */
  | { kind: 'inside'; path: readonly PathStep[]; format: LeafFormat }
  /** The string at `path` is base64, perhaps of compressed text. */
  | { kind: 'payload'; path: readonly PathStep[]; format: LeafFormat }
  /** The value holds the fields of a record in other places; this is the record put together again. */
  | { kind: 'rebuilt'; format: LeafFormat; records: readonly Fields[]; unusable?: number }
  | { kind: 'look-alike'; code: LookAlikeCode }
  /** Has the marks of a record but not enough to be one. */
  | { kind: 'damaged-record'; missing: string }
  | { kind: 'none' };

const none: Finding = { kind: 'none' };

function inside(format: LeafFormat, ...path: PathStep[]): Finding {
  return { kind: 'inside', path, format };
}

function lookAlike(code: LookAlikeCode): Finding {
  return { kind: 'look-alike', code };
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** A string that could be JSON text of an object or list. */
export function isJsonText(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const first = value.trimStart().charAt(0);
  return first === '{' || first === '[';
}

type Test = (value: Fields) => Finding | null;

/**
 * The shapes in which records are found, in the order in which they are asked for. Look-alikes come before the wrappers whose keys
 * they share; the search in depth comes last.
 */
const tests: readonly Test[] = [
  lookAlikes,
  // AWS command line and SDK: LookupEvents.
  (value) => (isText(value['CloudTrailEvent']) ? inside('lookup-events', 'CloudTrailEvent') : null),
  eventBridge,
  cloudWatch,
  payloads,
  messages,
  splunk,
  elastic,
  wazuh,
  (value) => {
    const record = rebuildOcsf(value);
    return record === null ? null : { kind: 'rebuilt', format: 'ocsf', records: [record] };
  },
  // Rows of Lake, Athena, Sentinel and flattened exports: JSON objects of columns.
  (value) => {
    const row = rebuildRow(value);
    if (row === null) return null;
    return row.kind === 'text'
      ? inside(row.format, row.column)
      : { kind: 'rebuilt', format: row.format, records: [row.record] };
  },
  columnsAndRows,
  damagedRecord,
  nested,
];

/** Says what a parsed JSON value is. Pure; never throws on hostile shapes. */
export function examine(value: unknown): Finding {
  if (isObject(value)) {
    if (isRecordShape(value)) return { kind: 'record' };
    for (const test of tests) {
      const finding = test(value);
      if (finding !== null) return finding;
    }
    return none;
  }
  if (Array.isArray(value)) return examineRow(value) ?? (value.length > 0 ? inside('records-array') : none);
  if (isJsonText(value)) return inside('nested');
  return none;
}

function lookAlikes(value: Fields): Finding | null {
  if (isText(value['digestS3Object']) || isText(value['digestStartTime'])) return lookAlike('digest');
  if (isText(value['hashSignature']) && isText(value['queryCompleteTime'])) return lookAlike('lake-sign-file');
  if (value['messageType'] === 'CONTROL_MESSAGE') return lookAlike('cloudwatch-control-message');
  if (isText(value['message']) && value['message'].startsWith('CWL CONTROL MESSAGE'))
    return lookAlike('cloudwatch-control-message');
  if (isText(value['s3Bucket']) && 's3ObjectKey' in value) return lookAlike('cloudtrail-notification');
  const source = value['eventSource'];
  if (isText(source) && source.startsWith('aws:') && source !== 'aws:kinesis' && source !== 'aws:sqs')
    return lookAlike('s3-notification');
  const service = value['service'] ?? value['Service'];
  if (isObject(service) && ('detectorId' in service || 'DetectorId' in service)) return lookAlike('guardduty-finding');
  if (isText(value['ProductArn']) && 'SchemaVersion' in value) return lookAlike('security-hub');
  if (isText(value['configSnapshotId']) || (isText(value['configurationItemCaptureTime']) && 'resourceType' in value))
    return lookAlike('config-snapshot');
  return null;
}

function eventBridge(value: Fields): Finding | null {
  const type = value['detail-type'];
  if (!isText(type)) return null;
  if (isObject(value['detail']) && isRecordShape(value['detail'])) return inside('eventbridge', 'detail');
  if (/GuardDuty/i.test(type)) return lookAlike('guardduty-finding');
  if (/Security Hub/i.test(type)) return lookAlike('security-hub');
  return lookAlike('eventbridge-other');
}

function cloudWatch(value: Fields): Finding | null {
  if (Array.isArray(value['logEvents'])) return inside('cloudwatch-subscription', 'logEvents');
  const message = value['@message'] ?? undefined;
  if (isObject(message) || isJsonText(message)) return inside('logs-insights', '@message');
  if (isObject(value['message']) || isJsonText(value['message']))
    return isElastic(value) ? null : inside('cloudwatch-events', 'message');
  return null;
}

function payloads(value: Fields): Finding | null {
  const logs = value['awslogs'];
  if (isObject(logs) && isText(logs['data']))
    return { kind: 'payload', path: ['awslogs', 'data'], format: 'lambda-payload' };
  const stream = value['kinesis'];
  if (isObject(stream) && isText(stream['data']))
    return { kind: 'payload', path: ['kinesis', 'data'], format: 'lambda-payload' };
  for (const key of ['data', 'Data']) {
    const data = value[key];
    if (!isText(data)) continue;
    if (isJsonText(data)) return inside('lambda-payload', key);
    if (isBase64(data)) return { kind: 'payload', path: [key], format: 'lambda-payload' };
  }
  return null;
}

/** Long enough to hold anything, and base64 at its start. */
function isBase64(text: string): boolean {
  return text.length >= 32 && /^[A-Za-z0-9+/_-]+={0,2}\s*$/.test(text.slice(0, 256));
}

function messages(value: Fields): Finding | null {
  for (const key of ['Body', 'body', 'Message']) if (isJsonText(value[key])) return inside('sqs-sns', key);
  const notification = value['Sns'];
  if (isObject(notification) && isJsonText(notification['Message'])) return inside('sqs-sns', 'Sns', 'Message');
  if (Array.isArray(value['Messages'])) return inside('sqs-sns', 'Messages');
  return null;
}

function splunk(value: Fields): Finding | null {
  if (isObject(value['result'])) {
    const result = examine(value['result']);
    if (result.kind !== 'none') return inside('splunk', 'result');
  }
  if (isJsonText(value['_raw'])) return inside('splunk', '_raw');
  if ('sourcetype' in value && (isObject(value['event']) || isJsonText(value['event'])))
    return inside('splunk', 'event');
  return null;
}

function isElastic(value: Fields): boolean {
  return isObject(value['event']) || isText(value['event.original']) || isText(value['event.action']);
}

function elastic(value: Fields): Finding | null {
  if (isObject(value['_source'])) return inside('elastic', '_source');
  if (isText(value['_index']) && isObject(value['fields'])) return inside('elastic', 'fields');
  if (isElastic(value) && isJsonText(value['message']) && value['message'].includes('eventName')) {
    return inside('elastic', 'message');
  }
  const event = value['event'];
  if (isObject(event) && isJsonText(event['original'])) return inside('elastic', 'event', 'original');
  if (isJsonText(value['event.original'])) return inside('elastic', 'event.original');
  const record = rebuildEcs(value);
  return record === null ? null : { kind: 'rebuilt', format: 'elastic', records: [record] };
}

function wazuh(value: Fields): Finding | null {
  const data = value['data'];
  if (!isObject(data) || !isObject(data['aws'])) return null;
  return isRecordShape(data['aws']) ? inside('wazuh', 'data', 'aws') : null;
}

/** A row of `[{"field":"@message","value":"…"}, …]` (Logs Insights) or `[{"eventid":"…"}, …]` (Lake). */
function examineRow(row: readonly unknown[]): Finding | null {
  if (row.length === 0 || !row.every(isObject)) return null;
  const cells = row as Fields[];
  if (cells.every((cell) => isText(cell['field']) && 'value' in cell)) {
    const index = cells.findIndex((cell) => cell['field'] === '@message' && isJsonText(cell['value']));
    if (index >= 0) return inside('logs-insights', index, 'value');
    const rebuilt = rebuildRow(Object.fromEntries(cells.map((cell) => [String(cell['field']), cell['value']])));
    return rebuilt?.kind === 'record' ? { kind: 'rebuilt', format: 'logs-insights', records: [rebuilt.record] } : none;
  }
  if (!cells.every((cell) => Object.keys(cell).length === 1)) return null;
  const index = cells.findIndex((cell) => isJsonText(cell['eventjson']));
  if (index >= 0) return inside('lake-results', index, 'eventjson');
  const merged: Fields = Object.assign({}, ...cells) as Fields;
  const rebuilt = rebuildRow(merged);
  return rebuilt?.kind === 'record' ? { kind: 'rebuilt', format: 'lake-results', records: [rebuilt.record] } : null;
}

/** The answer of the Log Analytics API: tables of columns and rows. */
function columnsAndRows(value: Fields): Finding | null {
  const { columns, rows, tables } = value;
  if (Array.isArray(tables) && tables.some((table) => isObject(table) && Array.isArray(table['rows']))) {
    return inside('sentinel', 'tables');
  }
  if (!Array.isArray(columns) || !Array.isArray(rows)) return null;
  const names = columns.map((column) => String(isObject(column) ? column['name'] : column));
  const plan = planColumns(names);
  if (plan === null) return null;
  const records: Fields[] = [];
  for (const row of rows) {
    const cells: unknown[] = Array.isArray(row) ? row : [];
    const found = recordOfRow(Object.fromEntries(names.map((name, index) => [name, cells[index]])), plan);
    const record = found?.kind === 'text' ? parsedRecord(cells[names.indexOf(found.column)]) : found?.record;
    if (record != null) records.push(record);
  }
  return { kind: 'rebuilt', format: plan.format, records, unusable: rows.length - records.length };
}

function parsedRecord(text: unknown): Fields | null {
  try {
    const value: unknown = JSON.parse(String(text));
    return isRecordShape(value) ? value : null;
  } catch {
    return null;
  }
}

const marks = ['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'eventID'];

function damagedRecord(value: Fields): Finding | null {
  const present = marks.filter((mark) => mark in value);
  if (present.length < 3) return null;
  return { kind: 'damaged-record', missing: marks.filter((mark) => !(mark in value)).join(', ') };
}

const searchDepth = 4;

/** The last resort: a record at most four levels down, under whatever keys. */
function nested(value: Fields): Finding | null {
  const path = searchRecord(value, searchDepth);
  return path === null ? null : inside('nested', ...path);
}

/** Path to the first record, or to the list that has one. */
function searchRecord(value: unknown, depth: number): PathStep[] | null {
  if (depth < 0) return null;
  if (isObject(value)) {
    if (isRecordShape(value) || isText(value['CloudTrailEvent'])) return [];
    for (const [key, member] of Object.entries(value)) {
      const path = searchRecord(member, depth - 1);
      if (path !== null) return [key, ...path];
    }
    return null;
  }
  if (Array.isArray(value)) return value.some((item) => searchRecord(item, depth - 1) !== null) ? [] : null;
  return isJsonText(value) && value.includes('eventSource') && value.includes('eventName') ? [] : null;
}
