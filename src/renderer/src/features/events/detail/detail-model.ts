import { agentFamily } from '../../../../../shared/cloudtrail/agent-family.ts';
import { at, flag, object, text, type JsonObject } from '../../../../../shared/cloudtrail/record.ts';
import type { EventDetail } from '../../../../../shared/contract/search.ts';
import { formatBytes, formatCount } from '../../../ui/format/number.ts';
import { formatInstant, formatOtherZone, type TimeZone } from '../../../ui/format/time.ts';
import { accountName, type AccountNames } from '../event-words.ts';
import type { ValueTarget } from '../value-actions.ts';
import { leavesOf } from './record-leaves.ts';

/** One line of a block. */
export interface DetailRow {
  label: string;
  /** As found, never shortened. */
  value: string;
  isMono?: boolean;
  /** Words about the record rather than a value of it. */
  isQuiet?: boolean;
  /** Quieter, after the value. */
  note?: string;
  /** What filters of the value mean; null for words of ours. */
  target: ValueTarget | null;
}

export interface DetailBlock {
  title: string;
  rows: DetailRow[];
}

export interface DetailContext {
  zone: TimeZone;
  accountNames: AccountNames;
}

/** Lines of a request or response before the rest is left to the record below. */
const mostLeaves = 14;

type MaybeRow = DetailRow | null;
const present = (row: MaybeRow): row is DetailRow => row !== null;

function valueRow(label: string, field: string, value: string | null, more: Partial<DetailRow> = {}): MaybeRow {
  return value === null || value === '' ? null : { label, value, target: { field, value }, ...more };
}

function wordsRow(label: string, value: string | null, more: Partial<DetailRow> = {}): MaybeRow {
  return value === null || value === '' ? null : { label, value, target: null, ...more };
}

function pathRow(label: string, record: JsonObject, path: string, more: Partial<DetailRow> = {}): MaybeRow {
  return valueRow(label, path, text(at(record, ...path.split('.'))), more);
}

function whoBlock({ fields }: EventDetail, record: JsonObject): DetailBlock {
  const attributes = 'userIdentity.sessionContext.attributes';
  const mfa = fields.mfa === null ? null : fields.mfa === 'true' ? 'Used' : 'Not used';
  const identity = object(record['userIdentity']);
  const principalTarget: MaybeRow =
    fields.arn === null
      ? valueRow('Principal', 'principal', fields.principal)
      : valueRow('Principal', 'arn', fields.arn, { isMono: true });
  const rows = [
    principalTarget,
    fields.arn === null ? null : valueRow('Name', 'principal', fields.principal),
    valueRow('Identity', 'type', fields.type),
    pathRow('Role', record, 'userIdentity.sessionContext.sessionIssuer.arn', { isMono: true }),
    pathRow('Source identity', record, 'userIdentity.sessionContext.sourceIdentity'),
    pathRow('On behalf of', record, 'userIdentity.onBehalfOf.userId', { isMono: true }),
    pathRow('Invoked by', record, 'userIdentity.invokedBy'),
    valueRow('Access key', 'key', fields.key, { isMono: true }),
    pathRow('Session since', record, `${attributes}.creationDate`),
    fields.mfa === null ? null : { label: 'MFA', value: mfa ?? '', target: { field: 'mfa', value: fields.mfa } },
  ];
  const account = text(identity['accountId']);
  const isForeign = account !== null && account !== fields.account;
  return {
    title: 'Who',
    rows: [
      ...rows.filter(present),
      ...[isForeign ? pathRow('Own account', record, 'userIdentity.accountId') : null].filter(present),
    ],
  };
}

/** Values of a part of the record, or in words why there are none. */
function partRows(label: string, record: JsonObject, key: string, isTold: boolean): DetailRow[] {
  const part = record[key];
  if (part === undefined || part === null || (typeof part === 'object' && Object.keys(part).length === 0)) {
    if (!isTold) return [];
    const why = part === undefined ? 'Not in the record.' : 'Empty in the record.';
    return [{ label, value: why, isQuiet: true, target: null }];
  }
  const leaves = leavesOf(part, key, mostLeaves + 1);
  const rows = leaves.slice(0, mostLeaves).map(({ path, name, value }, index): DetailRow => ({
    label: index === 0 ? label : '',
    value: value === '' ? 'Empty.' : value,
    isMono: value !== '',
    isQuiet: value === '',
    note: name,
    target: value === '' ? null : { field: path, value },
  }));
  const isCut = leaves.length > mostLeaves;
  return isCut ? [...rows, { label: '', value: 'More in the record below.', isQuiet: true, target: null }] : rows;
}

/** A name that an ARN beside it ends with says nothing more. */
function withoutPlainNames(resources: readonly string[]): string[] {
  const arns = resources.filter((resource) => resource.startsWith('arn:'));
  return resources.filter(
    (resource) =>
      resource.startsWith('arn:') || !arns.some((arn) => arn.endsWith(`:${resource}`) || arn.endsWith(`/${resource}`)),
  );
}

function whatBlock({ fields }: EventDetail, record: JsonObject): DetailBlock {
  const source = text(record['eventSource']);
  const resources = withoutPlainNames(fields.resources);
  const action = fields.service === null ? fields.event : `${fields.service}:${fields.event ?? ''}`;
  const rows: MaybeRow[] = [
    action === null
      ? null
      : {
          label: 'Action',
          value: action,
          ...(source === null ? {} : { note: source }),
          target: fields.event === null ? null : { field: 'event', value: fields.event },
        },
    ...resources
      .slice(0, 6)
      .map((resource, index) => valueRow(index === 0 ? 'Target' : '', 'resource', resource, { isMono: true })),
    resources.length > 6 ? wordsRow('', `and ${formatCount(resources.length - 6)} more`) : null,
    valueRow('Error', 'error', fields.error),
    pathRow(fields.error === null ? 'Message' : '', record, 'errorMessage'),
  ];
  const isInsight = fields.category === 'insight';
  return {
    title: 'What',
    rows: [
      ...rows.filter(present),
      ...partRows('Request', record, 'requestParameters', !isInsight),
      ...partRows('Response', record, 'responseElements', !isInsight),
      ...partRows('More', record, 'additionalEventData', false),
      ...partRows('Service', record, 'serviceEventDetails', false),
      ...partRows('Insight', record, 'insightDetails', false),
    ],
  };
}

function whereBlock({ fields }: EventDetail, record: JsonObject, context: DetailContext): DetailBlock {
  const alias = accountName(fields.account, context.accountNames);
  const family = fields.agent === null ? null : agentFamily(fields.agent);
  const rows = [
    valueRow('Source', 'ip', fields.ip),
    valueRow('Agent', 'agent', fields.agent, { isMono: true, ...(family === null ? {} : { note: family }) }),
    valueRow('Account', 'account', fields.account, alias === null ? {} : { note: alias }),
    valueRow('Region', 'region', fields.region),
    valueRow('Endpoint', 'vpce', fields.vpce, { isMono: true }),
    pathRow('TLS', record, 'tlsDetails.tlsVersion'),
    flag(record['sessionCredentialFromConsole']) === true ? wordsRow('Console', 'Made from a console session') : null,
    wordsRow('Time', formatInstant(fields.timeEpochSeconds, context.zone), {
      note: formatOtherZone(fields.timeEpochSeconds, context.zone),
    }),
  ];
  return { title: 'Where and when', rows: rows.filter(present) };
}

function evidenceBlock(detail: EventDetail): DetailBlock {
  const { row, source, copies, conflicts, sha256, lengthBytes } = detail;
  const again = copies > 0 ? wordsRow('Found again', `${formatCount(copies)} times, the same record`) : null;
  const conflict =
    conflicts > 0 ? wordsRow('Conflicts', `${formatCount(conflicts)} records with this event ID differ`) : null;
  const rows = [
    valueRow('Event ID', 'id', row.id, { isMono: true }),
    wordsRow('Found in', source.displayName, { note: source.position }),
    wordsRow('File hash', source.sha256, { isMono: true }),
    wordsRow('Record hash', sha256, { isMono: true, note: formatBytes(lengthBytes) }),
    again,
    conflict,
  ];
  return { title: 'Evidence', rows: rows.filter(present) };
}

/** The blocks of the Summary tab; empty ones are left out. */
export function detailBlocks(detail: EventDetail, record: JsonObject, context: DetailContext): DetailBlock[] {
  return [
    whoBlock(detail, record),
    whatBlock(detail, record),
    whereBlock(detail, record, context),
    evidenceBlock(detail),
  ].filter(({ rows }) => rows.length > 0);
}

export interface Pivot {
  label: string;
  field: string;
  value: string;
}

/** Values worth going on with. */
export function pivotsOf({ fields }: EventDetail): Pivot[] {
  const candidates: [string, string, string | null][] = [
    ['Principal', 'principal', fields.principal],
    ['IP', 'ip', fields.ip],
    ['Key', 'key', fields.key],
    ['Target', 'resource', fields.resources[0] ?? null],
    ['Session', 'session', fields.session],
    ['Event', 'event', fields.event],
  ];
  return candidates.flatMap(([label, field, value]) =>
    value === null || value === '' ? [] : [{ label, field, value }],
  );
}
