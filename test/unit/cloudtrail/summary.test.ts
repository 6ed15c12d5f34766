import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import { summarise } from '../../../src/shared/cloudtrail/summary/summarise.ts';
import { account, aggregated, call, identities, insight, network } from './records.ts';
import type { TestRecord } from './records.ts';

const of = (record: TestRecord) => summarise(record, normalise(record));
const sentence = (record: TestRecord) => of(record).sentence;

test('says who did what to what', () => {
  const summary = of(call('CreateUser', { requestParameters: { userName: 'svc-backup-sync' } }));
  expect(summary).toEqual({
    sentence: 'alice created user svc-backup-sync',
    context: 'In 111122223333, from 198.51.100.23.',
  });
});

test('a denied call without parameters takes its target and reason from the message', () => {
  const record = call('CreateUser', {
    errorCode: 'AccessDenied',
    errorMessage:
      'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:CreateUser on resource: ' +
      'arn:aws:iam::111122223333:user/svc-backup-sync because no identity-based policy allows the iam:CreateUser action',
  });
  const names = { accountName: () => 'acme-build' };
  expect(summarise(record, normalise(record), names)).toEqual({
    sentence: 'alice attempted CreateUser and was denied',
    context: 'Target user svc-backup-sync, in acme-build, from 198.51.100.23. No policy of the identity allows it.',
  });
});

describe('outcomes', () => {
  test.each([
    ['ThrottlingException', 'alice attempted CreateUser and was slowed down by AWS (ThrottlingException)'],
    ['NoSuchEntityException', 'alice attempted CreateUser and nothing was found (NoSuchEntityException)'],
    ['ValidationException', 'alice attempted CreateUser with a request that is not valid (ValidationException)'],
    ['EntityAlreadyExistsException', 'alice attempted CreateUser, which failed (EntityAlreadyExistsException)'],
    ['Client.DryRunOperation', 'alice asked whether CreateUser is allowed; it is, and nothing was changed'],
  ])('%s', (errorCode, expected) => {
    expect(sentence(call('CreateUser', { errorCode }))).toBe(expected);
  });
});

describe('actors', () => {
  test.each<[string, unknown, string]>([
    ['root', identities.root, 'The root user listed the users of the account'],
    ['role', identities.role, 'web/i-0abc listed the users of the account'],
    ['service', identities.service, 'ec2.amazonaws.com listed the users of the account'],
    [
      'other account',
      identities.otherAccount,
      'AIDAEXAMPLEEXAMPLEYY of account 777788889999 listed the users of the account',
    ],
    ['nobody', null, 'An unknown caller listed the users of the account'],
  ])('%s', (_name, userIdentity, expected) => {
    expect(sentence(call('ListUsers', { userIdentity }))).toBe(expected);
  });

  test('says through which service forwarded credentials were used', () => {
    const record = call('ListUsers', { userIdentity: { ...identities.role, invokedBy: 'config.amazonaws.com' } });
    expect(of(record).context).toBe('In 111122223333, through config.amazonaws.com.');
  });
});

test.each<[TestRecord, string]>([
  [
    call('AttachUserPolicy', {
      requestParameters: { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    }),
    'alice attached policy AdministratorAccess to user bob',
  ],
  [
    call('CreateAccessKey', {
      requestParameters: null,
      responseElements: { accessKey: { accessKeyId: 'AKIAX', userName: 'alice' } },
    }),
    'alice created access key AKIAX for user alice',
  ],
  [
    call('AssumeRole', {
      eventSource: 'sts.amazonaws.com',
      requestParameters: { roleArn: `arn:aws:iam::${account}:role/deploy`, roleSessionName: 'ci' },
    }),
    'alice assumed role deploy as session ci',
  ],
  [
    call('RunInstances', {
      eventSource: 'ec2.amazonaws.com',
      requestParameters: { instanceType: 'p4d.24xlarge', instancesSet: { items: [{ imageId: 'ami-1' }] } },
      responseElements: { instancesSet: { items: [1, 2, 3, 4].map((n) => ({ instanceId: `i-${n}` })) } },
    }),
    'alice started p4d.24xlarge instances i-1, i-2 and 2 more from image ami-1',
  ],
  [
    call('AuthorizeSecurityGroupIngress', {
      eventSource: 'ec2.amazonaws.com',
      requestParameters: {
        groupId: 'sg-1',
        ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] },
      },
    }),
    'alice opened security group sg-1 to incoming traffic from 0.0.0.0/0',
  ],
  [
    call('ModifySnapshotAttribute', {
      eventSource: 'ec2.amazonaws.com',
      requestParameters: {
        snapshotId: 'snap-1',
        createVolumePermission: { add: { items: [{ userId: '999988887777' }] } },
      },
    }),
    'alice changed who may use snapshot snap-1, adding 999988887777',
  ],
  [
    call('StopLogging', { eventSource: 'cloudtrail.amazonaws.com', requestParameters: { name: 'main' } }),
    'alice stopped the logging of trail main',
  ],
  [
    call('UpdateFunctionCode20150331v2', {
      eventSource: 'lambda.amazonaws.com',
      requestParameters: { functionName: 'pay' },
    }),
    'alice changed the code of function pay',
  ],
  [
    call('GetSecretValue', { eventSource: 'secretsmanager.amazonaws.com', requestParameters: { secretId: 'db/prod' } }),
    'alice read secret db/prod',
  ],
  [
    call('SendCommand', {
      eventSource: 'ssm.amazonaws.com',
      requestParameters: { documentName: 'AWS-RunShellScript', instanceIds: ['i-1'] },
    }),
    'alice ran document AWS-RunShellScript on instance i-1',
  ],
  [
    call('SharedSnapshotVolumeCreated', {
      eventSource: 'ec2.amazonaws.com',
      userIdentity: { invokedBy: 'ec2.amazonaws.com' },
      serviceEventDetails: { snapshotId: 'snap-1' },
    }),
    'ec2.amazonaws.com reported that another account made a volume of snapshot snap-1',
  ],
  [call('DeleteUser'), 'alice deleted a user'],
  [call('PutUserPolicy', { requestParameters: { userName: 'bob' } }), 'alice wrote an inline policy to user bob'],
  [
    call('DeleteRouteTable', { eventSource: 'ec2.amazonaws.com', requestParameters: { routeTableId: 'rtb-1' } }),
    'alice deleted route table rtb-1',
  ],
  [
    call('PutParameter', {
      eventSource: 'ssm.amazonaws.com',
      requestParameters: { name: '/db', value: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    }),
    'alice wrote parameter /db',
  ],
])('%#', (record, expected) => {
  expect(sentence(record)).toBe(expected);
});

describe('console sign-in', () => {
  const login = (changes: TestRecord) =>
    call('ConsoleLogin', { eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn', ...changes });
  test.each<[TestRecord, string]>([
    [
      login({ responseElements: { ConsoleLogin: 'Success' }, additionalEventData: { MFAUsed: 'Yes' } }),
      'alice signed in to the console with MFA',
    ],
    [
      login({ responseElements: { ConsoleLogin: 'Success' }, additionalEventData: { MFAUsed: 'No' } }),
      'alice signed in to the console without MFA',
    ],
    [login({ responseElements: { ConsoleLogin: 'Success' } }), 'alice signed in to the console'],
    [login({ responseElements: { ConsoleLogin: 'Failure' } }), 'A console sign-in as alice failed'],
    [
      login({ userIdentity: identities.root, responseElements: { ConsoleLogin: 'Failure' } }),
      'A console sign-in as the root user failed',
    ],
    [
      login({ userIdentity: identities.hidden, errorMessage: 'No username found in supplied account' }),
      'A console sign-in with an unknown user name failed',
    ],
  ])('%#', (record, expected) => {
    expect(sentence(record)).toBe(expected);
  });

  test('gives the reason of a failure', () => {
    expect(of(login({ errorMessage: 'Failed authentication' })).context).toBe(
      'Reason: Failed authentication, in 111122223333, from 198.51.100.23.',
    );
  });
});

describe('Insights, summaries and endpoints', () => {
  const statistics = (baseline: number, average: number) => ({
    insightContext: { statistics: { baseline: { average: baseline }, insight: { average }, insightDuration: 12 } },
  });
  test.each<[TestRecord, string]>([
    [insight(), 'Call rate of ec2 RunInstances was 120 times its baseline for 12 min'],
    [insight({ state: 'Start' }), 'Call rate of ec2 RunInstances was 120 times its baseline'],
    [
      insight({ errorCode: 'AccessDenied' }),
      'Rate of AccessDenied errors of ec2 RunInstances was 120 times its baseline for 12 min',
    ],
    [insight(statistics(0, 5)), 'Call rate of ec2 RunInstances rose from zero to 5 a minute for 12 min'],
    [insight(statistics(5, 0)), 'Call rate of ec2 RunInstances fell to zero for 12 min'],
    [insight(statistics(10, 1)), 'Call rate of ec2 RunInstances fell to 10 % of its baseline for 12 min'],
    [insight({ insightContext: null }), 'Call rate of ec2 RunInstances was unusual'],
    [aggregated, '12,345 data events in 5 min: s3 GetObject'],
    [network, 'AIDAEXAMPLEEXAMPLEYY of account 777788889999 attempted ListBuckets and was denied by the VPC endpoint'],
  ])('%#', (record, expected) => {
    expect(sentence(record)).toBe(expected);
  });

  test('context gives the figures and the endpoint', () => {
    expect(of(insight()).context).toBe(
      'The Insight ends here. Baseline 0.5 a minute, now 60 a minute. In 111122223333.',
    );
    expect(of(network).context).toBe(
      'In 111122223333, from 10.0.0.7, through VPC endpoint vpce-0123456789abcdef0. The VPC endpoint policy does not allow it.',
    );
  });
});

test('never throws and never gives an empty sentence', () => {
  const keys = [
    ...Object.keys({ ...call('X'), ...insight(), ...aggregated }),
    'errorMessage',
    'errorCode',
    'serviceEventDetails',
  ];
  const names = fc.constantFrom(
    'CreateUser',
    'RunInstances',
    'ConsoleLogin',
    'CheckMfa',
    'GetObject',
    '__proto__',
    'constructor',
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()),
      fc.option(names, { nil: undefined }),
      (record, eventName) => {
        const hostile: TestRecord =
          eventName === undefined ? record : { ...record, eventName, eventSource: 'iam.amazonaws.com' };
        expect(of(hostile).sentence.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 500 },
  );
});
