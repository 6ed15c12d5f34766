import {
  federatedIdentity,
  roleIdentity,
  userIdentity,
  userSessionIdentity,
  type RoleSessionOptions,
} from '../identity.ts';
import { awsIdentifier, credentialsJson } from '../identifiers.ts';
import type { SessionTruth } from '../manifest.ts';
import { isoTime } from '../times.ts';
import type { Account, Role, User } from '../world.ts';
import type { StoryBuilder } from './builder.ts';
import type { Actor, Step } from './step.ts';

export const kaliCli = 'aws-cli/2.15.30 Python/3.11.8 Linux/6.5.0-kali3-amd64 exe/x86_64.kali.2024 prompt/off';
export const kaliBoto =
  'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.0 os/linux#6.5.0-kali3-amd64 md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.69';

type Parent = SessionTruth['parent'];

/** A session of an IAM user's long-term key. */
export function keyActor(
  builder: StoryBuilder,
  label: string,
  account: Account,
  user: User,
  keyId: string,
  ip: string,
  agent: string,
  parent: Parent,
): Actor {
  const session = builder.session({
    label,
    account,
    principal: user.name,
    principalId: user.id,
    creationDate: null,
    keys: [keyId],
    kind: 'key',
    parent,
  });
  return { account, session, identityJson: userIdentity(account, user, keyId), arn: user.arn, ip, agent };
}

/** A session of a role. */
export function roleActorOf(
  builder: StoryBuilder,
  label: string,
  options: {
    account: Account;
    role: Role;
    sessionName: string;
    keyId: string;
    created: number;
    ip: string;
    agent: string;
    kind: SessionTruth['kind'];
    parent: Parent;
    fromConsole?: boolean;
  } & Pick<RoleSessionOptions, 'ec2RoleDelivery' | 'inScopeOfJson' | 'onBehalfOfJson' | 'webIdentityProvider' | 'mfa'>,
): Actor {
  const { account, role, sessionName, keyId, created, ip, agent, kind, parent, fromConsole, ...identity } = options;
  const session = builder.session({
    label,
    account,
    principal: `${role.name}/${sessionName}`,
    principalId: `${role.id}:${sessionName}`,
    creationDate: isoTime(created),
    keys: [keyId],
    kind,
    parent,
  });
  return {
    account,
    session,
    identityJson: roleIdentity(account, role, sessionName, created, { keyId, ...identity }),
    arn: `arn:aws:sts::${account.id}:assumed-role/${role.name}/${sessionName}`,
    ip,
    agent,
    ...(fromConsole === undefined ? {} : { fromConsole }),
  };
}

/** A console session of an IAM user: each click may use another of its keys, all made at the sign-in. */
export function consoleActor(
  builder: StoryBuilder,
  label: string,
  account: Account,
  user: User,
  created: number,
  ip: string,
  agent: string,
  mfa: boolean,
  parent: Parent,
  keyCount = 6,
): Actor {
  const keys = Array.from({ length: keyCount }, () => awsIdentifier('ASIA', account.id, builder.random));
  const session = builder.session({
    label,
    account,
    principal: user.name,
    principalId: user.id,
    creationDate: isoTime(created),
    keys,
    kind: 'console',
    parent,
  });
  let used = 0;
  return {
    account,
    session,
    identityJson: () => userSessionIdentity(account, user, keys[used++ % keys.length] ?? '', created, mfa),
    arn: user.arn,
    ip,
    agent,
    fromConsole: true,
  };
}

/** A session of GetFederationToken. */
export function federatedActor(
  builder: StoryBuilder,
  label: string,
  options: {
    account: Account;
    name: string;
    issuer: User;
    keyId: string;
    created: number;
    ip: string;
    agent: string;
    parent: Parent;
    fromConsole?: boolean;
  },
): Actor {
  const { account, name, issuer, keyId, created, ip, agent, parent, fromConsole } = options;
  const session = builder.session({
    label,
    account,
    principal: name,
    principalId: `${account.id}:${name}`,
    creationDate: isoTime(created),
    keys: [keyId],
    kind: 'federated',
    parent,
  });
  return {
    account,
    session,
    identityJson: federatedIdentity(account, name, keyId, issuer, created),
    arn: `arn:aws:sts::${account.id}:federated-user/${name}`,
    ip,
    agent,
    ...(fromConsole === undefined ? {} : { fromConsole }),
  };
}

export function credentialsOf(builder: StoryBuilder, keyId: string, expires: number): unknown {
  return JSON.parse(credentialsJson(keyId, expires, builder.world.tokens.token(builder.random)));
}

/** The parameters and the answer of an AssumeRole that works. */
export function assumeRole(
  builder: StoryBuilder,
  role: Role,
  account: Account,
  sessionName: string,
  keyId: string,
  at: number,
  lifetimeSeconds: number,
): Omit<Step, 'at'> {
  return {
    service: 'sts',
    name: 'AssumeRole',
    request: { roleArn: role.arn, roleSessionName: sessionName, durationSeconds: lifetimeSeconds },
    response: {
      credentials: credentialsOf(builder, keyId, at + lifetimeSeconds),
      assumedRoleUser: {
        assumedRoleId: `${role.id}:${sessionName}`,
        arn: `arn:aws:sts::${account.id}:assumed-role/${role.name}/${sessionName}`,
      },
    },
    resources: [{ accountId: account.id, type: 'AWS::IAM::Role', ARN: role.arn }],
  };
}
