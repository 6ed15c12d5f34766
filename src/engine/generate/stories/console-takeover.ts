import { awsIdentifier } from '../identifiers.ts';
import { userIdentity } from '../identity.ts';
import { consoleLogin } from '../traffic/people-actors.ts';
import type { World } from '../world.ts';
import { consoleActor } from './actors.ts';
import { StoryBuilder } from './builder.ts';
import { attachUserPolicy, createAccessKey, createLoginProfile, getSecret, list } from './steps.ts';
import type { Story } from './story.ts';
import { Timeline } from './timeline.ts';

const guesserIp = '198.51.100.77';
const laterIp = '198.51.100.140';
const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0';

/** A guessed password, a sign-in without MFA, the intruder's own MFA device, and a way in for later. */
export function consoleTakeover(world: World, shiftSeconds: number): Story {
  const builder = new StoryBuilder(
    world,
    'console-takeover',
    'Console takeover of ops-viktor',
    '2026-03-10',
    shiftSeconds,
    'ops-viktor',
    [guesserIp, laterIp],
  );
  const { random } = builder;
  const account = world.production;
  const victim = world.user(account, 'ops-viktor', '/ops/');
  const report = world.user(account, 'report-svc');

  const attempt = (clock: string, identityJson: string): string => {
    const eventId = random.uuid();
    const at = builder.at(clock);
    return builder.text(
      account,
      'us-east-1',
      at,
      eventId,
      consoleLogin(random, account, 'us-east-1', at, {
        identityJson,
        ip: guesserIp,
        agent,
        mfa: false,
        failure: 'Failed authentication',
        eventId,
      }),
      null,
    );
  };
  // The name of a user who does not exist is not logged.
  const unknown = `{"type":"IAMUser","accountId":"${account.id}","accessKeyId":"","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"}`;
  const guesses = ['22:02:10', '22:02:31', '22:02:55'].map((clock) => attempt(clock, unknown));
  const known = userIdentity(account, victim);
  for (let index = 0; index < 11; index++)
    guesses.push(attempt(`22:${String(4 + index).padStart(2, '0')}:${String(11 + index * 3).padStart(2, '0')}`, known));

  const signIn = builder.at('22:21:40');
  const loginId = random.uuid();
  const intruder = consoleActor(builder, 'takeover', account, victim, signIn, guesserIp, agent, false, null, 7);
  builder.text(
    account,
    'us-east-1',
    signIn,
    loginId,
    consoleLogin(random, account, 'us-east-1', signIn, {
      identityJson: known,
      ip: guesserIp,
      agent,
      mfa: false,
      eventId: loginId,
    }),
    intruder.session,
  );

  const serialNumber = `arn:aws:iam::${account.id}:mfa/ops-viktor-2`;
  const keyId = awsIdentifier('AKIA', account.id, random);
  const line = new Timeline(builder);
  line.many(6, '22:21:44', '22:22:20', () =>
    list('health', 'DescribeEventAggregates', 'us-east-1', { filter: {}, aggregateField: 'eventTypeCategory' }),
  );
  line.many(4, '22:22:30', '22:23:40', () => list('iam', 'ListUsers', 'us-east-1', { maxItems: 200 }));
  line.many(8, '22:23:00', '22:26:00', (index) =>
    list('iam', index % 2 === 0 ? 'ListMFADevices' : 'ListAccessKeys', 'us-east-1', {
      userName: ['ops-ines', 'ops-viktor', 'report-svc'][index % 3],
    }),
  );
  line.many(2, '22:24:10', '22:24:40', () => ({
    service: 'iam',
    name: 'DeactivateMFADevice',
    request: { userName: 'ops-ines' },
    error: 'denied',
    on: `arn:aws:iam::${account.id}:user/ops/ops-ines`,
  }));
  line.once('22:26:31', {
    service: 'iam',
    name: 'CreateVirtualMFADevice',
    request: { path: '/', virtualMFADeviceName: 'ops-viktor-2' },
    response: { virtualMFADevice: { serialNumber } },
    change: ['created', 'ops-viktor-2'],
  });
  line.once('22:27:12', {
    service: 'iam',
    name: 'EnableMFADevice',
    request: { userName: 'ops-viktor', serialNumber },
    change: ['modified', 'ops-viktor'],
  });
  line.once('22:31:05', {
    ...createLoginProfile('report-svc', builder.at('22:31:05')),
    change: ['created', 'login profile report-svc'],
  });
  line.once('22:32:20', {
    ...createAccessKey('report-svc', keyId, builder.at('22:32:20')),
    change: ['created', keyId],
  });
  line.once('22:33:02', { ...attachUserPolicy('report-svc', 'PowerUserAccess'), change: ['modified', 'report-svc'] });
  line.many(5, '22:34:00', '22:37:00', () => list('secretsmanager', 'ListSecrets', 'us-east-1', { maxResults: 100 }));
  const took = line.play(intruder);
  const profileId = took.get('CreateLoginProfile')?.[0] ?? '';
  const deviceId = took.get('EnableMFADevice')?.[0] ?? '';

  const again = builder.at('22:48:15');
  const secondLogin = random.uuid();
  const second = consoleActor(
    builder,
    'report-svc console',
    account,
    report,
    again,
    laterIp,
    agent,
    false,
    {
      session: 'takeover',
      eventId: profileId,
      grade: 'strong',
      reason: 'CreateLoginProfile made this sign-in possible',
    },
    4,
  );
  builder.text(
    account,
    'us-east-1',
    again,
    secondLogin,
    consoleLogin(random, account, 'us-east-1', again, {
      identityJson: userIdentity(account, report),
      ip: laterIp,
      agent,
      mfa: false,
      eventId: secondLogin,
    }),
    second.session,
  );
  const secrets = new Timeline(builder);
  secrets.many(3, '22:48:30', '22:49:20', () =>
    list('secretsmanager', 'ListSecrets', 'us-east-1', { maxResults: 100 }),
  );
  secrets.many(5, '22:50:02', '22:52:40', (index) => ({
    ...getSecret(account, account.secrets[index] ?? account.secrets[0]),
    change: ['read', account.secrets[index] ?? '', 'irreversible'],
  }));
  secrets.many(4, '22:53:00', '22:54:10', () => list('s3', 'ListBuckets', 'us-east-1', { Host: 's3.amazonaws.com' }));
  const read = secrets.play(second);

  builder.credential('login profile report-svc', 'report-svc', { eventId: profileId, at: builder.at('22:31:05') });
  builder.credential(keyId, 'report-svc', {
    eventId: took.get('CreateAccessKey')?.[0] ?? '',
    at: builder.at('22:32:20'),
  });
  builder.credential('MFA device ops-viktor-2', 'ops-viktor', { eventId: deviceId, at: builder.at('22:27:12') });
  builder.detect('Password guessing on the console', ['T1110'], guesses);
  builder.detect('Console sign-in without MFA', ['T1078.004'], [loginId, secondLogin]);
  builder.detect('MFA device added', ['T1556.006'], [...(took.get('CreateVirtualMFADevice') ?? []), deviceId]);
  builder.detect('Login profile created for another user', ['T1098.001'], [profileId]);
  builder.detect('Access key created for another user', ['T1098.001'], took.get('CreateAccessKey') ?? []);
  builder.detect('Secrets read', ['T1555.006'], read.get('GetSecretValue') ?? []);
  return builder.finish();
}
