import { createHash } from 'node:crypto';
import { LoopbackBucket } from './bucket.ts';
import type {
  Denial,
  Fault,
  HistoryEvent,
  IssuedCredentials,
  LoopbackTrail,
  PublicKey,
  RecordedRequest,
} from './types.ts';

export type RegionState = 'ENABLED_BY_DEFAULT' | 'ENABLED' | 'DISABLED';

export interface LoopbackAccount {
  alias: string | null;
  /** Regions that are not named are enabled by default. */
  regions: Map<string, RegionState>;
}

export interface LoopbackRole {
  arn: string;
  /** Who may take it: ARNs of callers, or `web-identity`; without it everyone. */
  trusts?: readonly string[];
  externalId?: string;
  /** Serial and the code that is valid; it works once. */
  mfa?: { serial: string; code: string };
  durationSeconds?: number;
}

export interface SignIn {
  startUrl: string;
  /** What the user has done with a started sign-in so far. */
  decision: 'pending' | 'approved' | 'denied' | 'expired';
  accessToken: string;
  refreshToken: string | null;
  expiresInSeconds: number;
  /** account/role that the token opens. */
  roles: Set<string>;
}

/** Everything the loopback AWS knows. Tests fill it, and may change it while requests run. */
export class LoopbackState {
  /** The clock of throttling, expiry and the record; tests may put their own here. */
  now: () => number = Date.now;
  /** How far the clock of AWS is ahead of the one of this computer; signatures are checked against it. */
  clockAheadMilliseconds = 0;

  readonly accounts = new Map<string, LoopbackAccount>();
  readonly credentials = new Map<string, IssuedCredentials>();
  readonly roles = new Map<string, LoopbackRole>();
  readonly signIns = new Map<string, SignIn>();
  /** Web identity tokens that are accepted. */
  readonly webIdentityTokens = new Set<string>();
  readonly denials: Denial[] = [];
  readonly faults: Fault[] = [];
  readonly requests: RecordedRequest[] = [];
  /** Called for each request before it is answered, for changes at exact moments. */
  onRequest: ((request: RecordedRequest) => void) | null = null;

  /** LookupEvents and ListInsightsData in one account and region; null lifts it. */
  lookupRequestsPerSecond: number | null = null;
  /** Events of an account and region, newest first. */
  history: (accountId: string, region: string, category: 'management' | 'insight') => readonly HistoryEvent[] =
    () => [];
  /** Insights on data events by trail ARN, newest first. */
  readonly dataInsights = new Map<string, readonly HistoryEvent[]>();
  readonly trails: (LoopbackTrail & { accountId: string })[] = [];
  readonly publicKeys = new Map<string, readonly PublicKey[]>();
  readonly buckets = new Map<string, LoopbackBucket>();

  /** Credentials handed out by the metadata services. */
  containerCredentials: IssuedCredentials | null = null;
  instanceCredentials: IssuedCredentials | null = null;
  /** Length of credentials that STS and Identity Center hand out. */
  sessionSeconds = 3600;

  #serial = 0;

  account(id: string, alias: string | null = null): LoopbackAccount {
    const account = this.accounts.get(id) ?? { alias, regions: new Map() };
    if (alias !== null) account.alias = alias;
    this.accounts.set(id, account);
    return account;
  }

  /** A user with long-term keys. */
  user(accountId: string, name: string): IssuedCredentials {
    this.account(accountId);
    return this.#issue('AKIA', accountId, `arn:aws:iam::${accountId}:user/${name}`, `AIDA${digest(name, 17)}`, null);
  }

  /** Temporary credentials for a caller. `lifetimeMilliseconds` may be negative. */
  session(
    accountId: string,
    arn: string,
    lifetimeMilliseconds: number = this.sessionSeconds * 1000,
    userId = `AROA${digest(arn, 17)}:session`,
  ): IssuedCredentials {
    this.account(accountId);
    return this.#issue('ASIA', accountId, arn, userId, this.now() + lifetimeMilliseconds);
  }

  /** The credentials are refused as expired from now on. */
  expire(accessKeyId: string): void {
    const credentials = this.credentials.get(accessKeyId);
    if (credentials === undefined) throw new Error(`the loopback AWS never issued ${accessKeyId}`);
    this.credentials.set(accessKeyId, { ...credentials, expiresEpochMilliseconds: this.now() - 1 });
  }

  bucket(name: string, region: string): LoopbackBucket {
    const bucket = new LoopbackBucket(name, region);
    this.buckets.set(name, bucket);
    return bucket;
  }

  /** Requests of one operation so far. */
  requestsOf(operation: string): RecordedRequest[] {
    return this.requests.filter((request) => request.operation === operation);
  }

  #issue(
    prefix: 'AKIA' | 'ASIA',
    accountId: string,
    arn: string,
    userId: string,
    expiresEpochMilliseconds: number | null,
  ): IssuedCredentials {
    this.#serial += 1;
    const seed = `${this.#serial} ${arn}`;
    const issued: IssuedCredentials = {
      accessKeyId: `${prefix}${digest(seed, 16)}`,
      secretAccessKey: createHash('sha256').update(seed).digest('base64').slice(0, 40),
      sessionToken: prefix === 'ASIA' ? `IQoJ${createHash('sha512').update(seed).digest('base64').repeat(4)}` : null,
      accountId,
      arn,
      userId,
      expiresEpochMilliseconds,
    };
    this.credentials.set(issued.accessKeyId, issued);
    return issued;
  }
}

function digest(seed: string, length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bytes = createHash('sha256').update(seed).digest();
  return Array.from({ length }, (_, index) => letters[bytes[index]! % 32]).join('');
}
