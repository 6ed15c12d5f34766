import { Chooser } from '../random.ts';
import { workingRegions, type Account, type World } from '../world.ts';
import { consoleBrowsing, inventory, infrastructureCode } from './call-mixes.ts';
import { continuousIntegration, workloads, type Cast } from './cast-workloads.ts';
import { browserAgent, consoleUserActor, identityCenterActor } from './people-actors.ts';
import { people } from './people.ts';
import * as platform from './platform-calls.ts';
import { issuedByService, roleActor } from './role-actors.ts';
import { anonymousActor, serviceActor, serviceEventActor, serviceRoleActor } from './service-actors.ts';
import * as api from './service-calls.ts';
import type { Emitter } from './slot.ts';
import * as s3 from './storage-calls.ts';

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
    [serviceActor('config', [[platform.putEvaluations, 1]], 2), 2],
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
          [platform.getFunction, 1],
        ],
        4,
      ),
      5,
    ],
    [serviceRoleActor('cloudformation', account, formation, () => 'AWSCloudFormation', infrastructureCode, 8), 2],
    [serviceEventActor, 0.6],
  ];
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
    // Not everybody may open every account.
    if ((index + Number(account.id[0])) % 3 === 0) return;
    cast.push([
      identityCenterActor(world, account, permissionSet, someone, office(index), agent, consoleBrowsing),
      2.5,
    ]);
  });
  if (account.kind === 'production' || account.kind === 'build') {
    for (const [index, name] of ['ops-ines', 'ops-viktor'].entries())
      cast.push([
        consoleUserActor(account, world.user(account, name, '/ops/'), office(20 + index), consoleBrowsing, index === 0),
        3,
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
          [platform.listDetectors, 2],
          [platform.getFindings, 5],
          [platform.describeTrails, 2],
          [platform.getTrailStatus, 2],
          [platform.describeRecorders, 1],
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
          [platform.listAccounts, 3],
          [platform.describeOrganization, 2],
          [platform.getCost, 1],
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
