import { isBlank, isoTime, pick, put, structured, truth, type Fields } from './rebuild-tools.ts';
import { isObject } from './record-shape.ts';

/** Fields of OCSF 1.1 as Security Lake fills them, with the fields of a record. */
const mapping: readonly (readonly [ocsf: string, ...path: string[]])[] = [
  ['metadata.product.version', 'eventVersion'],
  ['api.service.name', 'eventSource'],
  ['api.operation', 'eventName'],
  ['cloud.region', 'awsRegion'],
  ['src_endpoint.ip', 'sourceIPAddress'],
  ['http_request.user_agent', 'userAgent'],
  ['api.response.error', 'errorCode'],
  ['api.response.message', 'errorMessage'],
  ['api.request.uid', 'requestID'],
  ['metadata.uid', 'eventID'],
  ['metadata.event_code', 'eventType'],
  ['metadata.product.feature.name', 'eventCategory'],
  ['cloud.account.uid', 'recipientAccountId'],
  ['src_endpoint.uid', 'vpcEndpointId'],
  ['actor.user.type', 'userIdentity', 'type'],
  ['actor.user.uid_alt', 'userIdentity', 'principalId'],
  ['actor.user.uid', 'userIdentity', 'arn'],
  ['actor.user.account.uid', 'userIdentity', 'accountId'],
  ['actor.user.credential_uid', 'userIdentity', 'accessKeyId'],
  ['actor.user.name', 'userIdentity', 'userName'],
  ['actor.invoked_by', 'userIdentity', 'invokedBy'],
  ['actor.idp.name', 'userIdentity', 'identityProvider'],
  ['actor.session.issuer', 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
];

/** A record from an OCSF event of the CloudTrail product; null for any other value. Reconstructed. */
export function rebuildOcsf(event: Fields): Fields | null {
  if (isBlank(event['class_uid']) || !/cloudtrail/i.test(String(pick(event, 'metadata.product.name') ?? '')))
    return null;
  const record: Fields = {};
  for (const [ocsf, ...path] of mapping) put(record, path, pick(event, ocsf));
  if (isBlank(record['sourceIPAddress'])) put(record, ['sourceIPAddress'], pick(event, 'src_endpoint.domain'));
  put(record, ['eventTime'], timeText(event['time_dt']) ?? timeText(event['time']));
  put(record, ['requestParameters'], structured(pick(event, 'api.request.data')));
  put(record, ['responseElements'], structured(pick(event, 'api.response.data')));
  const attributes = ['userIdentity', 'sessionContext', 'attributes'];
  const mfa = pick(event, 'actor.session.is_mfa');
  put(record, [...attributes, 'mfaAuthenticated'], isBlank(mfa) ? mfa : String(mfa));
  const created =
    timeText(pick(event, 'actor.session.created_time_dt')) ?? timeText(pick(event, 'actor.session.created_time'));
  put(record, [...attributes, 'creationDate'], created);
  putResources(record, event['resources']);
  putUnmapped(record, event['unmapped']);
  return isBlank(record['eventName']) || isBlank(record['eventTime']) ? null : record;
}

/** Epoch milliseconds or ISO text as ISO text in whole seconds. */
function timeText(value: unknown): string | null {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d{10,16}$/.test(value));
  if (isNumber) {
    const date = new Date(Number(value));
    return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d+Z$/, 'Z');
  }
  return typeof value === 'string' && value !== '' ? String(isoTime(value)) : null;
}

function putResources(record: Fields, value: unknown): void {
  if (!Array.isArray(value)) return;
  const resources = value.filter(isObject).map((item) => {
    const resource: Fields = {};
    put(resource, ['ARN'], item['uid']);
    put(resource, ['accountId'], pick(item, 'owner.account.uid'));
    put(resource, ['type'], item['type']);
    return resource;
  });
  if (resources.length > 0) record['resources'] = resources;
}

/** What the mapping of Security Lake has no place for: a map (or list of pairs) with dotted keys and text values. */
function putUnmapped(record: Fields, value: unknown): void {
  const entries: [unknown, unknown][] = Array.isArray(value)
    ? value.map((pair) => (Array.isArray(pair) ? [pair[0], pair[1]] : [pick(pair, 'key'), pick(pair, 'value')]))
    : isObject(value)
      ? Object.entries(value)
      : [];
  for (const [key, member] of entries) {
    if (typeof key !== 'string' || key === '') continue;
    const path = key.split('.');
    const isFlag = path[0] === 'readOnly' || path[0] === 'managementEvent';
    put(record, path, isFlag ? truth(member) : structured(member));
  }
}
