import type { Random } from '../random.ts';
import { renderRecord, requestIdOf, versionOf } from '../record.ts';
import type { Account, Instance } from '../world.ts';

/** Where a call happens: what its parameters may refer to. */
export interface Scene {
  random: Random;
  account: Account;
  region: string;
  timeEpochSeconds: number;
  /** What the call is about, drawn once so that request, resources and messages agree. */
  subject: string;
  /** requestID of the record; EC2 repeats it in the answer. */
  requestId: string;
}

export interface Failure {
  /** Share of the calls that end so. */
  share: number;
  code: string;
  message: (scene: Scene, actorArn: string) => string;
}

/** One kind of API call: how its record is filled. */
export interface Call {
  service: string;
  name: string;
  readOnly: boolean;
  data?: boolean;
  apiVersion?: string;
  subject?: (scene: Scene) => string;
  /** JSON texts. */
  request?: (scene: Scene) => string;
  response?: (scene: Scene) => string;
  additional?: (scene: Scene) => string;
  resources?: (scene: Scene) => string;
  failures?: readonly Failure[];
  /** Not all services report the client's TLS. */
  withoutTls?: boolean;
  /** Host name of the endpoint where it is not `<service>.<region>.amazonaws.com`. */
  host?: (scene: Scene) => string;
}

/** Who makes a call, as it shows in the record. */
export interface Caller {
  identityJson: string;
  arn: string;
  ip: string;
  agent: string;
  /** The caller is an AWS service: no TLS details, and the record is shared with the service's account. */
  service?: boolean;
  vpcEndpointId?: string | undefined;
  fromConsole?: boolean;
}

/** Renders one call by one caller. */
export function renderCall(call: Call, caller: Caller, scene: Scene): string {
  const { random } = scene;
  scene.subject = call.subject?.(scene) ?? '';
  scene.requestId = requestIdOf(call.service, random);
  let failure: Failure | undefined;
  if (call.failures !== undefined) {
    let point = random.unit();
    for (const candidate of call.failures) {
      point -= candidate.share;
      if (point < 0) {
        failure = candidate;
        break;
      }
    }
  }
  const viaProxy = caller.service === true || caller.fromConsole === true || call.withoutTls === true;
  return renderRecord({
    version: versionOf(call.service),
    identityJson: caller.identityJson,
    timeEpochSeconds: scene.timeEpochSeconds,
    service: call.service,
    name: call.name,
    region: scene.region,
    ip: caller.ip,
    agent: call.service === 's3' && caller.service !== true ? `[${caller.agent}]` : caller.agent,
    errorCode: failure?.code,
    errorMessage: failure?.message(scene, caller.arn),
    requestJson: call.request?.(scene) ?? 'null',
    responseJson: failure === undefined ? (call.response?.(scene) ?? 'null') : 'null',
    additionalJson: call.additional?.(scene),
    requestId: scene.requestId,
    eventId: random.uuid(),
    readOnly: call.readOnly,
    resourcesJson: call.resources?.(scene),
    apiVersion: call.apiVersion,
    category: call.data === true ? 'Data' : 'Management',
    account: scene.account.id,
    sharedEventId: caller.service === true && caller.arn === '' ? random.uuid() : undefined,
    vpcEndpointId: caller.vpcEndpointId,
    tlsHost: viaProxy ? undefined : (call.host?.(scene) ?? `${call.service}.${scene.region}.amazonaws.com`),
    fromConsole: caller.fromConsole === true,
  });
}

export function pickInstance(scene: Scene): Instance {
  return scene.random.pick(scene.account.instances);
}

export const denied =
  (action: string, resource: (scene: Scene) => string = () => '*') =>
  (scene: Scene, actorArn: string): string =>
    `User: ${actorArn} is not authorized to perform: ${action} on resource: ${resource(scene)} because no identity-based policy allows the ${action} action`;

export const throttled = (): string => 'Rate exceeded';
