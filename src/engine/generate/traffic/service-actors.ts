import { awsIdentifier } from '../identifiers.ts';
import { roleIdentity, serviceIdentity } from '../identity.ts';
import { Chooser } from '../random.ts';
import { renderRecord } from '../record.ts';
import type { Account, Role } from '../world.ts';
import { renderCall, type Call, type Caller, type Scene } from './call.ts';
import { timeIn, type Emitter, type Slot } from './slot.ts';

function run(slot: Slot, account: Account, burst: number, call: (scene: Scene) => string): true {
  let time = timeIn(slot);
  const scene: Scene = {
    random: slot.random,
    account,
    region: slot.region,
    timeEpochSeconds: time,
    subject: '',
    requestId: '',
  };
  for (let left = Math.min(burst, slot.remaining); left > 0; left--) {
    scene.timeEpochSeconds = time;
    slot.push(time, call(scene));
    time = Math.min(time + slot.random.below(6), slot.endEpochSeconds - 1);
  }
  return true;
}

/** An AWS service that calls under its own name (type AWSService). */
export function serviceActor(
  service: string,
  calls: readonly (readonly [Call, number])[],
  burstTo: number,
  vpcEndpointId?: string,
): Emitter {
  const chooser = new Chooser(calls);
  const host = `${service}.amazonaws.com`;
  const caller: Caller = {
    identityJson: serviceIdentity(host),
    arn: '',
    ip: host,
    agent: host,
    service: true,
    vpcEndpointId,
  };
  return (slot) =>
    run(slot, slot.account, slot.random.between(1, burstTo), (scene) =>
      renderCall(chooser.draw(scene.random), caller, scene),
    );
}

/**
 * A service that works through a role of the account: a new session for each run, no access key in the records and
 * no event that issues it (service-linked roles, forwarded sessions).
 */
export function serviceRoleActor(
  service: string,
  account: Account,
  role: Role,
  sessionName: (slot: Slot) => string,
  calls: readonly (readonly [Call, number])[],
  burstTo: number,
): Emitter {
  const chooser = new Chooser(calls);
  const host = `${service}.amazonaws.com`;
  return (slot) => {
    const name = sessionName(slot);
    const arn = `arn:aws:sts::${account.id}:assumed-role/${role.name}/${name}`;
    let caller: Caller | undefined;
    return run(slot, account, slot.random.between(1, burstTo), (scene) => {
      caller ??= {
        identityJson: roleIdentity(account, role, name, scene.timeEpochSeconds, { invokedBy: host }),
        arn,
        ip: host,
        agent: host,
        service: true,
      };
      return renderCall(chooser.draw(scene.random), caller, scene);
    });
  };
}

/** A service that uses the session of a role for a moment (forward access): each call has a key that nobody issued. */
export function forwardedActor(
  service: string,
  account: Account,
  role: Role,
  sessionName: (slot: Slot) => string,
  call: Call,
): Emitter {
  const host = `${service}.amazonaws.com`;
  return (slot) => {
    const name = sessionName(slot);
    const arn = `arn:aws:sts::${account.id}:assumed-role/${role.name}/${name}`;
    return run(slot, account, slot.random.between(1, 3), (scene) => {
      const keyId = awsIdentifier('ASIA', account.id, scene.random);
      const identityJson = roleIdentity(account, role, name, scene.timeEpochSeconds, { keyId, invokedBy: host });
      return renderCall(call, { identityJson, arn, ip: host, agent: host, service: true }, scene);
    });
  };
}

const serviceEvents: readonly (readonly [service: string, name: string, detail: (slot: Slot) => string])[] = [
  ['kms', 'RotateKey', (slot) => `{"keyId":"${slot.random.pick(slot.account.kmsKeys)}"}`],
  ['secretsmanager', 'RotationStarted', (slot) => `{"SecretId":"${slot.random.pick(slot.account.secrets)}"}`],
  ['secretsmanager', 'RotationSucceeded', (slot) => `{"SecretId":"${slot.random.pick(slot.account.secrets)}"}`],
  [
    'autoscaling',
    'TerminateInstanceInAutoScalingGroup',
    (slot) => `{"instanceId":"${slot.random.pick(slot.account.instances).id}"}`,
  ],
];

/** What services log on their own (AwsServiceEvent): an identity without type, no request id. */
export const serviceEventActor: Emitter = (slot) => {
  const [service, name, detail] = slot.random.pick(serviceEvents as [(typeof serviceEvents)[number]]);
  const host = `${service}.amazonaws.com`;
  const time = timeIn(slot);
  slot.push(
    time,
    renderRecord({
      version: '1.08',
      identityJson: `{"accountId":"${slot.account.id}","invokedBy":"${host}"}`,
      timeEpochSeconds: time,
      service,
      name,
      region: slot.region,
      ip: host,
      agent: host,
      requestJson: 'null',
      responseJson: 'null',
      requestId: null,
      eventId: slot.random.uuid(),
      readOnly: false,
      type: 'AwsServiceEvent',
      account: slot.account.id,
      serviceEventDetailsJson: detail(slot),
    }),
  );
  return true;
};

/** Requests without credentials from all over the internet. */
export function anonymousActor(call: Call): Emitter {
  return (slot) => {
    const ip = `192.0.2.${slot.random.between(100, 250)}`;
    const caller: Caller = {
      identityJson: '{"type":"AWSAccount","principalId":"","accountId":"anonymous"}',
      arn: 'anonymous',
      ip,
      agent: slot.random.pick(['curl/8.5.0', 'Mozilla/5.0 zgrab/0.x', 'python-requests/2.31.0']),
    };
    return run(slot, slot.account, slot.random.between(1, 3), (scene) => renderCall(call, caller, scene));
  };
}
