import type { EventFields } from '../../../src/shared/cloudtrail/event.ts';
import type { Query, TextTerm, ValueExpression, ValueTerm } from '../../../src/shared/query/ast.ts';
import type { MemoryEvent } from '../../support/memory-index.ts';

export type Random = () => number;

/** Numbers in [0, 1) that repeat for a seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000;
  };
}

export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined && items.length === 0) throw new RangeError('nothing to pick from');
  return item as T;
}

const startEpochSeconds = 1_773_453_600;

export const vocabulary = {
  event: ['GetObject', 'PutObject', 'AssumeRole', 'ConsoleLogin', 'CreateUser', 'DescribeRegions'],
  service: ['s3', 'sts', 'iam', 'ec2', 'signin'],
  principal: ['ci-deploy', 'alice', 'OrgAdmin/deploy-7f3a', 'bob@example.com', 'Ünïcode'],
  arn: ['arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::111122223333:user/ci-deploy'],
  account: ['111122223333', '444455556666'],
  region: ['us-east-1', 'eu-west-1', 'eu-central-1'],
  ip: ['198.51.100.23', '198.51.100.230', '203.0.113.7', '2001:db8::1', 's3.amazonaws.com', '255.090.254.5'],
  agent: ['aws-cli/2.15.0 Python/3.11', 'Boto3/1.34.0', 'console.amazonaws.com', 'Terraform/1.7', 'Boto3/1.30.1'],
  error: ['AccessDenied', 'ThrottlingException', 'NoSuchBucket'],
  type: ['IAMUser', 'AssumedRole', 'Root', 'AWSService'],
  session: ['AROAEXAMPLE:alice@2026-03-14T02:11:50Z', 'AKIAEXAMPLE1', 'AKIAEXAMPLE2'],
  key: ['AKIAEXAMPLE1', 'AKIAEXAMPLE2', 'ASIAEXAMPLE3'],
  vpce: ['vpce-0123456789abcdef0'],
  resource: ['arn:aws:s3:::acme-payroll/2026/march.csv', 'acme-payroll', 'acme-web', 'MyBackdoorUser1', 'i-0abc'],
  source: ['logs/a.json.gz', 'logs/b.json.gz', 'pull:ci/us-east-1'],
  tag: ['suspicious', 'benign', 'To Do'],
  finding: ['Root used', 'Trail stopped'],
} as const;

/** Values that stand in the parameters of records, hostile ones among them. */
export const parameterValues: readonly unknown[] = [
  'acme-payroll',
  'my-acme-payroll-2',
  'MyBackdoorUser1',
  'backdoor',
  'a/b/acme-web',
  'line\nbreak-after',
  'tab\tstop<script>alert("x")</script>&amp;',
  'Kelvin \u212Aelvin İstanbul ſharp ünïcode-naïve',
  '日本語-テスト bucket',
  '\u{1F600}smile-acme',
  'quote"inside\\back',
  '198.51.100.230',
  'x'.repeat(300) + '-tail',
  'longword' + 'a'.repeat(140) + ' end',
  'name1234567890',
  'arn:aws:iam::111122223333:role/OrgAdmin',
  '',
  null,
  {},
  [],
  12,
  1000,
  1.5,
  -3,
  1e21,
  true,
  false,
];

export const paths = [
  'requestParameters.bucketName',
  'requestParameters.x-amz-acl',
  'requestParameters.items.name',
  'requestParameters.items.0.name',
  'requestParameters.with.dot',
  'responseElements.user.userName',
  'additionalEventData.bytes',
  'eventName',
  'nosuch.path.atall',
] as const;

/** JSON of a value, spelled in one of the ways that writers have. */
function spell(value: unknown, random: Random): string {
  const json = random() < 0.2 ? JSON.stringify(value, null, 1) : JSON.stringify(value);
  const style = random();
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  if (style < 0.6) return json;
  if (style < 0.7) return json.replaceAll('/', '\\/');
  if (style < 0.8) return json.replaceAll(/[<>&']/g, escape);
  if (style < 0.9) return json.replaceAll(/[\u0080-\uffff]/g, escape);
  // Letters as escapes: nobody writes that, unless to hide from a search.
  return json.replaceAll(/(?<=[a-z-])[a-z](?=[a-z])/gi, (letter) => (random() < 0.3 ? escape(letter) : letter));
}

function maybe<T>(random: Random, items: readonly T[], absent: number): T | null {
  return random() < absent ? null : pick(random, items);
}

function some<T>(random: Random, items: readonly T[]): T[] {
  return items.filter(() => random() < 0.2);
}

/** Random events, some of them in the same second, with raw records that hold their values and hostile text. */
export function randomEvents(random: Random, count: number): MemoryEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const fields: EventFields = {
      id: `${i.toString(16).padStart(8, '0')}-0000-4000-8000-${Math.floor(random() * 2 ** 40)
        .toString(16)
        .padStart(12, '0')}`,
      timeEpochSeconds: startEpochSeconds + Math.floor(random() ** 2 * 7200),
      event: maybe(random, vocabulary.event, 0.05),
      service: maybe(random, vocabulary.service, 0.05),
      principal: maybe(random, vocabulary.principal, 0.2),
      arn: maybe(random, vocabulary.arn, 0.4),
      account: maybe(random, vocabulary.account, 0.1),
      region: maybe(random, vocabulary.region, 0.1),
      ip: maybe(random, vocabulary.ip, 0.1),
      agent: maybe(random, vocabulary.agent, 0.1),
      error: maybe(random, vocabulary.error, 0.7),
      outcome: pick(random, ['success', 'denied', 'failed']),
      category: pick(random, ['management', 'data']),
      access: maybe(random, ['read', 'write'], 0.2),
      type: maybe(random, vocabulary.type, 0.1),
      lane: pick(random, ['human', 'automation', 'service']),
      session: maybe(random, vocabulary.session, 0.3),
      key: maybe(random, vocabulary.key, 0.3),
      resources: some(random, vocabulary.resource),
      mfa: maybe(random, ['true', 'false'], 0.6),
      vpce: maybe(random, vocabulary.vpce, 0.9),
    };
    const record = {
      eventVersion: '1.08',
      eventID: fields.id,
      eventName: fields.event,
      userIdentity: { principal: fields.principal, arn: fields.arn, accountId: fields.account },
      sourceIPAddress: fields.ip,
      userAgent: fields.agent,
      requestParameters: {
        bucketName: pick(random, parameterValues),
        'x-amz-acl': pick(random, parameterValues),
        items: Array.from({ length: Math.floor(random() * 3) }, () => ({ name: pick(random, parameterValues) })),
        'with.dot': pick(random, parameterValues),
      },
      responseElements: random() < 0.5 ? null : { user: { userName: pick(random, parameterValues) } },
      additionalEventData: { bytes: pick(random, [12, 1000, 1.5, 'twelve', true, null]) },
    };
    return {
      fields,
      raw: random() < 0.01 ? `{"broken": ${spell(record, random)}` : spell(record, random),
      source: maybe(random, vocabulary.source, 0.05),
      tags: some(random, vocabulary.tag),
      findings: some(random, vocabulary.finding),
    };
  });
}

/** A stretch of the raw text of an event, in changed case now and then. */
function stretch(random: Random, events: readonly MemoryEvent[]): string {
  if (events.length === 0) return 'nothing';
  const { raw } = pick(random, events);
  const start = Math.floor(random() * raw.length);
  const text = raw.slice(start, start + 1 + Math.floor(random() ** 2 * 24));
  return random() < 0.3 ? text.toUpperCase() : text;
}

const telling = [
  ['backdoor', 'BACKDOOR', 'acme-payroll', 'payroll', '198.51.100.23', 'user', 'nowhere', 'x', 'kelvin', '\u212A'],
  [
    'ünï',
    'ünïcode-naïve',
    'smile-acme',
    'テスト',
    'longword',
    'name1234567890',
    'tail',
    'line',
    'break-after',
    'script',
    'İ',
  ],
].flat();

export function randomTextTerm(random: Random, events: readonly MemoryEvent[]): TextTerm {
  const text = random() < 0.5 ? pick(random, telling) : stretch(random, events);
  const style = random();
  if (style < 0.5) return { kind: 'word', text };
  if (style < 0.7) return { kind: 'phrase', text };
  if (style < 0.9) {
    const cut = Math.floor(random() * text.length);
    const escaped = (part: string): string => part.replaceAll(/[*?\\]/g, '\\$&');
    const middle = pick(random, ['*', '?', '**', '*?']);
    return { kind: 'wildcard', pattern: `${escaped(text.slice(0, cut))}${middle}${escaped(text.slice(cut + 1))}` };
  }
  return {
    kind: 'regex',
    source: pick(random, ['acme-\\w+', 'Back[dD]oor', '"ERROR"', '^\\{', '\u212A']),
    flags: pick(random, ['', 'i', 'iu']),
  };
}

function randomValueTerm(random: Random, values: readonly string[]): ValueTerm {
  const value = pick(random, values);
  switch (Math.floor(random() * 8)) {
    case 0:
      return { kind: 'present' };
    case 1:
      return {
        kind: 'wildcard',
        pattern: `${value.slice(0, Math.floor(random() * value.length)).replaceAll(/[*?\\]/g, '\\$&')}*`,
      };
    case 2:
      return {
        kind: 'wildcard',
        pattern: `*${value.slice(Math.floor(random() * value.length)).replaceAll(/[*?\\]/g, '\\$&')}`,
      };
    case 3:
      return {
        kind: 'regex',
        source: value.slice(0, 3).replaceAll(/[^A-Za-z0-9]/g, '.'),
        flags: pick(random, ['', 'i']),
      };
    case 4:
      return {
        kind: 'range',
        low: maybe(random, values, 0.2),
        high: maybe(random, values, 0.2),
        includesLow: random() < 0.5,
        includesHigh: true,
      };
    case 5:
      return { kind: 'compare', operator: pick(random, ['>', '>=', '<', '<=']), text: value };
    default:
      return { kind: 'exact', text: random() < 0.05 ? 'never-seen' : value, quoted: random() < 0.5 };
  }
}

function randomTimeTerm(random: Random): ValueTerm {
  const at = (): string =>
    new Date((startEpochSeconds + Math.floor(random() * 9000 - 900)) * 1000).toISOString().slice(0, 19);
  switch (Math.floor(random() * 5)) {
    case 0:
      return { kind: 'exact', text: at().slice(0, pick(random, [10, 13, 16])), quoted: false };
    case 1:
      return { kind: 'compare', operator: pick(random, ['>', '>=', '<', '<=']), text: at() };
    case 2:
      return { kind: 'wildcard', pattern: `*${at().slice(14, 16)}:??Z` };
    default:
      return {
        kind: 'range',
        low: maybe(random, [at()], 0.2),
        high: maybe(random, [at()], 0.2),
        includesLow: true,
        includesHigh: random() < 0.5,
      };
  }
}

function leaf(random: Random, field: string, events: readonly MemoryEvent[]): ValueTerm {
  if (field === 'time') return randomTimeTerm(random);
  if (field === 'ip' && random() < 0.3)
    return { kind: 'cidr', text: pick(random, ['198.51.100.0/24', '2001:db8::/32', '0.0.0.0/0']) };
  if (field === 'id')
    return randomValueTerm(random, events.length === 0 ? ['none'] : [pick(random, events).fields.id ?? '']);
  if (field === 'agent' && random() < 0.4) return randomValueTerm(random, ['Boto3', 'AWS CLI', 'Terraform', 'Console']);
  if (field === 'service' && random() < 0.2) return { kind: 'exact', text: 's3.amazonaws.com', quoted: false };
  const known: readonly string[] | undefined = Object.hasOwn(vocabulary, field)
    ? vocabulary[field as keyof typeof vocabulary]
    : undefined;
  const fixed: Record<string, readonly string[]> = {
    outcome: ['success', 'denied', 'failed'],
    category: ['management', 'data'],
    access: ['read', 'write'],
    lane: ['human', 'automation', 'service'],
    mfa: ['true', 'false'],
  };
  const texts = parameterValues.filter((value) => value !== null && typeof value !== 'object').map(String);
  return randomValueTerm(
    random,
    known ?? fixed[field] ?? [...texts, '1e3', '1000.0', 'acme', 'payroll', 'break-after', 'alert'],
  );
}

const fields = [...Object.keys(vocabulary), 'outcome', 'category', 'access', 'lane', 'mfa', 'time', 'time', 'id'];

function expression(random: Random, make: () => ValueTerm, depth: number): ValueExpression {
  const style = random();
  if (depth === 0 || style < 0.7) return { kind: 'value', term: make() };
  if (style < 0.8) return { kind: 'not', item: expression(random, make, depth - 1), word: false };
  const items = [expression(random, make, depth - 1), expression(random, make, depth - 1)];
  return { kind: 'group', item: style < 0.93 ? { kind: 'or', items } : { kind: 'and', items, explicit: false } };
}

/** A random query over a corpus; `late` is the share of leaves that need the bytes of records. */
export function randomSearch(random: Random, events: readonly MemoryEvent[], late: number, depth = 3): Query {
  const style = random();
  const next = (): Query => randomSearch(random, events, late, depth - 1);
  if (depth > 0 && style < 0.35) {
    const items = Array.from({ length: 2 + Math.floor(random() * 3) }, next);
    return { kind: 'and', items, explicit: random() < 0.5 };
  }
  if (depth > 0 && style < 0.5) return { kind: 'or', items: [next(), next()] };
  if (depth > 0 && style < 0.62) return { kind: 'not', item: next(), word: random() < 0.5 };
  if (depth > 0 && style < 0.7) return { kind: 'group', item: next() };
  if (style > 0.99) return { kind: 'all' };
  if (random() < late) {
    if (random() < 0.6) return { kind: 'text', term: randomTextTerm(random, events) };
    const path = pick(random, paths);
    return { kind: 'field', field: path, value: expression(random, () => leaf(random, path, events), 2) };
  }
  const field = pick(random, fields);
  return { kind: 'field', field, value: expression(random, () => leaf(random, field, events), 2) };
}
