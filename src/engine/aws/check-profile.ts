import { ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { AppError } from '../../shared/contract/errors.ts';
import { AwsError, describeAwsError, type AwsOutcome } from './aws-errors.ts';
import { iamClient, stsClient } from './clients.ts';
import { signInPlan } from './sign-in.ts';
import { openAwsSession, type AwsSession, type SessionOptions } from './session.ts';

export type ProfileState =
  | 'ready'
  | 'expired'
  | 'needs-mfa'
  | 'needs-sign-in'
  | 'denied'
  | 'unreachable'
  /** Settings that do not work out, keys AWS does not know, or a wrong clock: the reason says which. */
  | 'invalid';

/** The step that helps, for a button. */
export type ProfileRemedy =
  'enter-mfa-code' | 'sign-in' | 'renew' | 'edit-file' | 'set-clock' | 'try-again' | 'ask-access';

export interface ProfileCheck {
  profile: string;
  state: ProfileState;
  account: string | null;
  /** Null where the account has none or does not let this caller see it. */
  alias: string | null;
  arn: string | null;
  /** When the credentials end; null for long-term keys and where nothing is known. */
  expiresEpochMilliseconds: number | null;
  /** Why it is not ready, in words. */
  reason: string | null;
  hint: string | null;
  remedy: ProfileRemedy | null;
}

/**
 * Asks AWS who a profile is. Every expected failure is a state with its reason and remedy; only cancelling throws.
 */
export async function checkProfile(profile: string, options: SessionOptions = {}): Promise<ProfileCheck> {
  let session: AwsSession;
  try {
    session = await openAwsSession(profile, options);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return failed(profile, 'invalid', error.message, error.hint ?? null, 'edit-file');
  }
  try {
    return await checkSession(session);
  } finally {
    session.close();
  }
}

/** The same for a profile in use. */
export async function checkSession(session: AwsSession): Promise<ProfileCheck> {
  try {
    const { expiration } = await session.credentials();
    const identity = await stsClient(session, { maxAttempts: 2 }).send(new GetCallerIdentityCommand({}));
    return {
      profile: session.profile,
      state: 'ready',
      account: identity.Account ?? null,
      alias: await aliasOf(session),
      arn: identity.Arn ?? null,
      expiresEpochMilliseconds: expiration?.getTime() ?? null,
      reason: null,
      hint: null,
      remedy: null,
    };
  } catch (error) {
    if (error instanceof AppError && error.code === 'cancelled') throw error;
    if (error instanceof AppError && !(error instanceof AwsError)) {
      return failed(session.profile, 'invalid', error.message, error.hint ?? null, 'edit-file');
    }
    const failure = describeAwsError(error, { profile: session.profile, action: 'ask who it is' });
    const [state, remedy] = stateOf(failure.outcome, session);
    return failed(session.profile, state, failure.message, failure.hint || null, remedy);
  }
}

function stateOf(outcome: AwsOutcome, session: AwsSession): [ProfileState, ProfileRemedy] {
  switch (outcome) {
    case 'expired':
      return ['expired', signInPlan(session.plan) === null ? 'renew' : 'sign-in'];
    case 'needs-mfa':
      return ['needs-mfa', 'enter-mfa-code'];
    case 'needs-sign-in':
      return ['needs-sign-in', signInPlan(session.plan) === null ? 'renew' : 'sign-in'];
    case 'denied':
      return ['denied', 'ask-access'];
    case 'clock-skew':
      return ['invalid', 'set-clock'];
    case 'throttled':
    case 'unreachable':
    case 'server-error':
      return ['unreachable', 'try-again'];
    default:
      return ['invalid', 'edit-file'];
  }
}

function failed(
  profile: string,
  state: ProfileState,
  reason: string,
  hint: string | null,
  remedy: ProfileRemedy,
): ProfileCheck {
  return {
    profile,
    state,
    account: null,
    alias: null,
    arn: null,
    expiresEpochMilliseconds: null,
    reason,
    hint,
    remedy,
  };
}

/** The alias is a comfort: many roles of responders may not list it, and that is no failure. */
async function aliasOf(session: AwsSession): Promise<string | null> {
  try {
    const { AccountAliases } = await iamClient(session, { maxAttempts: 2 }).send(new ListAccountAliasesCommand({}));
    return AccountAliases?.[0] ?? null;
  } catch {
    return null;
  }
}
