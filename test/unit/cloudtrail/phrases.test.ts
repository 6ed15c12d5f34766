import { describe, expect, test } from 'vitest';
import { parseDenial } from '../../../src/shared/cloudtrail/summary/denial.ts';
import { generalPhrase } from '../../../src/shared/cloudtrail/summary/general.ts';
import { phraseCount, phraseOf } from '../../../src/shared/cloudtrail/summary/phrases.ts';
import { renderTemplate, targetOfTemplate } from '../../../src/shared/cloudtrail/summary/template.ts';

test.each<[string, string | null, string]>([
  ['CreateDBSubnetGroup', 'g', 'created DB subnet group g'],
  ['DescribeVpcs', null, 'looked up VPCs'],
  ['GetBucketTagging', 'b', 'read bucket tagging (b)'],
  ['BatchDeleteImage', null, 'deleted image'],
  ['ListFunctions20150331', null, 'listed functions'],
  ['FooBar', 'x', 'called FooBar (x)'],
  ['Delete', null, 'called Delete'],
  ['', null, 'called '],
])('general rule for %s', (event, target, expected) => {
  expect(generalPhrase(event, target)).toBe(expected);
});

test('finds a phrase under the name without its API date', () => {
  expect(phraseOf('lambda', 'CreateFunction20150331')).toBe(phraseOf('lambda', 'CreateFunction'));
  expect(phraseOf('iam', 'NoSuchEvent')).toBeNull();
  expect(phraseOf('iam', 'constructor')).toBeNull();
  expect(phraseCount).toBeGreaterThan(400);
});

describe('templates', () => {
  test('leave out a bracket unless all of it is known, and say "a" for a missing value', () => {
    const template = 'moved {*file:name}[ from {:from} to {:to}] into {archive:re.id}';
    expect(renderTemplate(template, { requestParameters: { name: 'x', from: 'a' } })).toBe(
      'moved file x into an archive',
    );
    expect(renderTemplate(template, { requestParameters: { from: 'a', to: 'b' }, responseElements: { id: 7 } })).toBe(
      'moved a file from a to b into archive 7',
    );
    expect(targetOfTemplate(template, { requestParameters: { name: 'x' } })).toBe('file x');
    expect(targetOfTemplate(template, {})).toBeNull();
  });

  test('never quote masked values', () => {
    expect(renderTemplate('wrote {parameter:name}', { requestParameters: { name: '***' } })).toBe('wrote a parameter');
  });
});

describe('denial messages', () => {
  test('action, resource and policy', () => {
    const text =
      'User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k" with an explicit deny in a ' +
      'service control policy';
    expect(parseDenial(text)).toEqual({
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::b/k',
      reason: 'A service control policy denies it.',
    });
    expect(parseDenial('Access Denied')).toEqual({ action: null, resource: null, reason: null });
  });
});
