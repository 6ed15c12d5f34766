import { isMasked, list, object, text } from './record.ts';
import type { JsonObject } from './record.ts';

const resourceLimit = 16;
const depthLimit = 6;
/** Visited values a record: batches of thousands of elements must not slow the import; the whole record stays searchable. */
const visitLimit = 400;
const lengthLimit = 2048;

/** Main nouns of calls: they come before other names of the same call. */
const mainKeys = new Set(
  (
    'userName roleName groupName bucketName functionName instanceId instanceProfileName secretId keyId trailName trailARN ' +
    'tableName dBInstanceIdentifier dBClusterIdentifier dBSnapshotIdentifier dBClusterSnapshotIdentifier snapshotId volumeId ' +
    'stackName clusterName repositoryName queueUrl topicArn roleArn logGroupName detectorId name domainName streamName ' +
    'accessKeyId samlProviderArn sAMLProviderArn openIDConnectProviderArn documentName projectName stateMachineArn target ' +
    'stackSetName fileSystemId webACLArn targetAccountId targetPrincipal modelId hostedZoneId distributionId'
  ).split(' '),
);
/** Names that end like a resource but are none: tokens of requests, people's attributes, filters. */
const otherKeys = new Set(
  (
    'requestId clientRequestId requestID idempotencyId clientTokenId invocationId roleSessionName attributeName attributeNames ' +
    'regionName parameterName fieldName metricName dimensionName deviceName rootDeviceName displayName hostName dnsName privateDnsName ' +
    'publicDnsName ownerId requesterId accountId awsAccountId accountIds registryId availabilityZoneId zoneName algorithmName ' +
    'columnName x-amz-id-2 architectureName tenantId callerId namespaceId eventName eventId eventNames methodName ' +
    'productName engineName insightName templateName ruleId versionId SignatureVersion apiVersionId packageId correlationId ' +
    'AuthWorkflowID masterUserName firstName lastName givenName familyName reservationId groupOwnerId agentName typeName SecretVersionId secretVersionId'
  ).split(' '),
);
const plainKeys = new Set([
  'name',
  'names',
  'Name',
  'target',
  'queueUrl',
  'trail',
  'bucket',
  'table',
  'alias',
  'resource',
  'resources',
]);
/** Subtrees that describe or select, and credentials. `documents` are policies. */
const skippedKeys = new Set(
  (
    'filter filters filterSet tags tag tagSet tagSpecificationSet tagList sessionToken policyDocument assumeRolePolicyDocument ' +
    'bucketPolicy policy policyText document statement pagination logins environment encryptionConfiguration principalTags ' +
    'webIdFederationData metadata stateReason'
  ).split(' '),
);

/** 3 = main noun, 2 = another name, 1 = only if it is an ARN, 0 = leave the subtree out. */
type Weight = 0 | 1 | 2 | 3;
const weights = new Map<string, Weight>();
const weightsLimit = 20_000;

function weightOf(key: string): Weight {
  let weight = weights.get(key);
  if (weight === undefined) {
    weight = skippedKeys.has(key)
      ? 0
      : otherKeys.has(key)
        ? 1
        : mainKeys.has(key)
          ? 3
          : plainKeys.has(key) || nameLike.test(key)
            ? 2
            : 1;
    if (weights.size >= weightsLimit) weights.clear();
    weights.set(key, weight);
  }
  return weight;
}
const nameLike = /(?:Names?|A[rR][nN]s?|I[dD]s?|Identifiers?|Alias)$/;

/**
 * Distinct names, ids and ARNs of the resources a call was about, most telling first, at most 16: S3 object, `resources[]`, then names in
 * requestParameters and responseElements. Values are as in the record; an S3 object is written `arn:aws:s3:::bucket/key`.
 */
export function resourcesOf(record: JsonObject): string[] {
  const found: string[] = [];
  const listed = record['resources'];
  const request = object(record['requestParameters']);
  addObject(found, request, text(record['awsRegion']));
  if (Array.isArray(listed)) addListed(found, listed);
  const walk: Walk = { created: null, main: [], other: [], visited: 0 };
  visit(walk, request, 0);
  const response = record['responseElements'];
  if (typeof response === 'object' && response !== null) {
    walk.created = createdKey(text(record['eventName']));
    visit(walk, object(response), 0);
  }
  for (const value of walk.main) add(found, value);
  for (const value of walk.other) add(found, value);
  if (record['summary'] !== undefined) addAggregated(found, object(record['summary']));
  return found;
}

/** Partition of a region, as ARNs name it. */
export function partitionOfRegion(region: string | null): string {
  if (region === null) return 'aws';
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  const iso = /^[a-z]+-(iso[a-z]?)-/.exec(region);
  return iso ? `aws-${iso[1]}` : 'aws';
}

function add(found: string[], value: string): void {
  if (found.length < resourceLimit && !found.includes(value)) found.push(value);
}

function addObject(found: string[], request: JsonObject, region: string | null): void {
  const bucket = text(request['bucketName']);
  const key = text(request['key']);
  if (bucket !== null && key !== null && !isMasked(key) && key.length <= lengthLimit) {
    add(found, `arn:${partitionOfRegion(region)}:s3:::${bucket}/${key}`);
  }
}

function addListed(found: string[], listed: readonly unknown[]): void {
  // The object tells more than the bucket it lies in, which S3 may list first.
  for (const wantObjects of [true, false]) {
    for (const element of listed) {
      const resource = object(element);
      const isObject = resource['type'] === 'AWS::S3::Object';
      if (isObject !== wantObjects) continue;
      const name =
        text(resource['ARN']) ??
        text(resource['arn']) ??
        text(resource['ARNPrefix']) ??
        text(resource['resourceName']) ??
        text(resource['ResourceName']) ??
        text(element);
      if (name !== null && name.length <= lengthLimit) add(found, name);
      if (found.length >= resourceLimit) return;
    }
  }
}

interface Walk {
  /** Key of the id of what the call created: that comes first. */
  created: string | null;
  main: string[];
  other: string[];
  visited: number;
}

function visit(walk: Walk, value: JsonObject, depth: number): void {
  for (const key of Object.keys(value)) {
    if (walk.visited++ > visitLimit) return;
    const weight = weightOf(key);
    if (weight === 0) continue;
    const child = value[key];
    if (typeof child === 'string') {
      if (key === walk.created) {
        takeCreated(walk, child);
        continue;
      }
      // A bare `name` deeper down is a name of anything: an attribute, a rule, a column.
      take(walk, child, weight >= 2 && depth > 1 && plainKeys.has(key) ? 1 : weight);
    } else if (typeof child === 'object' && child !== null && depth < depthLimit) {
      if (Array.isArray(child)) {
        visitList(walk, child, weight, depth);
      } else {
        // EC2 writes some ids as {"tag": 1, "content": "fl-…"}.
        const content = (child as JsonObject)['content'];
        if (typeof content === 'string' && weight >= 2) take(walk, content, weight);
        visit(walk, child as JsonObject, depth + 1);
      }
    }
  }
}

function visitList(walk: Walk, values: readonly unknown[], weight: Weight, depth: number): void {
  for (const element of values) {
    if (walk.visited++ > visitLimit) return;
    if (typeof element === 'string') take(walk, element, weight);
    else if (Array.isArray(element)) continue;
    else if (typeof element === 'object' && element !== null) visit(walk, element as JsonObject, depth + 1);
  }
}

function take(walk: Walk, value: string, weight: Weight): void {
  if (value === '' || value.length > lengthLimit) return;
  const isArn = value.startsWith('arn:');
  if (!isArn && weight === 1) return;
  if (isMasked(value) || (isArn && /\s/.test(value))) return;
  const target = weight === 3 ? walk.main : walk.other;
  if (target.length < resourceLimit && !target.includes(value)) target.push(value);
}

function takeCreated(walk: Walk, value: string): void {
  if (value !== '' && value.length <= lengthLimit && !isMasked(value) && !walk.main.includes(value))
    walk.main.unshift(value);
}

const createdKeys = new Map<string, string | null>();
const createdKeysLimit = 5000;

/** `subnetId` for CreateSubnet: without it the VPC the subnet lies in would come first. */
function createdKey(eventName: string | null): string | null {
  if (eventName === null) return null;
  let key = createdKeys.get(eventName);
  if (key === undefined) {
    const noun = /^(?:Create|Copy|Allocate|Register|Import)([A-Z][A-Za-z]+)/.exec(eventName)?.[1];
    // The owner of a new access key tells more than its id.
    key = noun === undefined || noun === 'AccessKey' ? null : `${noun.slice(0, 1).toLowerCase()}${noun.slice(1)}Id`;
    if (createdKeys.size >= createdKeysLimit) createdKeys.clear();
    createdKeys.set(eventName, key);
  }
  return key;
}

function addAggregated(found: string[], summary: JsonObject): void {
  for (const part of [summary['primaryDimension'], ...list(summary['details'])]) {
    const dimension = object(part);
    if (dimension['dimension'] !== 'resourceARN') continue;
    for (const statistic of list(dimension['statistics'])) {
      const name = text(object(statistic)['name']);
      if (name !== null && name.length <= lengthLimit) add(found, name);
    }
  }
}
