import { object, text } from './record.ts';
import type { JsonObject } from './record.ts';
import { formatTime, parseTimeEpochSeconds } from './time.ts';

/**
 * Key of the session a record belongs to, readable (`AROAEXAMPLE:alice@2026-03-14T02:11:50Z`), or null.
 * Temporary credentials: principal id and creation date, because the console works with many keys of one sign-in that share both;
 * the key id where a record has no creation date. Long-term keys: the key id (idle gaps split them later). Identity Center: the
 * credential id. Services, identities without a type, other accounts' callers and sign-ins have none.
 * A call a service made with forwarded credentials gets its own creation date from some services; see `isServiceForwarded`.
 */
export function sessionKey(identity: JsonObject): string | null {
  const type = text(identity['type']);
  if (type === null || type === 'AWSService') return null;
  const created = text(object(object(identity['sessionContext'])['attributes'])['creationDate']) ?? '';
  if (created !== '') {
    const principal = text(identity['principalId']) ?? text(identity['arn']);
    if (principal !== null) return `${principal}@${canonicalTime(created)}`;
  }
  return text(identity['accessKeyId']) ?? (type === 'IdentityCenterUser' ? text(identity['credentialId']) : null);
}

/**
 * True where a service made the call with the credentials of a user (forward access session). The temporary keys in such records are
 * issued by no STS event and make no session of their own: they belong to the session of their principal at that time.
 */
export function isServiceForwarded(identity: JsonObject): boolean {
  const type = text(identity['type']);
  return type !== null && type !== 'AWSService' && text(identity['invokedBy']) !== null;
}

function canonicalTime(value: string): string {
  // The usual form needs no work; others (`20131102T010628Z`) must give the same key.
  if (value.length === 20 && value.charCodeAt(19) === 90 && value.charCodeAt(10) === 84) return value;
  return formatTime(parseTimeEpochSeconds(value)) || value;
}
