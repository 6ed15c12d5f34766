import type { Random } from './random.ts';
import { isoTime } from './times.ts';

/**
 * One CloudTrail record before it is written. Fields named `…Json` are JSON text already, so that parts that repeat
 * (an identity, a request) are rendered once; the others are plain values.
 */
export interface RecordParts {
  version: string;
  identityJson: string;
  timeEpochSeconds: number;
  /** eventSource without `.amazonaws.com`. */
  service: string;
  name: string;
  region: string;
  ip: string;
  /** null where the record has no user agent. */
  agent: string | null;
  errorCode?: string | undefined;
  errorMessage?: string | undefined;
  requestJson: string;
  responseJson: string;
  additionalJson?: string | undefined;
  /** null where the record has none (sign-in and service events). */
  requestId: string | null;
  eventId: string;
  readOnly: boolean;
  resourcesJson?: string | undefined;
  type?: 'AwsApiCall' | 'AwsServiceEvent' | 'AwsConsoleSignIn' | 'AwsConsoleAction';
  apiVersion?: string | undefined;
  category?: 'Management' | 'Data';
  account: string;
  sharedEventId?: string | undefined;
  serviceEventDetailsJson?: string | undefined;
  vpcEndpointId?: string | undefined;
  vpcEndpointAccount?: string | undefined;
  /** tlsDetails of the client; absent when a service or the console's proxy made the call. */
  tlsHost?: string | undefined;
  fromConsole?: boolean;
}

const tls13 =
  '"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"';

/** The record as CloudTrail writes it: one line, fields in CloudTrail's order. */
export function renderRecord(parts: RecordParts): string {
  const category = parts.category ?? 'Management';
  let text =
    `{"eventVersion":"${parts.version}","userIdentity":${parts.identityJson},"eventTime":"${isoTime(parts.timeEpochSeconds)}",` +
    `"eventSource":"${parts.service}.amazonaws.com","eventName":"${parts.name}","awsRegion":"${parts.region}","sourceIPAddress":"${parts.ip}",`;
  if (parts.agent !== null) text += `"userAgent":${quote(parts.agent)},`;
  if (parts.errorCode !== undefined) text += `"errorCode":"${parts.errorCode}",`;
  if (parts.errorMessage !== undefined) text += `"errorMessage":${quote(parts.errorMessage)},`;
  text += `"requestParameters":${parts.requestJson},"responseElements":${parts.responseJson},`;
  if (parts.additionalJson !== undefined) text += `"additionalEventData":${parts.additionalJson},`;
  if (parts.requestId !== null) text += `"requestID":"${parts.requestId}",`;
  text += `"eventID":"${parts.eventId}","readOnly":${parts.readOnly ? 'true' : 'false'},`;
  if (parts.resourcesJson !== undefined) text += `"resources":${parts.resourcesJson},`;
  text += `"eventType":"${parts.type ?? 'AwsApiCall'}",`;
  if (parts.apiVersion !== undefined) text += `"apiVersion":"${parts.apiVersion}",`;
  text += `"managementEvent":${category === 'Management' ? 'true' : 'false'},"recipientAccountId":"${parts.account}",`;
  if (parts.sharedEventId !== undefined) text += `"sharedEventID":"${parts.sharedEventId}",`;
  if (parts.serviceEventDetailsJson !== undefined) text += `"serviceEventDetails":${parts.serviceEventDetailsJson},`;
  if (parts.vpcEndpointId !== undefined) text += `"vpcEndpointId":"${parts.vpcEndpointId}",`;
  if (parts.vpcEndpointAccount !== undefined) text += `"vpcEndpointAccountId":"${parts.vpcEndpointAccount}",`;
  text += `"eventCategory":"${category}"`;
  if (parts.tlsHost !== undefined) text += `,${tls13}${parts.tlsHost}"}`;
  if (parts.fromConsole === true) text += ',"sessionCredentialFromConsole":"true"';
  return `${text}}`;
}

const plain = /^[ !#-[\]-~]*$/;

/** A JSON string literal; the slow way only for text that needs escapes. */
export function quote(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** requestID as the service writes it: 16 letters and digits for S3, a UUID elsewhere. */
export function requestIdOf(service: string, random: Random): string {
  return service === 's3' ? random.upperAlphanumeric(16) : random.uuid();
}

/** eventVersion: services write their own, most of them the newest one that trails use. */
export function versionOf(service: string): string {
  if (service === 's3') return '1.11';
  if (service === 'iam' || service === 'cloudtrail' || service === 'lambda') return '1.10';
  if (service === 'signin' || service === 'sts' || service === 'kms' || service === 'config') return '1.08';
  return service.length % 3 === 0 ? '1.09' : '1.11';
}
