import { isBlank, pick, put, structured, truth, type Fields } from './rebuild-tools.ts';
import { isObject } from './record-shape.ts';

/** Fields of the Elastic Common Schema with the fields of a record they came from (Filebeat and the AWS integration). */
const mapping: readonly (readonly [ecs: string, ...path: string[]])[] = [
  ['aws.cloudtrail.event_version', 'eventVersion'],
  ['@timestamp', 'eventTime'],
  ['event.provider', 'eventSource'],
  ['event.action', 'eventName'],
  ['cloud.region', 'awsRegion'],
  ['source.address', 'sourceIPAddress'],
  ['user_agent.original', 'userAgent'],
  ['aws.cloudtrail.error_code', 'errorCode'],
  ['aws.cloudtrail.error_message', 'errorMessage'],
  ['aws.cloudtrail.request_id', 'requestID'],
  ['event.id', 'eventID'],
  ['aws.cloudtrail.event_type', 'eventType'],
  ['aws.cloudtrail.event_category', 'eventCategory'],
  ['aws.cloudtrail.api_version', 'apiVersion'],
  ['aws.cloudtrail.recipient_account_id', 'recipientAccountId'],
  ['aws.cloudtrail.shared_event_id', 'sharedEventID'],
  ['aws.cloudtrail.vpc_endpoint_id', 'vpcEndpointId'],
  ['aws.cloudtrail.user_identity.type', 'userIdentity', 'type'],
  ['user.id', 'userIdentity', 'principalId'],
  ['aws.cloudtrail.user_identity.arn', 'userIdentity', 'arn'],
  ['cloud.account.id', 'userIdentity', 'accountId'],
  ['aws.cloudtrail.user_identity.access_key_id', 'userIdentity', 'accessKeyId'],
  ['aws.cloudtrail.user_identity.invoked_by', 'userIdentity', 'invokedBy'],
  ['tls.version', 'tlsDetails', 'tlsVersion'],
  ['tls.cipher', 'tlsDetails', 'cipherSuite'],
];

const sessionPath = 'aws.cloudtrail.user_identity.session_context';
const sessionMapping: readonly (readonly [ecs: string, ...path: string[]])[] = [
  ['mfa_authenticated', 'attributes', 'mfaAuthenticated'],
  ['creation_date', 'attributes', 'creationDate'],
  ['session_issuer.type', 'sessionIssuer', 'type'],
  ['session_issuer.principal_id', 'sessionIssuer', 'principalId'],
  ['session_issuer.arn', 'sessionIssuer', 'arn'],
  ['session_issuer.account_id', 'sessionIssuer', 'accountId'],
];

/** Objects that the integration keeps twice: structured under `flattened`, and as text. */
const objects: readonly (readonly [ecs: string, field: string])[] = [
  ['request_parameters', 'requestParameters'],
  ['response_elements', 'responseElements'],
  ['additional_eventdata', 'additionalEventData'],
  ['service_event_details', 'serviceEventDetails'],
  ['digest', 'digest'],
  ['insight_details', 'insightDetails'],
];

/**
 * A record from a document of Elastic that did not keep `event.original`; null where the document is no CloudTrail event.
 * Reconstructed: what the integration drops (nulls, empty values) cannot come back.
 */
export function rebuildEcs(document: Fields): Fields | null {
  const action = pick(document, 'event.action');
  const provider = pick(document, 'event.provider');
  if (typeof action !== 'string' || typeof provider !== 'string') return null;
  const isCloudTrail =
    pick(document, 'event.dataset') === 'aws.cloudtrail' ||
    pick(document, 'aws.cloudtrail.event_version') !== undefined ||
    pick(document, 'aws.cloudtrail.event_type') !== undefined ||
    (pick(document, 'event.module') === 'aws' && provider.endsWith('.amazonaws.com'));
  if (!isCloudTrail) return null;
  const record: Fields = {};
  for (const [ecs, ...path] of mapping) put(record, path, pick(document, ecs));
  if (isBlank(record['sourceIPAddress'])) put(record, ['sourceIPAddress'], pick(document, 'source.ip'));
  if (typeof record['eventTime'] === 'string') record['eventTime'] = record['eventTime'].replace(/\.\d+Z$/, 'Z');
  put(record, ['readOnly'], truth(pick(document, 'aws.cloudtrail.read_only')));
  put(record, ['managementEvent'], truth(pick(document, 'aws.cloudtrail.management_event')));
  for (const [ecs, ...path] of sessionMapping) {
    put(record, ['userIdentity', 'sessionContext', ...path], pick(document, `${sessionPath}.${ecs}`));
  }
  putUserName(record, pick(document, 'user.name'));
  for (const [ecs, field] of objects) {
    const flattened = pick(document, `aws.cloudtrail.flattened.${ecs}`);
    put(record, [field], isObject(flattened) ? flattened : structured(pick(document, `aws.cloudtrail.${ecs}`)));
  }
  putResources(record, pick(document, 'aws.cloudtrail.resources'));
  return record;
}

/** `user.name` is the name of the role for a role session and of the user otherwise. */
function putUserName(record: Fields, name: unknown): void {
  const identity = isObject(record['userIdentity']) ? record['userIdentity'] : {};
  const path = identity['type'] === 'AssumedRole' ? ['sessionContext', 'sessionIssuer', 'userName'] : ['userName'];
  put(record, ['userIdentity', ...path], name);
}

function putResources(record: Fields, value: unknown): void {
  const list = Array.isArray(value) ? value : isObject(value) ? [value] : [];
  const resources = list.filter(isObject).map((item) => {
    const resource: Fields = {};
    put(resource, ['ARN'], item['arn'] ?? item['ARN']);
    put(resource, ['accountId'], item['account_id'] ?? item['accountId']);
    put(resource, ['type'], item['type']);
    return resource;
  });
  if (resources.length > 0) record['resources'] = resources;
}
