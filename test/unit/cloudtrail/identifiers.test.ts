import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accountFromId,
  accountOfArn,
  entityOfId,
  isSensitiveKey,
  maskedText,
  maskSessionTokens,
  maskTokensInText,
  parseArn,
  shortenArn,
  shortenKey,
  shortenMiddle,
} from '../../../src/shared/cloudtrail/identifiers.ts';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The inverse of what is tested: an id that carries an account number. */
function idOf(prefix: string, account: bigint, rest: bigint): string {
  // 1 leading bit, 40 bits of account, 39 bits of the rest; the leading bit is set as in ids since 2019.
  let bits = (1n << 79n) | (account << 39n) | rest;
  let text = '';
  for (let index = 0; index < 16; index++) {
    text = base32[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return prefix + text;
}

describe('account in an id', () => {
  test('is read back from any id', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 999_999_999_999n }),
        fc.bigInt({ min: 0n, max: (1n << 39n) - 1n }),
        (account, rest) => {
          expect(accountFromId(idOf('AKIA', account, rest))).toBe(String(account).padStart(12, '0'));
        },
      ),
    );
  });

  test.each([
    'AKIAIOSFODNN7EXAMPLE',
    'ASIAJ2222222222222222',
    'AKIA0189AAAAAAAAAAAA',
    'AKIA',
    '',
    'alice',
    'akiaqaaaaaaaaaaaaaaa',
  ])('%s has none', (id) => {
    expect(accountFromId(id)).toBeNull();
  });
});

test('names what an id is', () => {
  expect(entityOfId('AKIAIOSFODNN7EXAMPLE')).toBe('long-term access key');
  expect(entityOfId('AROAEXAMPLEEXAMPLEAA:alice')).toBe('role');
  expect(entityOfId('AIDA')).toBeNull();
  expect(entityOfId('111122223333')).toBeNull();
});

describe('ARN', () => {
  test.each([
    [
      'arn:aws:iam::111122223333:user/ops/alice',
      { partition: 'aws', service: 'iam', account: '111122223333', resourceType: 'user', name: 'alice' },
    ],
    ['arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-1', { partition: 'aws-cn', region: 'cn-north-1', name: 'i-1' }],
    ['arn:aws-us-gov:s3:::b/k/x', { partition: 'aws-us-gov', resource: 'b/k/x', resourceType: null, name: 'k/x' }],
    ['arn:aws-eusc:s3:::bucket', { partition: 'aws-eusc', name: 'bucket' }],
    ['arn:aws:sns:eu-west-1:111122223333:alarms', { resourceType: null, name: 'alarms' }],
    ['arn:aws:lambda:us-east-1:111122223333:function:f:1', { resourceType: 'function', name: 'f:1' }],
    [
      'arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/f',
      { resourceType: 'log-group', name: '/aws/lambda/f' },
    ],
    ['arn:aws:sts::111122223333:assumed-role/web/i-1', { resourceType: 'assumed-role', name: 'i-1' }],
    ['arn:aws:iam::aws:policy/AdministratorAccess', { account: 'aws', name: 'AdministratorAccess' }],
  ])('%s', (arn, expected) => {
    expect(parseArn(arn)).toMatchObject(expected);
  });

  test.each(['', 'arn:', 'arn:aws:s3', 'bucket', 'arn:aws:iam::111122223333:'])('%s is none', (value) => {
    expect(parseArn(value)).toBeNull();
  });

  test('account', () => {
    expect(accountOfArn('arn:aws:iam::111122223333:root')).toBe('111122223333');
    expect(accountOfArn('arn:aws:iam::aws:policy/X')).toBeNull();
    expect(accountOfArn('x')).toBeNull();
  });
});

describe('masking', () => {
  test('knows keys in any spelling', () => {
    for (const key of [
      'sessionToken',
      'SessionToken',
      'session_token',
      'X-Amz-Security-Token',
      'secretAccessKey',
      'masterUserPassword',
    ]) {
      expect(isSensitiveKey(key)).toBe(true);
    }
    for (const key of ['accessKeyId', 'nextToken', 'clientToken', 'tokenCount', 'secretId'])
      expect(isSensitiveKey(key)).toBe(false);
  });

  test('leaves the value it is given as it is', () => {
    const record = { responseElements: { credentials: { accessKeyId: 'ASIAX', sessionToken: 'IQoJb3JpZ2lu' } } };
    const masked = maskSessionTokens(record);
    expect(masked).toEqual({ responseElements: { credentials: { accessKeyId: 'ASIAX', sessionToken: maskedText } } });
    expect(record.responseElements.credentials.sessionToken).toBe('IQoJb3JpZ2lu');
  });

  test('masks in JSON text, in JSON within a JSON string, in cut-off text and in addresses', () => {
    const inner = JSON.stringify({ sessionToken: 'a"b\\', accessKeyId: 'ASIAX' });
    const expected = JSON.stringify({ sessionToken: maskedText, accessKeyId: 'ASIAX' });
    expect(maskTokensInText(inner)).toBe(expected);
    expect(maskTokensInText(JSON.stringify({ message: inner }))).toBe(JSON.stringify({ message: expected }));
    expect(maskSessionTokens({ list: [inner] })).toEqual({ list: [expected] });
    expect(maskTokensInText('{"sessionToken": "IQoJb')).toBe(`{"sessionToken": "${maskedText}`);
    expect(maskTokensInText('https://s3/x?X-Amz-Security-Token=IQoJb&X-Amz-Date=1')).toBe(
      `https://s3/x?X-Amz-Security-Token=${maskedText}&X-Amz-Date=1`,
    );
  });

  test('no token survives, however deep its JSON is wrapped', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 0, max: 5 }), fc.string(), (padding, depth, after) => {
        const secret = `SECRET${padding}`;
        let text = JSON.stringify({ before: padding, sessionToken: secret, after });
        let expected = JSON.stringify({ before: padding, sessionToken: maskedText, after });
        for (let level = 0; level < depth; level++) {
          text = JSON.stringify({ level: text });
          expected = JSON.stringify({ level: expected });
        }
        expect(maskTokensInText(text)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('a key named __proto__ stays a key', () => {
    const hostile = JSON.parse('{"__proto__":{"sessionToken":"x"}}') as object;
    expect(JSON.stringify(maskSessionTokens(hostile))).toBe(`{"__proto__":{"sessionToken":"${maskedText}"}}`);
  });
});

describe('shortening', () => {
  test('keeps the last part', () => {
    expect(shortenMiddle('AWSReservedSSO_SecurityAudit_0123456789abcdef/analyst', 28)).toBe(
      'AWSReservedSSO_Secu…/analyst',
    );
    expect(shortenMiddle('short', 28)).toBe('short');
    expect(shortenArn('arn:aws:iam::111122223333:role/app/web')).toBe('role/app/web');
    expect(shortenKey('9c41aaaaaaaaaaaaaaaae07b')).toBe('9c41…e07b');
    expect(shortenKey('short')).toBe('short');
  });

  test('never exceeds its length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 3, max: 80 }), (value, maxLength) => {
        expect(shortenMiddle(value, maxLength).length).toBeLessThanOrEqual(maxLength);
      }),
    );
  });
});
