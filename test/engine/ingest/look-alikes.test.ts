import { describe, expect, test } from 'vitest';
import { collectLeaf, stretches } from '../../support/collect-leaf.ts';
import {
  digest,
  eventId,
  jsonLines,
  logFile,
  lookupEvent,
  packed,
  record,
  records,
  text,
} from '../../support/fixtures.ts';

const notification = {
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  eventTime: '2026-03-14T02:00:01Z',
  eventName: 'ObjectCreated:Put',
  awsRegion: 'us-east-1',
  s3: {},
};
const guardDuty = {
  schemaVersion: '2.0',
  accountId: '1',
  type: 'Recon',
  service: { detectorId: 'd', action: { awsApiCallAction: { api: 'X' } } },
};
const securityHub = { SchemaVersion: '2018-10-08', ProductArn: 'arn:aws:securityhub:x', Id: '1' };
const config = {
  fileVersion: '1.0',
  configSnapshotId: 'x',
  configurationItems: [{ resourceType: 'AWS::EC2::Instance', configurationItemCaptureTime: 'x' }],
};
const pointer = { s3Bucket: 'b', s3ObjectKey: ['k'] };

describe('what is not CloudTrail is named and leaves nothing behind', () => {
  test.each<[string, string | Buffer, string, boolean]>([
    ['S3 notification', logFile([notification]), 's3-notification', false],
    ['DynamoDB stream', logFile([{ ...notification, eventSource: 'aws:dynamodb' }]), 's3-notification', false],
    [
      'delivery notification',
      jsonLines([{ Type: 'Notification', Message: text(pointer) }]),
      'cloudtrail-notification',
      false,
    ],
    ['GuardDuty finding', text(guardDuty), 'guardduty-finding', false],
    [
      'GuardDuty findings of the command line',
      text({ Findings: [{ ...guardDuty, service: undefined, Service: { DetectorId: 'd' } }] }),
      'guardduty-finding',
      false,
    ],
    [
      'GuardDuty through EventBridge',
      text({ 'detail-type': 'GuardDuty Finding', detail: guardDuty }),
      'guardduty-finding',
      false,
    ],
    [
      'other EventBridge event',
      text({ 'detail-type': 'EC2 Instance State-change Notification', detail: {} }),
      'eventbridge-other',
      false,
    ],
    ['Security Hub', text({ Findings: [securityHub] }), 'security-hub', false],
    ['Config snapshot', text(config), 'config-snapshot', false],
    [
      'Lake signature',
      text({ version: '1.0', queryCompleteTime: 'x', hashSignature: 'x', files: [] }),
      'lake-sign-file',
      true,
    ],
    [
      'control message',
      text({
        messageType: 'CONTROL_MESSAGE',
        logEvents: [{ id: '', timestamp: 1, message: 'CWL CONTROL MESSAGE: Checking health' }],
      }),
      'cloudwatch-control-message',
      true,
    ],
    [
      'packed control message',
      text({
        awslogs: {
          data: packed({ messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE: x' }] }),
        },
      }),
      'cloudwatch-control-message',
      true,
    ],
    [
      'VPC flow log',
      'version account-id interface-id srcaddr\n2 111122223333 eni-0a1 10.0.0.1\n',
      'vpc-flow-log',
      false,
    ],
    [
      'VPC flow log without header',
      '2 111122223333 eni-0a1b2c 10.0.0.1 10.0.0.2 443 1 6 1 1 1 1 ACCEPT OK\n',
      'vpc-flow-log',
      false,
    ],
    ['ALB log', 'https 2026-03-14T02:00:01.000000Z app/lb/1 198.51.100.23:1 10.0.0.1:80 0 0 0 200\n', 'alb-log', false],
    [
      'S3 access log',
      `${'a'.repeat(64)} bucket [14/Mar/2026:02:00:01 +0000] 198.51.100.23 - X REST.GET.OBJECT k\n`,
      's3-access-log',
      false,
    ],
    ['export permission test', 'Permission Check Successful', 'cloudwatch-test', true],
    [
      'JavaScript object',
      '{Records: [{eventVersion: "1.05", eventName: "X", eventSource: "y"}]}',
      'javascript-object',
      false,
    ],
    [
      'Python print',
      "{'Events': [{'EventId': 'x', 'EventTime': datetime.datetime(2026, 3, 14), 'CloudTrailEvent': '{}'}]}",
      'python-repr',
      false,
    ],
    ['Parquet', Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(64)]), 'parquet', false],
    ['image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'image', true],
    [
      'Athena metadata',
      Buffer.from('\n\u0024a-b\u0000\u0012hive\u0000useridentity\u0000varchar\u0000'),
      'athena-metadata',
      true,
    ],
    [
      'SQLite',
      Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.from('"eventName"'), Buffer.alloc(64)]),
      'binary',
      false,
    ],
    ['7z', Buffer.from('377abcaf271c00040000', 'hex'), 'unsupported-archive', false],
    ['nothing', '', 'empty', true],
    ['white space', ' \n\t\n', 'empty', true],
    ['empty list', '[]', 'no-records', false],
    ['empty object', '{}', 'no-records', false],
    ['log file without records', '{"Records":[]}', 'no-records', true],
    ['LookupEvents without events', '{"Events":[]}', 'no-records', true],
    ['package.json', text({ name: 'x', version: '1.0.0', dependencies: {} }), 'not-cloudtrail', false],
    ['licence', 'MIT License\n\nPermission is hereby granted, free of charge, to any person\n', 'document', true],
    ['program', 'import os\n\ndef main():\n    print({"a": 1})\n', 'document', true],
    ['other log', '2026-03-14 02:00:01 INFO started\n2026-03-14 02:00:02 INFO stopped\n', 'not-cloudtrail', false],
    ['other table', 'a,b\n1,2\n', 'document', true],
  ])('%s', async (_name, content, code, expected) => {
    const read = await collectLeaf(content);
    expect(read.result).toMatchObject({ state: 'skipped', reason: { code, expected }, records: 0, rejected: 0 });
    expect(read.result.reason?.message).toMatch(/^[A-Z].*\.$/);
    expect(read.content).toHaveLength(0);
    expect(read.problems).toEqual([]);
  });

  test('a digest is kept for verification', async () => {
    const read = await collectLeaf(text(digest()));
    expect(read.result).toMatchObject({
      state: 'skipped',
      format: 'digest',
      reason: { code: 'digest', expected: true },
    });
    expect(read.content.toString('utf8')).toBe(text(digest()));
  });

  test('among records, look-alikes are rejected one by one, test messages are not', async () => {
    const control = { message: 'CWL CONTROL MESSAGE: Checking health' };
    const read = await collectLeaf(jsonLines([guardDuty, control, record(1), guardDuty]));
    expect(read.ids).toEqual([eventId(1)]);
    expect(read.rejects).toMatchObject([
      { position: 'byte 0', code: 'guardduty-finding' },
      { code: 'guardduty-finding' },
    ]);
  });

  test('a log file of nothing but unusable values is read, with all of them rejected', async () => {
    const read = await collectLeaf('{"Records":[null,{},7]}');
    expect(read.result).toMatchObject({ state: 'read', records: 0, rejected: 3 });
    expect(read.content.toString('utf8')).toBe('{"Records":[null,{},7]}');
  });
});

describe('encodings', () => {
  const content = logFile(records(2));
  const mark = '\uFEFF';
  test.each<[string, Buffer, string, string]>([
    ['UTF-8 with mark', Buffer.from(mark + content), 'utf-8', mark + content],
    ['UTF-16 LE with mark', Buffer.from(mark + content, 'utf16le'), 'utf-16le', mark + content],
    ['UTF-16 LE without mark', Buffer.from(content, 'utf16le'), 'utf-16le', content],
    ['UTF-16 BE with mark', Buffer.from(mark + content, 'utf16le').swap16(), 'utf-16be', mark + content],
    ['UTF-16 BE without mark', Buffer.from(content, 'utf16le').swap16(), 'utf-16be', content],
  ])('%s', async (_name, bytes, encoding, transcribed) => {
    const read = await collectLeaf(stretches(bytes, [101]));
    expect(read.ids).toEqual([eventId(1), eventId(2)]);
    expect(read.result).toMatchObject({ state: 'read', encoding });
    expect(read.content.toString('utf8')).toBe(transcribed);
    expect(read.problems).toEqual([]);
  });

  test('text that is no valid UTF-16 is said to be so', async () => {
    const bytes = Buffer.concat([
      Buffer.from(mark + content, 'utf16le'),
      Buffer.from([0x0a, 0x00, 0x00, 0xd8, 0x0a, 0x00]),
    ]);
    const read = await collectLeaf(bytes);
    expect(read.problems).toMatchObject([{ code: 'encoding' }]);
    expect(read.ids).toHaveLength(2);
  });

  test('the redirected output of the command line', async () => {
    const output = JSON.stringify({ Events: records(2).map(lookupEvent) }, null, 4).replaceAll('\n', '\r\n');
    const read = await collectLeaf(Buffer.from(`${mark}${output}\r\n`, 'utf16le'));
    expect(read.ids).toHaveLength(2);
    expect(read.result.format).toBe('lookup-events');
  });
});
