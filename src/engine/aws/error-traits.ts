import { withoutSecrets } from './secrets.ts';

/** What an error of the SDK or of the system says of itself, without secrets. */
export interface ErrorTraits {
  name: string;
  message: string;
  httpStatus: number | null;
  requestId: string | null;
  systemCode: string | null;
  throttlingHint: boolean;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function errorTraits(error: unknown): ErrorTraits {
  const bag = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const metadata = (bag['$metadata'] ?? {}) as Record<string, unknown>;
  const retryable = (bag['$retryable'] ?? {}) as Record<string, unknown>;
  const cause = (bag['cause'] ?? {}) as Record<string, unknown>;
  return {
    name: text(bag['name']) ?? 'Error',
    message: withoutSecrets(text(bag['message']) ?? String(error)),
    httpStatus: typeof metadata['httpStatusCode'] === 'number' ? metadata['httpStatusCode'] : null,
    requestId: text(metadata['requestId']),
    systemCode: text(bag['code']) ?? text(bag['errno']) ?? text(cause['code']),
    throttlingHint: retryable['throttling'] === true,
  };
}

export const throttlingNames =
  /throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimitExceeded|LimitExceededRate/i;
export const expiredNames = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'TokenRefreshRequired',
]);
export const unknownCredentialNames = new Set([
  'UnrecognizedClientException',
  'UnrecognizedClient',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidToken',
  'AuthFailure',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
]);
export const deniedNames =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized|AuthorizationError|ForbiddenException|Forbidden|UnauthorizedAccess|AllAccessDisabled|AccountProblem|InvalidPayer|OperationNotPermittedException)$/;
export const optInNames = new Set([
  'OptInRequired',
  'OptInRequiredException',
  'RegionDisabledException',
  'SubscriptionRequiredException',
]);
export const notFoundNames =
  /^(NotFound|NoSuch[A-Za-z]+|ResourceNotFoundException|TrailNotFoundException|[A-Za-z]*NotFoundException)$/;
export const tokenNames = new Set(['InvalidNextTokenException', 'InvalidNextToken', 'InvalidContinuationToken']);
export const redirectNames = new Set([
  'PermanentRedirect',
  'TemporaryRedirect',
  'Redirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);
export const networkCodes =
  /^(E(CONN(REFUSED|RESET|ABORTED)|NOTFOUND|TIMEDOUT|AI_AGAIN|PIPE|HOSTUNREACH|NETUNREACH|HOSTDOWN|NETDOWN|PROTO)|ERR_(PROXY|TLS|SSL|INVALID_PROTOCOL)[A-Z_]*|HPE_[A-Z_]+|UND_ERR[A-Z_]*)$/;
export const certificateCodes =
  /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(GET_ISSUER|VERIFY)|ERR_TLS_CERT|HOSTNAME_MISMATCH)/;
