import { awsIdentifier } from '../identifiers.ts';
import { federatedIdentity, userIdentity } from '../identity.ts';
import { browserAgent, consoleLogin } from '../traffic/people-actors.ts';
import type { World } from '../world.ts';
import { ciReleaseKey } from '../traffic/people.ts';
import { credentialsOf, federatedActor, kaliCli, keyActor } from './actors.ts';
import { StoryBuilder } from './builder.ts';
import { list } from './steps.ts';
import type { Story } from './story.ts';
import { Timeline } from './timeline.ts';

const attackerIp = '198.51.100.93';
const allowAll = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

/** A stolen key turned into a federated session and a console, which both outlive the key. */
export function federationToken(world: World, shiftSeconds: number): Story {
  const builder = new StoryBuilder(
    world,
    'federation-token',
    'Federation token of ci-release',
    '2026-03-09',
    shiftSeconds,
    'ci-release',
    [attackerIp],
  );
  const { random } = builder;
  const account = world.build;
  const user = world.user(account, 'ci-release', '/automation/pipelines/');
  const keyId = ciReleaseKey(world);

  const stolen = keyActor(builder, 'key', account, user, keyId, attackerIp, kaliCli, null);
  const first = new Timeline(builder);
  const issuedAt = builder.at('05:16:40');
  const federatedKey = awsIdentifier('ASIA', account.id, random);
  first.once('05:12:03', { service: 'sts', name: 'GetCallerIdentity' });
  first.many(3, '05:12:40', '05:13:30', () => ({
    ...list('iam', 'ListUsers'),
    error: 'denied',
    on: `arn:aws:iam::${account.id}:user/`,
  }));
  first.many(4, '05:13:40', '05:15:00', () => list('ecr', 'DescribeRepositories'));
  first.once('05:16:40', {
    service: 'sts',
    name: 'GetFederationToken',
    request: { name: 'support', policy: allowAll, durationSeconds: 129_600 },
    response: {
      credentials: credentialsOf(builder, federatedKey, issuedAt + 129_600),
      federatedUser: {
        federatedUserId: `${account.id}:support`,
        arn: `arn:aws:sts::${account.id}:federated-user/support`,
      },
      packedPolicySize: 4,
    },
  });
  const minted = first.play(stolen).get('GetFederationToken')?.[0] ?? '';

  const federated = federatedActor(builder, 'federated', {
    account,
    name: 'support',
    issuer: user,
    keyId: federatedKey,
    created: issuedAt,
    ip: attackerIp,
    agent: kaliCli,
    parent: { session: 'key', eventId: minted, grade: 'exact', reason: 'GetFederationToken answered with this key' },
  });
  const work = new Timeline(builder);
  work.once('05:17:10', { service: 'sts', name: 'GetCallerIdentity' });
  work.many(10, '05:17:40', '05:24:00', () =>
    list('s3', 'ListBuckets', 'us-east-1', { Host: 's3.us-east-1.amazonaws.com' }),
  );
  work.many(8, '05:18:00', '05:25:00', () => list('ecr', 'DescribeRepositories'));
  work.once('05:30:20', {
    service: 'signin',
    name: 'GetSigninToken',
    response: { GetSigninToken: 'Success' },
    additional: { MobileVersion: 'No', MFAUsed: 'No' },
    type: 'AwsConsoleSignIn',
    requestId: null,
    host: 'us-east-1.signin.aws.amazon.com',
    agent: 'Python-urllib/3.11',
  });
  // The owners switch the key off; the sessions made from it go on.
  work.many(9, '09:20:00', '11:40:00', () => list('ecr', 'DescribeImages', 'us-east-1', { repositoryName: 'ledger' }));
  const worked = work.play(federated);
  const token = worked.get('GetSigninToken')?.[0] ?? '';

  const signIn = builder.at('05:31:02');
  const consoleKey = awsIdentifier('ASIA', account.id, random);
  const inConsole = federatedActor(builder, 'console', {
    account,
    name: 'support',
    issuer: user,
    keyId: consoleKey,
    created: signIn,
    ip: attackerIp,
    agent: browserAgent,
    parent: {
      session: 'federated',
      eventId: token,
      grade: 'strong',
      reason: 'GetSigninToken turned the federated session into a console',
    },
    fromConsole: true,
  });
  if (inConsole.session !== null) inConsole.session.kind = 'console';
  const loginId = random.uuid();
  const identityJson = federatedIdentity(account, 'support', consoleKey, user, signIn).replace(
    `"accessKeyId":"${consoleKey}",`,
    '',
  );
  builder.text(
    account,
    'us-east-1',
    signIn,
    loginId,
    consoleLogin(random, account, 'us-east-1', signIn, { identityJson, ip: attackerIp, mfa: false, eventId: loginId }),
    inConsole.session,
  );
  const clicks = new Timeline(builder);
  clicks.many(14, '05:31:10', '05:48:00', (index) =>
    index % 2 === 0
      ? list('ec2', 'DescribeInstances', 'us-east-1', { instancesSet: {}, filterSet: {} })
      : list('health', 'DescribeEventAggregates', 'us-east-1', { aggregateField: 'eventTypeCategory' }),
  );
  clicks.once('05:40:15', {
    service: 'codebuild',
    name: 'UpdateProject',
    request: { name: 'web-frontend', source: { type: 'GITHUB', buildspec: 'HIDDEN_DUE_TO_SECURITY_REASONS' } },
    response: {
      project: { name: 'web-frontend', arn: `arn:aws:codebuild:us-east-1:${account.id}:project/web-frontend` },
    },
    change: ['modified', 'web-frontend'],
  });
  const clicked = clicks.play(inConsole);

  const owner = world.user(account, 'ops-ines', '/ops/');
  const ownerKey = awsIdentifier('AKIA', account.id, random);
  const off = builder.call(
    {
      account,
      session: null,
      identityJson: userIdentity(account, owner, ownerKey),
      arn: owner.arn,
      ip: '203.0.113.60',
      agent: 'aws-cli/2.15.25 Python/3.11.8 Darwin/23.3.0 source/arm64 prompt/off',
    },
    {
      at: builder.at('08:30:05'),
      service: 'iam',
      name: 'UpdateAccessKey',
      request: { userName: user.name, accessKeyId: keyId, status: 'Inactive' },
    },
  );
  builder.story.retiredKeys.set(keyId, builder.at('03:00:00'));
  builder.credential(keyId, user.name, null).disable(off, builder.at('08:30:05'));
  builder.credential(federatedKey, 'support', { eventId: minted, at: issuedAt });
  builder.detect('Federation token requested by an IAM user', ['T1078.004', 'T1550.001'], [minted]);
  builder.detect('Console session made from access keys', ['T1078.004'], [token, loginId]);
  builder.detect('Session used after its key was disabled', ['T1550.001'], worked.get('DescribeImages') ?? []);
  builder.detect('Build project changed', ['T1648'], clicked.get('UpdateProject') ?? []);
  return builder.finish();
}
