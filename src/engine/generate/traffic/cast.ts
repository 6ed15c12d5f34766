import { awsIdentifier } from '../identifiers.ts';
import { Chooser } from '../random.ts';
import { workingRegions, type Account, type World } from '../world.ts';
import type { Call } from './call.ts';
import { browserAgent, consoleUserActor, identityCenterActor, keyUserActor, type Person } from './people-actors.ts';
import { issuedByService, issuedByVendor, issuedByWebIdentity, roleActor } from './role-actors.ts';
import { anonymousActor, forwardedActor, serviceActor, serviceEventActor, serviceRoleActor } from './service-actors.ts';
import * as api from './service-calls.ts';
import type { Emitter } from './slot.ts';
import * as s3 from './storage-calls.ts';

/** The leaked key of the story `key-leak`; before that it does its ordinary work. */
export const leakedKeyId = 'AKIAIOSFODNN7EXAMPLE';

/** The key of ci-release, which the story `federation-token` steals. */
export function ciReleaseKey(world: World): string {
  return awsIdentifier('AKIA', world.build.id, world.random.fork('key/ci-release'));
}

type Weighted = readonly (readonly [Call, number])[];
type Cast = [Emitter, number][];

const inventory: Weighted = [
  [api.describeInstances, 8],
  [api.describeVolumes, 4],
  [api.describeSecurityGroups, 5],
  [api.describeSubnets, 3],
  [api.describeNetworkInterfaces, 4],
  [s3.getBucketAcl, 3],
  [s3.getBucketPolicy, 3],
  [s3.getBucketEncryption, 2],
  [s3.getBucketTagging, 2],
  [api.describeLoadBalancers, 2],
  [api.describeDatabases, 2],
  [api.listFunctions, 2],
];

const consoleBrowsing: Weighted = [
  [api.describeInstances, 6],
  [api.describeAlarms, 4],
  [api.eventAggregates, 5],
  [s3.listBuckets, 2],
  [api.listRoles, 2],
  [api.listUsers, 1],
  [api.listMfaDevices, 1],
  [api.describeStacks, 2],
  [api.getCost, 1],
  [api.describeSecurityGroups, 3],
  [api.getUserDenied, 1],
];

const infrastructureCode: Weighted = [
  [api.getRole, 8],
  [api.listRolePolicies, 8],
  [api.getPolicyVersion, 5],
  [api.describeSubnets, 5],
  [api.describeSecurityGroups, 5],
  [s3.getBucketPolicy, 5],
  [s3.getBucketTagging, 4],
  [api.getFunction, 3],
  [api.describeLogGroups, 3],
  [api.getCallerIdentity, 2],
];

const people: readonly Person[] = ['j.lindqvist', 'a.okafor', 'm.haddad', 'r.tanaka', 's.moreau', 'k.petrov'].map(
  (name, index) => ({
    name: `${name}@acme.example`,
    userId: `${544894 + index}e8-80c1-707f-60e3-3ba6510dfac${index}`,
  }),
);

export function person(name: string): Person {
  const found = people.find((candidate) => candidate.name.startsWith(name));
  if (found === undefined) throw new RangeError(`no such person: ${name}`);
  return found;
}

const epochMillis = (time: { below(bound: number): number }): string =>
  `17${time.below(89_999_999) + 10_000_000}${time.below(900) + 100}`;

function services(world: World, account: Account): Cast {
  const config = world.role(account, 'AWSServiceRoleForConfig', '/aws-service-role/config.amazonaws.com/');
  const inspector = world.role(
    account,
    'AWSServiceRoleForAmazonInspector2',
    '/aws-service-role/inspector2.amazonaws.com/',
  );
  const formation = world.role(account, 'cfn-exec');
  return [
    [
      serviceActor(
        'cloudtrail',
        [
          [s3.getBucketAcl, 7],
          [api.trailDataKey, 10],
        ],
        4,
        'vpce-0a1b2c3d4e5f60718',
      ),
      26,
    ],
    [serviceActor('config', [[api.putEvaluations, 1]], 2), 2],
    [serviceRoleActor('config', account, config, () => 'AWSConfig-Describe', inventory, 7), 14],
    [
      serviceRoleActor(
        'inspector2',
        account,
        inspector,
        (slot) => `MandoService${epochMillis(slot.random)}`,
        [
          [api.describeInstances, 3],
          [api.describeImages, 1],
          [api.getFunction, 1],
        ],
        4,
      ),
      5,
    ],
    [serviceRoleActor('cloudformation', account, formation, () => 'AWSCloudFormation', infrastructureCode, 8), 2],
    [serviceEventActor, 0.6],
  ];
}

function workloads(world: World, account: Account, region: string): Cast {
  const cast: Cast = [];
  const app = world.role(account, 'app-server', '/app/');
  const node = world.role(account, 'eks-node');
  const instances = account.instances.slice(0, region === 'us-east-1' ? account.instances.length : 4);
  instances.forEach((instance, index) => {
    const role = index % 3 === 0 ? node : app;
    const version = index % 5 === 0 ? '1.0' : '2.0';
    cast.push([
      roleActor({
        account,
        role,
        calls: [
          [api.updateInstanceInformation, 6],
          [api.getParameter, 4],
          [api.getSecretValue, 3],
          [api.describeInstances, 4],
          [api.ecrToken, 1],
          [api.ecrImage, 3],
          [api.describeTargetHealth, 2],
        ],
        sessionName: () => instance.id,
        lifetimeSeconds: 6 * 3600,
        ip: () => (index % 4 === 0 ? instance.privateIp : instance.publicIp),
        agent:
          index % 3 === 0
            ? 'aws-sdk-go-v2/1.25.2 os/linux lang/go#1.22.1 md/GOOS#linux md/GOARCH#amd64'
            : 'Boto3/1.34.51 md/Botocore#1.34.51 ua/2.0 os/linux#6.1.79 md/arch#x86_64 lang/python#3.11.8 cfg/retry-mode#standard',
        ...(index % 4 === 0 ? { vpcEndpointId: 'vpce-0f1e2d3c4b5a69788' } : {}),
        identity: () => ({
          ec2RoleDelivery: version,
          inScopeOfJson: `{"issuerType":"AWS::EC2::Instance","credentialsIssuedTo":"arn:aws:ec2:${region}:${account.id}:instance/${instance.id}"}`,
        }),
        issue: issuedByService('ec2'),
        issueRecords: 2,
        burst: [1, 5],
      }),
      14 / instances.length,
    ]);
  });
  const execution = world.role(account, 'lambda-exec', '/service-role/');
  for (const name of account.functions) {
    cast.push([
      roleActor({
        account,
        role: execution,
        calls: [
          [api.createLogStream, 8],
          [api.getParameter, 3],
          [api.getSecretValue, 2],
        ],
        sessionName: () => name,
        lifetimeSeconds: 12 * 3600,
        ip: (random) => `203.0.113.${random.between(200, 240)}`,
        agent: 'aws-sdk-nodejs/2.1573.0 linux/v20.11.1 exec-env/AWS_Lambda_nodejs20.x promise',
        identity: () => ({
          inScopeOfJson: `{"issuerType":"AWS::Lambda::Function","credentialsIssuedTo":"arn:aws:lambda:${region}:${account.id}:function:${name}"}`,
        }),
        issue: issuedByService('lambda'),
        issueRecords: 1,
        burst: [1, 3],
      }),
      0.8,
    ]);
  }
  for (const [service, call] of [
    ['secretsmanager', api.secretDecrypt],
    ['ssm', api.parameterDecrypt],
    ['ec2', api.volumeDataKey],
  ] as const) {
    cast.push([forwardedActor(service, account, app, (slot) => slot.random.pick(account.instances).id, call), 3]);
  }
  const backup = world.role(account, 'backup-runner', '/service-role/');
  cast.push([
    serviceRoleActor(
      'backup',
      account,
      backup,
      () => 'AWSBackup-AcmeNightly',
      [
        [api.createSnapshot, 3],
        [api.deleteSnapshot, 3],
        [api.describeVolumes, 4],
        [api.describeSnapshots, 4],
      ],
      6,
    ),
    2,
  ]);
  const monitor = world.role(account, 'datadog-integration');
  cast.push([
    roleActor({
      account,
      role: monitor,
      calls: [
        [api.getMetricData, 10],
        [api.describeInstances, 2],
        [api.describeDatabases, 1],
        [api.describeLoadBalancers, 1],
        [api.listFunctions, 1],
      ],
      sessionName: () => 'DatadogAWSIntegration',
      lifetimeSeconds: 3600,
      ip: (random) => `203.0.113.${random.between(201, 208)}`,
      agent: 'Boto3/1.34.40 md/Botocore#1.34.40 ua/2.0 os/linux#5.15.0 md/arch#aarch64 lang/python#3.11.7',
      issue: issuedByVendor(
        '999988887777',
        awsIdentifier('AROA', '999988887777', world.random.fork('vendor'), 17),
        world.random.fork('external').hex(32),
      ),
      issueRecords: 1,
      burst: [2, 9],
    }),
    5,
  ]);
  return cast;
}

function continuousIntegration(world: World): Cast {
  const account = world.build;
  const deploy = world.role(account, 'github-deploy', '/ci/');
  const cast: Cast = (['acme/web-frontend', 'acme/orders-api', 'acme/infrastructure'] as const).map((repository) => [
    roleActor({
      account,
      role: deploy,
      calls:
        repository === 'acme/infrastructure'
          ? infrastructureCode
          : [
              [api.ecrToken, 2],
              [api.ecrPut, 4],
              [api.ecrImage, 4],
              [api.ecsRegister, 2],
              [api.ecsUpdate, 2],
              [api.ecsDescribe, 6],
              [api.updateFunctionCode, 1],
              [api.getCallerIdentity, 2],
            ],
      sessionName: (random) => `GitHubActions-${random.between(8_000_000_000, 8_999_999_999)}`,
      lifetimeSeconds: 3600,
      ip: (random) => `192.0.2.${random.between(20, 90)}`,
      agent:
        repository === 'acme/infrastructure'
          ? 'APN/1.0 HashiCorp/1.0 Terraform/1.7.4 (+https://www.terraform.io) terraform-provider-aws/5.40.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.25.2 os/linux lang/go#1.21.8'
          : 'aws-sdk-js/3.523.0 ua/2.0 os/linux#6.5.0-1015-azure lang/js md/nodejs#20.11.1 api/sts#3.523.0 configure-aws-credentials-for-github-actions',
      identity: () => ({
        webIdentityProvider: `arn:aws:iam::${account.id}:oidc-provider/token.actions.githubusercontent.com`,
      }),
      issue: issuedByWebIdentity(
        'token.actions.githubusercontent.com',
        `repo:${repository}:ref:refs/heads/main`,
        'sts.amazonaws.com',
      ),
      issueRecords: 1,
      burst: [3, 12],
      workHours: true,
    }),
    6,
  ]);
  const ciDeploy = world.user(account, 'ci-deploy', '/automation/pipelines/');
  cast.push([
    keyUserActor(
      account,
      ciDeploy,
      leakedKeyId,
      ['203.0.113.10', '203.0.113.10', '203.0.113.11'],
      [
        'Terraform/1.7.4 terraform-provider-aws/5.40.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.25.2',
        'aws-sdk-go-v2/1.25.2 os/linux lang/go#1.22.1',
      ],
      [
        [api.ecrPut, 4],
        [api.ecrToken, 3],
        [api.ecrLayer, 6],
        [api.ecsDescribe, 5],
        [s3.listBuckets, 1],
        [api.getCallerIdentity, 1],
        [api.describeSubnets, 1],
      ],
      true,
    ),
    8,
  ]);
  for (const name of ['ci-test', 'ci-release']) {
    const user = world.user(account, name, '/automation/pipelines/');
    const key = awsIdentifier('AKIA', account.id, world.random.fork(`key/${name}`));
    cast.push([
      keyUserActor(
        account,
        user,
        key,
        ['203.0.113.10'],
        ['aws-cli/2.15.21 Python/3.11.6 Linux/6.5.0-1014-aws exe/x86_64.ubuntu.22 prompt/off'],
        [
          [api.ecrToken, 2],
          [api.ecrImage, 5],
          [api.getCallerIdentity, 1],
          [api.describeLogGroups, 1],
        ],
        true,
      ),
      3,
    ]);
  }
  return cast;
}

function staff(world: World, account: Account): Cast {
  const cast: Cast = [];
  const office = (index: number): string => `203.0.113.${40 + index}`;
  people.forEach((someone, index) => {
    const permissionSet = index % 3 === 0 ? 'AdministratorAccess' : index % 3 === 1 ? 'DataEngineer' : 'ReadOnlyAccess';
    const agent =
      index % 2 === 0
        ? browserAgent
        : 'aws-cli/2.15.25 Python/3.11.8 Darwin/23.3.0 source/arm64 prompt/off command/ec2.describe-instances';
    if ((index + account.weight * 100) % 2 < 1.2)
      cast.push([
        identityCenterActor(world, account, permissionSet, someone, office(index), agent, consoleBrowsing),
        1,
      ]);
  });
  if (account.kind === 'production' || account.kind === 'build') {
    for (const [index, name] of ['ops-ines', 'ops-viktor'].entries())
      cast.push([
        consoleUserActor(account, world.user(account, name, '/ops/'), office(20 + index), consoleBrowsing, index === 0),
        0.8,
      ]);
  }
  return cast;
}

/** Who writes management events in an account and region (the organization's trail). */
export function managementCast(world: World, account: Account, region: string): Chooser<Emitter> {
  const cast = services(world, account);
  if (account.kind === 'production' || account.kind === 'build' || account.kind === 'member')
    cast.push(...workloads(world, account, region));
  if (account === world.build && (region === 'us-east-1' || region === 'eu-west-1'))
    cast.push(...continuousIntegration(world));
  if (account === world.security) {
    const auditor = world.role(account, 'security-audit');
    cast.push([
      serviceRoleActor(
        'securityhub',
        account,
        auditor,
        () => 'securityhub',
        [
          [api.listDetectors, 2],
          [api.getFindings, 5],
          [api.describeTrails, 2],
          [api.getTrailStatus, 2],
          [api.describeRecorders, 1],
        ],
        6,
      ),
      8,
    ]);
  }
  if (account === world.management) {
    const billing = world.role(account, 'cost-reporter');
    cast.push([
      serviceRoleActor(
        'sso',
        account,
        billing,
        () => 'sso-inventory',
        [
          [api.listAccounts, 3],
          [api.describeOrganization, 2],
          [api.getCost, 1],
        ],
        4,
      ),
      5,
    ]);
  }
  cast.push(...staff(world, account));
  return new Chooser(cast);
}

/** Who writes data events in an account and region (the account's own trail). */
export function dataCast(world: World, account: Account, region: string): Chooser<Emitter> {
  if (account.kind === 'log-archive') {
    return new Chooser<Emitter>([
      [serviceActor('cloudtrail', [[s3.trailDelivery, 1]], 8, 'vpce-0a1b2c3d4e5f60718'), 5],
      [serviceActor('delivery.logs', [[s3.refusedDelivery, 1]], 6, 'vpce-09f8e7d6c5b4a3921'), 2],
    ]);
  }
  const cast: Cast = [
    [serviceActor('events', [[api.invokeFunction, 1]], 4), 4],
    [anonymousActor(s3.anonymousGet), 0.4],
  ];
  const taskAgent =
    'Boto3/1.34.51 md/Botocore#1.34.51 ua/2.0 os/linux#5.10.209 md/arch#x86_64 lang/python#3.11.8 exec-env/AWS_ECS_FARGATE';
  for (const [name, weight] of [
    ['payroll-batch', 2],
    ['orders-api', 5],
    ['ledger', 3],
  ] as const) {
    cast.push([
      roleActor({
        account,
        role: world.role(account, name, '/tasks/'),
        calls: [
          [s3.getObject, 8],
          [s3.putObject, 5],
          [s3.headObject, 3],
          [s3.listObjects, 2],
          [api.getItem, 5],
          [api.putItem, 3],
          [api.queryTable, 3],
        ],
        sessionName: (random) => random.hex(32),
        lifetimeSeconds: 6 * 3600,
        ip: (random) => `10.45.${random.between(0, 31)}.${random.between(10, 240)}`,
        agent: taskAgent,
        vpcEndpointId: 'vpce-0f1e2d3c4b5a69788',
        issue: issuedByService('ecs-tasks'),
        issueRecords: 0,
        burst: [2, 12],
      }),
      weight,
    ]);
  }
  return new Chooser(region === workingRegions[0]?.[0] ? cast : cast.slice(0, 4));
}
