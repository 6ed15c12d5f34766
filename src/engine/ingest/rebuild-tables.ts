import { isBlank, isoTime, put, structured, truth, type Fields } from './rebuild-tools.ts';
import { isObject } from './record-shape.ts';

/** Columns of the CSV that the CloudTrail console downloads, with their fields. */
const consoleColumns: readonly (readonly [column: string, ...path: string[]])[] = [
  ['Event time', 'eventTime'],
  ['Event source', 'eventSource'],
  ['Event name', 'eventName'],
  ['AWS region', 'awsRegion'],
  ['Source IP address', 'sourceIPAddress'],
  ['User agent', 'userAgent'],
  ['Error code', 'errorCode'],
  ['Request ID', 'requestID'],
  ['Event ID', 'eventID'],
  ['Read-only', 'readOnly'],
  ['Event type', 'eventType'],
  ['Recipient Account Id', 'recipientAccountId'],
  ['Event category', 'eventCategory'],
  ['User name', 'userIdentity', 'userName'],
  ['AWS access key', 'userIdentity', 'accessKeyId'],
];

/** A partial record from a row of the console's CSV: what the console leaves out stays out. */
export function rebuildConsoleRow(row: Fields): Fields | null {
  const record: Fields = {};
  for (const [column, ...path] of consoleColumns) put(record, path, row[column]);
  if (isBlank(record['eventName']) || (isBlank(record['eventID']) && isBlank(record['eventTime']))) return null;
  put(record, ['readOnly'], truth(record['readOnly']));
  put(record, ['eventTime'], isoTime(record['eventTime']));
  const resources = structured(row['Resources']);
  if (Array.isArray(resources) && resources.length > 0) record['resources'] = resources.map(consoleResource);
  return record;
}

/** The console names resources by name, ARN or id; only ARNs belong under `ARN`. */
function consoleResource(value: unknown): unknown {
  if (!isObject(value)) return value;
  const name = value['resourceName'];
  const resource: Fields = {};
  put(resource, [typeof name === 'string' && name.startsWith('arn:') ? 'ARN' : 'resourceName'], name);
  put(resource, ['type'], value['resourceType']);
  return resource;
}

/** Columns of the Sentinel table AWSCloudTrail (Azure Monitor table reference), with their fields. */
const sentinelColumns: readonly (readonly [column: string, ...path: string[]])[] = [
  ['EventVersion', 'eventVersion'],
  ['TimeGenerated', 'eventTime'],
  ['EventSource', 'eventSource'],
  ['EventName', 'eventName'],
  ['AWSRegion', 'awsRegion'],
  ['SourceIpAddress', 'sourceIPAddress'],
  ['UserAgent', 'userAgent'],
  ['ErrorCode', 'errorCode'],
  ['ErrorMessage', 'errorMessage'],
  ['RequestParameters', 'requestParameters'],
  ['ResponseElements', 'responseElements'],
  ['AdditionalEventData', 'additionalEventData'],
  ['AwsRequestId', 'requestID'],
  ['AwsRequestId_', 'requestID'],
  ['AwsEventId', 'eventID'],
  ['EventTypeName', 'eventType'],
  ['APIVersion', 'apiVersion'],
  ['ManagementEvent', 'managementEvent'],
  ['ReadOnly', 'readOnly'],
  ['Resources', 'resources'],
  ['RecipientAccountId', 'recipientAccountId'],
  ['ServiceEventDetails', 'serviceEventDetails'],
  ['SharedEventId', 'sharedEventID'],
  ['VpcEndpointId', 'vpcEndpointId'],
  ['Category', 'eventCategory'],
  ['UserIdentityType', 'userIdentity', 'type'],
  ['UserIdentityPrincipalid', 'userIdentity', 'principalId'],
  ['UserIdentityArn', 'userIdentity', 'arn'],
  ['UserIdentityAccountId', 'userIdentity', 'accountId'],
  ['UserIdentityAccessKeyId', 'userIdentity', 'accessKeyId'],
  ['UserIdentityUserName', 'userIdentity', 'userName'],
  ['UserIdentityInvokedBy', 'userIdentity', 'invokedBy'],
  ['SessionMfaAuthenticated', 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated'],
  ['SessionCreationDate', 'userIdentity', 'sessionContext', 'attributes', 'creationDate'],
  ['SessionIssuerType', 'userIdentity', 'sessionContext', 'sessionIssuer', 'type'],
  ['SessionIssuerPrincipalId', 'userIdentity', 'sessionContext', 'sessionIssuer', 'principalId'],
  ['SessionIssuerArn', 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
  ['SessionIssuerAccountId', 'userIdentity', 'sessionContext', 'sessionIssuer', 'accountId'],
  ['SessionIssuerUserName', 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName'],
  ['EC2RoleDelivery', 'userIdentity', 'sessionContext', 'ec2RoleDelivery'],
  ['TlsVersion', 'tlsDetails', 'tlsVersion'],
  ['CipherSuite', 'tlsDetails', 'cipherSuite'],
  ['ClientProvidedHostHeader', 'tlsDetails', 'clientProvidedHostHeader'],
];

const jsonFields = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'resources',
]);

/** A record from a row of Sentinel, by column; the portal adds the time zone to names of time columns. */
export function rebuildSentinelRow(row: Fields): Fields | null {
  const record: Fields = {};
  for (const [column, ...path] of sentinelColumns) {
    let value = row[column] ?? row[`${column} [UTC]`];
    if (jsonFields.has(path[0] ?? '')) value = structured(value);
    else if (path[0] === 'readOnly' || path[0] === 'managementEvent') value = truth(value);
    else if (path[0] === 'eventTime') value = isoTime(value);
    put(record, path, value);
  }
  const isRecord = !isBlank(record['eventName']) && !isBlank(record['eventSource']) && !isBlank(record['eventTime']);
  return isRecord ? record : null;
}
