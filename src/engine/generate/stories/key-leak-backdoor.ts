import type { Actor, Step, StoryBuilder } from './builder.ts';
import { backdoorUser } from './key-leak-production.ts';
import { ec2Done, list, runInstances, type Action } from './steps.ts';
import { iamTime } from '../times.ts';

/** What the backdoor user left: eventIDs by what was done. */
export interface BackdoorEvents {
  quota: string[];
  runs: string[];
  commands: string[];
  all: Map<string, string[]>;
}

const far = 'ap-southeast-1';

function remember(ids: Map<string, string[]>, name: string, id: string): void {
  const known = ids.get(name);
  if (known === undefined) ids.set(name, [id]);
  else known.push(id);
}

/** The two and a half hours with the new key: 687 calls, 14 refused or failed, 26 changes. */
export function backdoor(builder: StoryBuilder, user: Actor, secondIp: string): BackdoorEvents {
  const { random } = builder;
  const { account } = user;
  const steps: Step[] = [];
  const many = (count: number, from: string, to: string, action: (index: number) => Action): void => {
    const [start, end] = [builder.at(from), builder.at(to)];
    for (let index = 0; index < count; index++)
      steps.push({
        ...action(index),
        at: start + (count === 1 ? 0 : Math.floor((index * (end - start)) / (count - 1))),
      });
  };
  const change = (clock: string, action: Action): void => void steps.push({ ...action, at: builder.at(clock) });
  const ids = (count: number): string[] => Array.from({ length: count }, () => `i-0${random.hex(16)}`);
  const group = `sg-0${random.hex(16)}`;
  const role = `support-${random.hex(4)}`;

  many(1, '04:02:11', '04:02:11', () => ({ service: 'sts', name: 'GetCallerIdentity' }));
  many(60, '04:02:40', '04:09:50', () =>
    list('ec2', 'DescribeInstances', 'us-east-1', { instancesSet: {}, filterSet: {} }),
  );
  many(40, '04:03:00', '04:09:00', () => list('servicequotas', 'ListServiceQuotas', far, { serviceCode: 'ec2' }));
  // 26 changes
  for (const clock of ['04:10:26', '04:11:02']) {
    change(clock, {
      service: 'servicequotas',
      name: 'RequestServiceQuotaIncrease',
      region: far,
      request: { serviceCode: 'ec2', quotaCode: 'L-DB2E81BA', desiredValue: 192 },
      response: {
        requestedQuota: {
          id: random.uuid(),
          serviceCode: 'ec2',
          quotaCode: 'L-DB2E81BA',
          desiredValue: 192,
          status: 'PENDING',
        },
      },
    });
  }
  change('04:12:30', {
    service: 'ec2',
    name: 'CreateKeyPair',
    region: far,
    request: { keyName: 'support' },
    response: {
      requestId: random.uuid(),
      keyName: 'support',
      keyFingerprint: '1f:51:ae:28:bf:89:e9:d8',
      keyPairId: `key-0${random.hex(16)}`,
      keyMaterial: '<sensitiveDataRemoved>',
    },
  });
  change('04:13:05', {
    service: 'ec2',
    name: 'CreateSecurityGroup',
    region: far,
    request: { groupName: 'support', groupDescription: 'support access', vpcId: 'vpc-06fe1a64761a0f720' },
    response: { requestId: random.uuid(), _return: true, groupId: group },
  });
  for (const [clock, port] of [
    ['04:13:40', 22],
    ['04:13:52', 3389],
    ['04:14:10', 8333],
    ['04:14:31', 4444],
  ] as const) {
    change(
      clock,
      ec2Done(
        random,
        'AuthorizeSecurityGroupIngress',
        {
          groupId: group,
          ipPermissions: {
            items: [
              { ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
            ],
          },
        },
        far,
      ),
    );
  }
  for (const [clock, count] of [
    ['04:20:12', 3],
    ['04:21:44', 3],
    ['04:23:30', 2],
  ] as const)
    change(clock, runInstances(random, account, far, 'g4dn.12xlarge', ids(count), builder.at(clock), 'support'));
  change('04:30:10', {
    service: 'iam',
    name: 'CreateRole',
    request: {
      roleName: role,
      assumeRolePolicyDocument:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}]}',
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
  });
  change('04:30:32', {
    service: 'iam',
    name: 'AttachRolePolicy',
    request: { roleName: role, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  });
  change('04:31:20', {
    service: 'iam',
    name: 'PutUserPolicy',
    request: {
      userName: backdoorUser,
      policyName: 'support',
      policyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    },
  });
  change('04:32:40', {
    service: 'iam',
    name: 'CreatePolicyVersion',
    request: {
      policyArn: `arn:aws:iam::${account.id}:policy/app-server-access`,
      setAsDefault: true,
      policyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    },
    response: {
      policyVersion: { versionId: 'v7', isDefaultVersion: true, createDate: iamTime(builder.at('04:32:40')) },
    },
  });
  for (const clock of ['05:33:02', '05:35:10', '05:38:44']) {
    change(clock, {
      service: 'ssm',
      name: 'SendCommand',
      request: {
        documentName: 'AWS-RunShellScript',
        instanceIds: [account.instances[3]?.id],
        parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        timeoutSeconds: 600,
      },
      response: {
        command: {
          commandId: random.uuid(),
          documentName: 'AWS-RunShellScript',
          status: 'Pending',
          instanceIds: [account.instances[3]?.id],
        },
      },
    });
  }
  for (const clock of ['05:50:00', '05:52:20', '05:54:41']) {
    const volumeId = `vol-0${random.hex(16)}`;
    change(clock, {
      service: 'ec2',
      name: 'CreateSnapshot',
      request: { volumeId },
      response: {
        requestId: random.uuid(),
        snapshotId: `snap-0${random.hex(16)}`,
        volumeId,
        status: 'pending',
        startTime: builder.at(clock) * 1000,
        ownerId: account.id,
        encrypted: false,
      },
    });
  }
  for (const clock of ['06:01:10', '06:02:30'])
    change(
      clock,
      ec2Done(random, 'ModifySnapshotAttribute', {
        snapshotId: `snap-0${random.hex(16)}`,
        createVolumePermission: { add: { items: [{ userId: '123456789012' }] } },
        attributeType: 'CREATE_VOLUME_PERMISSION',
      }),
    );
  change(
    '06:10:05',
    ec2Done(
      random,
      'CreateTags',
      { resourcesSet: { items: [{ resourceId: group }] }, tagSet: { items: [{ key: 'owner', value: 'support' }] } },
      far,
    ),
  );
  change('06:20:44', {
    service: 'events',
    name: 'PutRule',
    request: { name: 'support-heartbeat', scheduleExpression: 'rate(1 hour)', state: 'ENABLED' },
    response: { ruleArn: `arn:aws:events:us-east-1:${account.id}:rule/support-heartbeat` },
  });

  // 14 calls that fail
  many(9, '04:40:00', '04:44:00', () => ({ ...list('organizations', 'ListAccounts'), error: 'denied' }));
  many(5, '06:30:00', '06:33:00', () => ({
    service: 'guardduty',
    name: 'DeleteDetector',
    request: { detectorId: random.hex(32) },
    error: [
      'BadRequestException',
      'The request is rejected because the input detectorId is not owned by the current account.',
    ],
  }));
  // the rest is looking around
  many(160, '04:24:00', '05:30:00', () => list('ec2', 'DescribeInstances', far, { instancesSet: {}, filterSet: {} }));
  many(90, '04:26:00', '05:45:00', () =>
    list('ec2', 'DescribeInstanceStatus', far, { instancesSet: {}, includeAllInstances: true }),
  );
  many(87, '04:45:00', '06:40:00', () => list('ssm', 'DescribeInstanceInformation', 'us-east-1', { maxResults: 50 }));
  many(60, '05:33:10', '05:42:00', () =>
    list('ssm', 'GetCommandInvocation', 'us-east-1', {
      commandId: random.uuid(),
      instanceId: account.instances[3]?.id,
    }),
  );
  many(70, '05:46:00', '06:12:00', () =>
    list('ec2', 'DescribeSnapshots', 'us-east-1', { snapshotSet: {}, ownersSet: { items: [{ owner: 'self' }] } }),
  );
  many(78, '06:13:00', '06:48:29', (index) =>
    list('rds', 'DescribeDBSnapshots', index % 2 === 0 ? 'eu-west-1' : 'us-east-1', { maxRecords: 100 }),
  );
  many(1, '06:48:30', '06:48:30', () => ({ service: 'sts', name: 'GetCallerIdentity' }));

  steps.sort((one, other) => one.at - other.at);
  const all = new Map<string, string[]>();
  steps.forEach((step) =>
    remember(all, step.name, builder.call(user, step.at >= builder.at('06:00:00') ? { ...step, ip: secondIp } : step)),
  );
  return {
    quota: all.get('RequestServiceQuotaIncrease') ?? [],
    runs: all.get('RunInstances') ?? [],
    commands: all.get('SendCommand') ?? [],
    all,
  };
}

/** The same user in the console: 96 records with the sign-in, none refused, five changes. */
export function backdoorConsole(builder: StoryBuilder, user: Actor): Map<string, string[]> {
  const { random } = builder;
  const { account } = user;
  const steps: Step[] = [];
  const many = (count: number, from: string, to: string, action: (index: number) => Action): void => {
    const [start, end] = [builder.at(from), builder.at(to)];
    for (let index = 0; index < count; index++)
      steps.push({ ...action(index), at: start + Math.floor((index * (end - start)) / Math.max(1, count - 1)) });
  };
  const serial = `arn:aws:iam::${account.id}:mfa/${backdoorUser}-phone`;
  const secondKey = builder.random.fork('second-key').base32(16);
  many(30, '04:55:20', '05:08:00', () => ({
    service: 'health',
    name: 'DescribeEventAggregates',
    request: { filter: { eventStatusCodes: ['open', 'upcoming'] }, aggregateField: 'eventTypeCategory' },
  }));
  many(24, '04:56:00', '05:12:00', (index) =>
    list('ec2', 'DescribeInstances', index % 2 === 0 ? 'us-east-1' : far, { instancesSet: {}, filterSet: {} }),
  );
  many(14, '05:00:00', '05:20:00', () => ({
    service: 's3',
    name: 'ListBuckets',
    request: { Host: 's3.amazonaws.com' },
  }));
  many(22, '05:04:00', '05:31:40', () => list('iam', 'ListUsers', 'us-east-1', { maxItems: 200 }));
  many(1, '05:10:10', '05:10:10', () => ({
    service: 'iam',
    name: 'CreateVirtualMFADevice',
    request: { path: '/', virtualMFADeviceName: `${backdoorUser}-phone` },
    response: { virtualMFADevice: { serialNumber: serial } },
  }));
  many(1, '05:10:58', '05:10:58', () => ({
    service: 'iam',
    name: 'EnableMFADevice',
    request: { userName: backdoorUser, serialNumber: serial },
  }));
  many(1, '05:14:20', '05:14:20', () => ({
    service: 'iam',
    name: 'CreateAccessKey',
    request: { userName: backdoorUser },
    response: {
      accessKey: {
        userName: backdoorUser,
        accessKeyId: `AKIA${secondKey}`,
        status: 'Active',
        createDate: iamTime(builder.at('05:14:20')),
      },
    },
  }));
  many(1, '05:18:33', '05:18:33', () => ({
    service: 'ec2',
    name: 'ModifyInstanceMetadataOptions',
    request: { ModifyInstanceMetadataOptionsRequest: { InstanceId: account.instances[3]?.id, HttpTokens: 'optional' } },
    response: {
      ModifyInstanceMetadataOptionsResponse: { requestId: random.uuid(), instanceId: account.instances[3]?.id },
    },
  }));
  many(1, '05:24:02', '05:24:02', () => ({
    service: 'iam',
    name: 'AttachUserPolicy',
    request: { userName: 'ops-viktor', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  }));
  steps.sort((one, other) => one.at - other.at);
  const all = new Map<string, string[]>();
  for (const step of steps) remember(all, step.name, builder.call(user, step));
  return all;
}
