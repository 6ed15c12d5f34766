import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
  type CreateTokenCommandOutput,
} from '@aws-sdk/client-sso-oidc';
import { AppError, cancelled } from '../../shared/contract/errors.ts';
import type { CancelSignal } from '../../shared/contract/jobs.ts';
import { AwsError, toAwsError } from './aws-errors.ts';
import type { CredentialPlan } from './credential-plan.ts';
import { awsHomeFolder } from './profile-files.ts';
import type { AwsSession } from './session.ts';

export type SignInPlan = Extract<CredentialPlan, { kind: 'identity-center' }>;

/** What the user needs to sign in: an address to open, and the code it must show. */
export interface SignInCode {
  /** Opens with the code filled in. */
  address: string;
  userCode: string;
  expiresEpochMilliseconds: number;
}

export interface SignInOptions {
  signal: CancelSignal;
  /** Shows the code and opens the address in the browser of the user. */
  onCode(code: SignInCode): void;
  /** Waits between two questions whether the user is done. */
  wait?: (milliseconds: number, signal: CancelSignal) => Promise<void>;
  nowEpochMilliseconds?: () => number;
}

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** The sign-in a plan rests on, or null where it needs none. */
export function signInPlan(plan: CredentialPlan): SignInPlan | null {
  if (plan.kind === 'identity-center') return plan;
  return plan.kind === 'assume-role' ? signInPlan(plan.source) : null;
}

/**
 * Signs in to Identity Center by the device flow (RFC 8628) and writes the token where the AWS CLI and every SDK look for
 * it, so that one sign-in serves all of them. Spoor keeps no copy.
 * @returns when the sign-in ends, in milliseconds since 1970.
 * @throws AppError `invalid-input` where the profile has no such sign-in, `cancelled`; AwsError `needs-sign-in` where the
 * user declined or took too long, `unreachable`.
 */
export async function signIn(session: AwsSession, options: SignInOptions): Promise<number> {
  const plan = signInPlan(session.plan);
  if (plan === null) {
    throw new AppError('invalid-input', `Profile ${session.profile} has no sign-in to Identity Center.`, {
      hint: 'Only profiles with sso_session or sso_start_url are signed in to.',
    });
  }
  const now = options.nowEpochMilliseconds ?? Date.now;
  const client = new SSOOIDCClient(session.clientConfig('sso_oidc', plan.signInRegion));
  try {
    const registered = await client.send(
      new RegisterClientCommand({ clientName: 'spoor', clientType: 'public', scopes: plan.scopes }),
    );
    const { clientId, clientSecret } = registered;
    const started = await client.send(
      new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: plan.startUrl }),
    );
    const expiresEpochMilliseconds = now() + (started.expiresIn ?? 600) * 1000;
    options.onCode({
      address: webAddress(started.verificationUriComplete ?? started.verificationUri),
      userCode: started.userCode ?? '',
      expiresEpochMilliseconds,
    });
    const token = await poll(
      () =>
        client.send(
          new CreateTokenCommand({ clientId, clientSecret, grantType: deviceGrant, deviceCode: started.deviceCode }),
        ),
      (started.interval ?? 5) * 1000,
      expiresEpochMilliseconds,
      options,
    );
    const ends = now() + (token.expiresIn ?? 0) * 1000;
    await writeToken(plan, {
      startUrl: plan.startUrl,
      region: plan.signInRegion,
      accessToken: token.accessToken,
      expiresAt: wholeSeconds(ends),
      clientId,
      clientSecret,
      registrationExpiresAt: wholeSeconds((registered.clientSecretExpiresAt ?? 0) * 1000),
      ...(token.refreshToken === undefined ? {} : { refreshToken: token.refreshToken }),
    });
    session.forgetCredentials();
    return ends;
  } catch (error) {
    throw toAwsError(error, {
      profile: session.profile,
      region: plan.signInRegion,
      action: 'sign in to Identity Center',
    });
  }
}

async function poll(
  ask: () => Promise<CreateTokenCommandOutput>,
  intervalMilliseconds: number,
  expiresEpochMilliseconds: number,
  options: SignInOptions,
): Promise<CreateTokenCommandOutput> {
  const now = options.nowEpochMilliseconds ?? Date.now;
  const wait = options.wait ?? waitFor;
  let interval = intervalMilliseconds;
  while (now() < expiresEpochMilliseconds) {
    await wait(interval, options.signal);
    if (options.signal.aborted) throw cancelled();
    try {
      return await ask();
    } catch (error) {
      const { name } = error as Error;
      if (name === 'AuthorizationPendingException') continue;
      if (name === 'SlowDownException') {
        // RFC 8628 part 3.5: five seconds more from now on.
        interval += 5000;
        continue;
      }
      if (name === 'AccessDeniedException') throw refused('The sign-in was declined in the browser.');
      if (name === 'ExpiredTokenException') break;
      throw error;
    }
  }
  throw refused('The sign-in was not confirmed in time.');
}

function refused(message: string): AwsError {
  return new AwsError({
    outcome: 'needs-sign-in',
    code: 'aws-auth',
    message,
    hint: 'Start the sign-in again and confirm the code in the browser.',
    retryable: false,
    name: 'SignIn',
    httpStatus: null,
    requestId: null,
  });
}

/** What is opened in a browser must be a page of the web, whatever the server answers. */
function webAddress(text: string | undefined): string {
  if (text !== undefined && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw refused('Identity Center named no address to sign in at.');
}

/** The place of the token is agreed among AWS CLI and SDKs: SHA-1 of the name of the session, else of the start address. */
async function writeToken(plan: SignInPlan, token: Record<string, unknown>): Promise<void> {
  const folder = path.join(awsHomeFolder(), '.aws', 'sso', 'cache');
  const name = createHash('sha1')
    .update(plan.session ?? plan.startUrl)
    .digest('hex');
  const temporary = path.join(folder, `${name}.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(temporary, JSON.stringify(token), { mode: 0o600, flag: 'wx' });
    await rename(temporary, path.join(folder, `${name}.json`));
  } catch (error) {
    await rm(temporary, { force: true });
    throw new AppError('file-access', `The sign-in cannot be saved in ${folder}.`, {
      hint: 'Make the folder writable; the AWS CLI saves there too.',
      detail: String((error as NodeJS.ErrnoException).code ?? error),
    });
  }
}

/** As the AWS CLI writes times. */
function wholeSeconds(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

function waitFor(milliseconds: number, signal: CancelSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener('abort', finish, { once: true });
  });
}
