import { describe, expect, test } from 'vitest';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import { isServiceForwarded } from '../../../src/shared/cloudtrail/session.ts';
import { account, call, identities } from './records.ts';
import type { TestRecord } from './records.ts';

const fieldsOf = (userIdentity: unknown, changes: TestRecord = {}) =>
  normalise(call('GetObject', { userIdentity, ...changes }));

describe('principal', () => {
  test.each<[string, unknown, string | null]>([
    ['IAM user', identities.user, 'alice'],
    ['IAM user in the console', identities.consoleUser, 'alice'],
    ['IAM user without a name', { ...identities.user, userName: undefined }, 'alice'],
    ['root', identities.root, 'root'],
    ['root of an account with an alias', { ...identities.root, userName: 'acme-prod' }, 'acme-prod'],
    ['role session', identities.role, 'web/i-0abc'],
    ['role session without an issuer', { ...identities.role, sessionContext: null }, 'web/i-0abc'],
    ['role session without a principal id', { ...identities.role, principalId: null }, 'web/i-0abc'],
    [
      'pseudo role of EC2',
      {
        type: 'AssumedRole',
        principalId: `${account}:aws:ec2-infrastructure`,
        sessionContext: { sessionIssuer: { userName: 'aws:ec2-infrastructure' } },
      },
      'aws:ec2-infrastructure/aws:ec2-infrastructure',
    ],
    [
      'role itself',
      { type: 'Role', principalId: 'AROAX', sessionContext: { sessionIssuer: { userName: 'web' } } },
      'web',
    ],
    ['federated user', identities.federated, 'bob'],
    ['other account', identities.otherAccount, 'AIDAEXAMPLEEXAMPLEYY@777788889999'],
    ['other account without an id', { type: 'AWSAccount', accountId: '777788889999' }, '777788889999'],
    ['service', identities.service, 'ec2.amazonaws.com'],
    ['service event without a type', identities.typeless, 'secretsmanager.amazonaws.com'],
    ['Identity Center user', identities.identityCenter, '544894e8-80c1-707f-60e3-3ba6510dfac1'],
    [
      'SAML user',
      { type: 'SAMLUser', principalId: 'q:carol@acme.test', userName: 'carol@acme.test', identityProvider: 'q' },
      'carol@acme.test',
    ],
    [
      'web identity user',
      {
        type: 'WebIdentityUser',
        principalId: 'arn:…:sts.amazonaws.com:repo:acme/app:ref:refs/heads/main',
        userName: 'repo:acme/app:ref:refs/heads/main',
      },
      'repo:acme/app:ref:refs/heads/main',
    ],
    [
      'Unknown with a role session',
      { type: 'Unknown', arn: `arn:aws:sts::${account}:assumed-role/web/s1`, principalId: 'AROAX:s1' },
      'web/s1',
    ],
    ['Unknown with nothing', { type: 'Unknown' }, 'unknown'],
    ['directory user', { type: 'Directory', userName: 'dora@acme.test' }, 'dora@acme.test'],
    ['masked name', identities.hidden, 'unknown'],
    ['masked name with a principal id', { ...identities.hidden, principalId: 'AIDAX' }, 'AIDAX'],
    ['null identity', null, null],
    ['empty identity', {}, null],
  ])('%s', (_name, identity, expected) => {
    expect(fieldsOf(identity).principal).toBe(expected);
  });

  test('takes the name of an Identity Center user from a sign-in event', () => {
    expect(fieldsOf(identities.identityCenter, { additionalEventData: { UserName: 'carol' } }).principal).toBe('carol');
  });
});

describe('account', () => {
  test.each<[string, TestRecord, string | null]>([
    ['recipient first', call('X', { recipientAccountId: '999999999999' }), '999999999999'],
    ['then the identity', call('X', { recipientAccountId: null }), account],
    [
      'then the issuer of the session',
      {
        ...call('X', { recipientAccountId: null }),
        userIdentity: { sessionContext: { sessionIssuer: { accountId: '444455556666' } } },
      },
      '444455556666',
    ],
    ['a number with lost zeros', call('X', { recipientAccountId: 1234567890 }), '001234567890'],
    ['nothing', { eventName: 'X' }, null],
  ])('%s', (_name, record, expected) => {
    expect(normalise(record).account).toBe(expected);
  });
});

describe('session', () => {
  test.each<[string, unknown, string | null]>([
    ['long-term key', identities.user, 'AKIAEXAMPLEEXAMPLEAA'],
    ['console user', identities.consoleUser, 'AIDAEXAMPLEEXAMPLEAA@2026-03-14T02:11:50Z'],
    ['role session', identities.role, 'AROAEXAMPLEEXAMPLEAA:i-0abc@2026-03-14T02:00:00Z'],
    [
      'basic form of the date is the same session',
      { ...identities.role, sessionContext: { attributes: { creationDate: '20260314T020000Z' } } },
      'AROAEXAMPLEEXAMPLEAA:i-0abc@2026-03-14T02:00:00Z',
    ],
    ['temporary key without a date', { ...identities.role, sessionContext: {} }, 'ASIAEXAMPLEEXAMPLEBB'],
    ['Identity Center', identities.identityCenter, identities.identityCenter.credentialId],
    ['service', identities.service, null],
    ['typeless', identities.typeless, null],
    ['other account', identities.otherAccount, null],
    ['sign-in with an empty key', identities.hidden, null],
  ])('%s', (_name, identity, expected) => {
    expect(fieldsOf(identity).session).toBe(expected);
  });

  test('many console keys of one sign-in are one session', () => {
    const second = { ...identities.consoleUser, accessKeyId: 'ASIAEXAMPLEEXAMPLEZZ' };
    expect(fieldsOf(second).session).toBe(fieldsOf(identities.consoleUser).session);
  });

  test('knows calls a service made with forwarded credentials', () => {
    expect(isServiceForwarded({ ...identities.consoleUser, invokedBy: 'secretsmanager.amazonaws.com' })).toBe(true);
    expect(isServiceForwarded(identities.consoleUser)).toBe(false);
    expect(isServiceForwarded(identities.service)).toBe(false);
    expect(isServiceForwarded(identities.typeless)).toBe(false);
  });
});

describe('mfa', () => {
  test.each<[string, TestRecord, string | null]>([
    ['session text', call('X', { userIdentity: identities.consoleUser }), 'true'],
    [
      'session boolean of version 1.0',
      call('X', { userIdentity: { type: 'IAMUser', sessionContext: { attributes: { mfaAuthenticated: false } } } }),
      'false',
    ],
    ['sign-in yes', call('ConsoleLogin', { additionalEventData: { MFAUsed: 'Yes' } }), 'true'],
    ['sign-in no', call('ConsoleLogin', { additionalEventData: { MFAUsed: 'No' } }), 'false'],
    ['nothing', call('X'), null],
  ])('%s', (_name, record, expected) => {
    expect(normalise(record).mfa).toBe(expected);
  });
});

describe('lane', () => {
  const sso = {
    ...identities.role,
    sessionContext: {
      sessionIssuer: { userName: 'AWSReservedSSO_Admin_0123456789abcdef' },
      attributes: { creationDate: '2026-03-14T02:00:00Z' },
    },
  };
  test.each<[string, TestRecord, string]>([
    ['key at a terminal', call('X'), 'automation'],
    ['role of a machine', call('X', { userIdentity: identities.role }), 'automation'],
    ['MFA', call('X', { userIdentity: identities.consoleUser }), 'human'],
    ['service', call('X', { userIdentity: identities.service }), 'service'],
    [
      'typeless service event',
      call('X', { userIdentity: identities.typeless, eventType: 'AwsServiceEvent' }),
      'service',
    ],
    [
      'forwarded credentials',
      call('X', { userIdentity: { ...identities.role, invokedBy: 'cloudformation.amazonaws.com' } }),
      'service',
    ],
    [
      'address of a service',
      call('X', { userIdentity: identities.role, sourceIPAddress: 'config.amazonaws.com' }),
      'service',
    ],
    ['sign-in', call('ConsoleLogin', { eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn' }), 'human'],
    ['sign-in of 2015', call('ConsoleLogin', { eventType: 'AwsConsoleSignin' }), 'human'],
    ['console session', call('X', { userIdentity: identities.role, sessionCredentialFromConsole: 'true' }), 'human'],
    [
      'console click through AWS Internal',
      call('X', {
        userIdentity: { ...identities.role, invokedBy: 'AWS Internal' },
        sessionCredentialFromConsole: 'true',
      }),
      'human',
    ],
    ['Identity Center role', call('X', { userIdentity: sso }), 'human'],
    ['Identity Center user', call('X', { userIdentity: identities.identityCenter }), 'human'],
    ['browser', call('X', { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' }), 'human'],
    ['CloudShell', call('X', { userAgent: 'aws-cli/2.15 md/prompt exec-env/CloudShell' }), 'human'],
  ])('%s', (_name, record, expected) => {
    expect(normalise(record).lane).toBe(expected);
  });
});
