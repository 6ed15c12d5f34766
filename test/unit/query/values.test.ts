import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ValueTerm } from '../../../src/shared/query/ast.ts';
import { compileCidr, parseAddress } from '../../../src/shared/query/cidr.ts';
import {
  compareValues,
  compileFieldTerm,
  compileLeafTerm,
  compileStringTerm,
} from '../../../src/shared/query/values.ts';

const matches = (term: ValueTerm, value: string) => compileStringTerm(term)(value);
const exact = (text: string): ValueTerm => ({ kind: 'exact', text, quoted: false });
const range = (low: string | null, high: string | null, includesLow = true, includesHigh = true): ValueTerm => ({
  kind: 'range',
  low,
  high,
  includesLow,
  includesHigh,
});

describe('terms on text', () => {
  test.each<[ValueTerm, string, boolean]>([
    [exact('GetObject'), 'GetObject', true],
    [exact('GetObject'), 'getobject', false],
    [exact(''), '', true],
    [{ kind: 'present' }, '', true],
    [range('a', 'c'), 'c', true],
    [range('a', 'c'), 'ca', false],
    [range('a', 'c', false, false), 'a', false],
    [range('a', 'c', false, false), 'b', true],
    [range('9', '10'), '9.5', true],
    [range('9', '10'), '10.0', true],
    [range('9', '10', true, false), '10', false],
    [range(null, '5'), '-7', true],
    [range('5', null), '1e3', true],
    [range(null, null), '', true],
    [{ kind: 'compare', operator: '>', text: '9' }, '10', true],
    [{ kind: 'compare', operator: '>', text: '9' }, '9', false],
    [{ kind: 'compare', operator: '>=', text: '9' }, '9.0', true],
    [{ kind: 'compare', operator: '<', text: 'b' }, 'a', true],
    [{ kind: 'compare', operator: '<=', text: 'b' }, 'b', true],
    [{ kind: 'regex', source: 'Obj', flags: '' }, 'GetObject', true],
    [{ kind: 'regex', source: '^obj', flags: 'i' }, 'GetObject', false],
    [{ kind: 'cidr', text: '198.51.100.0/24' }, '198.51.100.23', true],
  ])('%j on "%s": %s', (term, value, expected) => {
    expect(matches(term, value)).toBe(expected);
  });

  test('terms the parser refuses throw, so that their negation cannot match everything', () => {
    expect(() => compileStringTerm({ kind: 'regex', source: '(', flags: '' })).toThrow('regular expression');
    expect(() => compileStringTerm({ kind: 'cidr', text: '10.0.0.0' })).toThrow('CIDR');
  });
});

test.each([
  ['2', '10', -1],
  ['2', 'a', -1],
  ['10', '2x', -1],
  ['', '0', -1],
  ['1e3', '1000', 0],
  ['12345678901234567890', '12345678901234567891', -1],
  ['+12345678901234567891', '12345678901234567890', 1],
  ['0x10', '9', -1],
  [' 1', '0', -1],
])('compareValues(%s, %s) has the sign of %i', (a, b, sign) => {
  expect(Math.sign(compareValues(a, b))).toBe(sign);
});

describe('wildcards on values', () => {
  test.each<[pattern: string, value: string, expected: boolean]>([
    ['Get*', 'GetObject', true],
    ['Get*', 'get', false],
    ['*Object', 'GetObject', true],
    ['*bject', 'GetObjects', false],
    ['G?tObject', 'GetObject', true],
    ['?', '😀', true],
    ['??', '😀', false],
    ['a*?', 'a😀', true],
    ['a*b*', 'a"b\nc', true],
    ['a*a', 'a', false],
    ['*', '', true],
    ['?*', '', false],
    [String.raw`a\*?`, 'a*b', true],
    [String.raw`a\*?`, 'abb', false],
    [String.raw`a\\*`, String.raw`a\b`, true],
  ])('%s on %s: %s', (pattern, value, expected) => {
    expect(matches({ kind: 'wildcard', pattern }, value)).toBe(expected);
  });

  test('agree with a regular expression', () => {
    const unit = fc.constantFrom('a', 'b', '*', '?', '😀');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 7 }), fc.string({ unit, maxLength: 10 }), (pattern, value) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        expect(matches({ kind: 'wildcard', pattern }, value)).toBe(new RegExp(`^${source}$`, 'u').test(value));
      }),
      { numRuns: 5000 },
    );
  });

  test('stay quick on values made to slow them down', () => {
    expect(matches({ kind: 'wildcard', pattern: '*a*a*a*a*a*a*b?' }, 'a'.repeat(100_000))).toBe(false);
  });
});

describe('addresses', () => {
  test.each([
    '255.090.254.5',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.-4',
    ' 1.2.3.4',
    '',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'fe80::1%eth0',
    '::1.2.3',
    '1.2.3.4::',
    '::ffff:1.2.3.04',
    's3.amazonaws.com',
    'AWS Internal',
  ])('"%s" is none', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  test.each<[block: string, address: string, inside: boolean]>([
    ['198.51.100.0/24', '198.51.100.255', true],
    ['198.51.100.0/24', '198.51.101.0', false],
    ['198.51.100.77/24', '198.51.100.1', true],
    ['10.128.0.0/9', '10.127.255.255', false],
    ['10.128.0.0/9', '10.128.0.0', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['1.2.3.4/32', '1.2.3.4', true],
    ['1.2.3.4/31', '1.2.3.5', true],
    ['1.2.3.4/32', '1.2.3.5', false],
    ['2001:db8::/32', '2001:DB8:ffff::1', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['::/0', '2001:db8::', true],
    ['::/0', '1.2.3.4', false],
    ['::1/128', '0:0:0:0:0:0:0:1', true],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['10.0.0.0/8', '::ffff:a01:203', true],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true],
    ['::ffff:10.0.0.0/104', '11.1.2.3', false],
    ['10.0.0.0/8', '010.1.2.3', false],
    ['0.0.0.0/0', 'AWS Internal', false],
  ])('%s holds %s: %s', (block, address, inside) => {
    expect(compileCidr(block)?.(address)).toBe(inside);
  });

  test.each(['10.0.0.0', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/08', '::/129', '10.0.0/8', '/8', 'a/8', '10.0.0.0/8/8'])(
    '"%s" is no block',
    (text) => {
      expect(compileCidr(text)).toBeNull();
    },
  );

  test('IPv4 blocks agree with arithmetic', () => {
    const address = fc.integer({ min: 0, max: 0xffffffff });
    const text = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
    fc.assert(
      fc.property(
        address,
        address,
        fc.integer({ min: 0, max: 32 }),
        fc.integer({ min: 0, max: 32 }),
        (a, b, bits, near) => {
          const candidate = near === 32 ? b : (a ^ (1 << near)) >>> 0;
          const size = 2 ** (32 - bits);
          expect(compileCidr(`${text(a)}/${bits}`)?.(text(candidate))).toBe(
            Math.floor(a / size) === Math.floor(candidate / size),
          );
        },
      ),
    );
  });
});

test('an exact service may keep its suffix', () => {
  expect(compileFieldTerm('service', exact('s3.amazonaws.com'))('s3')).toBe(true);
  expect(compileFieldTerm('event', exact('s3.amazonaws.com'))('s3')).toBe(false);
  expect(compileFieldTerm('service', { kind: 'wildcard', pattern: '*.amazonaws.com' })('s3')).toBe(false);
});

test('an agent is found by its text or its family', () => {
  const agentFamily = (agent: string) => (agent.startsWith('aws-cli/') ? 'AWS CLI' : null);
  const agent = (term: ValueTerm) => compileFieldTerm('agent', term, { agentFamily })('aws-cli/2.15.30');
  expect(agent(exact('AWS CLI'))).toBe(true);
  expect(agent(exact('aws-cli/2.15.30'))).toBe(true);
  expect(agent({ kind: 'wildcard', pattern: 'AWS*' })).toBe(true);
  expect(agent(exact('Boto3'))).toBe(false);
  expect(compileFieldTerm('agent', exact('AWS CLI'))('aws-cli/2.15.30')).toBe(false);
  expect(compileFieldTerm('event', exact('AWS CLI'), { agentFamily })('aws-cli/2.15.30')).toBe(false);
});

test.each<[ValueTerm, unknown, boolean]>([
  [exact('5'), 5, true],
  [exact('5.0'), 5, true],
  [exact('5.0'), '5', false],
  [exact('true'), true, true],
  [exact('false'), true, false],
  [exact('null'), null, false],
  [exact('[object Object]'), {}, false],
  [exact('12345678901234567890'), Number('12345678901234567890'), true],
  [{ kind: 'wildcard', pattern: '*' }, null, false],
  [{ kind: 'wildcard', pattern: '1?' }, 12, true],
  [{ kind: 'compare', operator: '>', text: '4' }, 5, true],
  [{ kind: 'regex', source: '.', flags: '' }, { a: 1 }, false],
  [exact(''), '', true],
  [{ kind: 'present' }, '', false],
  [{ kind: 'present' }, null, false],
  [{ kind: 'present' }, {}, false],
  [{ kind: 'present' }, { a: null }, true],
  [{ kind: 'present' }, 0, true],
  [{ kind: 'present' }, false, true],
])('%j on the leaf %j: %s', (term, leaf, expected) => {
  expect(compileLeafTerm(term)(leaf)).toBe(expected);
});
