import {
  isBlank,
  isoTime,
  properName,
  put,
  recordFields,
  structured,
  truth,
  withProperNames,
  type Fields,
} from './rebuild-tools.ts';
import { rebuildEcs } from './rebuild-ecs.ts';
import { rebuildOcsf } from './rebuild-ocsf.ts';
import { rebuildConsoleRow, rebuildSentinelRow } from './rebuild-tables.ts';
import { isObject } from './record-shape.ts';
import type { LeafFormat } from './types.ts';

/** How the rows of a table become records. */
export interface RowPlan {
  format: LeafFormat;
  /** Columns that may hold the whole record as JSON text; the first that does in a row is taken. */
  textColumns: readonly string[];
  /** Puts a record together from the columns; null where a row lacks what makes a record. */
  rebuild: ((row: Fields) => Fields | null) | null;
}

/** Columns that hold the whole record as JSON text, with the product that writes them. */
const textColumnFormats: readonly (readonly [column: string, format: LeafFormat])[] = [
  ['eventjson', 'lake-csv'],
  ['@message', 'logs-insights'],
  ['_raw', 'splunk'],
  ['event.original', 'elastic'],
  ['CloudTrailEvent', 'lookup-events'],
];

/** What rows with these columns are, or null where they are not recognised. */
export function planColumns(columns: readonly string[]): RowPlan | null {
  const has = new Set(columns);
  const text = textColumnFormats.filter(([column]) => has.has(column));
  const byColumns = columnPlan(columns, has);
  if (text.length === 0) return byColumns;
  return {
    format: text[0]?.[1] ?? 'flat-columns',
    textColumns: text.map(([column]) => column),
    rebuild: byColumns?.rebuild ?? null,
  };
}

function columnPlan(columns: readonly string[], has: ReadonlySet<string>): RowPlan | null {
  const plan = (format: LeafFormat, rebuild: RowPlan['rebuild']): RowPlan => ({ format, textColumns: [], rebuild });
  if (has.has('Event name') && has.has('Event time')) return plan('console-csv', rebuildConsoleRow);
  if (has.has('eventname') && (has.has('eventsource') || has.has('eventtime')))
    return plan('athena-csv', rebuildLowerCase);
  if (has.has('EventName') && has.has('EventSource')) return plan('sentinel', rebuildSentinelRow);
  if (has.has('event.action') && has.has('event.provider')) return plan('elastic', rebuildEcs);
  if (has.has('class_uid') && has.has('api.operation')) return plan('ocsf', rebuildOcsf);
  if (has.has('eventName') && has.has('eventSource')) return plan('flat-columns', (row) => unflatten(row, ''));
  const nested = columns.find((column) => column.endsWith('.eventName'));
  if (nested === undefined) return null;
  const prefix = nested.slice(0, -'eventName'.length);
  const format = prefix === 'data.aws.' || prefix === '_source.data.aws.' ? 'wazuh' : 'flat-columns';
  return has.has(`${prefix}eventSource`) ? plan(format, (row) => unflatten(row, prefix)) : null;
}

/** A row of Athena or Lake: lower-case columns; nested ones as JSON or struct text. */
function rebuildLowerCase(row: Fields): Fields | null {
  const record: Fields = {};
  for (const field of recordFields) {
    const value = row[field.toLowerCase()];
    if (isBlank(value)) continue;
    put(record, [field], lowerCaseValue(field, value));
  }
  return isBlank(record['eventName']) ? null : record;
}

const nestedFields = new Set(['userIdentity', 'tlsDetails', 'addendum', 'edgeDeviceDetails', 'insightDetails']);
const freeFields = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'eventContext',
]);

function lowerCaseValue(field: string, value: unknown): unknown {
  if (field === 'eventTime') return isoTime(value);
  if (field === 'readOnly' || field === 'managementEvent') return truth(value);
  if (field === 'resources') return resourceList(structured(value));
  if (nestedFields.has(field)) return withProperNames(structured(value));
  // Names inside these belong to the API that was called and are left alone.
  return freeFields.has(field) ? structured(value) : value;
}

function resourceList(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item) => {
    if (!isObject(item)) return item;
    return Object.fromEntries(
      Object.entries(item).map(([key, member]) => {
        if (key === 'arn') return ['ARN', member];
        return [key === 'arnprefix' ? 'ARNPrefix' : properName(key), member];
      }),
    );
  });
}

const topLevel: ReadonlySet<string> = new Set(recordFields);

/**
 * A record from dotted columns below `prefix`. `resources{}.ARN` is the Splunk form of a list: one value, or a list of
 * the values of its items. Columns that are no fields of a record are left out.
 */
function unflatten(row: Fields, prefix: string): Fields | null {
  const record: Fields = {};
  const lists = new Map<string, Fields[]>();
  for (const [column, value] of Object.entries(row)) {
    if (isBlank(value) || !column.startsWith(prefix)) continue;
    const path = column.slice(prefix.length).split('.');
    const top = (path[0] ?? '').replace(/\{\}$|\[\]$|\{\d+\}$/, '');
    if (!topLevel.has(top)) continue;
    if (top !== path[0]) {
      const items = lists.get(top) ?? [];
      lists.set(top, items);
      for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
        put((items[index] ??= {}), path.slice(1), item);
      }
    } else if (path.length > 1 || !isObject(record[top])) put(record, path, flatValue(top, path, value));
  }
  for (const [field, items] of lists) put(record, [field], items);
  return isBlank(record['eventName']) || isBlank(record['eventSource']) ? null : record;
}

function flatValue(top: string, path: readonly string[], value: unknown): unknown {
  if (path.length > 1) return value;
  if (top === 'readOnly' || top === 'managementEvent') return truth(value);
  if (top === 'eventTime') return isoTime(value);
  return structured(value);
}

export type RebuiltRow =
  { kind: 'text'; column: string; format: LeafFormat } | { kind: 'record'; record: Fields; format: LeafFormat };

/** The record in a JSON object of columns, or null where it is none. */
export function rebuildRow(row: Fields): RebuiltRow | null {
  const plan = planColumns(Object.keys(row));
  if (plan === null) return null;
  const format = plan.format === 'lake-csv' || plan.format === 'athena-csv' ? 'lake-results' : plan.format;
  return recordOfRow(row, { ...plan, format });
}

/** The record in a row: the text of a column, or one put together. */
export function recordOfRow(row: Fields, plan: RowPlan): RebuiltRow | null {
  for (const column of plan.textColumns) {
    const value = row[column];
    if (typeof value === 'string' && /^\s*\{/.test(value)) return { kind: 'text', column, format: plan.format };
  }
  const record = plan.rebuild?.(row) ?? null;
  return record === null ? null : { kind: 'record', record, format: plan.format };
}
