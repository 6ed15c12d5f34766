import { isIP } from 'node:net';
import { at, flag, list, object, text, type JsonObject } from '../../shared/cloudtrail/record.ts';
import { formatTime, parseTimeEpochSeconds } from '../../shared/cloudtrail/time.ts';
import type { ExportEvent } from './event-batches.ts';
import { isContainer, parseMasked, valueText } from './faithful-json.ts';
import { ocsfClassOf } from './ocsf-class.ts';

/** Paths of a record that have a place of their own in OCSF; everything else goes to `unmapped`. */
const mapped = new Set([
  'eventID',
  'eventTime',
  'eventVersion',
  'eventCategory',
  'eventType',
  'eventName',
  'eventSource',
  'requestID',
  'apiVersion',
  'requestParameters',
  'responseElements',
  'errorCode',
  'errorMessage',
  'awsRegion',
  'recipientAccountId',
  'sourceIPAddress',
  'vpcEndpointId',
  'userAgent',
  'resources',
  'userIdentity.type',
  'userIdentity.arn',
  'userIdentity.principalId',
  'userIdentity.userName',
  'userIdentity.accountId',
  'userIdentity.accessKeyId',
  'userIdentity.invokedBy',
  'userIdentity.identityProvider',
  'userIdentity.sessionContext.attributes.creationDate',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'userIdentity.sessionContext.sessionIssuer.arn',
]);

/**
 * An event as one line of OCSF 1.1.0 JSON, in the layout Security Lake gives its CloudTrail source. Credentials are
 * masked. Values without a place in OCSF are kept as text under `unmapped`, by their path in the record.
 */
export function ocsfJson(event: ExportEvent): string {
  const record = parseMasked(Buffer.from(event.bytes).toString('utf8'));
  return `${JSON.stringify(ocsfEvent(event, record))}\n`;
}

function ocsfEvent({ row }: ExportEvent, record: JsonObject): Record<string, unknown> {
  const operation = row.event ?? 'Unknown';
  const eventSource = text(record['eventSource']);
  const { classUid, className, categoryUid, categoryName, activityId, activityName } = ocsfClassOf(
    operation,
    eventSource,
  );
  const failed = row.outcome !== 'success';
  const user = userOf(object(record['userIdentity']));
  return compact({
    metadata: {
      version: '1.1.0',
      uid: row.id,
      profiles: ['cloud', 'datetime'],
      event_code: text(record['eventType']),
      product: {
        name: 'CloudTrail',
        vendor_name: 'AWS',
        version: text(record['eventVersion']),
        feature: { name: text(record['eventCategory']) },
      },
    },
    time: row.timeEpochSeconds * 1000,
    time_dt: formatTime(row.timeEpochSeconds),
    class_uid: classUid,
    class_name: className,
    category_uid: categoryUid,
    category_name: categoryName,
    activity_id: activityId,
    activity_name: activityName,
    type_uid: classUid * 100 + activityId,
    type_name: `${className}: ${activityName}`,
    severity_id: 1,
    severity: 'Informational',
    status_id: failed ? 2 : 1,
    status: failed ? 'Failure' : 'Success',
    status_code: row.error,
    status_detail: text(record['errorMessage']),
    api: {
      operation,
      version: text(record['apiVersion']),
      service: { name: eventSource },
      request: { uid: text(record['requestID']), data: valueText(record['requestParameters']) },
      response: {
        error: text(record['errorCode']),
        message: text(record['errorMessage']),
        data: valueText(record['responseElements']),
      },
    },
    actor: {
      user,
      session: sessionOf(record),
      invoked_by: text(at(record, 'userIdentity', 'invokedBy')),
      idp: { name: text(at(record, 'userIdentity', 'identityProvider')) },
    },
    ...(classUid === 3002
      ? { user, service: { name: eventSource }, is_mfa: row.mfa === null ? null : row.mfa === 'true' }
      : {}),
    ...(classUid === 3001
      ? { user: { name: text(at(record, 'requestParameters', 'userName')) ?? row.resource ?? 'unknown' } }
      : {}),
    cloud: { provider: 'AWS', region: row.region, account: { uid: text(record['recipientAccountId']) } },
    src_endpoint: {
      ...(row.ip !== null && isIP(row.ip) > 0 ? { ip: row.ip } : { domain: row.ip }),
      uid: text(record['vpcEndpointId']),
    },
    http_request: { user_agent: text(record['userAgent']) },
    resources: list(record['resources']).map(resourceOf),
    unmapped: unmappedOf(record),
  });
}

function userOf(identity: JsonObject): JsonObject {
  const type = text(identity['type']);
  return {
    type,
    type_id: type === null ? 0 : 99,
    uid: text(identity['arn']),
    uid_alt: text(identity['principalId']),
    name: text(identity['userName']),
    account: { uid: text(identity['accountId']) },
    credential_uid: text(identity['accessKeyId']),
  };
}

function sessionOf(record: JsonObject): JsonObject {
  const context = object(at(record, 'userIdentity', 'sessionContext'));
  const attributes = object(context['attributes']);
  const created = parseTimeEpochSeconds(attributes['creationDate']);
  return {
    created_time: Number.isNaN(created) ? null : created * 1000,
    created_time_dt: Number.isNaN(created) ? null : formatTime(created),
    is_mfa: flag(attributes['mfaAuthenticated']),
    issuer: text(at(context, 'sessionIssuer', 'arn')),
  };
}

function resourceOf(value: unknown): JsonObject {
  const resource = object(value);
  const prefix = text(resource['ARNPrefix']);
  return {
    uid: text(resource['ARN']) ?? prefix,
    type: text(resource['type']),
    owner: { account: { uid: text(resource['accountId']) } },
    // OCSF knows no prefix: this says that `uid` is one.
    data: prefix === null ? null : { ARNPrefix: prefix },
  };
}

/** Leaves without a place of their own, by dotted path, as text; lists as JSON. */
function unmappedOf(record: JsonObject): Record<string, string> {
  const unmapped: Record<string, string> = {};
  const visit = (value: unknown, path: string): void => {
    if (mapped.has(path)) return;
    if (isContainer(value) && !Array.isArray(value)) {
      for (const [key, child] of Object.entries(value)) visit(child, path === '' ? key : `${path}.${key}`);
      return;
    }
    const leaf = Array.isArray(value) && value.length === 0 ? null : valueText(value);
    if (leaf !== null && leaf !== '') unmapped[path] = leaf;
  };
  visit(record, '');
  return unmapped;
}

/** Without absent values: nulls, and objects and lists in which nothing is left. */
function compact(value: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    if (child === null || child === undefined) continue;
    if (Array.isArray(child)) {
      const items = child.map((item: unknown) => (isContainer(item) ? compact(item as Record<string, unknown>) : item));
      if (items.length > 0) kept[key] = items;
    } else if (isContainer(child)) {
      const inner = compact(child as Record<string, unknown>);
      if (Object.keys(inner).length > 0) kept[key] = inner;
    } else kept[key] = child;
  }
  return kept;
}
