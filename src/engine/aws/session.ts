import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { AppError } from '../../shared/contract/errors.ts';
import { connectionOf, type AwsService, type Connection } from './connection.ts';
import { planAmbient } from './ambient.ts';
import { planProfile, type CredentialPlan } from './credential-plan.ts';
import { fetchCredentials } from './credentials.ts';
import { readProfileFiles } from './profile-files.ts';

/** Credentials as the SDK takes them. Never stored and never logged. */
export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
  accountId?: string;
}

/** Asks the user for the current code of an MFA device. Rejects with `cancelled` where the user does not want to. */
export type AskMfaCode = (device: { serial: string; profile: string; roleArn: string }) => Promise<string>;

export interface SessionOptions {
  /** Without it a profile that needs MFA fails with the outcome `needs-mfa`. */
  askMfaCode?: AskMfaCode | undefined;
  /** For tests. */
  nowEpochMilliseconds?: () => number;
}

/** The options every client of a profile is made with. */
export interface BaseClientConfig {
  profile: string;
  region: string;
  endpoint?: string;
  useFipsEndpoint: boolean;
  useDualstackEndpoint: boolean;
  customUserAgent: [string, string][];
  requestHandler: {
    httpAgent: HttpAgent;
    httpsAgent: HttpsAgent;
    connectionTimeout: number;
    requestTimeout: number;
    throwOnRequestTimeout: boolean;
  };
}

/** Credentials are renewed this long before they end, so that no request is signed with ones that end on the way. */
const renewBeforeMilliseconds = 5 * 60_000;

/**
 * One profile in use: its connection, its credentials (fetched once, renewed in time, asked for by any number of clients)
 * and its sockets. Close it when the work is done; do not destroy single clients, they share the sockets.
 */
export class AwsSession {
  readonly profile: string;
  readonly plan: CredentialPlan;
  readonly connection: Connection;
  readonly #httpAgent: HttpAgent;
  readonly #httpsAgent: HttpsAgent;
  readonly #options: SessionOptions;
  #current: AwsCredentials | null = null;
  #pending: Promise<AwsCredentials> | null = null;
  #generation = 0;

  constructor(profile: string, plan: CredentialPlan, connection: Connection, options: SessionOptions = {}) {
    this.profile = profile;
    this.plan = plan;
    this.connection = connection;
    this.#options = options;
    // HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case.
    const shared: AgentOptions = { keepAlive: true, maxSockets: 64, proxyEnv: process.env };
    this.#httpAgent = new HttpAgent(shared);
    this.#httpsAgent = new HttpsAgent(
      connection.certificates === null ? shared : { ...shared, ca: connection.certificates.value },
    );
  }

  /** The region of the profile itself. */
  get region(): string {
    return this.connection.region.value;
  }

  /**
   * Credentials that are good for some minutes at least. Callers at the same time share one fetch, so that an MFA code is
   * asked for once. Fails with an `AwsError`.
   */
  readonly credentials = (): Promise<AwsCredentials> => {
    const now = (this.#options.nowEpochMilliseconds ?? Date.now)();
    const ends = this.#current?.expiration?.getTime();
    if (this.#current !== null && (ends === undefined || ends - now > renewBeforeMilliseconds)) {
      return Promise.resolve(this.#current);
    }
    this.#pending ??= this.#fetch();
    return this.#pending;
  };

  /**
   * The next request fetches credentials anew, files read again: for credentials that AWS calls expired. With the key that
   * was refused, nothing happens where another request has had it renewed already.
   */
  forgetCredentials(refusedAccessKeyId?: string): void {
    if (refusedAccessKeyId !== undefined && this.#current?.accessKeyId !== refusedAccessKeyId) return;
    this.#generation += 1;
    this.#current = null;
    this.#pending = null;
  }

  clientConfig(service: AwsService, region: string = this.region): BaseClientConfig {
    const endpoint = this.connection.endpoint(service);
    return {
      // The SDK reads what is not given here from the profile as well; without a name it would read another one.
      profile: this.profile.startsWith('@') ? process.env['AWS_PROFILE'] || 'default' : this.profile,
      region,
      ...(endpoint === null ? {} : { endpoint: endpoint.value }),
      useFipsEndpoint: this.connection.useFipsEndpoint,
      useDualstackEndpoint: this.connection.useDualstackEndpoint,
      // Spoor's own requests are events of the account: this name tells them apart.
      customUserAgent: [['spoor', 'investigation']],
      requestHandler: {
        httpAgent: this.#httpAgent,
        httpsAgent: this.#httpsAgent,
        connectionTimeout: 10_000,
        requestTimeout: 60_000,
        throwOnRequestTimeout: true,
      },
    };
  }

  close(): void {
    this.#httpAgent.destroy();
    this.#httpsAgent.destroy();
  }

  async #fetch(): Promise<AwsCredentials> {
    const generation = this.#generation;
    const pending = this.#planNow().then((plan) => fetchCredentials(plan, this, this.#options.askMfaCode));
    try {
      const credentials = await pending;
      if (generation === this.#generation) this.#current = credentials;
      return credentials;
    } finally {
      if (generation === this.#generation) this.#pending = null;
    }
  }

  /** Keys in files are replaced by the user and by tools while Spoor runs. */
  async #planNow(): Promise<CredentialPlan> {
    if (this.#generation === 0) return this.plan;
    return (await planOf(this.profile)).plan;
  }
}

async function planOf(
  name: string,
): Promise<{ plan: CredentialPlan; files: Awaited<ReturnType<typeof readProfileFiles>> }> {
  const files = await readProfileFiles();
  if (name.startsWith('@')) {
    const plan = planAmbient(name);
    if (plan === null)
      throw new AppError('not-found', `There are no credentials of the kind ${name} here.`, {
        hint: 'The list of profiles names the ones there are.',
      });
    return { plan, files };
  }
  const { plan, problems } = planProfile(name, files);
  if (plan === null) {
    const [first] = problems;
    throw new AppError(
      files.profiles.has(name) ? 'invalid-input' : 'not-found',
      first?.message ?? `Profile ${name} cannot be used.`,
      {
        hint: files.profiles.has(name)
          ? `Correct ${first?.source ?? files.configFile}${first?.position ? `, ${first.position}` : ''}.`
          : `Profiles are read from ${files.configFile} and ${files.credentialsFile}.`,
      },
    );
  }
  return { plan, files };
}

/**
 * Makes a profile ready for use; nothing is sent yet.
 * @throws AppError `not-found` where there is no such profile, `invalid-input` where its settings do not work out, naming
 * file and line, `file-access` where a CA bundle cannot be read.
 */
export async function openAwsSession(profile: string, options: SessionOptions = {}): Promise<AwsSession> {
  const { plan, files } = await planOf(profile);
  return new AwsSession(profile, plan, connectionOf(files.profiles.get(profile) ?? null, files), options);
}
