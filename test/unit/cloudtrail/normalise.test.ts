import { describe, expect, test } from 'vitest';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import { account, aggregated, call, identities, insight, network } from './records.ts';
import type { TestRecord } from './records.ts';

test('takes every field of an ordinary call', () => {
  expect(
    normalise(call('CreateUser', { requestParameters: { userName: 'svc-backup-sync' }, vpcEndpointId: 'vpce-1' })),
  ).toEqual({
    id: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    timeEpochSeconds: Date.UTC(2026, 2, 14, 2, 34, 50) / 1000,
    event: 'CreateUser',
    service: 'iam',
    principal: 'alice',
    arn: `arn:aws:iam::${account}:user/ops/alice`,
    account,
    region: 'us-east-1',
    ip: '198.51.100.23',
    agent: 'aws-cli/2.15.30 Python/3.11.8 Linux/6.5 exe/x86_64',
    error: null,
    outcome: 'success',
    category: 'management',
    access: 'write',
    type: 'IAMUser',
    lane: 'automation',
    session: 'AKIAEXAMPLEEXAMPLEAA',
    key: 'AKIAEXAMPLEEXAMPLEAA',
    resources: ['svc-backup-sync'],
    mfa: null,
    vpce: 'vpce-1',
  });
});

test('promotes event and service of an Insight and names no one', () => {
  expect(normalise(insight({ errorCode: 'AccessDenied' }))).toMatchObject({
    id: 'insight-1',
    event: 'RunInstances',
    service: 'ec2',
    category: 'insight',
    principal: null,
    access: null,
    outcome: 'success',
    error: null,
    account,
  });
});

test('places an aggregated event at the start of its window', () => {
  expect(normalise(aggregated)).toMatchObject({
    id: 'aggregate-1',
    timeEpochSeconds: Date.UTC(2026, 2, 14, 2, 45) / 1000,
    account,
    service: 's3',
    region: 'eu-west-1',
    category: 'aggregated',
    event: null,
    resources: ['arn:aws:s3:::acme-payroll'],
  });
});

test('reads a minimal network activity event', () => {
  expect(normalise(network)).toMatchObject({
    category: 'network',
    outcome: 'denied',
    access: null,
    agent: null,
    vpce: 'vpce-0123456789abcdef0',
    principal: 'AIDAEXAMPLEEXAMPLEYY@777788889999',
  });
});

describe('category', () => {
  const older = (changes: TestRecord) => ({
    ...call('X'),
    eventCategory: undefined,
    managementEvent: undefined,
    eventType: undefined,
    ...changes,
  });
  test.each<[string, TestRecord, string]>([
    ['given', call('X', { eventCategory: 'Data' }), 'data'],
    ['given, other case', call('X', { eventCategory: 'networkactivity' }), 'network'],
    ['Lake only', call('X', { eventCategory: 'ConfigurationItem' }), 'management'],
    ['Lake only', call('X', { eventCategory: 'ActivityAuditLog' }), 'management'],
    ['category from the future', call('X', { eventCategory: 'Quantum', managementEvent: false }), 'data'],
    ['insightDetails', older({ insightDetails: { state: 'Start' } }), 'insight'],
    ['summary and window', older({ summary: {}, timeWindow: {} }), 'aggregated'],
    [
      'managementEvent true',
      older({ managementEvent: true, eventSource: 's3.amazonaws.com', eventName: 'GetObject' }),
      'management',
    ],
    ['managementEvent false', older({ managementEvent: false }), 'data'],
    ['managementEvent as text', older({ managementEvent: 'false' }), 'data'],
    [
      'service event',
      older({ eventType: 'AwsServiceEvent', eventSource: 's3.amazonaws.com', eventName: 'DeleteObject' }),
      'management',
    ],
    ['sign-in in the old spelling', older({ eventType: 'AwsConsoleSignin' }), 'management'],
    ['VPC endpoint, singular', older({ eventType: 'AwsVpceEvent' }), 'network'],
    ['VPC endpoint, plural', older({ eventType: 'AwsVpceEvents' }), 'network'],
    ['known data event', older({ eventSource: 's3.amazonaws.com', eventName: 'GetObject' }), 'data'],
    ['known data event', older({ eventSource: 'lambda.amazonaws.com', eventName: 'Invoke' }), 'data'],
    [
      'configuration of a bucket',
      older({ eventSource: 's3.amazonaws.com', eventName: 'PutBucketPolicy' }),
      'management',
    ],
  ])('%s', (_name, record, expected) => {
    expect(normalise(record).category).toBe(expected);
  });
});

test.each<[unknown, string | null]>([
  [true, 'read'],
  [false, 'write'],
  ['true', 'read'],
  ['False', 'write'],
  [undefined, null],
  [null, null],
  ['', null],
  [1, null],
])('readOnly %s', (readOnly, expected) => {
  expect(normalise(call('DescribeInstances', { readOnly })).access).toBe(expected);
});

test('service is the source without its suffix', () => {
  const serviceOf = (eventSource: unknown) => normalise(call('X', { eventSource })).service;
  expect(serviceOf('s3.amazonaws.com')).toBe('s3');
  expect(serviceOf('cognito-idp.amazonaws.com')).toBe('cognito-idp');
  expect(serviceOf('partner.example')).toBe('partner.example');
  expect(serviceOf('.amazonaws.com')).toBe('.amazonaws.com');
  expect(serviceOf(7)).toBeNull();
});

test('null, {} and absent objects are the same', () => {
  for (const nothing of [null, {}, undefined]) {
    const record = call('X', {
      userIdentity: { ...identities.user, sessionContext: nothing },
      additionalEventData: nothing,
      responseElements: nothing,
    });
    expect(normalise(record)).toEqual(normalise(call('X')));
  }
});

test('empty text is no value', () => {
  const fields = normalise(
    call('X', { errorCode: '', errorMessage: '', sourceIPAddress: '', userAgent: '', eventID: '', vpcEndpointId: '' }),
  );
  expect(fields).toMatchObject({ error: null, outcome: 'success', ip: null, agent: null, id: null, vpce: null });
});

describe('oddities of real logs', () => {
  test.each<[string, TestRecord, object]>([
    [
      'empty access key of a sign-in',
      call('X', { userIdentity: identities.hidden }),
      { key: null, session: null, principal: 'unknown' },
    ],
    [
      'root in the billing console without a session context',
      call('X', { userIdentity: { ...identities.root, sessionContext: undefined }, eventType: 'AwsConsoleAction' }),
      { session: 'ASIAROOTEXAMPLEAAAAA', lane: 'human', principal: 'root', mfa: null },
    ],
    [
      'anonymised long-term key with a session context',
      call('X', { userIdentity: { ...identities.consoleUser, accessKeyId: 'AKIA0189' } }),
      { key: 'AKIA0189', session: 'AIDAEXAMPLEEXAMPLEAA@2026-03-14T02:11:50Z' },
    ],
    [
      'address and region that cannot be',
      call('X', { sourceIPAddress: '255.090.254.5', awsRegion: 'eu-west-2r' }),
      { ip: '255.090.254.5', region: 'eu-west-2r' },
    ],
    ['AWS Internal as VPC endpoint', call('X', { vpcEndpointId: 'AWS Internal' }), { vpce: 'AWS Internal' }],
    ['agent in brackets', call('X', { userAgent: '[Boto3/1.1]' }), { agent: '[Boto3/1.1]' }],
    ['API date in the name', call('UpdateFunctionCode20150331v2'), { event: 'UpdateFunctionCode20150331v2' }],
    [
      'parameters masked as a whole',
      call('SendCommand', { requestParameters: 'HIDDEN_DUE_TO_SECURITY_REASONS' }),
      { resources: [], outcome: 'success' },
    ],
    [
      'S3 sub-resource under an empty name',
      call('X', { requestParameters: { bucketName: 'b', acl: '', '': '' } }),
      { resources: ['b'] },
    ],
    [
      'a multi-delete entry of S3',
      call('DeleteObject', { eventType: 'AwsServiceEvent', eventCategory: 'Data', managementEvent: false }),
      { category: 'data' },
    ],
    ['reads that sound like writes', call('AssumeRole', { readOnly: true }), { access: 'read' }],
    ['writes that sound like reads', call('GetFederationToken', { readOnly: false }), { access: 'write' }],
  ])('%s', (_name, record, expected) => {
    expect(normalise(record)).toMatchObject(expected);
  });
});
