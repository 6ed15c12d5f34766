import { defaultRegions, type Account } from '../world.ts';
import { kaliBoto, kaliCli } from './actors.ts';
import type { StoryBuilder } from './builder.ts';
import type { Actor } from './step.ts';
import { bucketCall, type Action } from './steps.ts';
import { Timeline } from './timeline.ts';

export const knownBuckets = [
  'acme-payroll',
  'acme-finance',
  'acme-finance-exports',
  'acme-build-artifacts',
  'acme-terraform-state',
  'acme-ml-features-prod',
  'acme-cloudtrail-archive',
  'acme-web-assets',
] as const;
const guessedRoles = [
  'Admin',
  'PowerUser',
  'OrganizationAccountAccessRole',
  'Administrator',
  'DeployAdmin',
  'TerraformAdmin',
  'SecurityAudit',
  'BreakGlass',
  'DevOps',
  'InfraAdmin',
  'CICDAdmin',
] as const;
const guessedUsers = ['ops-ines', 'ops-viktor', 'ci-test', 'ci-release', 'ci-deploy', 'backup'] as const;

const at = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;
const region = (index: number): string => at(defaultRegions, index);

interface Phase {
  count: number;
  from: string;
  to: string;
  step: (index: number) => Action;
}

/** Every call that the leaked key made and that failed: 1,121 of them. */
function refusals(owner: Account): Phase[] {
  const account = owner.id;
  const denied = (
    service: string,
    name: string,
    request: unknown = {},
    on = '*',
    more: Partial<Action> = {},
  ): Action => ({ service, name, request, on, error: 'denied', ...more });
  const everywhere = (service: string, name: string, rounds: number, from: string, to: string, extra = 0): Phase => ({
    count: defaultRegions.length * rounds + extra,
    from,
    to,
    step: (index) => denied(service, name, {}, '*', { region: region(index) }),
  });
  const bucket = (name: string, query: string, count: number, from: string, to: string): Phase => ({
    count,
    from,
    to,
    step: (index) => ({ ...bucketCall(owner, name, at(knownBuckets, index), query), error: 'denied' }),
  });
  const user = (name: string, count: number, from: string, to: string): Phase => ({
    count,
    from,
    to,
    step: (index) => denied('iam', name, {}, `arn:aws:iam::${account}:user/${at(guessedUsers, index)}`),
  });
  const self = `arn:aws:iam::${account}:user/automation/pipelines/ci-deploy`;
  return [
    // Client.UnauthorizedOperation: 262
    everywhere('ec2', 'DescribeInstances', 6, '02:13:51', '02:33:10'),
    everywhere('ec2', 'DescribeVolumes', 3, '02:15:02', '02:24:40'),
    everywhere('ec2', 'DescribeImages', 2, '02:16:05', '02:22:00'),
    everywhere('ec2', 'DescribeVpcs', 2, '02:17:10', '02:23:30'),
    everywhere('ec2', 'DescribeSecurityGroups', 1, '02:19:00', '02:19:40'),
    everywhere('ec2', 'DescribeSnapshots', 1, '02:35:40', '02:35:49'),
    {
      count: 4,
      from: '02:36:47',
      to: '02:36:53',
      step: () =>
        denied(
          'ec2',
          'RunInstances',
          {
            instancesSet: { items: [{ imageId: 'ami-0c1a7f89451184c8b', minCount: 1, maxCount: 4 }] },
            instanceType: 'g4dn.12xlarge',
          },
          '*',
          { region: 'ap-southeast-1' },
        ),
    },
    {
      count: 3,
      from: '02:33:20',
      to: '02:33:26',
      step: (index) => denied('ec2', 'DescribeKeyPairs', {}, '*', { region: region(index) }),
    },
    // AccessDeniedException: 250
    everywhere('lambda', 'ListFunctions20150331', 5, '02:14:20', '02:29:30'),
    everywhere('secretsmanager', 'ListSecrets', 5, '02:18:40', '02:31:00', 2),
    everywhere('kms', 'ListKeys', 2, '02:20:10', '02:25:00'),
    everywhere('dynamodb', 'ListTables', 2, '02:21:10', '02:26:00'),
    {
      count: 10,
      from: '02:12:44',
      to: '02:13:40',
      step: (index) => denied('organizations', at(['DescribeOrganization', 'ListAccounts'], index)),
    },
    // AccessDenied: 609
    bucket('GetBucketPolicy', 'policy', 74, '02:14:06', '02:40:50'),
    bucket('GetBucketAcl', 'acl', 74, '02:16:40', '02:34:31'),
    bucket('GetBucketPublicAccessBlock', 'publicAccessBlock', 78, '02:16:50', '02:34:20'),
    everywhere('rds', 'DescribeDBInstances', 2, '02:22:10', '02:28:00'),
    user('ListAttachedUserPolicies', 54, '02:24:00', '02:29:50'),
    user('ListUserPolicies', 54, '02:24:10', '02:30:10'),
    user('GetUser', 42, '02:25:00', '02:30:40'),
    user('ListGroupsForUser', 40, '02:26:00', '02:31:20'),
    user('ListAccessKeys', 30, '02:28:00', '02:32:10'),
    { count: 12, from: '02:12:50', to: '02:13:45', step: () => denied('iam', 'GetAccountPasswordPolicy') },
    {
      count: 8,
      from: '02:32:20',
      to: '02:32:40',
      step: () => denied('iam', 'ListGroups', {}, `arn:aws:iam::${account}:group/`),
    },
    {
      count: 6,
      from: '02:34:50',
      to: '02:35:20',
      step: () =>
        denied('iam', 'CreateUser', { userName: 'svc-backup-sync' }, `arn:aws:iam::${account}:user/svc-backup-sync`),
    },
    {
      count: 4,
      from: '02:34:52',
      to: '02:35:04',
      step: () => denied('iam', 'CreateAccessKey', { userName: 'ci-deploy' }, self),
    },
    {
      count: 4,
      from: '02:35:06',
      to: '02:35:25',
      step: () => denied('iam', 'PutUserPolicy', { userName: 'ci-deploy' }, self),
    },
    {
      count: 4,
      from: '02:36:12',
      to: '02:36:30',
      step: () => denied('iam', 'AttachUserPolicy', { userName: 'ci-deploy' }, self),
    },
    {
      count: 3,
      from: '02:36:20',
      to: '02:36:34',
      step: () => denied('iam', 'AddUserToGroup', { groupName: 'admins' }, `arn:aws:iam::${account}:group/admins`),
    },
    {
      count: 2,
      from: '02:36:40',
      to: '02:36:44',
      step: () => denied('iam', 'UpdateAssumeRolePolicy', {}, `arn:aws:iam::${account}:role/cfn-exec`),
    },
    {
      count: 64,
      from: '02:37:02',
      to: '02:40:40',
      step: (index) => denied('iam', 'GetRole', {}, `arn:aws:iam::${account}:role/${at(guessedRoles, index)}`),
    },
    {
      count: 22,
      from: '02:37:31',
      to: '02:40:58',
      step: (index) =>
        denied(
          'sts',
          'AssumeRole',
          {},
          `arn:aws:iam::${index % 2 === 0 ? account : '444455556666'}:role/${at(guessedRoles, index)}`,
        ),
    },
  ];
}

/** What worked: little, but enough to see the buckets and one role that trusts the key. 184 calls, without the AssumeRole. */
function successes(account: Account): Phase[] {
  return [
    {
      count: 78,
      from: '02:16:21',
      to: '02:16:58',
      step: () => ({
        service: 's3',
        name: 'ListBuckets',
        request: { Host: 's3.us-east-1.amazonaws.com' },
        host: 's3.us-east-1.amazonaws.com',
      }),
    },
    {
      count: 18,
      from: '02:12:20',
      to: '02:33:00',
      step: () => ({ service: 'ec2', name: 'DescribeRegions', request: { regionSet: {} } }),
    },
    { count: 18, from: '02:11:31', to: '02:41:02', step: () => ({ service: 'sts', name: 'GetCallerIdentity' }) },
    {
      count: 4,
      from: '02:34:33',
      to: '02:34:39',
      step: () => bucketCall(account, 'GetBucketPolicy', 'acme-build-artifacts', 'policy'),
    },
    {
      count: 2,
      from: '02:34:41',
      to: '02:34:44',
      step: () => ({ service: 'iam', name: 'ListRoles', request: { maxItems: 1000 } }),
    },
    {
      count: 30,
      from: '02:23:10',
      to: '02:27:40',
      step: () => ({ service: 'ecr', name: 'DescribeRepositories', request: { maxResults: 100 } }),
    },
    {
      count: 17,
      from: '02:29:00',
      to: '02:29:44',
      step: (index) => ({ service: 'ecs', name: 'ListClusters', region: region(index), request: {} }),
    },
    {
      count: 16,
      from: '02:30:00',
      to: '02:31:10',
      step: () => ({ service: 'ecs', name: 'ListServices', request: { cluster: 'acme-build-main' } }),
    },
  ];
}

/**
 * The first half hour: 1,306 calls with the leaked key together with the AssumeRole that ends it, 1,121 of them
 * refused. Returns the eventIDs by event name.
 */
export function recon(builder: StoryBuilder, leaked: Actor): Map<string, string[]> {
  const line = new Timeline(builder);
  line.once('02:11:07', { service: 'sts', name: 'GetCallerIdentity', agent: kaliCli });
  for (const { count, from, to, step } of [...refusals(leaked.account), ...successes(leaked.account)]) {
    line.many(count, from, to, (index) => {
      // Scripts ran on boto3; what was typed by hand ran on the command line.
      const byHand = count <= 6 || (index % 11 === 0 && count < 70);
      return { ...step(index), agent: byHand ? kaliCli : kaliBoto };
    });
  }
  return line.play(leaked);
}
