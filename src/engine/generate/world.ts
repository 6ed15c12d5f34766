import { roleId, TokenPool, userId } from './identifiers.ts';
import { Random } from './random.ts';

export const organizationId = 'o-exampleorgid';

/** Regions that are enabled in every account without opting in. */
export const defaultRegions = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'sa-east-1',
] as const;

/** Regions where the invented company works, with their share of the traffic. */
export const workingRegions: readonly (readonly [string, number])[] = [
  ['us-east-1', 0.56],
  ['eu-west-1', 0.24],
  ['us-west-2', 0.12],
  ['eu-central-1', 0.05],
  ['us-east-2', 0.03],
];

export type AccountKind = 'management' | 'build' | 'production' | 'log-archive' | 'security' | 'member';

export interface Role {
  name: string;
  /** With leading and trailing slash, as in a role's ARN. */
  path: string;
  id: string;
  arn: string;
}

export interface User {
  name: string;
  id: string;
  arn: string;
}

export interface Instance {
  id: string;
  privateIp: string;
  publicIp: string;
}

export interface Account {
  id: string;
  name: string;
  kind: AccountKind;
  /** Share of the organization's traffic. */
  weight: number;
  buckets: readonly [string, ...string[]];
  functions: readonly [string, ...string[]];
  secrets: readonly [string, ...string[]];
  tables: readonly [string, ...string[]];
  kmsKeys: readonly [string, ...string[]];
  repositories: readonly [string, ...string[]];
  instances: readonly [Instance, ...Instance[]];
}

export interface World {
  random: Random;
  /** Long-term keys that ordinary traffic does not use from a time on, in seconds since 1970. */
  retiredKeys: Map<string, number>;
  tokens: TokenPool;
  accounts: readonly [Account, ...Account[]];
  management: Account;
  build: Account;
  production: Account;
  logArchive: Account;
  security: Account;
  /** A role by account and name; the same name gives the same role everywhere. */
  role(account: Account, name: string, path?: string): Role;
  user(account: Account, name: string, path?: string): User;
}

const fixedAccounts: readonly [id: string, name: string, kind: AccountKind, weight: number][] = [
  ['777788889999', 'acme-mgmt', 'management', 0.08],
  ['111122223333', 'acme-build', 'build', 0.24],
  ['444455556666', 'acme-prod', 'production', 0.46],
  ['222233334444', 'acme-log-archive', 'log-archive', 0.16],
  ['555566667777', 'acme-security', 'security', 0.06],
];

const memberNames = [
  'data',
  'staging',
  'shared-services',
  'sandbox',
  'analytics',
  'mobile',
  'identity',
  'edge',
  'ml',
  'partner',
];

const bucketStems: Record<AccountKind, readonly string[]> = {
  management: ['acme-billing-reports', 'acme-org-inventory'],
  build: ['acme-build-artifacts', 'acme-terraform-state', 'acme-release-cache'],
  production: [
    'acme-payroll',
    'acme-finance',
    'acme-finance-exports',
    'acme-web-assets',
    'acme-invoices',
    'acme-ml-features-prod',
    'acme-uploads-prod',
  ],
  'log-archive': ['acme-cloudtrail-archive', 'acme-vpc-flow-logs', 'acme-alb-logs', 'acme-config-history'],
  security: ['acme-guardduty-findings', 'acme-athena-results'],
  member: ['app-data', 'app-assets', 'app-exports'],
};

function nonEmpty<T>(items: T[]): [T, ...T[]] {
  const [first, ...rest] = items;
  if (first === undefined) throw new RangeError('an empty list');
  return [first, ...rest];
}

function makeAccount(id: string, name: string, kind: AccountKind, weight: number, random: Random): Account {
  const short = name.replace(/^acme-/, '');
  return {
    id,
    name,
    kind,
    weight,
    buckets: nonEmpty(bucketStems[kind].map((stem) => (kind === 'member' ? `acme-${short}-${stem}` : stem))),
    functions: nonEmpty([
      'invoice-render',
      'webhook-intake',
      'thumbnailer',
      'nightly-report',
      'order-events',
      'session-cleanup',
    ]),
    secrets: nonEmpty(
      ['db/primary', 'stripe/api', 'smtp/relay', 'jwt/signing', 'partner/sftp'].map(
        (stem) => `${short}/${stem}-${random.alphanumeric(6)}`,
      ),
    ),
    tables: nonEmpty([`${short}-orders`, `${short}-sessions`, `${short}-inventory`]),
    kmsKeys: nonEmpty(Array.from({ length: 6 }, () => random.uuid())),
    repositories: nonEmpty(['web-frontend', 'orders-api', 'worker', 'ledger']),
    instances: nonEmpty(
      Array.from({ length: kind === 'production' ? 40 : 12 }, (_, index) => ({
        id: `i-0${random.hex(16)}`,
        privateIp: `10.${id.charCodeAt(0) - 48}${id.charCodeAt(4) - 48}.${random.between(0, 31)}.${random.between(10, 240)}`,
        publicIp: `203.0.113.${100 + (index % 100)}`,
      })),
    ),
  };
}

/** The invented organization: the same seed and number of accounts give the same world. */
export function makeWorld(seed: string, accountCount: number): World {
  const random = new Random(`world/${seed}`);
  const accounts = fixedAccounts.map(([id, name, kind, weight]) =>
    makeAccount(id, name, kind, weight, random.fork(id)),
  );
  const [management, build, production, logArchive, security] = accounts;
  if (!management || !build || !production || !logArchive || !security)
    throw new RangeError('the fixed accounts are five');
  for (let index = 0; accounts.length < accountCount; index++) {
    const name = `acme-${memberNames[index % memberNames.length] ?? 'member'}${index < memberNames.length ? '' : `-${Math.floor(index / memberNames.length) + 1}`}`;
    const id = `66667777${String(1000 + index * 37).padStart(4, '0')}`;
    accounts.push(makeAccount(id, name, 'member', 0.1, random.fork(id)));
  }
  const roles = new Map<string, Role>();
  const users = new Map<string, User>();
  return {
    random,
    retiredKeys: new Map(),
    tokens: new TokenPool(random.fork('tokens')),
    accounts: nonEmpty(accounts),
    management,
    build,
    production,
    logArchive,
    security,
    role(account, name, path = '/') {
      const key = `${account.id}/${name}`;
      let role = roles.get(key);
      if (role === undefined) {
        const id = roleId(account.id, random.fork(`role/${key}`));
        role = { name, path, id, arn: `arn:aws:iam::${account.id}:role${path}${name}` };
        roles.set(key, role);
      }
      return role;
    },
    user(account, name, path = '/') {
      const key = `${account.id}/${name}`;
      let user = users.get(key);
      if (user === undefined) {
        const id = userId(account.id, random.fork(`user/${key}`));
        user = { name, id, arn: `arn:aws:iam::${account.id}:user${path}${name}` };
        users.set(key, user);
      }
      return user;
    },
  };
}
