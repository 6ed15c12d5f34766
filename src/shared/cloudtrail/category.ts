import type { Category } from './event.ts';
import { flag, text } from './record.ts';
import type { JsonObject } from './record.ts';

/** Lake-only categories (configuration items, audit evidence, activity of partners) count as management. */
const byEventCategory: ReadonlyMap<string, Category> = new Map<string, Category>([
  ['management', 'management'],
  ['data', 'data'],
  ['insight', 'insight'],
  ['networkactivity', 'network'],
  ['aggregated', 'aggregated'],
  ['configurationitem', 'management'],
  ['evidence', 'management'],
  ['activityauditlog', 'management'],
]);

const byEventType: ReadonlyMap<string, Category> = new Map<string, Category>([
  ['awsconsolesignin', 'management'],
  ['awsconsoleaction', 'management'],
  ['awsserviceevent', 'management'],
  ['awsvpceevent', 'network'],
  // The documentation's list of values has the plural, its examples the singular.
  ['awsvpceevents', 'network'],
  ['awscloudtrailinsight', 'insight'],
  ['awsaggregatedevent', 'aggregated'],
]);

const objectCalls =
  'AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject DeleteObjectTagging DeleteObjects ' +
  'GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent HeadObject ' +
  'HeadBucket ListObjectVersions ListObjects ListParts PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging ' +
  'RestoreObject SelectObjectContent UploadPart UploadPartCopy';
const itemCalls =
  'BatchExecuteStatement BatchGetItem BatchWriteItem DeleteItem ExecuteStatement ExecuteTransaction GetItem GetRecords ' +
  'GetShardIterator PutItem Query Scan TransactGetItems TransactWriteItems UpdateItem';

/** Data events by source, for records older than `managementEvent` (1.06) and `eventCategory` (1.07). */
const dataEvents: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    's3.amazonaws.com': objectCalls,
    's3-outposts.amazonaws.com': objectCalls,
    's3express.amazonaws.com': objectCalls,
    'lambda.amazonaws.com': 'Invoke InvokeAsync InvokeWithResponseStream',
    'dynamodb.amazonaws.com': itemCalls,
    'ebs.amazonaws.com':
      'CompleteSnapshot GetSnapshotBlock ListChangedBlocks ListSnapshotBlocks PutSnapshotBlock StartSnapshot',
    'sqs.amazonaws.com': 'ChangeMessageVisibility DeleteMessage ReceiveMessage SendMessage SendMessageBatch',
    'sns.amazonaws.com': 'Publish PublishBatch',
    'kinesis.amazonaws.com': 'GetRecords GetShardIterator PutRecord PutRecords SubscribeToShard',
  }).map(([source, names]) => [source, new Set(names.split(' '))]),
);

/**
 * Category of a record: `eventCategory`, else what its version still tells, in the order insightDetails, summary with timeWindow,
 * managementEvent, eventType, known data events; management where nothing speaks against it.
 * Source: CloudTrail user guide, "CloudTrail record contents" (fields by version).
 */
export function categoryOf(record: JsonObject): Category {
  const given = text(record['eventCategory']);
  if (given !== null) {
    if (given === 'Management') return 'management';
    if (given === 'Data') return 'data';
    const known = byEventCategory.get(given.toLowerCase());
    if (known !== undefined) return known;
  }
  if (typeof record['insightDetails'] === 'object' && record['insightDetails'] !== null) return 'insight';
  if (isObject(record['summary']) && isObject(record['timeWindow'])) return 'aggregated';
  const isManagement = flag(record['managementEvent']);
  if (isManagement !== null) return isManagement ? 'management' : 'data';
  const byType = byEventType.get(text(record['eventType'])?.toLowerCase() ?? '');
  if (byType !== undefined) return byType;
  const names = dataEvents.get(text(record['eventSource']) ?? '');
  return names?.has(text(record['eventName']) ?? '') ? 'data' : 'management';
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
