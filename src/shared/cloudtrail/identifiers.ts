import { object } from './record.ts';

/** Kinds of ids that AWS tells by their first four letters. Source: IAM user guide, "IAM identifiers". */
const entityOfPrefix: ReadonlyMap<string, string> = new Map([
  ['AKIA', 'long-term access key'],
  ['ASIA', 'temporary access key'],
  ['AIDA', 'IAM user'],
  ['AROA', 'role'],
  ['AGPA', 'user group'],
  ['ABIA', 'STS bearer token'],
  ['AIPA', 'instance profile'],
  ['ANPA', 'managed policy'],
  ['ANVA', 'managed policy version'],
  ['APKA', 'public key'],
  ['ASCA', 'server certificate'],
  ['ACCA', 'context-specific credential'],
]);

/** What an id such as `AROAEXAMPLEID` names; null for other text. A session name behind a colon does not matter. */
export function entityOfId(id: string): string | null {
  return /^[A-Z0-9]{16,}(?::|$)/.test(id) ? (entityOfPrefix.get(id.slice(0, 4)) ?? null) : null;
}

export function isTemporaryKey(accessKeyId: string): boolean {
  return accessKeyId.startsWith('ASIA');
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Account number encoded in an access key or principal id, as 12 digits; null where the id is anonymised (not base32) or of the form
 * before 2019 (fifth character I or J). A hint about whose key it is, never proof.
 */
export function accountFromId(id: string): string | null {
  const encoded = id.slice(4, 20);
  if (!/^[A-Z]{4}$/.test(id.slice(0, 4)) || !/^[A-Z2-7]{16}$/.test(encoded) || encoded[0] === 'I' || encoded[0] === 'J')
    return null;
  let bits = 0n;
  for (const character of encoded) bits = (bits << 5n) | BigInt(base32.indexOf(character));
  // The account is in 40 of the first 48 bits.
  return (((bits >> 32n) & 0x7fffffffff80n) >> 7n).toString().padStart(12, '0');
}

export interface Arn {
  partition: string;
  service: string;
  /** Empty where the service is global. */
  region: string;
  /** Empty where the ARN has none (S3 buckets) and `aws` for what AWS owns. */
  account: string;
  /** Everything behind the account, colons and slashes included. */
  resource: string;
  /** `role` of `role/app/web`; null where the resource has no type (S3 buckets, SNS topics, SQS queues). */
  resourceType: string | null;
  /** Last name: `web` of `role/app/web`, the session of an assumed role, the key of an S3 object with its path. */
  name: string;
}

/** Parts of an ARN of any partition, or null. Source: IAM user guide, "Amazon Resource Names (ARNs)". */
export function parseArn(value: string): Arn | null {
  const match = /^arn:([a-z][a-z0-9-]*):([a-z0-9.-]*):([a-z0-9-]*):([^:]*):([^]+)$/i.exec(value);
  if (!match) return null;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  if (service === 's3' && account === '') {
    const slash = resource.indexOf('/');
    return {
      partition,
      service,
      region,
      account,
      resource,
      resourceType: null,
      name: slash < 0 ? resource : resource.slice(slash + 1) || resource,
    };
  }
  const split = /^([^:/]+)[:/](.+)$/s.exec(resource);
  if (!split) return { partition, service, region, account, resource, resourceType: null, name: resource };
  const [, resourceType = '', rest = ''] = split;
  // Log groups, secrets and parameters have slashes in their names; paths of IAM are not part of a name.
  const keepsSlashes = resource[resourceType.length] === ':' || service === 'ssm';
  const name = keepsSlashes ? rest : rest.slice(rest.lastIndexOf('/') + 1) || rest;
  return { partition, service, region, account, resource, resourceType, name };
}

/** Account number in an ARN, or null. */
export function accountOfArn(arn: string): string | null {
  const account = parseArn(arn)?.account;
  return account !== undefined && /^\d{12}$/.test(account) ? account : null;
}

const sensitiveKeys = new Set([
  'sessiontoken',
  'securitytoken',
  'xamzsecuritytoken',
  'secretaccesskey',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'signintoken',
  'webidentitytoken',
  'samlassertion',
  'clientsecret',
  'password',
  'newpassword',
  'oldpassword',
  'masteruserpassword',
  'secretstring',
  'secretbinary',
  'privatekey',
  'keymaterial',
]);

/** True for keys whose values are credentials, in any spelling (`sessionToken`, `session_token`, `X-Amz-Security-Token`). */
export function isSensitiveKey(key: string): boolean {
  return sensitiveKeys.has(key.replace(/[-_]/g, '').toLowerCase());
}

/** What stands in place of a masked credential. */
export const maskedText = '(masked by Spoor)';

/**
 * A copy of a JSON value in which credentials are masked: CloudTrail logs session tokens in full, and a valid one is access to the
 * account. Everything shown or exported goes through this; only the sealed raw record keeps them.
 */
export function maskSessionTokens<T>(value: T): T {
  return mask(value, false) as T;
}

function mask(value: unknown, isSensitive: boolean): unknown {
  if (typeof value === 'string') return isSensitive && value !== '' ? maskedText : maskTokensInText(value);
  if (Array.isArray(value)) return value.map((element) => mask(element, isSensitive));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(object(value))) {
    // defineProperty, because a key `__proto__` in a log must stay a key.
    Object.defineProperty(copy, key, {
      value: mask(child, isSensitiveKey(key)),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

// Spellings of the sensitive keys in text, with an optional hyphen or underscore between their words.
const sensitiveKeyPattern =
  '(?:x[-_]amz[-_])?security[-_]?token|(?:session|access|refresh|id|sign[-_]?in|web[-_]?identity)[-_]?token|secret[-_]?access[-_]?key|' +
  'saml[-_]?assertion|client[-_]?secret|(?:new|old|master[-_]?user)?[-_]?password|secret[-_]?(?:string|binary)|private[-_]?key|key[-_]?material';
// Up to the opening quote of the value. Quotes carry backslashes in JSON inside a JSON string: 1, 3, 7 …
const secretInJson = new RegExp(`(\\\\{0,31})"(?:${sensitiveKeyPattern})\\1"\\s*:\\s*\\1"`, 'gi');
const secretInAddress = /((?:x-amz-security-token|sessiontoken|signintoken)(?:=|%3D))([^&\s"'\\]+)/gi;

/**
 * Text in which credentials are masked: JSON text (also JSON inside a JSON string, with its backslashes) and signed URLs.
 * All other characters stay as they are.
 */
export function maskTokensInText(value: string): string {
  if (!/token|secret|password|assertion|private|material/i.test(value)) return value;
  let result = '';
  let copied = 0;
  for (const match of value.matchAll(secretInJson)) {
    const start = match.index + match[0].length;
    const end = endOfString(value, start, (match[1] ?? '').length);
    if (match.index < copied || end === start) continue;
    result += value.slice(copied, start) + maskedText;
    copied = end;
  }
  return (result + value.slice(copied)).replace(secretInAddress, `$1${maskedText}`);
}

/**
 * Where the string that begins at `start` ends: at the start of its closing quote, or at the end of text that was cut off. `level` is
 * the number of backslashes before its quotes; a backslash of the value itself is written as 2 (level + 1) of them.
 */
function endOfString(value: string, start: number, level: number): number {
  let backslashes = 0;
  for (let index = start; index < value.length; index++) {
    if (value[index] === '"' && backslashes >= level && (backslashes - level) % (2 * (level + 1)) === 0)
      return index - level;
    backslashes = value[index] === '\\' ? backslashes + 1 : 0;
  }
  return value.length;
}

/** `AWSReservedSSO_Secu…/analyst`: cut in the middle, the end kept because it tells most. `maxLength` counts UTF-16 units. */
export function shortenMiddle(value: string, maxLength: number): string {
  if (value.length <= maxLength) return value;
  const room = Math.max(2, maxLength - 1);
  const slash = value.lastIndexOf('/');
  const tail = value.length - slash;
  const kept = slash > 0 && tail <= room - 4 ? tail : Math.ceil(room / 2);
  return `${value.slice(0, room - kept)}…${value.slice(value.length - kept)}`;
}

/** Name of an ARN for narrow places: `role/web`, `bucket/key`, shortened in the middle; other text is only shortened. */
export function shortenArn(value: string, maxLength = 40): string {
  return shortenMiddle(parseArn(value)?.resource ?? value, maxLength);
}

/** `9c41…e07b`, for keys and hashes in lists. */
export function shortenKey(value: string): string {
  return value.length <= 12 ? value : `${value.slice(0, 4)}…${value.slice(-4)}`;
}
