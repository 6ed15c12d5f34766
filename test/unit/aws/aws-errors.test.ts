import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cancelled } from '../../../src/shared/contract/errors.ts';
import { describeAwsError, toAwsError } from '../../../src/engine/aws/aws-errors.ts';
import { withoutSecrets } from '../../../src/engine/aws/secrets.ts';

function failure(name: string, message: string, httpStatusCode?: number, more: object = {}): Error {
  return Object.assign(new Error(message), {
    name,
    ...(httpStatusCode === undefined ? {} : { $metadata: { httpStatusCode } }),
    ...more,
  });
}

test.each([
  ['ThrottlingException', 'Rate exceeded', 400, 'throttled'],
  ['RequestLimitExceeded', 'Rate', 503, 'throttled'],
  ['SlowDown', 'Reduce your request rate', 503, 'throttled'],
  ['ExpiredTokenException', 'The security token included in the request is expired', 400, 'expired'],
  ['ExpiredToken', 'expired', 403, 'expired'],
  ['RequestExpired', 'Request has expired.', 400, 'expired'],
  ['InvalidSignatureException', 'Signature expired: 20260101T000000Z is now earlier than', 400, 'clock-skew'],
  ['SignatureDoesNotMatch', 'Signature not yet current', 403, 'clock-skew'],
  ['RequestTimeTooSkewed', 'The difference is too large', 403, 'clock-skew'],
  ['AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', 403, 'needs-mfa'],
  ['AccessDeniedException', 'User: x is not authorized to perform: y', 400, 'denied'],
  ['UnrecognizedClientException', 'The security token included in the request is invalid.', 400, 'invalid-credentials'],
  ['SignatureDoesNotMatch', 'The request signature we calculated does not match', 403, 'invalid-credentials'],
  ['OptInRequired', 'You are not subscribed', 403, 'region-disabled'],
  ['UnauthorizedException', 'Session token not found or invalid', 401, 'needs-sign-in'],
  ['InvalidNextTokenException', 'x', 400, 'invalid-token'],
  ['PermanentRedirect', 'x', 301, 'redirected'],
  ['NoSuchKey', 'x', 404, 'not-found'],
  ['TrailNotFoundException', 'x', 400, 'not-found'],
  ['InternalFailure', 'x', 500, 'server-error'],
  ['InvalidTimeRangeException', 'x', 400, 'invalid-request'],
  ['TypeError', 'x is not a function', undefined, 'failed'],
] as const)('%s %j means something', (name, message, status, outcome) => {
  expect(describeAwsError(failure(name, message, status)).outcome).toBe(outcome);
});

test('connections, certificates and cancelling', () => {
  expect(describeAwsError(failure('Error', 'connect', undefined, { code: 'ECONNREFUSED' }))).toMatchObject({
    outcome: 'unreachable',
    retryable: true,
  });
  expect(
    describeAwsError(failure('Error', 'self-signed', undefined, { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })),
  ).toMatchObject({ outcome: 'unreachable', retryable: false });
  expect(describeAwsError(failure('TimeoutError', 'socket'))).toMatchObject({ outcome: 'unreachable' });
  expect(describeAwsError(failure('AbortError', 'aborted'))).toMatchObject({ outcome: 'cancelled', code: 'cancelled' });
  expect(describeAwsError(cancelled())).toMatchObject({ outcome: 'cancelled', code: 'cancelled' });
});

test('unknown credentials that work elsewhere mean a region that is not enabled', () => {
  const error = failure('UnrecognizedClientException', 'The security token included in the request is invalid.', 400);
  expect(describeAwsError(error, { region: 'af-south-1', credentialsWork: true }).outcome).toBe('region-disabled');
  expect(describeAwsError(error, { region: 'af-south-1' }).outcome).toBe('invalid-credentials');
});

test('an error made from another keeps its outcome and neither request nor response', () => {
  const error = toAwsError(failure('AccessDeniedException', 'no', 400, { $response: { body: 'SECRET-BODY' } }), {
    profile: 'acme',
    region: 'eu-west-1',
    action: 'read the Event history',
  });
  expect(error.message).toBe('Profile acme may not read the Event history in eu-west-1: no');
  expect(error.cause).toBeUndefined();
  expect(toAwsError(error)).toBe(error);
  expect(describeAwsError(error).outcome).toBe('denied');
});

test('no message carries secret keys, tokens or signed requests; names of resources stay', () => {
  const arn =
    'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccessForEverything0123456789abcdef/me';
  expect(withoutSecrets(`User: ${arn} is not authorized`)).toBe(`User: ${arn} is not authorized`);
  expect(
    withoutSecrets(
      "does not match. The Canonical String for this request should have been 'GET x-amz-security-token:abc'",
    ),
  ).not.toContain('abc');
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'];
  const secret = fc.string({ unit: fc.constantFrom(...letters), minLength: 40, maxLength: 900 });
  fc.assert(
    fc.property(secret, fc.constantFrom('refused: ', 'token=', 'key "', 'in\n'), (text, before) => {
      expect(withoutSecrets(`${before}${text} was wrong`)).not.toContain(text);
    }),
  );
  for (const name of ['SecretAccessKey', 'aws_session_token', 'accessToken', 'password']) {
    expect(withoutSecrets(`{"${name}": "short"} ${name}=short`)).not.toContain('short');
  }
});
