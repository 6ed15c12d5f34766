import { regionState } from './account.ts';
import type { Protocol } from './protocol.ts';
import type { IncomingCall } from './request.ts';
import type { LoopbackState } from './state.ts';
import { ApiError, type IssuedCredentials } from './types.ts';

const unsigned = new Set(['sso', 'sso-oidc', 'metadata']);
const globalServices = new Set(['iam', 'account', 'sts']);

const names: Record<Protocol, { unknown: string; expired: string; denied: string; missing: string; skewed: string }> = {
  json: {
    unknown: 'UnrecognizedClientException',
    expired: 'ExpiredTokenException',
    denied: 'AccessDeniedException',
    missing: 'MissingAuthenticationTokenException',
    skewed: 'InvalidSignatureException',
  },
  'rest-json': {
    unknown: 'UnrecognizedClientException',
    expired: 'ExpiredTokenException',
    denied: 'AccessDeniedException',
    missing: 'MissingAuthenticationTokenException',
    skewed: 'InvalidSignatureException',
  },
  query: {
    unknown: 'InvalidClientTokenId',
    expired: 'ExpiredToken',
    denied: 'AccessDenied',
    missing: 'MissingAuthenticationToken',
    skewed: 'SignatureDoesNotMatch',
  },
  s3: {
    unknown: 'InvalidAccessKeyId',
    expired: 'ExpiredToken',
    denied: 'AccessDenied',
    missing: 'AccessDenied',
    skewed: 'RequestTimeTooSkewed',
  },
};

/** Who calls, as the signature says; errors by name and order of AWS. Null for operations that are not signed. */
export function authenticate(call: IncomingCall, state: LoopbackState): IssuedCredentials | null {
  const { signature, service } = call;
  const name = names[call.protocol];
  if (unsigned.has(service) || call.operation === 'AssumeRoleWithWebIdentity') return null;
  if (signature === null) throw new ApiError(name.missing, 'Request is missing Authentication Token', 403);

  const ahead = Date.now() + state.clockAheadMilliseconds - signature.dateEpochMilliseconds;
  if (Math.abs(ahead) > (service === 's3' ? 15 : 5) * 60_000) {
    const late = ahead > 0;
    throw new ApiError(
      name.skewed,
      service === 's3'
        ? 'The difference between the request time and the current time is too large.'
        : `Signature ${late ? 'expired' : 'not yet current'}: the time of the request is ${late ? 'earlier' : 'later'} than the service allows.`,
      403,
    );
  }
  const caller = state.credentials.get(signature.accessKeyId);
  const unknown = new ApiError(
    name.unknown,
    'The security token included in the request is invalid.',
    service === 'cloudtrail' ? 400 : 403,
  );
  if (caller === undefined || caller.sessionToken !== signature.token) throw unknown;
  if (caller.expiresEpochMilliseconds !== null && caller.expiresEpochMilliseconds <= state.now()) {
    throw new ApiError(
      name.expired,
      'The security token included in the request is expired',
      service === 's3' || service === 'cloudtrail' ? 400 : 403,
    );
  }
  if (!globalServices.has(service) && regionState(state, caller.accountId, call.region) === 'DISABLED') throw unknown;
  const denied = state.denials.some(
    (denial) =>
      (denial.accountId ?? caller.accountId) === caller.accountId &&
      (denial.region ?? call.region) === call.region &&
      (denial.service ?? service) === service &&
      (denial.operation ?? call.operation) === call.operation,
  );
  if (denied) {
    throw new ApiError(
      name.denied,
      `User: ${caller.arn} is not authorized to perform: ${service}:${call.operation} because no identity-based policy allows the ${service}:${call.operation} action`,
      service === 'cloudtrail' ? 400 : 403,
    );
  }
  return caller;
}
