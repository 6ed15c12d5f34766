import { accessOf } from './access.ts';
import { accountOf } from './account.ts';
import { categoryOf } from './category.ts';
import type { EventFields } from './event.ts';
import { laneOf } from './lane.ts';
import { outcomeOf } from './outcome.ts';
import { principalName } from './principal.ts';
import { flag, object, text } from './record.ts';
import type { JsonObject } from './record.ts';
import { resourcesOf } from './resources.ts';
import { sessionKey } from './session.ts';
import { parseTimeEpochSeconds } from './time.ts';

const serviceSuffix = '.amazonaws.com';

/**
 * The value of every query field of a record. Total: it takes any parsed JSON object and never throws, whatever its fields hold.
 * `timeEpochSeconds` is NaN where the record has no readable time (or one outside 1970 to 2106): the caller must reject such a record
 * and say so, because it has no place on any time axis.
 */
export function normalise(record: Readonly<Record<string, unknown>>): EventFields {
  const identity = object(record['userIdentity']);
  const additional = object(record['additionalEventData']);
  const insight = object(record['insightDetails']);
  const mfa = mfaOf(identity, additional);
  return {
    id: text(record['eventID']) ?? text(record['eventId']),
    timeEpochSeconds: parseTimeEpochSeconds(record['eventTime'] ?? object(record['timeWindow'])['windowStart']),
    event: text(record['eventName']) ?? text(insight['eventName']),
    service: serviceOf(text(record['eventSource']) ?? text(insight['eventSource'])),
    principal: principalName(identity, additional),
    arn: text(identity['arn']),
    account: accountOf(record, identity),
    region: text(record['awsRegion']),
    ip: text(record['sourceIPAddress']),
    agent: text(record['userAgent']),
    error: text(record['errorCode']),
    outcome: outcomeOf(record),
    category: categoryOf(record),
    access: accessOf(record['readOnly']),
    type: text(identity['type']),
    lane: laneOf(record, identity, mfa),
    session: sessionKey(identity),
    key: text(identity['accessKeyId']),
    resources: resourcesOf(record),
    mfa,
    vpce: text(record['vpcEndpointId']),
  };
}

/** `s3` of `s3.amazonaws.com`. */
export function serviceOf(eventSource: string | null): string | null {
  if (eventSource === null || !eventSource.endsWith(serviceSuffix)) return eventSource;
  return text(eventSource.slice(0, -serviceSuffix.length)) ?? eventSource;
}

/** What the session says, else what a console sign-in says (`Yes`, `No`). */
function mfaOf(identity: JsonObject, additional: JsonObject): string | null {
  const session = flag(object(object(identity['sessionContext'])['attributes'])['mfaAuthenticated']);
  if (session !== null) return session ? 'true' : 'false';
  const signIn = text(additional['MFAUsed'])?.toLowerCase();
  return signIn === 'yes' || signIn === 'true' ? 'true' : signIn === 'no' || signIn === 'false' ? 'false' : null;
}
