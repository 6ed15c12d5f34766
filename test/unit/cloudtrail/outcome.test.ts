import { describe, expect, test } from 'vitest';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import { isDryRun, outcomeOfError } from '../../../src/shared/cloudtrail/outcome.ts';
import { call } from './records.ts';

test.each([
  ['AccessDenied', 'denied'],
  ['AccessDeniedException', 'denied'],
  ['Client.UnauthorizedOperation', 'denied'],
  ['UnauthorizedOperation', 'denied'],
  ['VpceAccessDenied', 'denied'],
  ['NotAuthorizedException', 'denied'],
  ['ForbiddenException', 'denied'],
  ['AuthorizationErrorException', 'denied'],
  ['Client.AuthFailure', 'denied'],
  ['InvalidClientTokenId', 'denied'],
  ['ExpiredTokenException', 'denied'],
  ['com.amazon.coral.service#AccessDeniedException', 'denied'],
  ['ThrottlingException', 'throttled'],
  ['Throttling', 'throttled'],
  ['Client.RequestLimitExceeded', 'throttled'],
  ['TooManyRequestsException', 'throttled'],
  ['SlowDown', 'throttled'],
  ['ProvisionedThroughputExceededException', 'throttled'],
  ['NoSuchEntityException', 'notfound'],
  ['NoSuchBucketPolicy', 'notfound'],
  ['Client.InvalidInstanceID.NotFound', 'notfound'],
  ['TrailNotFoundException', 'notfound'],
  ['AWS.SimpleQueueService.NonExistentQueue', 'notfound'],
  ['InvocationDoesNotExist', 'notfound'],
  ['InvalidParameterValueException', 'invalid'],
  ['ValidationException', 'invalid'],
  ['Client.MissingParameter', 'invalid'],
  ['MalformedPolicyDocumentException', 'invalid'],
  ['UnsupportedOperationException', 'invalid'],
  ['EntityAlreadyExistsException', 'failed'],
  ['BucketNotEmpty', 'failed'],
  ['Client.VcpuLimitExceeded', 'failed'],
  ['LimitExceededException', 'failed'],
  ['Server.InternalError', 'failed'],
  ['SomethingNew', 'failed'],
  ['Client.DryRunOperation', 'success'],
])('%s is %s', (errorCode, expected) => {
  expect(outcomeOfError(errorCode)).toBe(expected);
  expect(normalise(call('X', { errorCode })).outcome).toBe(expected);
  expect(normalise(call('X', { errorCode })).error).toBe(errorCode);
});

test('a dry run succeeds and is told apart', () => {
  expect(isDryRun('Client.DryRunOperation')).toBe(true);
  expect(isDryRun('DryRunOperation')).toBe(true);
  expect(isDryRun('AccessDenied')).toBe(false);
  expect(isDryRun(null)).toBe(false);
});

describe('failure without an error code', () => {
  test.each([
    ['message of a sign-in', { errorMessage: 'Failed authentication' }, 'failed'],
    ['message of a denial', { errorMessage: 'User is not authorized to do this' }, 'denied'],
    ['sign-in response', { responseElements: { ConsoleLogin: 'Failure' } }, 'failed'],
    ['successful sign-in response', { responseElements: { ConsoleLogin: 'Success' } }, 'success'],
    [
      'error in the response',
      { responseElements: { errorCode: 'AccessDeniedException', errorMessage: 'no' } },
      'denied',
    ],
    ['error object in the response', { responseElements: { error: { code: 'ThrottlingException' } } }, 'throttled'],
    ['error text in the response', { responseElements: { errorMessage: 'went wrong' } }, 'failed'],
    ['empty response', { responseElements: {} }, 'success'],
    ['response as text', { responseElements: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'success'],
  ])('%s', (_name, changes, expected) => {
    expect(normalise(call('ConsoleLogin', changes)).outcome).toBe(expected);
  });
});
