import { consoleLogin } from '../traffic/people-actors.ts';
import { behalf, reservedRole, samlRecord, browserAgent } from '../traffic/people-actors.ts';
import { leakedKeyId, person } from '../traffic/people.ts';
import { awsIdentifier } from '../identifiers.ts';
import { otherAccountIdentity, userIdentity } from '../identity.ts';
import type { World } from '../world.ts';
import { assumeRole, consoleActor, kaliCli, keyActor, roleActorOf } from './actors.ts';
import { StoryBuilder } from './builder.ts';
import type { Actor } from './step.ts';
import { backdoor, backdoorConsole } from './key-leak-backdoor.ts';
import { backdoorKeyId, backdoorUser, production, sharedSnapshot } from './key-leak-production.ts';
import { recon } from './key-leak-recon.ts';
import type { Story } from './story.ts';

const attackerIp = '198.51.100.23';
const laterIps = ['198.51.100.187', '198.51.100.201'] as const;
const consoleIp = '2001:db8:4f2c:91a0:7e3d:11ff:fe02:a8b1';
const adminKeyId = 'ASIAIOSFODNN7EXAMPLE';

/** The response of the next morning: keys disabled, the trail started again. */
function respond(builder: StoryBuilder): Record<'leaked' | 'backdoor' | 'profile' | 'start', string> {
  const { world, random } = builder;
  const analyst = person('m.haddad');
  const day = 1;
  const open = (label: string, account: Actor['account'], clock: string): Actor => {
    const created = builder.at(clock, day);
    const keyId = awsIdentifier('ASIA', account.id, random);
    const eventId = random.uuid();
    const ip = '203.0.113.54';
    const text = samlRecord(world, random, 'us-east-1', created, {
      account,
      permissionSet: 'IncidentResponse',
      person: analyst,
      keyId,
      ip,
      eventId,
    });
    const role = reservedRole(world, account, 'IncidentResponse');
    const actor = roleActorOf(builder, label, {
      account,
      role,
      sessionName: analyst.name,
      keyId,
      created,
      ip,
      agent: 'aws-cli/2.15.25 Python/3.11.8 Darwin/23.3.0 source/arm64 prompt/off',
      kind: 'identity-center',
      parent: { session: null, eventId, grade: 'exact', reason: 'AssumeRoleWithSAML answered with this key' },
      onBehalfOfJson: behalf(world.management, analyst),
    });
    builder.text(account, 'us-east-1', created, eventId, text, null);
    return actor;
  };
  const inProduction = open('response-prod', world.production, '09:12:40');
  const inBuild = open('response-build', world.build, '09:13:58');
  const inactive = (userName: string, accessKeyId: string): Parameters<StoryBuilder['call']>[1] => ({
    at: 0,
    service: 'iam',
    name: 'UpdateAccessKey',
    request: { userName, accessKeyId, status: 'Inactive' },
  });
  builder.call(inProduction, {
    at: builder.at('09:13:02', day),
    service: 'iam',
    name: 'ListAccessKeys',
    request: { userName: backdoorUser },
  });
  const backdoorOff = builder.call(inProduction, {
    ...inactive(backdoorUser, backdoorKeyId),
    at: builder.at('09:14:06', day),
  });
  const leakedOff = builder.call(inBuild, { ...inactive('ci-deploy', leakedKeyId), at: builder.at('09:14:12', day) });
  const profile = builder.call(inProduction, {
    at: builder.at('09:14:40', day),
    service: 'iam',
    name: 'DeleteLoginProfile',
    request: { userName: backdoorUser },
  });
  const start = builder.call(inProduction, {
    at: builder.at('09:20:07', day),
    service: 'cloudtrail',
    name: 'StartLogging',
    request: { name: `arn:aws:cloudtrail:us-east-1:${world.production.id}:trail/prod-trail` },
  });
  return { leaked: leakedOff, backdoor: backdoorOff, profile, start };
}

/**
 * A leaked key of a build pipeline, a role in another account that trusts it, an administrator left behind, a trail
 * stopped, payroll read and a snapshot given away.
 */
export function keyLeak(world: World, shiftSeconds: number): Story {
  const builder = new StoryBuilder(world, 'key-leak', 'ci-deploy key leak', '2026-03-14', shiftSeconds, 'ci-deploy', [
    attackerIp,
    ...laterIps,
    consoleIp,
  ]);
  const { random, story } = builder;
  const { build, production: prod } = world;
  const ciDeploy = world.user(build, 'ci-deploy', '/automation/pipelines/');
  const supportUser = world.user(prod, backdoorUser);
  builder.insight({
    account: build,
    region: 'us-east-1',
    service: 's3',
    name: 'GetBucketPolicy',
    errorCode: 'AccessDenied',
    from: builder.at('02:14:00'),
    to: builder.at('02:41:00'),
    baselinePerMinute: 0.0021,
  });
  builder.insight({
    account: build,
    region: 'us-east-1',
    service: 'secretsmanager',
    name: 'ListSecrets',
    errorCode: 'AccessDeniedException',
    from: builder.at('02:18:00'),
    to: builder.at('02:32:00'),
    baselinePerMinute: 0.0001,
  });
  builder.insight({
    account: prod,
    region: 'ap-southeast-1',
    service: 'ec2',
    name: 'RunInstances',
    from: builder.at('04:20:00'),
    to: builder.at('04:24:00'),
    baselinePerMinute: 0.0001,
  });

  const leaked = keyActor(builder, 'A', build, ciDeploy, leakedKeyId, attackerIp, kaliCli, null);
  const tried = recon(builder, leaked);

  // The role lives in the other account, so each account records the call, with one sharedEventID.
  const orgAdmin = world.role(prod, 'OrgAdmin');
  const created = builder.at('02:41:09');
  const sharedEventId = random.uuid();
  const step = {
    ...assumeRole(builder, orgAdmin, prod, 'deploy-7f3a', adminKeyId, created, 3600),
    at: created,
    sharedEventId,
    host: 'sts.us-east-1.amazonaws.com',
  };
  const assumed = builder.call(leaked, step);
  const called: Actor = {
    account: prod,
    session: null,
    identityJson: otherAccountIdentity(ciDeploy.id, build.id),
    arn: '',
    ip: attackerIp,
    agent: kaliCli,
  };
  builder.call(called, step);
  const admin = roleActorOf(builder, 'B', {
    account: prod,
    role: orgAdmin,
    sessionName: 'deploy-7f3a',
    keyId: adminKeyId,
    created,
    ip: attackerIp,
    agent: kaliCli,
    kind: 'role',
    parent: { session: 'A', eventId: assumed, grade: 'exact', reason: 'AssumeRole answered with this key' },
  });
  const done = production(builder, admin, supportUser.id);

  const backdoorActor = keyActor(
    builder,
    'C',
    prod,
    supportUser,
    backdoorKeyId,
    laterIps[0],
    'aws-cli/2.15.30 Python/3.11.8 Linux/6.5.0-kali3-amd64 exe/x86_64.kali.2024',
    { session: 'B', eventId: done.createKey, grade: 'exact', reason: 'CreateAccessKey answered with this key' },
  );
  const left = backdoor(builder, backdoorActor, laterIps[1]);
  const signIn = builder.at('04:55:12');
  const inConsole = consoleActor(builder, 'D', prod, supportUser, signIn, consoleIp, browserAgent, false, {
    session: 'B',
    eventId: done.loginProfile,
    grade: 'strong',
    reason: 'CreateLoginProfile made this sign-in possible',
  });
  const loginId = random.uuid();
  const login = consoleLogin(random, prod, 'us-east-1', signIn, {
    identityJson: userIdentity(prod, supportUser),
    ip: consoleIp,
    mfa: false,
    eventId: loginId,
  });
  builder.text(prod, 'us-east-1', signIn, loginId, login, inConsole.session);
  backdoorConsole(builder, inConsole);
  const response = respond(builder);

  story.retiredKeys.set(leakedKeyId, builder.at('00:00:00'));
  story.silences.push({
    account: prod,
    startEpochSeconds: builder.at('03:06:41'),
    endEpochSeconds: builder.at('09:20:07', 1),
  });
  const b = admin.session;
  if (b === null) throw new RangeError('a role session is a session');
  builder.change('created', backdoorUser, b, done.createUser);
  builder.undo(builder.change('created', backdoorKeyId, b, done.createKey), response.backdoor);
  builder.undo(builder.change('created', `login profile ${backdoorUser}`, b, done.loginProfile), response.profile);
  builder.change('created', done.instanceIds[0] ?? '', b, done.runInstances);
  builder.change('modified', backdoorUser, b, done.attachPolicy);
  builder.undo(builder.change('modified', 'prod-trail', b, done.stopLogging), response.start);
  builder.change('shared', sharedSnapshot, b, done.shareSnapshot);
  builder.change('read', 'acme-payroll', b, done.firstRead, 'irreversible');
  builder.change('read', prod.id, b, done.authorizationDetails, 'irreversible');
  builder.credential(leakedKeyId, 'ci-deploy', null).disable(response.leaked, builder.at('09:14:12', 1));
  builder.credential(adminKeyId, 'OrgAdmin/deploy-7f3a', { eventId: assumed, at: created });
  builder
    .credential(backdoorKeyId, backdoorUser, { eventId: done.createKey, at: builder.at('02:48:16') })
    .disable(response.backdoor, builder.at('09:14:06', 1));
  builder
    .credential(`login profile ${backdoorUser}`, backdoorUser, {
      eventId: done.loginProfile,
      at: builder.at('02:48:55'),
    })
    .disable(response.profile, builder.at('09:14:40', 1));

  builder.detect('Leaked key used from a new address', ['T1078.004'], [leaked.session?.eventIds[0] ?? '']);
  builder.detect('Role assumed across accounts', ['T1550.001'], [assumed]);
  builder.detect('New admin user', ['T1136.003', 'T1098.003'], [done.createUser, done.attachPolicy]);
  builder.detect('Access key created for another user', ['T1098.001'], [done.createKey]);
  builder.detect('Login profile created for an API user', ['T1098.001'], [done.loginProfile]);
  builder.detect('Trail logging stopped', ['T1562.008'], [done.stopLogging]);
  builder.detect('Bulk object reads above baseline', ['T1530'], done.reads);
  builder.detect('EBS snapshot shared outside the organisation', ['T1537'], [done.shareSnapshot]);
  builder.detect(
    'GPU instances started in an unused region',
    ['T1496', 'T1535'],
    [...done.failedRuns, done.runInstances, ...(left.get('RunInstances') ?? [])],
  );
  builder.detect('Console sign-in without MFA', ['T1078.004'], [loginId]);
  builder.detect('Commands run through Systems Manager', ['T1651'], left.get('SendCommand') ?? []);
  builder.detect('Service quota increase requested', ['T1578.005'], left.get('RequestServiceQuotaIncrease') ?? []);
  builder.detect(
    'IAM write attempts after key enumeration',
    ['T1098'],
    [
      'CreateUser',
      'CreateAccessKey',
      'PutUserPolicy',
      'AttachUserPolicy',
      'AddUserToGroup',
      'UpdateAssumeRolePolicy',
    ].flatMap((name) => tried.get(name) ?? []),
  );
  builder.detect('Secrets listed in every region', ['T1555.006'], tried.get('ListSecrets') ?? []);
  builder.detect('Buckets listed in bulk', ['T1619'], tried.get('ListBuckets') ?? []);
  return builder.finish();
}
