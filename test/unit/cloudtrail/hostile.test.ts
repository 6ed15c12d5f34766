import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dictionaryFields } from '../../../src/shared/cloudtrail/event.ts';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import { isCloudTrailRecord } from '../../../src/shared/cloudtrail/record.ts';
import { account, aggregated, call, insight, network } from './records.ts';

describe('hostile records', () => {
  const keys = Object.keys({
    ...call('X'),
    ...insight(),
    ...aggregated,
    ...network,
    additionalEventData: 0,
    resources: 0,
    sessionContext: 0,
  });
  const inner = [
    'type',
    'arn',
    'userName',
    'principalId',
    'invokedBy',
    'accessKeyId',
    'sessionContext',
    'sessionIssuer',
    'attributes',
    'creationDate',
    'onBehalfOf',
    'items',
    'bucketName',
    'key',
    'ARN',
    'primaryDimension',
    '__proto__',
    'constructor',
    'toString',
  ];
  const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
    anything: fc.oneof(
      { maxDepth: 5 },
      fc.oneof(
        fc.string(),
        fc.boolean(),
        fc.double(),
        fc.constant(null),
        fc.constantFrom('arn:aws:s3:::b/k', 'AssumedRole', 'Root', 'ASIA', 'Failure'),
      ),
      fc.array(tie('anything'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...inner), fc.string()), tie('anything'), { maxKeys: 6 }),
    ),
  }));

  test('never throw and always give typed fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), anything, { maxKeys: 20 }), (record) => {
        const fields = normalise(record);
        isCloudTrailRecord(record);
        expect(typeof fields.timeEpochSeconds).toBe('number');
        for (const field of dictionaryFields) {
          const value = fields[field];
          expect(value === null || (typeof value === 'string' && value !== '')).toBe(true);
        }
        expect(fields.resources.length).toBeLessThanOrEqual(16);
        expect(new Set(fields.resources).size).toBe(fields.resources.length);
      }),
      { numRuns: 1500 },
    );
  });

  test('any JSON may be asked whether it is a record', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(typeof isCloudTrailRecord(value)).toBe('boolean');
      }),
    );
  });
});

describe('what is a record', () => {
  test.each<[string, unknown]>([
    ['call', call('X')],
    ['insight', insight()],
    ['aggregated', aggregated],
    ['network', network],
    [
      'version 1.0',
      {
        eventVersion: '1.0',
        eventTime: '2013-10-01T00:00:00Z',
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateUser',
        userIdentity: {},
      },
    ],
    [
      'row of the console export',
      { eventTime: '2026-03-14T02:34:50Z', eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', eventID: 'x' },
    ],
    ['without a source', { eventName: 'X', eventTime: '2026-03-14T02:34:50Z', awsRegion: 'us-east-1' }],
    [
      'configuration item of Lake',
      { eventCategory: 'ConfigurationItem', eventTime: '2026-03-14T02:34:50Z', eventID: 'x', eventData: {} },
    ],
  ])('%s', (_name, value) => {
    expect(isCloudTrailRecord(value)).toBe(true);
  });

  test.each<[string, unknown]>([
    [
      'S3 notification',
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventTime: '2026-03-14T02:34:50Z',
        eventName: 'ObjectCreated:Put',
        userIdentity: {},
      },
    ],
    ['SQS message', { messageId: 'm', eventSource: 'aws:sqs', body: '{}' }],
    ['SNS message', { EventSource: 'aws:sns', Sns: {} }],
    ['digest', { awsAccountId: account, digestStartTime: 'x', digestS3Object: 'k', logFiles: [] }],
    [
      'GuardDuty finding',
      {
        schemaVersion: '2.0',
        accountId: account,
        region: 'us-east-1',
        type: 'X',
        service: { detectorId: 'd', eventFirstSeen: 'x' },
      },
    ],
    ['Config snapshot', { fileVersion: '1.0', configSnapshotId: 'x', configurationItems: [] }],
    [
      'EventBridge envelope',
      { version: '0', 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.iam', detail: call('X') },
    ],
    ['LookupEvents item', { EventId: 'x', EventName: 'X', CloudTrailEvent: '{}' }],
    ['name alone', { eventName: 'click' }],
    ['empty object', {}],
    ['array', [call('X')]],
    ['text', 'eventName'],
    ['null', null],
  ])('not %s', (_name, value) => {
    expect(isCloudTrailRecord(value)).toBe(false);
  });
});
