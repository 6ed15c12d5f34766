import { awsIdentifier, credentialsJson } from '../identifiers.ts';
import { roleIdentity, userIdentity, userSessionIdentity } from '../identity.ts';
import { Chooser, type Random } from '../random.ts';
import { renderRecord } from '../record.ts';
import type { Account, User, World } from '../world.ts';
import { renderCall, type Call, type Caller, type Scene } from './call.ts';
import { roleResource } from './role-actors.ts';
import { timeIn, type Emitter, type Slot } from './slot.ts';

export const browserAgent =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36';

type Weighted = readonly (readonly [Call, number])[];

function calls(
  slot: Slot,
  chooser: Chooser<Call>,
  account: Account,
  from: number,
  until: number,
  burst: number,
  caller: (time: number) => Caller,
): void {
  const scene: Scene = {
    random: slot.random,
    account,
    region: slot.region,
    timeEpochSeconds: from,
    subject: '',
    requestId: '',
  };
  let time = from;
  for (let left = Math.min(burst, slot.remaining); left > 0; left--) {
    scene.timeEpochSeconds = time;
    slot.push(time, renderCall(chooser.draw(slot.random), caller(time), scene));
    time = Math.min(time + slot.random.below(5), until);
  }
}

/** A program with an IAM user's long-term key. */
export function keyUserActor(
  account: Account,
  user: User,
  keyId: string,
  ips: readonly [string, ...string[]],
  agents: readonly [string, ...string[]],
  weighted: Weighted,
  workHours: boolean,
): Emitter {
  const chooser = new Chooser(weighted);
  const identityJson = userIdentity(account, user, keyId);
  return (slot) => {
    if (slot.endEpochSeconds > (slot.world.retiredKeys.get(keyId) ?? Infinity)) return false;
    if (workHours && !slot.random.chance(slot.workload)) return false;
    const caller: Caller = { identityJson, arn: user.arn, ip: slot.random.pick(ips), agent: slot.random.pick(agents) };
    calls(slot, chooser, account, timeIn(slot), slot.endEpochSeconds - 1, slot.random.between(1, 6), () => caller);
    return true;
  };
}

/** ConsoleLogin of an IAM user. */
export function consoleLogin(
  random: Random,
  account: Account,
  region: string,
  time: number,
  options: { identityJson: string; ip: string; agent?: string; mfa: boolean; failure?: string; eventId?: string },
): string {
  return renderRecord({
    version: '1.08',
    identityJson: options.identityJson,
    timeEpochSeconds: time,
    service: 'signin',
    name: 'ConsoleLogin',
    region,
    ip: options.ip,
    agent: options.agent ?? browserAgent,
    errorMessage: options.failure,
    requestJson: 'null',
    responseJson: `{"ConsoleLogin":"${options.failure === undefined ? 'Success' : 'Failure'}"}`,
    additionalJson: `{"LoginTo":"https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true&state=hashArgsFromTB_${region}_${random.hex(16)}","MobileVersion":"No","MFAUsed":"${options.mfa ? 'Yes' : 'No'}"}`,
    requestId: null,
    eventId: options.eventId ?? random.uuid(),
    readOnly: false,
    type: 'AwsConsoleSignIn',
    account: account.id,
    tlsHost: `${region}.signin.aws.amazon.com`,
  });
}

/** A person in the console as an IAM user: one sign-in, then many keys that share the time of the sign-in. */
export function consoleUserActor(account: Account, user: User, ip: string, weighted: Weighted, mfa: boolean): Emitter {
  const chooser = new Chooser(weighted);
  let created = 0;
  let expires = 0;
  let keys: [string, ...string[]] = [''];
  return (slot) => {
    if (!slot.random.chance(slot.workload)) return false;
    let time = timeIn(slot, created);
    if (time >= expires) {
      if (slot.region !== 'us-east-1' || slot.remaining < 3) return false;
      const failure = slot.random.chance(0.08) ? 'Failed authentication' : undefined;
      slot.push(
        time,
        consoleLogin(slot.random, account, slot.region, time, {
          identityJson: userIdentity(account, user),
          ip,
          mfa,
          ...(failure === undefined ? {} : { failure }),
        }),
      );
      if (failure !== undefined) return true;
      created = time;
      expires = time + 4 * 3600;
      keys = [awsIdentifier('ASIA', account.id, slot.random)];
      time = Math.min(time + 2, slot.endEpochSeconds - 1);
    }
    if (keys.length < 21 && slot.random.chance(0.5)) keys.push(awsIdentifier('ASIA', account.id, slot.random));
    calls(slot, chooser, account, time, slot.endEpochSeconds - 1, slot.random.between(2, 9), () => ({
      identityJson: userSessionIdentity(account, user, slot.random.pick(keys), created, mfa),
      arn: user.arn,
      ip,
      agent: browserAgent,
      fromConsole: true,
    }));
    return true;
  };
}

/**
 * The sign-in to the access portal, as the Identity Center's account records it. AuthWorkflowID ties its steps together;
 * a credentialId have only the events of the portal itself.
 */
export function portalSignIn(
  world: World,
  random: Random,
  time: number,
  person: Person,
  name: 'CredentialChallenge' | 'CredentialVerification' | 'UserAuthentication',
  workflowId: string,
  ip: string,
  agent = browserAgent,
  eventId = random.uuid(),
): string {
  const account = world.management;
  const credential =
    name === 'UserAuthentication'
      ? '"CredentialType":"PASSWORD,TOTP"'
      : `"CredentialType":"${random.chance(0.5) ? 'PASSWORD' : 'TOTP'}"`;
  return renderRecord({
    version: '1.08',
    identityJson: `{"type":"IdentityCenterUser","accountId":"${account.id}","onBehalfOf":${behalf(account, person)}}`,
    timeEpochSeconds: time,
    service: 'signin',
    name,
    region: 'us-east-1',
    ip,
    agent,
    requestJson: 'null',
    responseJson: 'null',
    additionalJson: `{"AuthWorkflowID":"${workflowId}","LoginTo":"https://acme.awsapps.com/start/","UserName":"${person.name}",${credential}}`,
    requestId: random.uuid(),
    eventId,
    readOnly: false,
    type: 'AwsServiceEvent',
    account: account.id,
    serviceEventDetailsJson: `{"${name}":"Success"}`,
  });
}

/** A person of the Identity Center. */
export interface Person {
  name: string;
  userId: string;
}

export function behalf(identityCenter: Account, person: Person): string {
  return `{"userId":"${person.userId}","identityStoreArn":"arn:aws:identitystore::${identityCenter.id}:identitystore/d-9067f1a2b3"}`;
}

/** The role that the Identity Center keeps in an account for a permission set. */
export function reservedRole(world: World, account: Account, permissionSet: string): ReturnType<World['role']> {
  const suffix = world.random.fork(`sso/${permissionSet}`).hex(16);
  return world.role(account, `AWSReservedSSO_${permissionSet}_${suffix}`, '/aws-reserved/sso.amazonaws.com/');
}

/** AssumeRoleWithSAML, with which the Identity Center opens an account for a person. */
export function samlRecord(
  world: World,
  random: Random,
  region: string,
  time: number,
  target: {
    account: Account;
    permissionSet: string;
    person: Person;
    keyId: string;
    ip: string;
    agent?: string;
    eventId?: string;
    lifetimeSeconds?: number;
  },
): string {
  const { account, person, keyId } = target;
  const role = reservedRole(world, account, target.permissionSet);
  const provider = `arn:aws:iam::${account.id}:saml-provider/AWSSSO_${world.random.fork(`saml/${account.id}`).hex(16)}_DO_NOT_DELETE`;
  const lifetime = target.lifetimeSeconds ?? 3600;
  return renderRecord({
    version: '1.08',
    identityJson: `{"type":"SAMLUser","principalId":"${world.random.fork(`qualifier/${account.id}`).base64(27)}=:${person.name}","userName":"${person.name}","identityProvider":"${world.random.fork(`qualifier/${account.id}`).base64(27)}="}`,
    timeEpochSeconds: time,
    service: 'sts',
    name: 'AssumeRoleWithSAML',
    region,
    ip: target.ip,
    agent: target.agent ?? 'aws-internal/3 aws-sdk-java/1.12.710 Linux/5.10 OpenJDK_64-Bit_Server_VM/17 java/17',
    requestJson: `{"sAMLAssertionID":"_${random.uuid()}","roleSessionName":"${person.name}","roleArn":"${role.arn}","principalArn":"${provider}","durationSeconds":${lifetime}}`,
    responseJson:
      `{"subjectType":"persistent","issuer":"https://portal.sso.us-east-1.amazonaws.com/saml/assertion/${random.base64(24).replaceAll(/[+/]/g, 'x')}","credentials":${credentialsJson(keyId, time + lifetime, world.tokens.token(random))},` +
      `"nameQualifier":"${world.random.fork(`qualifier/${account.id}`).base64(27)}=","assumedRoleUser":{"assumedRoleId":"${role.id}:${person.name}","arn":"arn:aws:sts::${account.id}:assumed-role/${role.name}/${person.name}"},` +
      `"subject":"${person.name}","audience":"https://signin.aws.amazon.com/saml"}`,
    requestId: random.uuid(),
    eventId: target.eventId ?? random.uuid(),
    readOnly: true,
    resourcesJson: `[{"accountId":"${account.id}","type":"AWS::IAM::SAMLProvider","ARN":"${provider}"},${roleResource(account, role).slice(1)}`,
    account: account.id,
    tlsHost: `${region}.signin.aws.amazon.com`,
  });
}

/** A person who signs in through the Identity Center and works with the command line or the console. */
export function identityCenterActor(
  world: World,
  account: Account,
  permissionSet: string,
  person: Person,
  ip: string,
  agent: string,
  weighted: Weighted,
): Emitter {
  const chooser = new Chooser(weighted);
  const role = reservedRole(world, account, permissionSet);
  const arn = `arn:aws:sts::${account.id}:assumed-role/${role.name}/${person.name}`;
  const fromConsole = agent === browserAgent;
  let created = 0;
  let expires = 0;
  let caller: Caller | undefined;
  return (slot) => {
    if (!slot.random.chance(slot.workload)) return false;
    let time = timeIn(slot, created);
    if (caller === undefined || time >= expires) {
      if (slot.region !== 'us-east-1' || slot.remaining < 3) return false;
      const keyId = awsIdentifier('ASIA', account.id, slot.random);
      const workflowId = slot.random.uuid();
      const before = Math.max(slot.startEpochSeconds, time - 4);
      slot.post(
        world.management,
        'us-east-1',
        before,
        portalSignIn(world, slot.random, before, person, 'CredentialChallenge', workflowId, ip),
      );
      slot.post(
        world.management,
        'us-east-1',
        time,
        portalSignIn(world, slot.random, time, person, 'UserAuthentication', workflowId, ip),
      );
      slot.push(time, samlRecord(world, slot.random, 'us-east-1', time, { account, permissionSet, person, keyId, ip }));
      created = time;
      expires = time + 3600;
      caller = {
        identityJson: roleIdentity(account, role, person.name, created, {
          keyId,
          onBehalfOfJson: behalf(world.management, person),
        }),
        arn,
        ip,
        agent,
        fromConsole,
      };
      time = Math.min(time + 1, slot.endEpochSeconds - 1);
    }
    const current = caller;
    calls(
      slot,
      chooser,
      account,
      time,
      Math.min(expires, slot.endEpochSeconds) - 1,
      slot.random.between(2, 10),
      () => current,
    );
    return true;
  };
}
