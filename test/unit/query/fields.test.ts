import { expect, test } from 'vitest';
import { isQueryField, isRecordPath, nearestField, queryField, queryFields } from '../../../src/shared/query/fields.ts';

test('the documented fields are all there', () => {
  const documented =
    'event service principal arn account region ip agent error outcome category access type lane session key resource ' +
    'mfa vpce source tag finding id time';
  expect(queryFields.map((field) => field.name).sort()).toEqual(documented.split(' ').sort());
  expect(queryField('outcome')?.choices).toContain('throttled');
  expect(queryField('time')?.kind).toBe('time');
  expect(queryField('ip')?.kind).toBe('ip');
  expect(queryField('tag')?.kind).toBe('set');
  expect(queryField('eventName')).toBeUndefined();
});

test.each<[name: string, field: boolean, path: boolean]>([
  ['event', true, false],
  ['Event', false, false],
  ['eventName', false, true],
  ['requestParameters.bucketName', false, true],
  ['requestParameters.x-amz-acl', false, true],
  ['requestParameters.s3:x y', false, true],
  ['resources.0.ARN', false, true],
  ['whatever.deep', false, true],
  ['whatever', false, false],
  ['0.a', false, false],
  ['a..b', false, false],
  ['a.', false, false],
  ['.a', false, false],
  ['', false, false],
  ['constructor', false, false],
])('%s: field %s, path %s', (name, field, path) => {
  expect(isQueryField(name)).toBe(field);
  expect(isRecordPath(name)).toBe(path);
});

test.each([
  ['evnt', 'event'],
  ['EVENT', 'event'],
  ['eventname', 'eventName'],
  ['regoin', 'region'],
  ['user', 'principal'],
  ['bucketName', 'requestParameters.bucketName'],
  ['constructor', null],
  ['https', null],
  ['x', null],
])('nearest to %s is %s', (name, meant) => {
  expect(nearestField(name)).toBe(meant);
});
