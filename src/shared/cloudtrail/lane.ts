import { agentFamily } from './agent-family.ts';
import type { Lane } from './event.ts';
import { flag, object, text } from './record.ts';
import type { JsonObject } from './record.ts';

/**
 * Who drives a call. In this order:
 * - service: the caller is `AWSService`;
 * - human: sign-in and console events, Identity Center and SAML users;
 * - service: service events, identities without a type, calls a service made with forwarded credentials (`invokedBy`, or a service as
 *   source address), service-linked roles;
 * - human: console sessions, Identity Center roles and users, a browser, the console's back end or CloudShell as agent, MFA at sign-in;
 * - automation: all the rest, so a person at a terminal with plain keys counts as automation.
 */
export function laneOf(record: JsonObject, identity: JsonObject, mfa: string | null): Lane {
  const type = text(identity['type']);
  if (type === 'AWSService') return 'service';
  if (type === 'IdentityCenterUser' || type === 'SAMLUser' || isSignIn(record)) return 'human';
  const issuer = object(object(identity['sessionContext'])['sessionIssuer']);
  if (type === null || record['eventType'] === 'AwsServiceEvent' || isByService(record, identity, text(issuer['arn'])))
    return 'service';
  if (mfa === 'true' || isFromConsole(record) || isIdentityCenter(identity, text(issuer['userName']))) return 'human';
  const agent = text(record['userAgent']);
  if (agent !== null) {
    const family = agentFamily(agent);
    if (family === 'Console' || family === 'CloudShell') return 'human';
  }
  return 'automation';
}

function isSignIn(record: JsonObject): boolean {
  if (record['eventSource'] === 'signin.amazonaws.com') return true;
  const eventType = record['eventType'];
  if (eventType === 'AwsApiCall' || typeof eventType !== 'string') return false;
  // Samples before 2016 write AwsConsoleSignin.
  return eventType.toLowerCase().startsWith('awsconsole');
}

function isByService(record: JsonObject, identity: JsonObject, issuerArn: string | null): boolean {
  const invokedBy = text(identity['invokedBy']);
  // `AWS Internal` is also what a click in the console gives.
  if (invokedBy !== null && !(invokedBy === 'AWS Internal' && isFromConsole(record))) return true;
  const address = text(record['sourceIPAddress']);
  if (address !== null && (address.endsWith('.amazonaws.com') || address.endsWith('.amazonaws.com.cn'))) return true;
  return issuerArn !== null && issuerArn.includes(':role/aws-service-role/');
}

function isFromConsole(record: JsonObject): boolean {
  return flag(record['sessionCredentialFromConsole']) === true;
}

function isIdentityCenter(identity: JsonObject, roleName: string | null): boolean {
  if (
    roleName !== null
      ? roleName.startsWith('AWSReservedSSO_')
      : text(identity['arn'])?.includes(':assumed-role/AWSReservedSSO_')
  )
    return true;
  return text(object(identity['onBehalfOf'])['userId']) !== null;
}
