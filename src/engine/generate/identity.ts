import { isoTime } from './times.ts';
import type { Account, Role, User } from './world.ts';

/** `userIdentity` of an IAM user with a long-term key; without `keyId` as sign-in events have it. */
export function userIdentity(account: Account, user: User, keyId?: string): string {
  const key = keyId === undefined ? '' : `"accessKeyId":"${keyId}",`;
  return `{"type":"IAMUser","principalId":"${user.id}","arn":"${user.arn}","accountId":"${account.id}",${key}"userName":"${user.name}"}`;
}

/** An IAM user's temporary credentials (console or GetSessionToken): CloudTrail writes the issuer as an empty object. */
export function userSessionIdentity(
  account: Account,
  user: User,
  keyId: string,
  createdEpochSeconds: number,
  mfa: boolean,
  invokedBy?: string,
): string {
  return (
    `{"type":"IAMUser","principalId":"${user.id}","arn":"${user.arn}","accountId":"${account.id}","accessKeyId":"${keyId}","userName":"${user.name}",` +
    `"sessionContext":{"sessionIssuer":{},"webIdFederationData":{},"attributes":{"creationDate":"${isoTime(createdEpochSeconds)}","mfaAuthenticated":"${mfa}"}}${invoked(invokedBy)}}`
  );
}

export interface RoleSessionOptions {
  /** Absent for service-linked sessions, whose records carry no key. */
  keyId?: string | undefined;
  mfa?: boolean;
  invokedBy?: string | undefined;
  /** How EC2 handed the credentials out: instance metadata version 1 or 2. */
  ec2RoleDelivery?: '1.0' | '2.0';
  sourceIdentity?: string | undefined;
  /** Provider of a web identity, with the attributes the role's session keeps. */
  webIdentityProvider?: string;
  /** JSON of `inScopeOf`. */
  inScopeOfJson?: string | undefined;
  /** Identity Center: user id and identity store. */
  onBehalfOfJson?: string | undefined;
}

/** `userIdentity` of a role session. */
export function roleIdentity(
  account: Account,
  role: Role,
  sessionName: string,
  createdEpochSeconds: number,
  options: RoleSessionOptions = {},
): string {
  const key = options.keyId === undefined ? '' : `"accessKeyId":"${options.keyId}",`;
  const web =
    options.webIdentityProvider === undefined
      ? '{}'
      : `{"federatedProvider":"${options.webIdentityProvider}","attributes":{}}`;
  const source = options.sourceIdentity === undefined ? '' : `,"sourceIdentity":"${options.sourceIdentity}"`;
  const delivery = options.ec2RoleDelivery === undefined ? '' : `,"ec2RoleDelivery":"${options.ec2RoleDelivery}"`;
  const scope = options.inScopeOfJson === undefined ? '' : `,"inScopeOf":${options.inScopeOfJson}`;
  const behalf = options.onBehalfOfJson === undefined ? '' : `,"onBehalfOf":${options.onBehalfOfJson}`;
  return (
    `{"type":"AssumedRole","principalId":"${role.id}:${sessionName}","arn":"arn:aws:sts::${account.id}:assumed-role/${role.name}/${sessionName}",` +
    `"accountId":"${account.id}",${key}"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"${role.id}","arn":"${role.arn}","accountId":"${account.id}",` +
    `"userName":"${role.name}"},"webIdFederationData":${web},"attributes":{"creationDate":"${isoTime(createdEpochSeconds)}",` +
    `"mfaAuthenticated":"${options.mfa ?? false}"}${source}${delivery}}${invoked(options.invokedBy)}${scope}${behalf}}`
  );
}

/** A GetFederationToken session. */
export function federatedIdentity(
  account: Account,
  name: string,
  keyId: string,
  issuer: User,
  createdEpochSeconds: number,
): string {
  return (
    `{"type":"FederatedUser","principalId":"${account.id}:${name}","arn":"arn:aws:sts::${account.id}:federated-user/${name}","accountId":"${account.id}",` +
    `"accessKeyId":"${keyId}","sessionContext":{"sessionIssuer":{"type":"IAMUser","principalId":"${issuer.id}","arn":"${issuer.arn}","accountId":"${account.id}",` +
    `"userName":"${issuer.name}"},"webIdFederationData":{},"attributes":{"creationDate":"${isoTime(createdEpochSeconds)}","mfaAuthenticated":"false"}}}`
  );
}

export function serviceIdentity(invokedBy: string): string {
  return `{"type":"AWSService","invokedBy":"${invokedBy}"}`;
}

/** What the called account sees of a caller from another account. */
export function otherAccountIdentity(principalId: string, accountId: string): string {
  return `{"type":"AWSAccount","principalId":"${principalId}","accountId":"${accountId}"}`;
}

function invoked(invokedBy: string | undefined): string {
  return invokedBy === undefined ? '' : `,"invokedBy":"${invokedBy}"`;
}
