import { awsIdentifier, credentialsJson } from '../identifiers.ts';
import { otherAccountIdentity, roleIdentity, serviceIdentity, type RoleSessionOptions } from '../identity.ts';
import { Chooser, type Random } from '../random.ts';
import { renderRecord } from '../record.ts';
import type { Account, Role, World } from '../world.ts';
import { renderCall, type Call, type Caller, type Scene } from './call.ts';
import { timeIn, type Emitter, type Slot } from './slot.ts';

interface Session {
  keyId: string;
  createdEpochSeconds: number;
  expiresEpochSeconds: number;
  caller: Caller;
}

/** How a role's sessions come to be. */
export interface RoleActor {
  account: Account;
  role: Role;
  calls: readonly (readonly [Call, number])[];
  sessionName: (random: Random) => string;
  lifetimeSeconds: number;
  ip: (random: Random) => string;
  agent: string;
  vpcEndpointId?: string;
  identity?: (session: {
    keyId: string;
    createdEpochSeconds: number;
    sessionName: string;
  }) => Partial<RoleSessionOptions>;
  /** Writes the event that issues the session. */
  issue: (slot: Slot, issued: Issued) => void;
  issueRecords: number;
  /** Calls in one run. */
  burst: readonly [low: number, high: number];
  /** Only while people work. */
  workHours?: boolean;
}

export interface Issued {
  actor: RoleActor;
  keyId: string;
  sessionName: string;
  timeEpochSeconds: number;
}

/** An actor that gets temporary credentials of a role, uses them until they expire and gets new ones. */
export function roleActor(actor: RoleActor): Emitter {
  const calls = new Chooser(actor.calls);
  let session: Session | undefined;
  return (slot) => {
    if (actor.workHours === true && !slot.random.chance(slot.workload)) return false;
    const { random } = slot;
    let time = timeIn(slot, session?.createdEpochSeconds);
    if (session === undefined || time >= session.expiresEpochSeconds) {
      if (slot.remaining < actor.issueRecords + 1) return false;
      const keyId = awsIdentifier('ASIA', actor.account.id, random);
      const sessionName = actor.sessionName(random);
      actor.issue(slot, { actor, keyId, sessionName, timeEpochSeconds: time });
      const more = actor.identity?.({ keyId, createdEpochSeconds: time, sessionName }) ?? {};
      session = {
        keyId,
        createdEpochSeconds: time,
        expiresEpochSeconds: time + actor.lifetimeSeconds,
        caller: {
          identityJson: roleIdentity(actor.account, actor.role, sessionName, time, { keyId, ...more }),
          arn: `arn:aws:sts::${actor.account.id}:assumed-role/${actor.role.name}/${sessionName}`,
          ip: actor.ip(random),
          agent: actor.agent,
          vpcEndpointId: actor.vpcEndpointId,
        },
      };
    }
    const scene: Scene = {
      random,
      account: actor.account,
      region: slot.region,
      timeEpochSeconds: time,
      subject: '',
      requestId: '',
    };
    const last = Math.min(session.expiresEpochSeconds, slot.endEpochSeconds) - 1;
    for (let left = Math.min(random.between(...actor.burst), slot.remaining); left > 0; left--) {
      scene.timeEpochSeconds = time;
      slot.push(time, renderCall(calls.draw(random), session.caller, scene));
      time = Math.min(time + random.below(4), last);
    }
    return true;
  };
}

export function roleResource(account: Account, role: Role): string {
  return `[{"accountId":"${account.id}","type":"AWS::IAM::Role","ARN":"${role.arn}"}]`;
}

/** AssumeRole by an AWS service: shared with the service's account, no assumedRoleUser in the answer. */
export function issuedByService(service: string): RoleActor['issue'] {
  return (slot, { actor, keyId, sessionName, timeEpochSeconds }) => {
    const { random, world } = slot;
    const requestId = random.uuid();
    // EC2 asks twice, once for each version of the metadata service; one answer carries the key that is used.
    const keys = service === 'ec2' ? [awsIdentifier('ASIA', actor.account.id, random), keyId] : [keyId];
    for (const key of keys) {
      slot.pushManagement(
        timeEpochSeconds,
        renderRecord({
          version: '1.08',
          identityJson: serviceIdentity(`${service}.amazonaws.com`),
          timeEpochSeconds,
          service: 'sts',
          name: 'AssumeRole',
          region: slot.region,
          ip: `${service}.amazonaws.com`,
          agent: `${service}.amazonaws.com`,
          requestJson: `{"roleArn":"${actor.role.arn}","roleSessionName":"${sessionName}"}`,
          responseJson: `{"credentials":${credentialsJson(key, timeEpochSeconds + actor.lifetimeSeconds, world.tokens.token(random))}}`,
          requestId,
          eventId: random.uuid(),
          readOnly: true,
          resourcesJson: roleResource(actor.account, actor.role),
          account: actor.account.id,
          sharedEventId: random.uuid(),
        }),
      );
    }
  };
}

/** AssumeRoleWithWebIdentity, as GitHub Actions and EKS do it. */
export function issuedByWebIdentity(provider: string, userName: string, audience: string): RoleActor['issue'] {
  return (slot, { actor, keyId, sessionName, timeEpochSeconds }) => {
    const { random, world } = slot;
    slot.pushManagement(
      timeEpochSeconds,
      webIdentityRecord(
        world,
        random,
        slot.region,
        { actor, keyId, sessionName, timeEpochSeconds },
        provider,
        userName,
        audience,
      ),
    );
  };
}

export function webIdentityRecord(
  world: World,
  random: Random,
  region: string,
  issued: Pick<Issued, 'keyId' | 'sessionName' | 'timeEpochSeconds'> & {
    actor: Pick<RoleActor, 'account' | 'role' | 'lifetimeSeconds' | 'agent'>;
    ip?: string;
    eventId?: string;
  },
  provider: string,
  userName: string,
  audience: string,
): string {
  const { actor, keyId, sessionName, timeEpochSeconds } = issued;
  const providerArn = `arn:aws:iam::${actor.account.id}:oidc-provider/${provider}`;
  return renderRecord({
    version: '1.08',
    identityJson: `{"type":"WebIdentityUser","principalId":"${providerArn}:${audience}:${userName}","userName":"${userName}","identityProvider":"${providerArn}"}`,
    timeEpochSeconds,
    service: 'sts',
    name: 'AssumeRoleWithWebIdentity',
    region,
    ip: issued.ip ?? `192.0.2.${random.between(20, 90)}`,
    agent: actor.agent,
    requestJson: `{"roleArn":"${actor.role.arn}","roleSessionName":"${sessionName}","durationSeconds":${actor.lifetimeSeconds}}`,
    responseJson:
      `{"credentials":${credentialsJson(keyId, timeEpochSeconds + actor.lifetimeSeconds, world.tokens.token(random))},` +
      `"subjectFromWebIdentityToken":"${userName}","assumedRoleUser":{"assumedRoleId":"${actor.role.id}:${sessionName}",` +
      `"arn":"arn:aws:sts::${actor.account.id}:assumed-role/${actor.role.name}/${sessionName}"},"provider":"${providerArn}","audience":"${audience}"}`,
    additionalJson: `{"identityProviderConnectionVerificationMethod":"IAMTrustStore","RequestDetails":{"endpointType":"regional","awsServingRegion":"${region}"}}`,
    requestId: random.uuid(),
    eventId: issued.eventId ?? random.uuid(),
    readOnly: true,
    resourcesJson: roleResource(actor.account, actor.role),
    account: actor.account.id,
    tlsHost: `sts.${region}.amazonaws.com`,
  });
}

/** AssumeRole by a program in an account outside the organization: the called account sees only the caller's account. */
export function issuedByVendor(vendorAccount: string, vendorPrincipal: string, externalId: string): RoleActor['issue'] {
  return (slot, { actor, keyId, sessionName, timeEpochSeconds }) => {
    const { random, world } = slot;
    slot.pushManagement(
      timeEpochSeconds,
      renderRecord({
        version: '1.08',
        identityJson: otherAccountIdentity(vendorPrincipal, vendorAccount),
        timeEpochSeconds,
        service: 'sts',
        name: 'AssumeRole',
        region: slot.region,
        ip: actor.ip(random),
        agent: actor.agent,
        requestJson: `{"roleArn":"${actor.role.arn}","roleSessionName":"${sessionName}","externalId":"${externalId}","durationSeconds":${actor.lifetimeSeconds}}`,
        responseJson:
          `{"credentials":${credentialsJson(keyId, timeEpochSeconds + actor.lifetimeSeconds, world.tokens.token(random))},` +
          `"assumedRoleUser":{"assumedRoleId":"${actor.role.id}:${sessionName}","arn":"arn:aws:sts::${actor.account.id}:assumed-role/${actor.role.name}/${sessionName}"}}`,
        requestId: random.uuid(),
        eventId: random.uuid(),
        readOnly: true,
        resourcesJson: roleResource(actor.account, actor.role),
        account: actor.account.id,
        sharedEventId: random.uuid(),
        tlsHost: `sts.${slot.region}.amazonaws.com`,
      }),
    );
  };
}
