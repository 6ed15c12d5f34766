import { fieldRegistry, type FieldDefinition, type FieldId } from '../cloudtrail/field-registry.ts';

/**
 * How the values of a field behave in queries. `keyword`: text compared exactly; `choice`: one of a closed list;
 * `time`, `ip`: with terms of their own; `set`: an event has any number of them.
 */
export type FieldKind = 'keyword' | 'choice' | 'time' | 'ip' | 'set';

export type QueryFieldName = FieldId;

export interface QueryField {
  name: QueryFieldName;
  label: string;
  /** One sentence for completion and help. */
  description: string;
  kind: FieldKind;
  /** The only values a `choice` field can have; else null. */
  choices: readonly string[] | null;
}

/** The documented fields, in the order of the registry. */
export const queryFields: readonly QueryField[] = fieldRegistry.map((definition) => ({
  name: definition.id,
  label: definition.label,
  description: definition.description,
  kind: kindOf(definition),
  choices: definition.values,
}));

function kindOf(definition: FieldDefinition): FieldKind {
  if (definition.type === 'time') return 'time';
  if (definition.type === 'address') return 'ip';
  if (definition.values !== null) return 'choice';
  return definition.isMultiple ? 'set' : 'keyword';
}

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
