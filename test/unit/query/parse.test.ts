import { describe, expect, test } from 'vitest';
import type { Query, ValueExpression, ValueTerm } from '../../../src/shared/query/ast.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { printQuery } from '../../../src/shared/query/print.ts';

function parsed(text: string): Query {
  const result = parseQuery(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.query;
}

const word = (text: string): Query => ({ kind: 'text', term: { kind: 'word', text } });
const leaf = (term: ValueTerm): ValueExpression => ({ kind: 'value', term });
const exact = (text: string, quoted = false): ValueExpression => leaf({ kind: 'exact', text, quoted });
const field = (name: string, value: ValueExpression): Query => ({ kind: 'field', field: name, value });

describe('terms', () => {
  const terms: [text: string, query: Query][] = [
    ['', { kind: 'all' }],
    [' \t\n\u00a0', { kind: 'all' }],
    ['backdoor', word('backdoor')],
    ['a-b', word('a-b')],
    ['and', word('and')],
    ['ANDROID', word('ANDROID')],
    [String.raw`\AND`, word('AND')],
    [String.raw`\-x`, word('-x')],
    [String.raw`a\:b\ c\"\(\)\\`, word('a:b c"()\\')],
    [String.raw`\&&`, word('&&')],
    ['user@example.com', word('user@example.com')],
    ['"acme payroll"', { kind: 'text', term: { kind: 'phrase', text: 'acme payroll' } }],
    [String.raw`"a \"b\" \\ \n *"`, { kind: 'text', term: { kind: 'phrase', text: String.raw`a "b" \ \n *` } }],
    ['acme-*', { kind: 'text', term: { kind: 'wildcard', pattern: 'acme-*' } }],
    ['?x', { kind: 'text', term: { kind: 'wildcard', pattern: '?x' } }],
    [String.raw`a\*b*\c`, { kind: 'text', term: { kind: 'wildcard', pattern: String.raw`a\*b*c` } }],
    [String.raw`a\*b`, word('a*b')],
    ['/a b\\/[/]c/im', { kind: 'text', term: { kind: 'regex', source: 'a b\\/[/]c', flags: 'im' } }],
    ['event:ConsoleLogin', field('event', exact('ConsoleLogin'))],
    ['event:"Console Login"', field('event', exact('Console Login', true))],
    ['requestParameters.acl:""', field('requestParameters.acl', exact('', true))],
    ['event:*Login', field('event', leaf({ kind: 'wildcard', pattern: '*Login' }))],
    ['event:G?t*s', field('event', leaf({ kind: 'wildcard', pattern: 'G?t*s' }))],
    ['event:**', field('event', leaf({ kind: 'wildcard', pattern: '**' }))],
    ['error:*', field('error', leaf({ kind: 'present' }))],
    ['error:"*"', field('error', exact('*', true))],
    [String.raw`error:\*`, field('error', exact('*'))],
    ['arn:arn:aws:iam::111122223333:user/x', field('arn', exact('arn:aws:iam::111122223333:user/x'))],
    ['principal:a/b@c', field('principal', exact('a/b@c'))],
    ['agent:aws-cli/2.15.30', field('agent', exact('aws-cli/2.15.30'))],
    ['ip:2001:db8::1', field('ip', exact('2001:db8::1'))],
    ['ip:AWS\\ Internal', field('ip', exact('AWS Internal'))],
    ['ip:10.0.0.0/8', field('ip', leaf({ kind: 'cidr', text: '10.0.0.0/8' }))],
    ['ip:2001:db8::/32', field('ip', leaf({ kind: 'cidr', text: '2001:db8::/32' }))],
    ['ip:"AWS Internal/4"', field('ip', exact('AWS Internal/4', true))],
    [String.raw`ip:10.0.0.0\/8`, field('ip', exact('10.0.0.0/8'))],
    ['requestParameters.cidrIp:0.0.0.0/0', field('requestParameters.cidrIp', exact('0.0.0.0/0'))],
    ['requestParameters.count:-1', field('requestParameters.count', exact('-1'))],
    ['event:/^(Get|List)/i', field('event', leaf({ kind: 'regex', source: '^(Get|List)', flags: 'i' }))],
    ['requestParameters.n:>5', field('requestParameters.n', leaf({ kind: 'compare', operator: '>', text: '5' }))],
    ['requestParameters.n:>=-5', field('requestParameters.n', leaf({ kind: 'compare', operator: '>=', text: '-5' }))],
    ['requestParameters.n:<5', field('requestParameters.n', leaf({ kind: 'compare', operator: '<', text: '5' }))],
    [
      'requestParameters.n:<="a b"',
      field('requestParameters.n', leaf({ kind: 'compare', operator: '<=', text: 'a b' })),
    ],
    ['errorMessage:x', field('errorMessage', exact('x'))],
    ['resources.0.ARN:x', field('resources.0.ARN', exact('x'))],
    [String.raw`requestParameters.s3\:x-amz-acl:private`, field('requestParameters.s3:x-amz-acl', exact('private'))],
    ['-event:A', { kind: 'not', item: field('event', exact('A')), word: false }],
    ['NOT event:A', { kind: 'not', item: field('event', exact('A')), word: true }],
    ['--a', { kind: 'not', item: { kind: 'not', item: word('a'), word: false }, word: false }],
  ];
  test.each(terms)('%s', (text, query) => {
    expect(parsed(text)).toEqual(query);
  });
});

describe('ranges', () => {
  const range = (low: string | null, high: string | null, includesLow: boolean, includesHigh: boolean) =>
    leaf({ kind: 'range', low, high, includesLow, includesHigh });
  const ranges: [text: string, value: ValueExpression][] = [
    ['[a TO b]', range('a', 'b', true, true)],
    ['{a TO b}', range('a', 'b', false, false)],
    ['[a TO b}', range('a', 'b', true, false)],
    ['{a TO b]', range('a', 'b', false, true)],
    ['[* TO b]', range(null, 'b', true, true)],
    ['[a TO *]', range('a', null, true, true)],
    ['[ a  TO\tb ]', range('a', 'b', true, true)],
    [String.raw`[a\ b TO z\]]`, range('a b', 'z]', true, true)],
    ['[-5 TO 10]', range('-5', '10', true, true)],
  ];
  test.each(ranges)('%s', (text, value) => {
    expect(parsed(`requestParameters.x:${text}`)).toEqual(field('requestParameters.x', value));
  });

  test('of quoted bounds keep a star as text', () => {
    expect(parsed('requestParameters.x:["!" TO "*"]')).toEqual(
      field('requestParameters.x', range('!', '*', true, true)),
    );
  });
});

describe('operators', () => {
  const a = word('a');
  const b = word('b');
  const c = word('c');
  const d = word('d');
  const operators: [text: string, query: Query][] = [
    ['a b', { kind: 'and', items: [a, b], explicit: false }],
    ['a AND b', { kind: 'and', items: [a, b], explicit: true }],
    ['a OR b', { kind: 'or', items: [a, b] }],
    ['a OR b AND c', { kind: 'or', items: [a, { kind: 'and', items: [b, c], explicit: true }] }],
    ['a b OR c d', { kind: 'or', items: [and(a, b), and(c, d)] }],
    ['a AND b c', { kind: 'and', items: [{ kind: 'and', items: [a, b], explicit: true }, c], explicit: false }],
    ['(a OR b) c', and({ kind: 'group', item: { kind: 'or', items: [a, b] } }, c)],
    ['NOT a b', and({ kind: 'not', item: a, word: true }, b)],
    ['-(a b)', { kind: 'not', item: { kind: 'group', item: and(a, b) }, word: false }],
    ['NOT(a)', { kind: 'not', item: { kind: 'group', item: a }, word: true }],
    ['a OR NOT b', { kind: 'or', items: [a, { kind: 'not', item: b, word: true }] }],
    ['(a)(b)', and({ kind: 'group', item: a }, { kind: 'group', item: b })],
  ];
  function and(...items: Query[]): Query {
    return { kind: 'and', items, explicit: false };
  }
  test.each(operators)('%s', (text, query) => {
    expect(parsed(text)).toEqual(query);
  });

  test('inside a field apply to its values', () => {
    expect(parsed('event:(A OR "b c" -d* NOT /e/)')).toEqual(
      field('event', {
        kind: 'group',
        item: {
          kind: 'or',
          items: [
            exact('A'),
            {
              kind: 'and',
              items: [
                exact('b c', true),
                { kind: 'not', item: leaf({ kind: 'wildcard', pattern: 'd*' }), word: false },
                { kind: 'not', item: leaf({ kind: 'regex', source: 'e', flags: '' }), word: true },
              ],
              explicit: false,
            },
          ],
        },
      }),
    );
  });

  test('values in a group may hold colons', () => {
    expect(parsed('arn:(arn:aws:iam::1:user/a OR arn:aws:iam::1:user/b)')).toEqual(
      field('arn', {
        kind: 'group',
        item: { kind: 'or', items: [exact('arn:aws:iam::1:user/a'), exact('arn:aws:iam::1:user/b')] },
      }),
    );
  });
});

describe('printing gives the text back', () => {
  test.each([
    'principal:ci-deploy -event:(DescribeRegions OR GetCallerIdentity) error:* time:[2026-03-14T02:00 TO 2026-03-14T03:00] "acme-payroll"',
    'a AND b c OR NOT d',
    '-(a OR b) AND NOT (c -d)',
    'event:(A OR B -C*) ip:10.0.0.0/8 /x[/]y\\/z/im',
    String.raw`a\:b \AND \-x event:\[x requestParameters.s3\:x:1`,
    'time:{2026-03-14 TO *] requestParameters.n:>=5 requestParameters.b:true',
    'agent:"[S3Console/0.4, aws-internal/3]"',
  ])('%s', (text) => {
    expect(printQuery(parsed(text))).toBe(text);
  });

  test('but for white space and what is not needed', () => {
    expect(printQuery(parsed('  a\n AND\tNOT(b) \\c event:>"5" '))).toBe('a AND NOT (b) c event:>5');
  });
});

describe('printing brackets what the parser could not have made', () => {
  const a = word('a');
  const b = word('b');
  const or: Query = { kind: 'or', items: [a, b] };
  test.each<[Query, string]>([
    [{ kind: 'and', items: [or, a], explicit: false }, '(a OR b) a'],
    [{ kind: 'not', item: or, word: false }, '-(a OR b)'],
    [{ kind: 'or', items: [or, a] }, '(a OR b) OR a'],
    [{ kind: 'and', items: [a], explicit: true }, 'a'],
    [{ kind: 'not', item: { kind: 'and', items: [or], explicit: true }, word: true }, 'NOT (a OR b)'],
    [{ kind: 'and', items: [], explicit: true }, 'time:*'],
    [{ kind: 'not', item: { kind: 'all' }, word: false }, '-time:*'],
    [{ kind: 'or', items: [] }, '-time:*'],
    [field('event', { kind: 'or', items: [exact('A'), exact('B')] }), 'event:(A OR B)'],
    [field('event', { kind: 'not', item: exact('A'), word: false }), 'event:(-A)'],
    [{ kind: 'text', term: { kind: 'regex', source: 'a/b', flags: '' } }, String.raw`/a\/b/`],
  ])('%j', (query, text) => {
    expect(printQuery(query)).toBe(text);
    expect(parseQuery(text).ok).toBe(true);
  });
});
