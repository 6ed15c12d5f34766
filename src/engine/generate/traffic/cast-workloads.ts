import { awsIdentifier } from '../identifiers.ts';
import type { Account, World } from '../world.ts';
import { infrastructureCode } from './call-mixes.ts';
import { keyUserActor } from './people-actors.ts';
import { ciReleaseKey, leakedKeyId } from './people.ts';
import * as platform from './platform-calls.ts';
import { issuedByService, issuedByVendor, issuedByWebIdentity, roleActor } from './role-actors.ts';
import { forwardedActor, serviceRoleActor } from './service-actors.ts';
import * as api from './service-calls.ts';
import type { Emitter } from './slot.ts';
import * as s3 from './storage-calls.ts';

/** Actors of an account with their shares. */
export type Cast = [Emitter, number][];

/** Servers, functions and services of an account. */
export function workloads(world: World, account: Account, region: string): Cast {
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
          [platform.ecrToken, 1],
          [platform.ecrImage, 3],
          [platform.describeTargetHealth, 2],
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
        [platform.describeDatabases, 1],
        [platform.describeLoadBalancers, 1],
        [platform.listFunctions, 1],
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

/** What builds and deploys. */
export function continuousIntegration(world: World): Cast {
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
              [platform.ecrToken, 2],
              [platform.ecrPut, 4],
              [platform.ecrImage, 4],
              [platform.ecsRegister, 2],
              [platform.ecsUpdate, 2],
              [platform.ecsDescribe, 6],
              [platform.updateFunctionCode, 1],
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
        [platform.ecrPut, 4],
        [platform.ecrToken, 3],
        [platform.ecrLayer, 6],
        [platform.ecsDescribe, 5],
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
    const key =
      name === 'ci-release' ? ciReleaseKey(world) : awsIdentifier('AKIA', account.id, world.random.fork(`key/${name}`));
    cast.push([
      keyUserActor(
        account,
        user,
        key,
        ['203.0.113.10'],
        ['aws-cli/2.15.21 Python/3.11.6 Linux/6.5.0-1014-aws exe/x86_64.ubuntu.22 prompt/off'],
        [
          [platform.ecrToken, 2],
          [platform.ecrImage, 5],
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
