import { awsIdentifier } from '../identifiers.ts';
import { serviceIdentity } from '../identity.ts';
import type { World } from '../world.ts';
import { credentialsOf, kaliBoto, roleActorOf } from './actors.ts';
import { StoryBuilder } from './builder.ts';
import type { Actor } from './step.ts';
import { getSecret, list, s3List, s3Object } from './steps.ts';
import type { Story } from './story.ts';
import { Timeline } from './timeline.ts';

const attackerIp = '198.51.100.61';

/** Credentials of a web server's role, read from its metadata service and used elsewhere while the server goes on working. */
export function instanceCredentials(world: World, shiftSeconds: number): Story {
  const account = world.production;
  const instance = account.instances[7] ?? account.instances[0];
  const builder = new StoryBuilder(
    world,
    'instance-credentials',
    `Credentials of ${instance.id} used elsewhere`,
    '2026-03-12',
    shiftSeconds,
    `app-server/${instance.id}`,
    [attackerIp],
  );
  const { random } = builder;
  const role = world.role(account, 'app-server', '/app/');
  const created = builder.at('11:02:14');
  const keyId = awsIdentifier('ASIA', account.id, random);

  const service: Actor = {
    account,
    session: null,
    identityJson: serviceIdentity('ec2.amazonaws.com'),
    arn: '',
    ip: 'ec2.amazonaws.com',
    agent: 'ec2.amazonaws.com',
    service: true,
  };
  const requestId = random.uuid();
  // One answer for each version of the metadata service, in the same second.
  const [issued = ''] = [keyId, awsIdentifier('ASIA', account.id, random)].map((key) =>
    builder.call(service, {
      at: created,
      service: 'sts',
      name: 'AssumeRole',
      request: { roleArn: role.arn, roleSessionName: instance.id },
      response: { credentials: credentialsOf(builder, key, created + 6 * 3600) },
      resources: [{ accountId: account.id, type: 'AWS::IAM::Role', ARN: role.arn }],
      sharedEventId: random.uuid(),
      requestId,
    }),
  );
  const session = roleActorOf(builder, 'instance', {
    account,
    role,
    sessionName: instance.id,
    keyId,
    created,
    ip: instance.publicIp,
    agent:
      'Boto3/1.34.51 md/Botocore#1.34.51 ua/2.0 os/linux#6.1.79 md/arch#x86_64 lang/python#3.11.8 cfg/retry-mode#standard',
    kind: 'instance',
    parent: { session: null, eventId: issued, grade: 'exact', reason: 'AssumeRole by EC2 answered with this key' },
    ec2RoleDelivery: '1.0',
    inScopeOfJson: JSON.stringify({
      issuerType: 'AWS::EC2::Instance',
      credentialsIssuedTo: `arn:aws:ec2:us-east-1:${account.id}:instance/${instance.id}`,
    }),
  });
  builder.credential(keyId, `app-server/${instance.id}`, { eventId: issued, at: created });

  const own = new Timeline(builder);
  own.many(40, '11:03:00', '16:30:00', () =>
    list('ssm', 'GetParameter', 'us-east-1', { name: '/app/db/url', withDecryption: true }),
  );
  own.many(24, '11:05:00', '16:20:00', () =>
    list('ec2', 'DescribeInstances', 'us-east-1', {
      instancesSet: { items: [{ instanceId: instance.id }] },
      filterSet: {},
    }),
  );

  const elsewhere = { ip: attackerIp, agent: kaliBoto };
  const denials: string[] = [];
  const refused = (id: string): void => void denials.push(id);
  own.once('13:41:20', { service: 'sts', name: 'GetCallerIdentity', ...elsewhere });
  own.many(4, '13:41:50', '13:42:40', () => ({
    ...list('s3', 'ListBuckets', 'us-east-1', { Host: 's3.us-east-1.amazonaws.com' }),
    ...elsewhere,
  }));
  for (const [index, name] of [
    'ListUsers',
    'ListRoles',
    'GetAccountAuthorizationDetails',
    'ListAttachedRolePolicies',
    'CreateUser',
  ].entries()) {
    own.once(
      `13:4${3 + index}:05`,
      { ...list('iam', name), ...elsewhere, error: 'denied', on: `arn:aws:iam::${account.id}:role/app/app-server` },
      refused,
    );
  }
  own.many(
    3,
    '13:48:10',
    '13:49:00',
    () => ({ ...list('ssm', 'SendCommand'), ...elsewhere, error: 'denied' }),
    refused,
  );
  own.many(3, '13:50:00', '13:51:10', (index) => ({
    ...getSecret(account, account.secrets[index] ?? account.secrets[0]),
    ...elsewhere,
    change: ['read', account.secrets[index] ?? '', 'irreversible'],
  }));
  own.many(3, '13:52:00', '13:52:40', () => ({
    ...s3List(random, account, 'acme-uploads-prod', '2026/03/', 18_211),
    ...elsewhere,
  }));
  const reads: string[] = [];
  own.many(
    64,
    '13:53:00',
    '14:06:40',
    (index) => ({
      ...s3Object(
        random,
        account,
        'acme-uploads-prod',
        `2026/03/upload-${String(index).padStart(5, '0')}.zip`,
        'GetObject',
        random.between(200_000, 9_000_000),
      ),
      ...elsewhere,
    }),
    (id) => void reads.push(id),
  );
  const all = own.play(session);
  if (session.session !== null)
    builder.change('read', 'acme-uploads-prod', session.session, reads[0] ?? '', 'irreversible');

  builder.detect(
    'Instance credentials used from another address',
    ['T1552.005', 'T1078.004'],
    [all.get('GetCallerIdentity')?.[0] ?? ''],
  );
  builder.detect('Secrets read', ['T1555.006'], all.get('GetSecretValue') ?? []);
  builder.detect('Bulk object reads above baseline', ['T1530'], reads);
  builder.detect('IAM and Systems Manager refused to an instance role', ['T1087.004', 'T1651'], denials);
  return builder.finish();
}
