import {
  fromEnv,
  fromHttp,
  fromInstanceMetadata,
  fromLoginCredentials,
  fromProcess,
  fromSSO,
  fromTemporaryCredentials,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import { SSOClient } from '@aws-sdk/client-sso';
import { AppError, cancelled, isCancelled } from '../../shared/contract/errors.ts';
import { AwsError, describeAwsError, type AwsOutcome } from './aws-errors.ts';
import type { CredentialPlan } from './credential-plan.ts';
import type { AskMfaCode, AwsCredentials, AwsSession } from './session.ts';

/**
 * Carries a plan out. Every failure says which step failed and what to do; nothing secret is in it.
 * @throws AwsError with the outcomes `needs-mfa`, `needs-sign-in`, `expired`, `denied`, `invalid-credentials`, `unreachable`;
 * AppError `cancelled` where the user gave no MFA code.
 */
export async function fetchCredentials(
  plan: CredentialPlan,
  session: AwsSession,
  askMfaCode: AskMfaCode | undefined,
): Promise<AwsCredentials> {
  switch (plan.kind) {
    case 'keys':
      return {
        accessKeyId: plan.accessKeyId,
        secretAccessKey: plan.secretAccessKey,
        ...(plan.sessionToken === null ? {} : { sessionToken: plan.sessionToken }),
        ...(plan.accountId === null ? {} : { accountId: plan.accountId }),
      };
    case 'assume-role':
      return assumeRole(plan, session, askMfaCode);
    case 'web-identity':
      return step(session, `take the role ${plan.roleArn} with its web identity token`, () =>
        fromTokenFile({
          webIdentityTokenFile: plan.tokenFile,
          roleArn: plan.roleArn,
          ...(plan.sessionName === null ? {} : { roleSessionName: plan.sessionName }),
          clientConfig: session.clientConfig('sts'),
        })(),
      );
    case 'identity-center':
      return identityCenter(plan, session);
    case 'process':
      return runProgram(plan.profile);
    case 'login':
      return login(plan.profile, session);
    case 'environment':
      return step(session, 'read the credentials of the environment', () => fromEnv()());
    case 'container':
      return step(session, 'get the credentials of the container', () => fromHttp({ timeout: 3_000, maxRetries: 1 })());
    case 'instance':
      return step(session, 'get the credentials of the instance', () =>
        fromInstanceMetadata({ timeout: 3_000, maxRetries: 1 })(),
      );
  }
}

type PlanOf<Kind extends CredentialPlan['kind']> = Extract<CredentialPlan, { kind: Kind }>;

async function assumeRole(
  plan: PlanOf<'assume-role'>,
  session: AwsSession,
  askMfaCode: AskMfaCode | undefined,
): Promise<AwsCredentials> {
  // Before the code is asked for: a code is good for half a minute, and for one use.
  const source = await fetchCredentials(plan.source, session, askMfaCode);
  const { mfaSerial } = plan;
  let tokenCode: string | null = null;
  if (mfaSerial !== null) {
    if (askMfaCode === undefined) {
      throw refusal(
        'needs-mfa',
        `Profile ${session.profile} needs a code of the MFA device ${mfaSerial}.`,
        'Enter the code when Spoor asks for it, or fetch temporary keys with the AWS CLI and use those.',
      );
    }
    try {
      tokenCode = (await askMfaCode({ serial: mfaSerial, profile: session.profile, roleArn: plan.roleArn })).trim();
    } catch (error) {
      throw isCancelled(error) ? cancelled() : error;
    }
    if (!/^\d{6}$/.test(tokenCode)) {
      throw refusal('needs-mfa', 'An MFA code has six digits.', 'Enter the six digits that the MFA device shows now.');
    }
  }
  return step(session, `take the role ${plan.roleArn}`, () =>
    fromTemporaryCredentials({
      masterCredentials: source,
      params: {
        RoleArn: plan.roleArn,
        RoleSessionName: plan.sessionName ?? `spoor-${Date.now()}`,
        ...(plan.externalId === null ? {} : { ExternalId: plan.externalId }),
        ...(plan.durationSeconds === null ? {} : { DurationSeconds: plan.durationSeconds }),
        ...(mfaSerial === null ? {} : { SerialNumber: mfaSerial }),
      },
      ...(tokenCode === null ? {} : { mfaCodeProvider: async () => tokenCode }),
      clientConfig: session.clientConfig('sts'),
    })(),
  );
}

async function identityCenter(plan: PlanOf<'identity-center'>, session: AwsSession): Promise<AwsCredentials> {
  // The region of the sign-in service is its own; the one of the profile must not reach these clients.
  const portal = new SSOClient(session.clientConfig('sso', plan.signInRegion));
  type Options = NonNullable<Parameters<typeof fromSSO>[0]>;
  // The provider keeps only the text of an error; its name and status decide what it means.
  let refused: unknown = null;
  portal.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        refused = error;
        throw error;
      }
    },
    { step: 'initialize' },
  );
  try {
    return await fromSSO({
      profile: plan.profile,
      ssoStartUrl: plan.startUrl,
      ssoRegion: plan.signInRegion,
      ssoAccountId: plan.accountId,
      ssoRoleName: plan.roleName,
      ...(plan.session === null ? {} : { ssoSession: plan.session }),
      // The same client under the types of another package of the SDK.
      ssoClient: portal as unknown as NonNullable<Options['ssoClient']>,
      clientConfig: session.clientConfig('sso_oidc', plan.signInRegion),
      ignoreCache: true,
    })();
  } catch (error) {
    const inner = refused ?? cause(error);
    const failure = describeAwsError(inner, {
      profile: session.profile,
      region: plan.signInRegion,
      action: `use the role ${plan.roleName} in account ${plan.accountId}`,
    });
    if (
      failure.outcome === 'denied' ||
      failure.outcome === 'unreachable' ||
      failure.outcome === 'throttled' ||
      failure.outcome === 'server-error'
    ) {
      throw new AwsError(failure);
    }
    throw refusal(
      'needs-sign-in',
      `Profile ${session.profile} needs a sign-in to Identity Center (${plan.startUrl}).`,
      `Sign in with Spoor, or run: aws sso login ${plan.session === null ? `--profile ${plan.profile}` : `--sso-session ${plan.session}`}`,
    );
  }
}

async function runProgram(profile: string): Promise<AwsCredentials> {
  try {
    return await fromProcess({ profile, ignoreCache: true })();
  } catch (error) {
    // The message of the system quotes the whole command and what it wrote, where secrets may stand.
    const { message } = error as Error;
    const why = /returned expired credentials/.test(message)
      ? 'gave credentials that have expired'
      : /invalid JSON|Version 1|invalid credentials/.test(message)
        ? 'gave something that is not credentials (JSON with "Version": 1 is needed)'
        : /could not be found|did not contain/.test(message)
          ? 'cannot be found under the name of the profile: write the name without blanks and special characters'
          : 'failed';
    const expired = /expired/.test(why);
    throw refusal(
      expired ? 'expired' : 'invalid-credentials',
      `The program in credential_process of profile ${profile} ${why}.`,
      'Run the program in a terminal: it shows there what is wrong.',
    );
  }
}

async function login(profile: string, session: AwsSession): Promise<AwsCredentials> {
  try {
    return await fromLoginCredentials({ profile, ignoreCache: true, clientConfig: session.clientConfig('signin') })();
  } catch (error) {
    const failure = describeAwsError(cause(error), { profile: session.profile });
    if (failure.outcome === 'unreachable') throw new AwsError(failure);
    throw refusal(
      'needs-sign-in',
      `The console login of profile ${profile} is over.`,
      `Run: aws login --profile ${profile}`,
    );
  }
}

async function step(
  session: AwsSession,
  action: string,
  fetch: () => Promise<AwsCredentials>,
): Promise<AwsCredentials> {
  try {
    return await fetch();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const failure = describeAwsError(cause(error), { profile: session.profile, action });
    if (failure.outcome !== 'failed') throw new AwsError(failure);
    throw refusal(
      'invalid-credentials',
      `Profile ${session.profile} cannot ${action}: ${failure.message.replace(/^.*?: /, '')}`,
      'Check the settings of the profile and where its credentials come from.',
    );
  }
}

/** Providers of the SDK wrap what happened. */
function cause(error: unknown): unknown {
  const inner = (error as { cause?: unknown }).cause;
  if (inner instanceof Error) return inner;
  const { message } = error as { message?: unknown };
  return message instanceof Error ? message : error;
}

function refusal(outcome: AwsOutcome, message: string, hint: string): AwsError {
  return new AwsError({
    outcome,
    code: 'aws-auth',
    message,
    hint,
    retryable: false,
    name: outcome,
    httpStatus: null,
    requestId: null,
  });
}
