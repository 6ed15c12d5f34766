import { awsIdentifier } from '../identifiers.ts';
import { roleIdentity } from '../identity.ts';
import { person } from '../traffic/people.ts';
import { behalf, browserAgent, portalSignIn, reservedRole, samlRecord } from '../traffic/people-actors.ts';
import type { Account, World } from '../world.ts';
import { roleActorOf } from './actors.ts';
import { StoryBuilder } from './builder.ts';
import type { Actor } from './step.ts';
import { createAccessKey, getSecret, list } from './steps.ts';
import type { Story } from './story.ts';
import { Timeline } from './timeline.ts';

const attackerIp = '198.51.100.166';
const instanceArn = 'arn:aws:sso:::instance/ssoins-72231a2b3c4d5e6f';
const permissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-72231a2b3c4d5e6f/ps-9f8e7d6c5b4a3210';

/** A phished person of the Identity Center makes a harmless permission set an administrator's and uses it in two accounts. */
export function identityCenter(world: World, shiftSeconds: number): Story {
  const victim = person('k.petrov');
  const builder = new StoryBuilder(
    world,
    'identity-center',
    'Identity Center abuse by k.petrov',
    '2026-03-11',
    shiftSeconds,
    victim.name,
    [attackerIp],
  );
  const { random } = builder;
  const { management, production, build } = world;

  const portal = builder.session({
    label: 'portal',
    account: management,
    principal: victim.userId,
    principalId: victim.userId,
    creationDate: null,
    keys: [],
    kind: 'identity-center',
    parent: null,
  });
  const workflowId = random.uuid();
  const sign = (
    clock: string,
    name: 'CredentialChallenge' | 'CredentialVerification' | 'UserAuthentication',
  ): string => {
    const at = builder.at(clock);
    const eventId = random.uuid();
    return builder.text(
      management,
      'us-east-1',
      at,
      eventId,
      portalSignIn(world, random, at, victim, name, workflowId, attackerIp, browserAgent, eventId),
      portal,
    );
  };
  sign('19:40:02', 'CredentialChallenge');
  sign('19:40:20', 'CredentialVerification');
  sign('19:40:41', 'CredentialVerification');
  const authenticated = sign('19:40:43', 'UserAuthentication');
  const inPortal: Actor = {
    account: management,
    session: portal,
    identityJson: `{"type":"IdentityCenterUser","accountId":"${management.id}","onBehalfOf":${behalf(management, victim)},"credentialId":"${random.uuid()}"}`,
    arn: victim.userId,
    ip: attackerIp,
    agent: browserAgent,
  };

  const open = (label: string, account: Account, permissionSet: string, clock: string): Actor => {
    const created = builder.at(clock);
    const role = reservedRole(world, account, permissionSet);
    builder.call(inPortal, {
      at: builder.at(clock) - 1,
      service: 'sso',
      name: 'GetRoleCredentials',
      request: { role_name: permissionSet, account_id: account.id },
      type: 'AwsServiceEvent',
      serviceEventDetails: { role_name: permissionSet, account_id: account.id },
    });
    const keyId = awsIdentifier('ASIA', account.id, random);
    const eventId = random.uuid();
    builder.text(
      account,
      'us-east-1',
      created,
      eventId,
      samlRecord(world, random, 'us-east-1', created, {
        account,
        permissionSet,
        person: victim,
        keyId,
        ip: attackerIp,
        eventId,
      }),
      null,
    );
    builder.credential(keyId, `${role.name}/${victim.name}`, { eventId, at: created });
    return roleActorOf(builder, label, {
      account,
      role,
      sessionName: victim.name,
      keyId,
      created,
      ip: attackerIp,
      agent: 'aws-cli/2.15.30 Python/3.11.8 Windows/10 exe/AMD64 prompt/off',
      kind: 'identity-center',
      parent: {
        session: 'portal',
        eventId,
        grade: 'strong',
        reason: 'AssumeRoleWithSAML names this person as its subject',
      },
      onBehalfOfJson: behalf(management, victim),
    });
  };

  const inManagement = open('management', management, 'AdministratorAccess', '19:43:10');
  const line = new Timeline(builder);
  line.once('19:43:30', { service: 'sts', name: 'GetCallerIdentity' });
  line.many(3, '19:44:00', '19:44:40', () => list('sso', 'ListInstances'));
  line.many(4, '19:45:00', '19:46:10', () => list('sso', 'ListPermissionSets', 'us-east-1', { instanceArn }));
  line.many(5, '19:46:20', '19:47:30', () =>
    list('sso', 'ListAccountAssignments', 'us-east-1', { instanceArn, accountId: production.id, permissionSetArn }),
  );
  line.many(3, '19:47:40', '19:48:30', () => list('organizations', 'ListAccounts'));
  line.once('19:50:12', {
    service: 'sso',
    name: 'AttachManagedPolicyToPermissionSet',
    request: { instanceArn, permissionSetArn, managedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    change: ['modified', 'ps-9f8e7d6c5b4a3210'],
  });
  line.once('19:51:03', {
    service: 'sso',
    name: 'ProvisionPermissionSet',
    request: { instanceArn, permissionSetArn, targetType: 'ALL_PROVISIONED_ACCOUNTS' },
    response: { permissionSetProvisioningStatus: { status: 'IN_PROGRESS', requestId: random.uuid() } },
    change: ['modified', 'ps-9f8e7d6c5b4a3210'],
  });
  for (const [clock, account] of [
    ['19:52:20', production],
    ['19:52:51', build],
  ] as const) {
    line.once(clock, {
      service: 'sso',
      name: 'CreateAccountAssignment',
      request: {
        instanceArn,
        targetId: account.id,
        targetType: 'AWS_ACCOUNT',
        permissionSetArn,
        principalType: 'USER',
        principalId: victim.userId,
      },
      response: {
        accountAssignmentCreationStatus: { status: 'IN_PROGRESS', requestId: random.uuid(), targetId: account.id },
      },
      change: ['created', account.id],
    });
  }
  const changed = line.play(inManagement);

  // The Identity Center carries the change into the accounts with a role of its own.
  for (const [account, clock] of [
    [production, '19:52:28'],
    [build, '19:52:58'],
  ] as const) {
    const serviceRole = world.role(account, 'AWSServiceRoleForSSO', '/aws-service-role/sso.amazonaws.com/');
    const at = builder.at(clock);
    const reserved = reservedRole(world, account, 'ReadOnlyAccess');
    builder.call(
      {
        account,
        session: null,
        identityJson: roleIdentity(account, serviceRole, 'AWS-SSO', at, { invokedBy: 'sso.amazonaws.com' }),
        arn: `arn:aws:sts::${account.id}:assumed-role/${serviceRole.name}/AWS-SSO`,
        ip: 'sso.amazonaws.com',
        agent: 'sso.amazonaws.com',
        service: true,
      },
      {
        at,
        service: 'iam',
        name: 'AttachRolePolicy',
        request: { roleName: reserved.name, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
    );
  }

  const inProduction = open('production', production, 'ReadOnlyAccess', '19:58:04');
  const keyId = awsIdentifier('AKIA', production.id, random);
  const harvest = new Timeline(builder);
  harvest.once('19:58:20', { service: 'sts', name: 'GetCallerIdentity' });
  harvest.many(4, '19:58:40', '19:59:20', () =>
    list('secretsmanager', 'ListSecrets', 'us-east-1', { maxResults: 100 }),
  );
  harvest.many(5, '19:59:30', '20:02:00', (index) => ({
    ...getSecret(production, production.secrets[index] ?? production.secrets[0]),
    change: ['read', production.secrets[index] ?? '', 'irreversible'],
  }));
  harvest.once('20:05:31', {
    ...createAccessKey('report-svc', keyId, builder.at('20:05:31')),
    change: ['created', keyId],
  });
  harvest.many(12, '20:06:00', '20:15:00', () => list('rds', 'DescribeDBInstances'));
  const harvested = harvest.play(inProduction);
  builder.credential(keyId, 'report-svc', {
    eventId: harvested.get('CreateAccessKey')?.[0] ?? '',
    at: builder.at('20:05:31'),
  });

  const inBuild = open('build', build, 'ReadOnlyAccess', '20:20:11');
  const look = new Timeline(builder);
  look.many(8, '20:20:30', '20:24:00', () => list('ecr', 'DescribeRepositories'));
  look.many(6, '20:24:30', '20:27:00', () =>
    list('codebuild', 'BatchGetProjects', 'us-east-1', { names: ['web-frontend', 'orders-api'] }),
  );
  look.many(3, '20:28:00', '20:29:00', () => ({ ...list('kms', 'ListKeys'), error: 'denied' }));
  look.play(inBuild);

  builder.detect('Portal sign-in from a new address', ['T1078.004'], [authenticated]);
  builder.detect(
    'Permission set given administrator rights',
    ['T1098.003'],
    [...(changed.get('AttachManagedPolicyToPermissionSet') ?? []), ...(changed.get('ProvisionPermissionSet') ?? [])],
  );
  builder.detect('Account assignment created', ['T1098.003'], changed.get('CreateAccountAssignment') ?? []);
  builder.detect('Secrets read', ['T1555.006'], harvested.get('GetSecretValue') ?? []);
  builder.detect('Access key created for another user', ['T1098.001'], harvested.get('CreateAccessKey') ?? []);
  return builder.finish();
}
