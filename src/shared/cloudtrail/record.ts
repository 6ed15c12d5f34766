/**
 * The loose shape of a CloudTrail record and narrow ways into it. Nothing in a record can be relied on: fields are missing in old
 * versions, objects come as `null`, `{}` or a masking string, and logs are attacker-influenced. So a record is read through these
 * accessors only, which never throw.
 * Source: CloudTrail user guide, "CloudTrail record contents".
 */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value CloudTrail writes in place of something it will not show. */
export const hiddenMarker = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const emptyObject: JsonObject = Object.freeze(Object.create(null) as Record<string, unknown>);
const emptyList: readonly unknown[] = Object.freeze([]);

/** A string with content, else null: CloudTrail uses `""` and an absent field alike (accessKeyId of sign-in events). */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The object, or an empty one for everything else, so that `null`, `{}` and an absent field behave alike. */
export function object(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : emptyObject;
}

/** The array, or an empty one for everything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : emptyList;
}

/** Elements of a list that comes bare or in the `{"items": […]}` wrapper of EC2. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : list(object(value)['items']);
}

/** A boolean, also where a tool wrote it as text (`"true"`, `"False"`); else null. */
export function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  if (value === 'true' || value === 'false') return value === 'true';
  const lower = value.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : null;
}

/** A finite number, also where a tool wrote it as text; else null. */
export function number(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}

/** True for text that stands in for a value CloudTrail masked. */
export function isMasked(value: string): boolean {
  return value === hiddenMarker || value === '<sensitiveDataRemoved>' || /^\*{3,}$/.test(value);
}

/** Follows a path of object keys; undefined where it ends early. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) current = object(current)[key];
  return current;
}

const categoriesWithoutName = new Set(['insight', 'aggregated', 'configurationitem', 'evidence', 'activityauditlog']);

/**
 * True for what CloudTrail writes: API, sign-in and service events of every version, Insight, aggregated, network activity and
 * Lake-only records, and records rebuilt from partial exports. False for what only looks alike: notifications to Lambda, SNS and SQS
 * (`eventSource: "aws:s3"`), digests, GuardDuty and Security Hub findings, Config snapshots and the envelopes records travel in.
 */
export function isCloudTrailRecord(value: unknown): value is Record<string, unknown> {
  const record = object(value);
  const source = text(record['eventSource']);
  if (source?.startsWith('aws:')) return false;
  if (text(record['eventName']) !== null) {
    if (source !== null) return hasAny(record, ['eventTime', 'eventID', 'eventVersion', 'userIdentity']);
    return text(record['eventTime']) !== null && hasAny(record, ['eventID', 'awsRegion', 'userIdentity']);
  }
  if (isPresent(record['insightDetails']))
    return hasAny(record, ['eventTime', 'eventID', 'sharedEventID', 'eventType']);
  if (isPresent(record['summary']) && isPresent(record['timeWindow']))
    return hasAny(record, ['eventId', 'eventSource', 'eventCategory']);
  const category = text(record['eventCategory'])?.toLowerCase();
  return (
    category !== undefined && categoriesWithoutName.has(category) && hasAny(record, ['eventTime', 'eventID', 'eventId'])
  );
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function hasAny(record: JsonObject, keys: readonly string[]): boolean {
  return keys.some((key) => isPresent(record[key]));
}
