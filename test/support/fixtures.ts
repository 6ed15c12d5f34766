import * as zlib from 'node:zlib';

/** A CloudTrail record as tests change it. */
export type FixtureRecord = Record<string, unknown> & { eventID: string };

/** eventID of the record with a number: a well-formed, recognisable GUID. */
export function eventId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Record number `number`: an ordinary API call of an assumed role, with text that is awkward for parsers. */
export function record(number: number, changes: Record<string, unknown> & { eventID?: string } = {}): FixtureRecord {
  const minute = String(Math.floor(number / 60) % 60).padStart(2, '0');
  const second = String(number % 60).padStart(2, '0');
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLEEXAMPLE000:alice',
      arn: 'arn:aws:sts::111122223333:assumed-role/ops/alice',
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
      sessionContext: {
        sessionIssuer: { type: 'Role', userName: 'ops', accountId: '111122223333' },
        attributes: { creationDate: '2026-03-14T01:58:02Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: `2026-03-14T02:${minute}:${second}Z`,
    eventSource: 'iam.amazonaws.com',
    eventName: 'PutRolePolicy',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.23',
    userAgent: 'aws-cli/2.15.0 {"quoted \\" [brackets]"} é 漢',
    requestParameters: {
      roleName: 'ops',
      policyDocument: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    },
    responseElements: null,
    requestID: eventId(900_000 + number),
    eventID: eventId(number),
    readOnly: false,
    resources: [{ ARN: 'arn:aws:iam::111122223333:role/ops', accountId: '111122223333', type: 'AWS::IAM::Role' }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...changes,
  };
}

/** Records `from` to `from + count - 1`. */
export function records(count: number, from = 1): FixtureRecord[] {
  return Array.from({ length: count }, (_, index) => record(from + index));
}

export const text = (value: unknown): string => JSON.stringify(value);

export const logFile = (list: readonly unknown[]): string => text({ Records: list });

export const jsonLines = (list: readonly unknown[]): string => list.map((item) => `${text(item)}\n`).join('');

/** One item of `LookupEvents`, with the record as text. */
export function lookupEvent(item: FixtureRecord): Record<string, unknown> {
  return {
    EventId: item.eventID,
    EventName: item['eventName'],
    EventTime: 1_773_453_600.0,
    Username: 'alice',
    Resources: [{ ResourceType: 'AWS::IAM::Role', ResourceName: 'ops' }],
    CloudTrailEvent: text(item),
  };
}

export function subscriptionMessage(list: readonly FixtureRecord[]): Record<string, unknown> {
  return {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: 'trail',
    logStream: '111122223333_CloudTrail_us-east-1',
    subscriptionFilters: ['all'],
    logEvents: list.map((item, index) => ({ id: String(index), timestamp: 1_773_453_600_000, message: text(item) })),
  };
}

/** What Lambda, Kinesis and Firehose carry: base64 of gzip of the message. */
export const packed = (value: unknown): string => zlib.gzipSync(text(value)).toString('base64');

export function eventBridge(item: FixtureRecord): Record<string, unknown> {
  return {
    version: '0',
    id: eventId(1),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account: '111122223333',
    time: item['eventTime'],
    region: 'us-east-1',
    resources: [],
    detail: item,
  };
}

/** A row of text cells, quoted as RFC 4180 asks. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}

/** Header of the console's download. */
export const consoleHeader =
  'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,' +
  'Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category\n';

export function consoleRow(item: FixtureRecord): string {
  return csvRow([
    'alice',
    'ASIAEXAMPLEEXAMPLE00',
    String(item['eventTime']),
    String(item['eventSource']),
    String(item['eventName']),
    'us-east-1',
    '198.51.100.23',
    String(item['userAgent']),
    '',
    '[{"resourceType":"AWS::IAM::Role","resourceName":"ops"}]',
    String(item['requestID']),
    item.eventID,
    'false',
    'AwsApiCall',
    '111122223333',
    'Management',
  ]);
}

export function digest(): Record<string, unknown> {
  return {
    awsAccountId: '111122223333',
    digestStartTime: '2026-03-14T02:00:00Z',
    digestEndTime: '2026-03-14T03:00:00Z',
    digestS3Bucket: 'trail-bucket',
    digestS3Object: 'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/03/14/digest.json.gz',
    digestPublicKeyFingerprint: '00ff',
    digestSignatureAlgorithm: 'SHA256withRSA',
    previousDigestHashValue: null,
    logFiles: [],
  };
}
