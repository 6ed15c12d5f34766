import type { SkipReason } from './types.ts';

/**
 * Content that is not CloudTrail records but is found beside them or taken for them. Each message says what it is and
 * what to do.
 */
const texts = {
  digest: [true, 'A CloudTrail digest file: it holds hashes of log files, no events. It is kept for verification.'],
  's3-notification': [
    false,
    'Notifications of changes in S3 (or other events for a Lambda function), not CloudTrail records. Load the objects they name instead.',
  ],
  'cloudtrail-notification': [
    false,
    'A notification that CloudTrail delivered log files; it names them but holds no events. Load the log files it names.',
  ],
  'guardduty-finding': [
    false,
    'GuardDuty findings, not CloudTrail records. Load the CloudTrail logs of the same account and time instead.',
  ],
  'security-hub': [
    false,
    'Security Hub findings, not CloudTrail records. Load the CloudTrail logs of the same account and time instead.',
  ],
  'config-snapshot': [
    false,
    'An AWS Config snapshot or history, not CloudTrail records. Load the CloudTrail logs of the account instead.',
  ],
  'vpc-flow-log': [false, 'A VPC flow log, not CloudTrail. Flow logs hold network traffic and no API calls.'],
  'alb-log': [
    false,
    'An access log of a load balancer, not CloudTrail. It holds requests to a website and no API calls.',
  ],
  's3-access-log': [
    false,
    'An S3 server access log, not CloudTrail. The matching CloudTrail records are the S3 data events of a trail.',
  ],
  'lake-sign-file': [
    true,
    'The signature of a CloudTrail Lake query result; it holds hashes, no events. The events are in the result files beside it.',
  ],
  'athena-metadata': [true, 'Column metadata of an Athena query result; the events are in the CSV file beside it.'],
  'cloudwatch-control-message': [true, 'A test message of CloudWatch Logs; it holds no events.'],
  'cloudwatch-test': [true, 'The permission test that CloudWatch Logs writes before an export; it holds no events.'],
  'eventbridge-other': [
    false,
    'EventBridge events that did not come from CloudTrail. CloudTrail events have a detail-type that ends in "via CloudTrail".',
  ],
  'javascript-object': [
    false,
    'JavaScript object syntax (keys without quotes), not JSON. Save it as JSON, for example with JSON.stringify.',
  ],
  'python-repr': [
    false,
    'The printed form of a Python object, not JSON. Write it with json.dumps(response, default=str) and load that file.',
  ],
  parquet: [
    false,
    'A Parquet file, which Spoor does not read. Export the rows as JSON or CSV, for example with Athena or DuckDB.',
  ],
  empty: [true, 'The file is empty.'],
  'no-records': [false, 'Valid JSON without any record in it.'],
  'no-records-list': [true, 'Complete, but without a single record.'],
  'not-cloudtrail': [false, 'No CloudTrail record was recognised in it.'],
  image: [true, 'An image.'],
  document: [true, 'A document (readme, licence, report or program text), no log.'],
  'unsupported-archive': [
    false,
    'An archive of a kind that Spoor does not open (bzip2, xz, 7z or rar). Unpack it and load the folder.',
  ],
  binary: [false, 'Binary content that is no log file and no archive.'],
} as const satisfies Record<string, readonly [expected: boolean, message: string]>;

export type LookAlikeCode = keyof typeof texts;

export function lookAlikeReason(code: LookAlikeCode): SkipReason {
  const [expected, message] = texts[code];
  return { code: code === 'no-records-list' ? 'no-records' : code, message, expected };
}

/** Whether such content among records needs no mention. */
export function isExpected(code: LookAlikeCode): boolean {
  return texts[code][0];
}
