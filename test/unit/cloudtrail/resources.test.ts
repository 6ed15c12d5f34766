import { expect, test } from 'vitest';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import { partitionOfRegion } from '../../../src/shared/cloudtrail/resources.ts';
import { account, call } from './records.ts';
import type { TestRecord } from './records.ts';

const resourcesOf = (changes: TestRecord, event = 'X') => normalise(call(event, changes)).resources;

test('an S3 object comes before its bucket', () => {
  const found = resourcesOf({
    eventSource: 's3.amazonaws.com',
    requestParameters: { bucketName: 'acme-payroll', key: '2026/march.csv', Host: 'acme-payroll.s3.amazonaws.com' },
    resources: [
      { accountId: account, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::acme-payroll' },
      { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::acme-payroll/2026/march.csv' },
    ],
  });
  expect(found).toEqual(['arn:aws:s3:::acme-payroll/2026/march.csv', 'arn:aws:s3:::acme-payroll', 'acme-payroll']);
});

test('writes the ARN of an object where the record lists none, in the partition of its region', () => {
  expect(resourcesOf({ requestParameters: { bucketName: 'b', key: 'k/x' } })[0]).toBe('arn:aws:s3:::b/k/x');
  expect(resourcesOf({ requestParameters: { bucketName: 'b', key: 'k' }, awsRegion: 'cn-north-1' })[0]).toBe(
    'arn:aws-cn:s3:::b/k',
  );
});

test.each([
  ['us-east-1', 'aws'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-isob-east-1', 'aws-isob'],
  ['eusc-de-east-1', 'aws-eusc'],
  [null, 'aws'],
])('partition of %s', (region, expected) => {
  expect(partitionOfRegion(region)).toBe(expected);
});

test('takes ARNPrefix and elements without a type or account', () => {
  expect(
    resourcesOf({
      resources: [
        { ARNPrefix: 'arn:aws:s3:::b/' },
        { ARN: 'arn:aws:kms:us-east-1:1:key/k', accountId: account },
        null,
        7,
      ],
    }),
  ).toEqual(['arn:aws:s3:::b/', 'arn:aws:kms:us-east-1:1:key/k']);
});

test('the main noun comes before what was put on it', () => {
  expect(
    resourcesOf({
      requestParameters: { policyName: 'inline', policyDocument: '{"Resource":"arn:aws:s3:::x"}', roleName: 'web' },
    }),
  ).toEqual(['web', 'inline']);
  expect(
    resourcesOf({ requestParameters: { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', userName: 'bob' } }),
  ).toEqual(['bob', 'arn:aws:iam::aws:policy/AdministratorAccess']);
});

test('what a call created comes before where it was created', () => {
  expect(
    resourcesOf(
      { requestParameters: { vpcId: 'vpc-1' }, responseElements: { subnet: { subnetId: 'subnet-1', vpcId: 'vpc-1' } } },
      'CreateSubnet',
    ),
  ).toEqual(['subnet-1', 'vpc-1']);
  expect(
    resourcesOf(
      { requestParameters: { userName: 'bob' }, responseElements: { accessKey: { accessKeyId: 'AKIAX' } } },
      'CreateAccessKey',
    ),
  ).toEqual(['bob', 'AKIAX']);
});

test('looks into the lists and wrappers of EC2', () => {
  expect(
    resourcesOf({ requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } } }),
  ).toEqual(['i-1', 'i-2']);
  expect(
    resourcesOf({ requestParameters: { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-1' } } } }),
  ).toEqual(['fl-1']);
  expect(resourcesOf({ requestParameters: { names: ['/a', '/b'] } })).toEqual(['/a', '/b']);
});

test('finds ARNs under any key', () => {
  const arn = `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbCdEf`;
  expect(resourcesOf({ requestParameters: { encryptionContext: { SecretARN: arn, 'aws:x': arn } } })).toEqual([arn]);
});

test('leaves out tokens, filters, tags, masked and empty values', () => {
  expect(
    resourcesOf({
      requestParameters: {
        filterSet: { items: [{ name: 'instance-state-name', valueSet: { items: [{ value: 'running' }] } }] },
        tagSet: { items: [{ name: 'x' }] },
        clientToken: 't',
        roleSessionName: 's',
        userName: '***',
        groupName: '',
        secretId: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        '': '',
      },
      responseElements: { credentials: { sessionToken: 'arn:aws:sts::1:x' }, requestId: 'r' },
    }),
  ).toEqual([]);
});

test('keeps at most sixteen, whatever a batch holds', () => {
  const ids = Array.from({ length: 5000 }, (_, index) => ({ instanceId: `i-${index}` }));
  const found = resourcesOf({ requestParameters: { instancesSet: { items: ids } } });
  expect(found).toHaveLength(16);
  expect(found[0]).toBe('i-0');
});
