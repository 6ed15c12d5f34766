import type { Access, Category, Lane, Outcome } from '../cloudtrail/event.ts';

/**
 * How the values of a field behave. `keyword`: free text compared exactly; `choice`: one of a closed list; `time`,
 * `ip`: with their own terms; `set`: an event has any number of them.
 */
export type FieldKind = 'keyword' | 'choice' | 'time' | 'ip' | 'set';

export interface QueryField {
  name: string;
  label: string;
  /** One sentence for completion and help. */
  description: string;
  kind: FieldKind;
  /** The only values a `choice` field can have. */
  choices?: readonly string[];
}

// Records, so that a value added to the type without a line here fails to compile.
const outcomes: Record<Outcome, true> = {
  success: true,
  denied: true,
  throttled: true,
  notfound: true,
  invalid: true,
  failed: true,
};
const accesses: Record<Access, true> = { read: true, write: true };
const categories: Record<Category, true> = {
  management: true,
  data: true,
  insight: true,
  network: true,
  aggregated: true,
};
const lanes: Record<Lane, true> = { human: true, automation: true, service: true };

/** The documented fields, in the order in which they are offered. */
export const queryFields = [
  { name: 'event', label: 'Event', description: 'API action or event name (eventName).', kind: 'keyword' },
  {
    name: 'service',
    label: 'Service',
    description: 'Service that was called (eventSource without .amazonaws.com).',
    kind: 'keyword',
  },
  { name: 'principal', label: 'Principal', description: 'Display name of the identity that acted.', kind: 'keyword' },
  { name: 'arn', label: 'ARN', description: 'ARN of the identity that acted (userIdentity.arn).', kind: 'keyword' },
  { name: 'account', label: 'Account', description: 'Account in which it happened.', kind: 'keyword' },
  { name: 'region', label: 'Region', description: 'Region that took the request (awsRegion).', kind: 'keyword' },
  {
    name: 'ip',
    label: 'IP address',
    description: 'Where the call came from (sourceIPAddress); takes CIDR blocks.',
    kind: 'ip',
  },
  { name: 'agent', label: 'User agent', description: 'Full user agent, or the family it belongs to.', kind: 'keyword' },
  { name: 'error', label: 'Error', description: 'Error code (errorCode).', kind: 'keyword' },
  {
    name: 'outcome',
    label: 'Outcome',
    description: 'How the call ended.',
    kind: 'choice',
    choices: Object.keys(outcomes),
  },
  {
    name: 'category',
    label: 'Category',
    description: 'Kind of CloudTrail event.',
    kind: 'choice',
    choices: Object.keys(categories),
  },
  {
    name: 'access',
    label: 'Access',
    description: 'Whether the call reads or writes.',
    kind: 'choice',
    choices: Object.keys(accesses),
  },
  { name: 'type', label: 'Identity type', description: 'Type of identity (userIdentity.type).', kind: 'keyword' },
  {
    name: 'lane',
    label: 'Lane',
    description: 'Who drives the call: a person, automation, or an AWS service.',
    kind: 'choice',
    choices: Object.keys(lanes),
  },
  { name: 'session', label: 'Session', description: 'Session the event belongs to.', kind: 'keyword' },
  { name: 'key', label: 'Access key', description: 'Access key ID (userIdentity.accessKeyId).', kind: 'keyword' },
  { name: 'resource', label: 'Resource', description: 'Name or ARN of a resource of the event.', kind: 'set' },
  {
    name: 'mfa',
    label: 'MFA',
    description: 'Whether the session was authenticated with MFA.',
    kind: 'choice',
    choices: ['true', 'false'],
  },
  { name: 'vpce', label: 'VPC endpoint', description: 'VPC endpoint of the call (vpcEndpointId).', kind: 'keyword' },
  { name: 'source', label: 'Source', description: 'File or pull in which the record was found.', kind: 'keyword' },
  { name: 'tag', label: 'Tag', description: 'Tag set by the analyst.', kind: 'set' },
  { name: 'finding', label: 'Finding', description: 'Finding that cites the event.', kind: 'set' },
  { name: 'id', label: 'Event ID', description: 'ID of the event (eventID).', kind: 'keyword' },
  {
    name: 'time',
    label: 'Time',
    description: 'When it happened (eventTime), UTC unless an offset is given.',
    kind: 'time',
  },
] as const satisfies readonly QueryField[];

export type QueryFieldName = (typeof queryFields)[number]['name'];

const fieldsByName: ReadonlyMap<string, QueryField> = new Map(queryFields.map((field) => [field.name, field]));

export function isQueryField(name: string): name is QueryFieldName {
  return fieldsByName.has(name);
}

/** The documented field of that name, or undefined for record paths and unknown names. */
export function queryField(name: string): QueryField | undefined {
  return fieldsByName.get(name);
}

/** Keys at the top of CloudTrail records of every version and category (AWS user guide, "CloudTrail record contents"). */
export const recordKeys: readonly string[] = [
  'accountId',
  'additionalEventData',
  'addendum',
  'annotation',
  'apiVersion',
  'awsRegion',
  'edgeDeviceDetails',
  'errorCode',
  'errorMessage',
  'eventCategory',
  'eventContext',
  'eventID',
  'eventId',
  'eventName',
  'eventSource',
  'eventTime',
  'eventType',
  'eventVersion',
  'insightDetails',
  'managementEvent',
  'readOnly',
  'recipientAccountId',
  'requestID',
  'requestParameters',
  'resources',
  'responseElements',
  'serviceEventDetails',
  'sessionCredentialFromConsole',
  'sharedEventID',
  'sourceIPAddress',
  'summary',
  'timeWindow',
  'tlsDetails',
  'userAgent',
  'userIdentity',
  'vpcEndpointAccountId',
  'vpcEndpointId',
];

const recordKeySet: ReadonlySet<string> = new Set(recordKeys);

/**
 * True for a path into the record: a known top-level key alone, or a first key of ordinary letters followed by
 * further segments. Documented fields are not paths.
 */
export function isRecordPath(name: string): boolean {
  const segments = name.split('.');
  const first = segments[0] ?? '';
  if (segments.length === 1) return recordKeySet.has(first);
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(first) && segments.every((segment) => segment !== '');
}

// What people of other tools call our fields. For hints only: the language has no aliases.
const otherNames: Readonly<Record<string, string>> = {
  action: 'event',
  actor: 'principal',
  address: 'ip',
  api: 'event',
  bucket: 'requestParameters.bucketName',
  bucketname: 'requestParameters.bucketName',
  date: 'time',
  identity: 'principal',
  name: 'event',
  role: 'principal',
  sourceip: 'ip',
  src: 'ip',
  status: 'outcome',
  timestamp: 'time',
  ua: 'agent',
  user: 'principal',
  username: 'principal',
  verb: 'event',
};

/** The field or record key that was probably meant by an unknown name, or null. */
export function nearestField(name: string): string | null {
  const lower = name.toLowerCase();
  const candidates = [...fieldsByName.keys(), ...recordKeys];
  const sameLetters = candidates.find((candidate) => candidate.toLowerCase() === lower);
  if (sameLetters !== undefined) return sameLetters;
  if (Object.hasOwn(otherNames, lower)) return otherNames[lower] ?? null;
  return nearest(name, candidates);
}

/** The candidate fewest edits away, if it is close for its length; the first of equals. Case costs nothing. */
export function nearest(text: string, candidates: readonly string[]): string | null {
  const lower = text.toLowerCase();
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const allowed = Math.min(2, Math.floor(Math.min(lower.length, candidate.length) / 2));
    if (Math.abs(candidate.length - lower.length) > allowed) continue;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
