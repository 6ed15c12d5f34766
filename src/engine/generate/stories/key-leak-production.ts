import type { StoryBuilder } from './builder.ts';
import type { Actor } from './step.ts';
import {
  attachUserPolicy,
  createAccessKey,
  createLoginProfile,
  createUser,
  list,
  runInstances,
  s3List,
  s3Object,
  shareSnapshot,
  type Action,
} from './steps.ts';
import { Timeline } from './timeline.ts';

export const backdoorUser = 'support-svc';
export const backdoorKeyId = 'AKIAI44QH8DHBEXAMPLE';
export const sharedSnapshot = 'snap-0a1b2c3d4e5f67890';
export const outsideAccount = '123456789012';

/** eventIDs of the steps that matter later. */
export interface ProductionEvents {
  createUser: string;
  attachPolicy: string;
  createKey: string;
  loginProfile: string;
  stopLogging: string;
  shareSnapshot: string;
  runInstances: string;
  failedRuns: string[];
  firstRead: string;
  reads: string[];
  authorizationDetails: string;
  instanceIds: string[];
  userId: string;
}

const payrollPrefixes = ['2026/02', '2026/01', '2025/12', '2025/11'] as const;
const roles = [
  'app-server',
  'eks-node',
  'lambda-exec',
  'OrgAdmin',
  'backup-runner',
  'payroll-batch',
  'orders-api',
] as const;

/**
 * The hour with OrgAdmin in acme-prod: 2,348 calls of which 9 fail. An administrator is made, the trail is stopped,
 * the payroll is read and a snapshot given away.
 */
export function production(builder: StoryBuilder, admin: Actor, userId: string): ProductionEvents {
  const { random } = builder;
  const { account } = admin;
  const line = new Timeline(builder);
  const missing = (what: string): Partial<Action> => ({
    error: ['NoSuchEntityException', `The ${what} cannot be found.`],
  });
  const events: ProductionEvents = {
    createUser: '',
    attachPolicy: '',
    createKey: '',
    loginProfile: '',
    stopLogging: '',
    shareSnapshot: '',
    runInstances: '',
    firstRead: '',
    authorizationDetails: '',
    failedRuns: [],
    reads: [],
    userId,
    instanceIds: ['i-0a3f5c7e9b1d24691', ...Array.from({ length: 3 }, () => `i-0${random.hex(16)}`)],
  };

  line.once('02:41:52', { service: 'sts', name: 'GetCallerIdentity' });
  line.once('02:41:58', list('iam', 'ListUsers', 'us-east-1', { maxItems: 1000 }));
  line.once('02:42:03', list('iam', 'ListRoles', 'us-east-1', { maxItems: 1000 }));
  line.many(51, '02:42:05', '02:44:10', (index) => ({
    ...list('iam', 'GetRole', 'us-east-1', { roleName: roles[index % roles.length] }),
    ...(index % 20 === 7 ? missing('role with name app-legacy') : {}),
  }));
  line.many(47, '02:42:06', '02:44:15', (index) =>
    list('iam', 'ListAttachedRolePolicies', 'us-east-1', { roleName: roles[index % roles.length] }),
  );
  line.once(
    '02:44:18',
    list('iam', 'GetAccountAuthorizationDetails', 'us-east-1', { filter: ['User', 'Role'] }),
    (id) => (events.authorizationDetails = id),
  );
  line.many(10, '02:44:40', '02:46:00', (index) => ({
    ...list('iam', 'ListAccessKeys', 'us-east-1', { userName: 'ops-ines' }),
    ...(index < 2 ? missing('user with name ops-legacy') : {}),
  }));
  line.many(8, '02:45:00', '02:46:40', (index) => ({
    ...list('iam', 'GetUser', 'us-east-1', { userName: backdoorUser }),
    ...(index < 2 ? missing(`user with name ${backdoorUser}`) : {}),
  }));
  line.once(
    '02:47:31',
    createUser(account, backdoorUser, userId, builder.at('02:47:31')),
    (id) => (events.createUser = id),
  );
  line.once('02:47:58', attachUserPolicy(backdoorUser, 'AdministratorAccess'), (id) => (events.attachPolicy = id));
  line.once(
    '02:48:16',
    createAccessKey(backdoorUser, backdoorKeyId, builder.at('02:48:16')),
    (id) => (events.createKey = id),
  );
  line.once('02:48:55', createLoginProfile(backdoorUser, builder.at('02:48:55')), (id) => (events.loginProfile = id));
  line.many(3, '02:49:30', '02:49:50', () => ({
    service: 's3',
    name: 'ListBuckets',
    request: { Host: 's3.us-east-1.amazonaws.com' },
    host: 's3.us-east-1.amazonaws.com',
  }));
  line.many(6, '02:50:05', '02:50:40', (index) => ({
    service: 's3',
    name: 'GetBucketLocation',
    request: {
      bucketName: ['acme-payroll', 'acme-finance'][index % 2],
      Host: 's3.us-east-1.amazonaws.com',
      location: '',
    },
  }));
  line.many(118, '02:51:12', '03:05:20', (index) =>
    s3List(random, account, 'acme-payroll', `${payrollPrefixes[index % 4] ?? ''}/`, random.between(4000, 240_000)),
  );
  // 1,912 objects, 3.4 GB in all.
  line.many(
    1912,
    '02:52:03',
    '03:05:48',
    (index) =>
      s3Object(
        random,
        account,
        'acme-payroll',
        `${payrollPrefixes[Math.floor(index / 478)] ?? '2025/11'}/run-${String(index % 478).padStart(4, '0')}.csv`,
        'GetObject',
        random.between(900_000, 2_656_000),
      ),
    (id) => void events.reads.push(id),
  );
  line.once(
    '03:06:02',
    list('cloudtrail', 'DescribeTrails', 'us-east-1', { trailNameList: [], includeShadowTrails: true }),
  );
  line.once('03:06:20', list('cloudtrail', 'GetTrailStatus', 'us-east-1', { name: 'prod-trail' }));
  line.once(
    '03:06:41',
    {
      service: 'cloudtrail',
      name: 'StopLogging',
      request: { name: `arn:aws:cloudtrail:us-east-1:${account.id}:trail/prod-trail` },
    },
    (id) => (events.stopLogging = id),
  );
  line.many(20, '03:08:00', '03:12:00', () =>
    list('ec2', 'DescribeInstances', 'us-east-1', { instancesSet: {}, filterSet: {} }),
  );
  line.many(8, '03:12:10', '03:15:00', () =>
    list('ec2', 'DescribeVolumes', 'us-east-1', { volumeSet: {}, filterSet: {} }),
  );
  line.many(4, '03:16:00', '03:18:00', () =>
    list('ec2', 'DescribeSnapshots', 'us-east-1', { snapshotSet: {}, ownersSet: { items: [{ owner: 'self' }] } }),
  );
  line.once('03:19:22', shareSnapshot(random, sharedSnapshot, outsideAccount), (id) => (events.shareSnapshot = id));
  line.many(2, '03:21:00', '03:21:20', () => list('secretsmanager', 'ListSecrets', 'us-east-1', { maxResults: 100 }));

  const far = 'ap-southeast-1';
  line.many(6, '03:24:00', '03:25:30', () =>
    list('ec2', 'DescribeInstanceTypeOfferings', far, {
      DescribeInstanceTypeOfferingsRequest: { LocationType: 'region' },
    }),
  );
  line.many(12, '03:25:00', '03:26:30', () =>
    list('ec2', 'DescribeImages', far, { imagesSet: {}, ownersSet: { items: [{ owner: 'amazon' }] } }),
  );
  line.many(6, '03:25:40', '03:26:40', () => list('ec2', 'DescribeVpcs', far, { vpcSet: {}, filterSet: {} }));
  line.many(8, '03:25:45', '03:26:50', () => list('ec2', 'DescribeSubnets', far, { subnetSet: {}, filterSet: {} }));
  line.many(8, '03:25:50', '03:26:55', () =>
    list('ec2', 'DescribeSecurityGroups', far, { securityGroupSet: {}, filterSet: {} }),
  );
  line.many(4, '03:26:00', '03:26:58', () => list('ec2', 'DescribeKeyPairs', far, { keySet: {}, filterSet: {} }));
  line.many(
    2,
    '03:27:05',
    '03:27:31',
    () => ({
      service: 'ec2',
      name: 'RunInstances',
      region: far,
      request: {
        instancesSet: { items: [{ imageId: 'ami-0d07675d294f17973', minCount: 1, maxCount: 2 }] },
        instanceType: 'p4d.24xlarge',
      },
      error: [
        'Client.VcpuLimitExceeded',
        'You have requested more vCPU capacity than your current vCPU limit of 0 allows for the instance bucket that the specified instance type belongs to.',
      ],
    }),
    (id) => void events.failedRuns.push(id),
  );
  line.once(
    '03:28:40',
    runInstances(random, account, far, 'g4dn.12xlarge', events.instanceIds, builder.at('03:28:40'), 'support'),
    (id) => (events.runInstances = id),
  );
  line.many(30, '03:28:50', '03:36:00', () =>
    list('ec2', 'DescribeInstances', far, {
      instancesSet: { items: events.instanceIds.map((instanceId) => ({ instanceId })) },
      filterSet: {},
    }),
  );
  line.many(11, '03:29:00', '03:34:00', () =>
    list('ec2', 'DescribeInstanceStatus', far, { instancesSet: {}, includeAllInstances: true }),
  );
  line.many(9, '03:22:00', '03:22:40', () =>
    list('ec2', 'DescribeInstances', 'eu-west-1', { instancesSet: {}, filterSet: {} }),
  );
  line.many(8, '03:22:10', '03:22:50', () => list('rds', 'DescribeDBInstances', 'eu-west-1', {}));
  line.many(8, '03:22:20', '03:23:00', () => list('lambda', 'ListFunctions20150331', 'eu-west-1', { maxItems: 50 }));
  line.many(8, '03:22:30', '03:23:10', () =>
    list('ec2', 'DescribeSnapshots', 'eu-west-1', { snapshotSet: {}, ownersSet: { items: [{ owner: 'self' }] } }),
  );
  line.many(8, '03:22:35', '03:23:20', () =>
    list('ec2', 'DescribeVolumes', 'eu-west-1', { volumeSet: {}, filterSet: {} }),
  );
  line.many(9, '03:37:00', '03:39:40', () =>
    list('ec2', 'DescribeInstances', 'us-west-2', { instancesSet: {}, filterSet: {} }),
  );
  line.many(9, '03:37:10', '03:39:50', () => list('lambda', 'ListFunctions20150331', 'us-west-2', { maxItems: 50 }));

  line.play(admin);
  events.firstRead = events.reads[0] ?? '';
  return events;
}
