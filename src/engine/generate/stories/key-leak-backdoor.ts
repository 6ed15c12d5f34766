import { awsIdentifier } from '../identifiers.ts';
import { iamTime } from '../times.ts';
import type { StoryBuilder } from './builder.ts';
import type { Actor } from './step.ts';
import { backdoorUser, outsideAccount } from './key-leak-production.ts';
import {
  attachUserPolicy,
  createAccessKey,
  createSnapshot,
  ec2Done,
  list,
  runInstances,
  sendCommand,
  shareSnapshot,
} from './steps.ts';
import { Timeline } from './timeline.ts';

const far = 'ap-southeast-1';
const allowAll = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

/** The two and a half hours with the new key: 687 calls, 14 refused or failed, 26 changes. Returns eventIDs by name. */
export function backdoor(builder: StoryBuilder, user: Actor, secondIp: string): Map<string, string[]> {
  const { random } = builder;
  const { account } = user;
  const line = new Timeline(builder);
  const identifiers = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, () => `${prefix}-0${random.hex(16)}`);
  const group = `sg-0${random.hex(16)}`;
  const role = `support-${random.hex(4)}`;
  const target = account.instances[3]?.id ?? '';
  const snapshots = identifiers('snap', 3);
  const policyArn = `arn:aws:iam::${account.id}:policy/app-server-access`;

  line.once('04:02:11', { service: 'sts', name: 'GetCallerIdentity' });
  line.many(60, '04:02:40', '04:09:50', () =>
    list('ec2', 'DescribeInstances', 'us-east-1', { instancesSet: {}, filterSet: {} }),
  );
  line.many(40, '04:03:00', '04:09:00', () => list('servicequotas', 'ListServiceQuotas', far, { serviceCode: 'ec2' }));

  // 26 changes
  line.many(2, '04:10:26', '04:11:02', () => {
    const quota = { serviceCode: 'ec2', quotaCode: 'L-DB2E81BA', desiredValue: 192 };
    return {
      service: 'servicequotas',
      name: 'RequestServiceQuotaIncrease',
      region: far,
      request: quota,
      response: { requestedQuota: { id: random.uuid(), ...quota, status: 'PENDING' } },
      change: ['modified', 'L-DB2E81BA'],
    };
  });
  line.once('04:12:30', {
    service: 'ec2',
    name: 'CreateKeyPair',
    region: far,
    request: { keyName: 'support' },
    response: {
      requestId: random.uuid(),
      keyName: 'support',
      keyPairId: `key-0${random.hex(16)}`,
      keyMaterial: '<sensitiveDataRemoved>',
    },
    change: ['created', 'support'],
  });
  line.once('04:13:05', {
    service: 'ec2',
    name: 'CreateSecurityGroup',
    region: far,
    request: { groupName: 'support', groupDescription: 'support access', vpcId: 'vpc-06fe1a64761a0f720' },
    response: { requestId: random.uuid(), _return: true, groupId: group },
    change: ['created', group],
  });
  for (const [index, port] of [22, 3389, 8333, 4444].entries()) {
    const permission = {
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
    };
    const request = { groupId: group, ipPermissions: { items: [permission] } };
    line.once(`04:13:${40 + index * 5}`, {
      ...ec2Done(random, 'AuthorizeSecurityGroupIngress', request, far),
      change: ['modified', group],
    });
  }
  for (const [clock, count] of [
    ['04:20:12', 3],
    ['04:21:44', 3],
    ['04:23:30', 2],
  ] as const) {
    const ids = identifiers('i', count);
    line.once(clock, {
      ...runInstances(random, account, far, 'g4dn.12xlarge', ids, builder.at(clock), 'support'),
      change: ['created', ids[0] ?? ''],
    });
  }
  line.once('04:30:10', {
    service: 'iam',
    name: 'CreateRole',
    request: {
      roleName: role,
      assumeRolePolicyDocument: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::${outsideAccount}:root"},"Action":"sts:AssumeRole"}]}`,
    },
    response: {
      role: {
        path: '/',
        roleName: role,
        roleId: builder.world.role(account, role).id,
        arn: `arn:aws:iam::${account.id}:role/${role}`,
        createDate: iamTime(builder.at('04:30:10')),
      },
    },
    change: ['created', role],
  });
  line.once('04:30:32', {
    service: 'iam',
    name: 'AttachRolePolicy',
    request: { roleName: role, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    change: ['modified', role],
  });
  line.once('04:31:20', {
    service: 'iam',
    name: 'PutUserPolicy',
    request: { userName: backdoorUser, policyName: 'support', policyDocument: allowAll },
    change: ['modified', backdoorUser],
  });
  line.once('04:32:40', {
    service: 'iam',
    name: 'CreatePolicyVersion',
    request: { policyArn, setAsDefault: true, policyDocument: allowAll },
    response: {
      policyVersion: { versionId: 'v7', isDefaultVersion: true, createDate: iamTime(builder.at('04:32:40')) },
    },
    change: ['modified', 'app-server-access'],
  });
  for (const clock of ['05:33:02', '05:35:10', '05:38:44'])
    line.once(clock, { ...sendCommand(random, target), change: ['modified', target] });
  for (const [index, snapshotId] of snapshots.entries()) {
    const clock = `05:5${index * 2}:20`;
    line.once(clock, {
      ...createSnapshot(random, account, snapshotId, builder.at(clock)),
      change: ['created', snapshotId],
    });
  }
  for (const [index, snapshotId] of snapshots.slice(0, 2).entries())
    line.once(`06:0${index + 1}:10`, {
      ...shareSnapshot(random, snapshotId, outsideAccount),
      change: ['shared', snapshotId],
    });
  const tags = {
    resourcesSet: { items: [{ resourceId: group }] },
    tagSet: { items: [{ key: 'owner', value: 'support' }] },
  };
  line.once('06:10:05', { ...ec2Done(random, 'CreateTags', tags, far), change: ['modified', group] });
  line.once('06:20:44', {
    service: 'events',
    name: 'PutRule',
    request: { name: 'support-heartbeat', scheduleExpression: 'rate(1 hour)', state: 'ENABLED' },
    response: { ruleArn: `arn:aws:events:us-east-1:${account.id}:rule/support-heartbeat` },
    change: ['created', 'support-heartbeat'],
  });
  line.once('06:21:02', {
    service: 'events',
    name: 'PutTargets',
    request: {
      rule: 'support-heartbeat',
      targets: [{ id: '1', arn: `arn:aws:lambda:us-east-1:${account.id}:function:webhook-intake` }],
    },
    response: { failedEntryCount: 0, failedEntries: [] },
    change: ['modified', 'support-heartbeat'],
  });

  // 14 calls that fail
  line.many(9, '04:40:00', '04:44:00', () => ({ ...list('organizations', 'ListAccounts'), error: 'denied' }));
  line.many(5, '06:30:00', '06:33:00', () => ({
    service: 'guardduty',
    name: 'DeleteDetector',
    request: { detectorId: random.hex(32) },
    error: [
      'BadRequestException',
      'The request is rejected because the input detectorId is not owned by the current account.',
    ],
  }));
  // The rest is looking around.
  line.many(160, '04:24:00', '05:30:00', () =>
    list('ec2', 'DescribeInstances', far, { instancesSet: {}, filterSet: {} }),
  );
  line.many(90, '04:26:00', '05:45:00', () =>
    list('ec2', 'DescribeInstanceStatus', far, { instancesSet: {}, includeAllInstances: true }),
  );
  line.many(87, '04:45:00', '06:40:00', () =>
    list('ssm', 'DescribeInstanceInformation', 'us-east-1', { maxResults: 50 }),
  );
  line.many(60, '05:33:10', '05:42:00', () =>
    list('ssm', 'GetCommandInvocation', 'us-east-1', { commandId: random.uuid(), instanceId: target }),
  );
  line.many(70, '05:46:00', '06:12:00', () =>
    list('ec2', 'DescribeSnapshots', 'us-east-1', { snapshotSet: {}, ownersSet: { items: [{ owner: 'self' }] } }),
  );
  line.many(78, '06:13:00', '06:48:29', (index) =>
    list('rds', 'DescribeDBSnapshots', index % 2 === 0 ? 'eu-west-1' : 'us-east-1', { maxRecords: 100 }),
  );
  line.once('06:48:30', { service: 'sts', name: 'GetCallerIdentity' });
  const move = builder.at('06:00:00');
  return line.play(user, (step) => (step.at >= move ? { ...step, ip: secondIp } : step));
}

/** The same user in the console: 95 calls after the sign-in, none refused, five changes. Returns eventIDs by name. */
export function backdoorConsole(builder: StoryBuilder, user: Actor): Map<string, string[]> {
  const { random } = builder;
  const { account } = user;
  const line = new Timeline(builder);
  const device = `${backdoorUser}-phone`;
  const serialNumber = `arn:aws:iam::${account.id}:mfa/${device}`;
  const secondKey = awsIdentifier('AKIA', account.id, random);
  const instance = account.instances[3]?.id ?? '';
  const aggregates = { filter: { eventStatusCodes: ['open', 'upcoming'] }, aggregateField: 'eventTypeCategory' };
  line.many(30, '04:55:20', '05:08:00', () => list('health', 'DescribeEventAggregates', 'us-east-1', aggregates));
  line.many(24, '04:56:00', '05:12:00', (index) =>
    list('ec2', 'DescribeInstances', index % 2 === 0 ? 'us-east-1' : far, { instancesSet: {}, filterSet: {} }),
  );
  line.many(14, '05:00:00', '05:20:00', () => list('s3', 'ListBuckets', 'us-east-1', { Host: 's3.amazonaws.com' }));
  line.many(22, '05:04:00', '05:31:40', () => list('iam', 'ListUsers', 'us-east-1', { maxItems: 200 }));
  line.once('05:10:10', {
    service: 'iam',
    name: 'CreateVirtualMFADevice',
    request: { path: '/', virtualMFADeviceName: device },
    response: { virtualMFADevice: { serialNumber } },
    change: ['created', device],
  });
  line.once('05:10:58', {
    service: 'iam',
    name: 'EnableMFADevice',
    request: { userName: backdoorUser, serialNumber },
    change: ['modified', backdoorUser],
  });
  line.once('05:14:20', {
    ...createAccessKey(backdoorUser, secondKey, builder.at('05:14:20')),
    change: ['created', secondKey],
  });
  line.once('05:18:33', {
    service: 'ec2',
    name: 'ModifyInstanceMetadataOptions',
    request: { ModifyInstanceMetadataOptionsRequest: { InstanceId: instance, HttpTokens: 'optional' } },
    response: { ModifyInstanceMetadataOptionsResponse: { requestId: random.uuid(), instanceId: instance } },
    change: ['modified', instance],
  });
  line.once('05:24:02', {
    ...attachUserPolicy('ops-viktor', 'AdministratorAccess'),
    change: ['modified', 'ops-viktor'],
  });
  const ids = line.play(user);
  for (const eventId of ids.get('CreateAccessKey') ?? [])
    builder.credential(secondKey, backdoorUser, { eventId, at: builder.at('05:14:20') });
  for (const eventId of ids.get('EnableMFADevice') ?? [])
    builder.credential(`MFA device ${device}`, backdoorUser, { eventId, at: builder.at('05:10:58') });
  return ids;
}
