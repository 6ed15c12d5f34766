import { AppError, type ErrorCode } from '../../shared/contract/errors.ts';
import {
  certificateCodes,
  deniedNames,
  errorTraits,
  expiredNames,
  networkCodes,
  notFoundNames,
  optInNames,
  redirectNames,
  throttlingNames,
  tokenNames,
  unknownCredentialNames,
} from './error-traits.ts';

/** What a failed request means for the work it belongs to. */
export type AwsOutcome =
  /** Too many requests for now; the same request may be sent again later. */
  | 'throttled'
  /** The caller is known, and may not do this. */
  | 'denied'
  /** Temporary credentials ended. */
  | 'expired'
  | 'needs-mfa'
  | 'needs-sign-in'
  /** Keys or tokens that AWS does not know (any more), or a profile that gives none. */
  | 'invalid-credentials'
  /** Credentials that work elsewhere are unknown here: the region is not enabled for the account. */
  | 'region-disabled'
  /** The clock of this computer is wrong. */
  | 'clock-skew'
  | 'unreachable'
  /** A paging token that belongs to other parameters or is too old. */
  | 'invalid-token'
  | 'not-found'
  /** The bucket is in another region. */
  | 'redirected'
  /** The request itself was refused. */
  | 'invalid-request'
  /** AWS failed; the same request may be sent again. */
  | 'server-error'
  | 'cancelled'
  | 'failed';

/** A failed request in words, with nothing secret in any of them. */
export interface AwsFailure {
  outcome: AwsOutcome;
  code: ErrorCode;
  /** What happened, in one sentence. */
  message: string;
  /** What to do about it. */
  hint: string;
  /** True where the same request can work when sent again. */
  retryable: boolean;
  /** The name AWS or the system gave the error. */
  name: string;
  httpStatus: number | null;
  requestId: string | null;
}

/** What the failed request was about; it decides the words, and once what an unknown credential means. */
export interface FailureContext {
  profile?: string;
  region?: string;
  /** What was tried, as it follows "cannot", for example `read the Event history`. */
  action?: string;
  /** True where the same credentials were accepted elsewhere: unknown ones then mean that the region is not enabled. */
  credentialsWork?: boolean;
}

/** A failure of AWS as the rest of the app knows errors; `outcome` is for ledgers. */
export class AwsError extends AppError {
  readonly failure: AwsFailure;

  constructor(failure: AwsFailure, cause?: unknown) {
    super(failure.code, failure.message, {
      hint: failure.hint,
      detail: [failure.name, failure.httpStatus, failure.requestId].filter((part) => part !== null).join(' · '),
      // The cause stays out: errors of the SDK hold whole requests and responses.
      ...(cause instanceof AppError ? { cause } : {}),
    });
    this.failure = failure;
  }

  get outcome(): AwsOutcome {
    return this.failure.outcome;
  }
}

/**
 * What a failed request means, decided by the names AWS gives its errors (not by classes: throttling, expiry and
 * denial are in no model of the services) and by what the system says of the connection.
 */
export function describeAwsError(error: unknown, context: FailureContext = {}): AwsFailure {
  if (error instanceof AwsError) return error.failure;
  const traits = errorTraits(error);
  const base = { name: traits.name, httpStatus: traits.httpStatus, requestId: traits.requestId };
  if (error instanceof AppError) {
    return {
      ...base,
      outcome: error.code === 'cancelled' ? 'cancelled' : 'failed',
      code: error.code,
      message: error.message,
      hint: error.hint ?? '',
      retryable: false,
    };
  }
  const { name, message } = traits;
  const who = context.profile === undefined ? 'The credentials' : `Profile ${context.profile}`;
  const where = context.region === undefined ? '' : ` in ${context.region}`;
  const doing = context.action ?? 'do this';
  const failure = (
    outcome: AwsOutcome,
    code: ErrorCode,
    words: string,
    hint: string,
    retryable = false,
  ): AwsFailure => ({
    ...base,
    outcome,
    code,
    message: words,
    hint,
    retryable,
  });

  if (name === 'AbortError') return failure('cancelled', 'cancelled', 'Cancelled.', '');
  if (throttlingNames.test(name) || traits.throttlingHint || traits.httpStatus === 429) {
    return failure(
      'throttled',
      'aws-throttled',
      `AWS asks for fewer requests${where}.`,
      'Other tools may be using the same API: it is tried again more slowly.',
      true,
    );
  }
  if (expiredNames.has(name) && !/clock|not yet valid|signature/i.test(message)) {
    return failure(
      'expired',
      'aws-auth',
      `${who === 'The credentials' ? who : `The credentials of ${lower(who)}`} have expired.`,
      'Renew them (sign in again or fetch new keys), then continue: nothing read so far is lost.',
    );
  }
  if (isClockSkew(name, message)) {
    return failure(
      'clock-skew',
      'aws-auth',
      `AWS refuses the time of this computer${where}: ${message}`,
      'Set the clock of this computer right (time service), then try again.',
    );
  }
  if (
    /MultiFactorAuthentication|MFA/i.test(message) &&
    (deniedNames.test(name) || name === 'ValidationError' || name === 'InvalidClientTokenId')
  ) {
    return failure(
      'needs-mfa',
      'aws-auth',
      `${who} needs a valid MFA code: ${message}`,
      'Enter a fresh code of the MFA device. A code works once.',
    );
  }
  if (optInNames.has(name)) {
    return failure(
      'region-disabled',
      'aws-denied',
      `The region${where === '' ? '' : where.slice(3)} is not enabled for this account.`,
      'Leave the region out, or enable it in the account.',
    );
  }
  if (unknownCredentialNames.has(name)) {
    if (context.credentialsWork === true && context.region !== undefined) {
      return failure(
        'region-disabled',
        'aws-denied',
        `The region ${context.region} does not know credentials that work elsewhere: it is not enabled for this account.`,
        'Leave the region out, or enable it in the account.',
      );
    }
    return failure(
      'invalid-credentials',
      'aws-auth',
      `AWS does not accept the credentials of ${lower(who)}${where} (${name}).`,
      'The key may be deleted or inactive, or its secret wrong. An opt-in region that is not enabled answers the same.',
    );
  }
  if (deniedNames.test(name) || (traits.httpStatus === 403 && name !== 'NotFound')) {
    return failure(
      'denied',
      'aws-denied',
      `${who} may not ${doing}${where}: ${message}`,
      'Ask for the permission the message names, or use another profile.',
    );
  }
  if (
    name === 'UnauthorizedException' ||
    name === 'InvalidGrantException' ||
    name === 'ExpiredTokenException' ||
    traits.httpStatus === 401
  ) {
    return failure(
      'needs-sign-in',
      'aws-auth',
      `The sign-in of ${lower(who)} is not valid any more.`,
      'Sign in again.',
    );
  }
  if (tokenNames.has(name)) {
    return failure(
      'invalid-token',
      'invalid-input',
      `AWS does not accept the place to go on from${where}: ${message}`,
      'The window is read again from its last event.',
    );
  }
  if (redirectNames.has(name) || traits.httpStatus === 301 || traits.httpStatus === 307) {
    return failure(
      'redirected',
      'invalid-input',
      `The bucket is not in ${context.region ?? 'this region'}: ${message}`,
      'Use the region of the bucket.',
    );
  }
  if (notFoundNames.test(name) || traits.httpStatus === 404) {
    return failure(
      'not-found',
      'not-found',
      `AWS does not find it${where}: ${message}`,
      'It may have been deleted, or belong to another account or region.',
    );
  }
  const systemCode = traits.systemCode ?? '';
  if (certificateCodes.test(systemCode)) {
    return failure(
      'unreachable',
      'aws-unreachable',
      `The certificate of the endpoint is not trusted${where} (${systemCode}).`,
      'Where a proxy of the company opens TLS, name its certificates with AWS_CA_BUNDLE or ca_bundle.',
    );
  }
  if (networkCodes.test(systemCode) || name === 'TimeoutError' || name === 'NetworkingError') {
    return failure(
      'unreachable',
      'aws-unreachable',
      `No connection to AWS${where} (${systemCode || name}): ${message}`,
      'Check the network, HTTPS_PROXY and the endpoint_url of the profile.',
      true,
    );
  }
  if (traits.httpStatus !== null && traits.httpStatus >= 500) {
    return failure(
      'server-error',
      'aws-unreachable',
      `AWS failed${where}: ${message} (HTTP ${traits.httpStatus}).`,
      'It is tried again; AWS names outages on its health page.',
      true,
    );
  }
  if (traits.httpStatus !== null) {
    return failure(
      'invalid-request',
      'invalid-input',
      `AWS refuses the request${where}: ${name}: ${message}`,
      'Check what was asked for.',
    );
  }
  return failure(
    'failed',
    'internal',
    `${who} cannot ${doing}${where}: ${message}`,
    'Try again; the details name the error.',
  );
}

/** The same as an error to throw. Cancel stays cancel. */
export function toAwsError(error: unknown, context: FailureContext = {}): AppError {
  if (error instanceof AppError) return error;
  return new AwsError(describeAwsError(error, context));
}

function isClockSkew(name: string, message: string): boolean {
  if (/^(RequestTimeTooSkewed|RequestInTheFuture|InvalidSignatureTime)$/.test(name)) return true;
  return /signature (not yet current|expired)|not yet current|Signature expired|too skewed/i.test(message);
}

/** `Profile acme` as it stands inside a sentence. */
function lower(words: string): string {
  if (words === 'The credentials') return 'this profile';
  return words.charAt(0).toLowerCase() + words.slice(1);
}
