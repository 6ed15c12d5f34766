import type { Outcome } from './event.ts';
import { object, text } from './record.ts';
import type { JsonObject } from './record.ts';

/** Credentials that were refused are denials too: the call was not allowed, whatever it asked for. */
const deniedNames = new Set([
  'authfailure',
  'authorizationerror',
  'authorizationerrorexception',
  'insufficientprivilegesexception',
  'invalidaccesskeyid',
  'invalidclienttokenid',
  'unrecognizedclientexception',
  'unrecognizedclient',
  'expiredtoken',
  'expiredtokenexception',
  'requestexpired',
  'invalidtoken',
  'invalididentitytoken',
  'invalididentitytokenexception',
  'idprejectedclaim',
  'idprejectedclaimexception',
  'missingauthenticationtoken',
  'missingauthenticationtokenexception',
  'incompletesignature',
  'invalidsignatureexception',
  'signaturedoesnotmatch',
  'allaccessdisabled',
]);
const deniedParts = ['accessdenied', 'accessdisabled', 'unauthorized', 'notauthorized', 'forbidden'];
const throttledParts = [
  'throttl',
  'toomanyrequests',
  'requestlimitexceeded',
  'slowdown',
  'throughputexceeded',
  'rateexceeded',
  'bandwidthlimitexceeded',
];
const notFoundParts = ['notfound', 'nosuch', 'nonexistent', 'doesnotexist', 'notexist', 'unknownresource'];
const invalidParts = [
  'invalid',
  'malformed',
  'validation',
  'missing',
  'badrequest',
  'unknownparameter',
  'unsupported',
  'notsupported',
  'parametervalue',
  'parametercombination',
  'outofrange',
  'serialization',
];

/** Error codes are few but come millions of times; the limit keeps a hostile log from growing the table. */
const known = new Map<string, Outcome>();
const knownLimit = 5000;

/**
 * Outcome of an error code. EC2's `Client.` and `Server.` prefixes do not matter. `DryRunOperation` is a success: the caller asked only
 * whether the call is allowed and was told yes; nothing was changed (see `isDryRun`).
 * Conflicts, quotas, and faults of the service are `failed`.
 */
export function outcomeOfError(errorCode: string): Outcome {
  let outcome = known.get(errorCode);
  if (outcome === undefined) {
    outcome = classify(errorCode);
    if (known.size >= knownLimit) known.clear();
    known.set(errorCode, outcome);
  }
  return outcome;
}

/** True where the caller only asked whether a call is allowed: it succeeded, but changed nothing. */
export function isDryRun(errorCode: string | null): boolean {
  return errorCode !== null && bareCode(errorCode) === 'dryrunoperation';
}

function bareCode(errorCode: string): string {
  const afterHash = errorCode.slice(errorCode.lastIndexOf('#') + 1);
  return afterHash.replace(/^(?:Client|Server)\./i, '').toLowerCase();
}

function classify(errorCode: string): Outcome {
  const code = bareCode(errorCode);
  const contains = (parts: readonly string[]) => parts.some((part) => code.includes(part));
  if (code === 'dryrunoperation') return 'success';
  if (deniedNames.has(code) || contains(deniedParts)) return 'denied';
  if (contains(throttledParts)) return 'throttled';
  if (contains(notFoundParts)) return 'notfound';
  if (contains(invalidParts)) return 'invalid';
  return 'failed';
}

/**
 * How a call ended. Failure is not one error code: sign-in events have only an errorMessage or `responseElements: {"ConsoleLogin":
 * "Failure"}`, and some services put the error into responseElements.
 */
export function outcomeOf(record: JsonObject): Outcome {
  const errorCode = text(record['errorCode']);
  if (errorCode !== null) return outcomeOfError(errorCode);
  const errorMessage = text(record['errorMessage']);
  if (errorMessage !== null) return isDenialText(errorMessage) ? 'denied' : 'failed';
  const response = record['responseElements'];
  return typeof response === 'object' && response !== null
    ? outcomeOfResponse(object(response), text(record['eventName']))
    : 'success';
}

function outcomeOfResponse(response: JsonObject, eventName: string | null): Outcome {
  if (eventName !== null && response[eventName] === 'Failure') return 'failed';
  const error = response['error'];
  const code =
    text(response['errorCode']) ?? text(error) ?? text(object(error)['code']) ?? text(object(error)['errorCode']);
  if (code !== null) return outcomeOfError(code);
  const message = text(response['errorMessage']);
  if (message !== null) return isDenialText(message) ? 'denied' : 'failed';
  return 'success';
}

function isDenialText(message: string): boolean {
  return /not authori[sz]ed|access ?denied|unauthori[sz]ed/i.test(message);
}
