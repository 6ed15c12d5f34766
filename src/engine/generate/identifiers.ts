import type { Random } from './random.ts';
import { stsTime } from './times.ts';

const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * An AWS identifier such as `AKIA…` (4 + 16 characters) or `AROA…`, `AIDA…` (4 + 17). As in real ones issued since
 * 2019, the first ten characters after the prefix carry the account number, so a reader that decodes it gets the
 * right account.
 */
export function awsIdentifier(prefix: string, account: string, random: Random, length = 16): string {
  // 50 bits: one set bit, the account in 40, then the beginning of the random part.
  let bits = (1n << 49n) | (BigInt(account) << 9n) | BigInt(random.next() & 0x1ff);
  let head = '';
  for (let index = 0; index < 10; index++) {
    head = (base32Letters[Number(bits & 31n)] ?? 'A') + head;
    bits >>= 5n;
  }
  return prefix + head + random.base32(length - 10);
}

export function roleId(account: string, random: Random): string {
  return awsIdentifier('AROA', account, random, 17);
}

export function userId(account: string, random: Random): string {
  return awsIdentifier('AIDA', account, random, 17);
}

/** The answer of an STS call that issues credentials. */
export function credentialsJson(keyId: string, expiresEpochSeconds: number, token: string): string {
  return `{"accessKeyId":"${keyId}","sessionToken":"${token}","expiration":"${stsTime(expiresEpochSeconds)}"}`;
}

/**
 * Long base64 text that looks like a session token. Drawing 900 letters for each issue would cost more than all the
 * rest of a record, so tokens are put together from a pool; they have no meaning.
 */
export class TokenPool {
  private readonly pool: string;

  constructor(random: Random) {
    this.pool = random.base64(32_768);
  }

  token(random: Random): string {
    const slice = (length: number): string => {
      const start = random.below(this.pool.length - length);
      return this.pool.slice(start, start + length);
    };
    return `IQoJb3JpZ2luX2Vj${slice(random.between(380, 620))}${slice(random.between(300, 420))}${random.base64(22)}==`;
  }
}
