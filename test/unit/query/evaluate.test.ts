import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventFields } from '../../../src/shared/cloudtrail/event.ts';
import type { Query, TextTerm, ValueExpression, ValueTerm } from '../../../src/shared/query/ast.ts';
import { evaluate, type QuerySubject } from '../../../src/shared/query/evaluate.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { printQuery } from '../../../src/shared/query/print.ts';
import { queryArbitrary, randomQuery, seededRandom, type QueryVocabulary } from '../../support/random-query.ts';

const record = {
  eventName: 'GetObject',
  readOnly: true,
  requestParameters: { bucketName: 'acme-payroll', count: 5, filters: [], tags: [{ key: 'team' }, { key: 'env' }] },
  errorMessage: 'Access Denied for "acme"',
};

const fields: EventFields = {
  id: 'e-1',
  timeEpochSeconds: Date.parse('2026-03-14T02:34:50Z') / 1000,
  event: 'GetObject',
  service: 's3',
  principal: 'ci-deploy',
  arn: 'arn:aws:iam::111122223333:user/ci-deploy',
  account: '111122223333',
  region: 'eu-west-1',
  ip: '198.51.100.23',
  agent: 'aws-cli/2.15.30',
  error: null,
  outcome: 'denied',
  category: 'data',
  access: 'read',
  type: 'IAMUser',
  lane: 'automation',
  session: null,
  key: 'AKIAIOSFODNN7EXAMPLE',
  resources: ['acme-payroll', 'arn:aws:s3:::acme-payroll/a.csv'],
  mfa: null,
  vpce: null,
};

const subject: QuerySubject = {
  fields,
  raw: JSON.stringify(record),
  record,
  source: 'logs/a.json.gz',
  tags: ['exfil', 'to check'],
  findings: [],
};

const options = { agentFamily: (agent: string) => (agent.startsWith('aws-cli') ? 'AWS CLI' : agent) };

function matches(text: string): boolean {
  const result = parseQuery(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return evaluate(result.query, subject, options);
}

test.each([
  '',
  'event:GetObject',
  'event:Get*',
  'event:/object/i',
  'service:s3.amazonaws.com',
  'service:s3',
  'arn:arn:aws:iam::111122223333:user/ci-deploy',
  'account:[111122223332 TO 111122223334]',
  'ip:198.51.100.0/24',
  'ip:198.51.100.*',
  '-ip:10.0.0.0/8',
  'agent:"AWS CLI"',
  'agent:aws-cli/2.15.30',
  '-agent:Boto3',
  '-error:*',
  '-error:AccessDenied',
  'error:(-AccessDenied)',
  'outcome:(denied OR failed)',
  'resource:acme-payroll',
  'resource:(acme-payroll arn*)',
  'time:2026-03-14',
  'time:[2026-03-14T02:00 TO 2026-03-14T03:00]',
  'time:>=2026-03-14T02:34:50Z',
  'time:*T02:*',
  'time:/:50Z$/',
  'time:*',
  'id:e-1',
  'source:logs/*',
  'tag:exfil',
  'tag:"to check"',
  'tag:(exfil "to check")',
  '-finding:*',
  'requestParameters.bucketName:acme-*',
  'requestParameters.count:5',
  'requestParameters.count:5.0',
  'requestParameters.count:>4',
  'requestParameters.tags.key:env',
  'requestParameters.tags.1.key:env',
  'requestParameters:*',
  'readOnly:true',
  '-requestParameters.filters:*',
  '-requestParameters.unknown:*',
  'eventName:GetObject',
  'payroll',
  'PAYROLL -backdoor',
  '"ACME-pay"',
  'acme-*oll',
  '/"count":\\d/',
  String.raw`"denied for \\\"acme"`,
  'event:X OR event:GetObject',
  'event:GetObject AND -(service:ec2 OR region:us-east-1)',
  'NOT NOT payroll',
])('matches %s', (text) => {
  expect(matches(text)).toBe(true);
});

test.each([
  'event:getobject',
  'event:Object',
  'service:*.amazonaws.com',
  'account:111122223334',
  'ip:198.51.100.2',
  'ip:198.51.101.0/24',
  'agent:aws',
  'error:*',
  'error:(A OR -* B)',
  'session:*',
  'resource:acme',
  '-resource:acme-payroll',
  'time:2026-03-15',
  'time:{2026-03-14T02:34:50Z TO *]',
  'id:e-2',
  'finding:*',
  'tag:(exfil -"to check")',
  'requestParameters.bucketname:*',
  'requestParameters.filters:*',
  'requestParameters.tags:team',
  'requestParameters:acme-payroll',
  'unknown.path:*',
  'readOnly:false',
  'acme-payrol1',
  '"acme  payroll"',
  'bucketName*acme',
  '/"COUNT"/',
  '-payroll',
  'payroll event:X',
])('does not match %s', (text) => {
  expect(matches(text)).toBe(false);
});

test('terms the parser refuses throw', () => {
  const broken: Query = {
    kind: 'not',
    item: { kind: 'field', field: 'event', value: { kind: 'value', term: { kind: 'regex', source: '(', flags: '' } } },
    word: false,
  };
  expect(() => evaluate(broken, subject)).toThrow('not a regular expression');
});

describe('logic', () => {
  const vocabulary: QueryVocabulary = {
    fields: {
      event: ['GetObject', 'PutObject'],
      service: ['s3', 's3.amazonaws.com', 'ec2'],
      ip: ['198.51.100.23', '10.1.2.3'],
      agent: ['aws-cli/2.15.30', 'AWS CLI'],
      error: ['AccessDenied'],
      outcome: ['denied', 'success'],
      resource: ['acme-payroll'],
      time: ['2026-03-14T02:34:50Z', '2026-03-14T02:34:51Z'],
      tag: ['exfil'],
      id: ['e-1', 'e-2'],
    },
    words: ['payroll', 'acme-payroll', 'backdoor', 'bucketName'],
    paths: { 'requestParameters.bucketName': ['acme-payroll'], 'requestParameters.count': ['5', '6'] },
  };

  test('follows the truth tables, whatever the terms', () => {
    fc.assert(
      fc.property(queryArbitrary(vocabulary), queryArbitrary(vocabulary), (a, b) => {
        const value = (query: Query) => evaluate(query, subject, options);
        expect(value({ kind: 'and', items: [a, b], explicit: false })).toBe(value(a) && value(b));
        expect(value({ kind: 'or', items: [a, b] })).toBe(value(a) || value(b));
        expect(value({ kind: 'not', item: a, word: true })).toBe(!value(a));
        expect(value({ kind: 'group', item: a })).toBe(value(a));
      }),
      { numRuns: 2000 },
    );
  });

  test('survives printing, also of trees the parser could not have made', () => {
    fc.assert(
      fc.property(queryArbitrary(vocabulary), queryArbitrary(vocabulary), fc.nat(3), (a, b, shape) => {
        const items: Query[] = [a, { kind: 'or', items: [b, a] }];
        const query: Query =
          shape === 0
            ? { kind: 'and', items, explicit: true }
            : shape === 1
              ? { kind: 'not', item: { kind: 'or', items }, word: false }
              : shape === 2
                ? { kind: 'or', items: [{ kind: 'and', items: [], explicit: false }, a] }
                : { kind: 'and', items: [{ kind: 'or', items: [] }, b], explicit: false };
        const again = parseQuery(printQuery(query));
        expect(again.ok && evaluate(again.query, subject, options)).toBe(evaluate(query, subject, options));
      }),
      { numRuns: 2000 },
    );
  });

  test('random queries have every kind of node and term, and are the same for the same seed', () => {
    const seen = new Set<string>();
    const visitValue = (value: ValueExpression): void => {
      seen.add(`value ${value.kind}`);
      if (value.kind === 'value') seen.add(`term ${value.term.kind}` satisfies `term ${ValueTerm['kind']}`);
      else if (value.kind === 'and' || value.kind === 'or') value.items.forEach(visitValue);
      else visitValue(value.item);
    };
    const visit = (query: Query): void => {
      seen.add(query.kind === 'and' && query.explicit ? 'AND' : query.kind);
      if (query.kind === 'field') visitValue(query.value);
      else if (query.kind === 'text') seen.add(`text ${query.term.kind}` satisfies `text ${TextTerm['kind']}`);
      else if (query.kind === 'and' || query.kind === 'or') query.items.forEach(visit);
      else if (query.kind === 'not' || query.kind === 'group') visit(query.item);
    };
    const answers = { true: 0, false: 0 };
    for (let seed = 0; seed < 2000; seed++) {
      const query = randomQuery(seededRandom(seed), vocabulary);
      expect(randomQuery(seededRandom(seed), vocabulary)).toEqual(query);
      visit(query);
      answers[evaluate(query, subject, options) ? 'true' : 'false']++;
    }
    expect([...seen].sort()).toEqual(
      [
        'all',
        'and',
        'AND',
        'or',
        'not',
        'group',
        'field',
        'text',
        'value value',
        'value and',
        'value or',
        'value not',
        'value group',
        ...['exact', 'wildcard', 'present', 'range', 'compare', 'cidr', 'regex'].map((kind) => `term ${kind}`),
        ...['word', 'phrase', 'wildcard', 'regex'].map((kind) => `text ${kind}`),
      ].sort(),
    );
    expect(Math.min(answers.true, answers.false)).toBeGreaterThan(400);
  });
});
