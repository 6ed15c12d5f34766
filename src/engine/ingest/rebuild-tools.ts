import { parseStructText } from './struct-text.ts';
import { isObject } from './record-shape.ts';

export type Fields = Record<string, unknown>;

/** Top-level fields of a record, as written by CloudTrail. */
export const recordFields = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'eventType',
  'apiVersion',
  'managementEvent',
  'readOnly',
  'resources',
  'recipientAccountId',
  'serviceEventDetails',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'eventCategory',
  'addendum',
  'sessionCredentialFromConsole',
  'eventContext',
  'edgeDeviceDetails',
  'tlsDetails',
  'annotation',
  'insightDetails',
] as const;

/** Names inside the nested objects, for exports that print every name in lower case. */
const nestedNames = [
  'principalId',
  'accountId',
  'accessKeyId',
  'userName',
  'invokedBy',
  'invokedByDelegate',
  'identityProvider',
  'onBehalfOf',
  'userId',
  'identityStoreArn',
  'inScopeOf',
  'credentialId',
  'sessionContext',
  'attributes',
  'mfaAuthenticated',
  'creationDate',
  'sessionIssuer',
  'ec2RoleDelivery',
  'sourceIdentity',
  'webIdFederationData',
  'federatedProvider',
  'assumedRoot',
  'issuerType',
  'credentialsIssuedTo',
  'tlsVersion',
  'cipherSuite',
  'clientProvidedHostHeader',
  'keyExchange',
  'updatedFields',
  'originalRequestID',
  'originalEventID',
];

const byLowerCase = new Map([...recordFields, ...nestedNames].map((field) => [field.toLowerCase(), field]));

/** The name as CloudTrail writes it, for one in lower case; unknown names as they are. */
export function properName(lowerCase: string): string {
  return byLowerCase.get(lowerCase) ?? lowerCase;
}

/** Gives every name inside a value its proper case. */
export function withProperNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withProperNames);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [properName(key), withProperNames(member)]));
}

/** Whether a cell or member holds nothing. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** Sets a member at a path of keys, unless there is nothing to set. */
export function put(record: Fields, path: readonly string[], value: unknown): void {
  if (isBlank(value)) return;
  let target = record;
  for (const key of path.slice(0, -1)) {
    const next = Object.hasOwn(target, key) ? target[key] : undefined;
    if (isObject(next)) target = next;
    else target = define(target, key, {}) as Fields;
  }
  define(target, path.at(-1) ?? '', value);
}

/** An own member whatever its name: `__proto__` in hostile data must not reach the prototype. */
function define(target: Fields, key: string, value: unknown): unknown {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  return value;
}

/**
 * The value at a dotted path, whether objects are nested (`{"event":{"action":…}}`), flattened (`{"event.action":…}`) or
 * partly both. Single values that an export wrapped in a list are taken out of it.
 */
export function pick(value: unknown, path: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return unwrapped(value[path]);
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    if (!Object.hasOwn(value, head)) continue;
    const found = pick(unwrapped(value[head]), path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function unwrapped(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 && !isObject(value[0]) ? value[0] : value;
}

/** Structured content of a text cell: JSON, else the struct text of Athena and Java, else the text itself. */
export function structured(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === 'null') return null;
  if (!text.startsWith('{') && !text.startsWith('[')) return value;
  try {
    return JSON.parse(text);
  } catch {
    return parseStructText(text) ?? value;
  }
}

/** Booleans that an export wrote as text. */
export function truth(value: unknown): unknown {
  if (value === 'true' || value === 'True' || value === 'TRUE') return true;
  return value === 'false' || value === 'False' || value === 'FALSE' ? false : value;
}

/** `2026-03-14 02:11:50.000` and its like as `2026-03-14T02:11:50Z`; anything else as it is. */
export function isoTime(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?: ?(?:Z|UTC|\+00:?00))?$/.exec(value.trim());
  return parts === null ? value : `${parts[1]}T${parts[2]}Z`;
}
