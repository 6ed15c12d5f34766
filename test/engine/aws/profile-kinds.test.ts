import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { checkProfile, type ProfileCheck } from '../../../src/engine/aws/check-profile.ts';
import { openAwsSession, type SessionOptions } from '../../../src/engine/aws/session.ts';
import { signIn, type SignInCode } from '../../../src/engine/aws/sign-in.ts';
import { awsHome, loopbackAws, type AwsHome } from '../../support/aws/home.ts';
import type { LoopbackAws } from '../../support/aws/loopback-aws.ts';
import type { IssuedCredentials } from '../../support/aws/types.ts';

const account = '111122223333';
const target = '444455556666';
const targetRole = `arn:aws:iam::${target}:role/Responder`;
const startUrl = 'https://corp.awsapps.com/start';

let home: AwsHome;
let aws: LoopbackAws;
let user: IssuedCredentials;

beforeEach(async () => {
  home = awsHome();
  aws = await loopbackAws();
  user = aws.state.user(account, 'analyst');
  aws.state.account(target, 'acme-production');
});

/** The check, without what may not be in it: any secret the loopback AWS ever issued. */
async function check(profile: string, options: SessionOptions = {}): Promise<ProfileCheck> {
  const result = await checkProfile(profile, options);
  const text = JSON.stringify(result);
  const secrets = [...aws.state.credentials.values()].flatMap((keys) =>
    [keys.secretAccessKey, keys.sessionToken ?? []].flat(),
  );
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  return result;
}

function keysIn(name: string, keys: IssuedCredentials): string {
  const token = keys.sessionToken === null ? '' : `aws_session_token = ${keys.sessionToken}\n`;
  return `[${name}]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n${token}`;
}

function configOf(name: string, ...lines: string[]): string {
  return [`[profile ${name}]`, 'region = eu-west-1', `endpoint_url = ${aws.url}`, ...lines, ''].join('\n');
}

function cachePath(key: string): string {
  return path.join(home.folder, '.aws', 'sso', 'cache', `${createHash('sha1').update(key).digest('hex')}.json`);
}

function cacheToken(key: string, token: Record<string, unknown>): void {
  mkdirSync(path.dirname(cachePath(key)), { recursive: true });
  writeFileSync(cachePath(key), JSON.stringify(token));
}

function allowSignIn(refreshToken: string | null = 'refresh-token'): void {
  aws.state.signIns.set(startUrl, {
    startUrl,
    decision: 'approved',
    accessToken: 'access-token',
    refreshToken,
    expiresInSeconds: 28_800,
    roles: new Set([`${target}/Responder`]),
  });
}

const sessionLines = ['sso_session = corp', `sso_account_id = ${target}`, 'sso_role_name = Responder'];
const ssoSession = `[sso-session corp]\nsso_region = eu-central-1\nsso_start_url = ${startUrl}\nsso_registration_scopes = sso:account:access\n`;
const inMilliseconds = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('keys', () => {
  test('long-term keys of the credentials file', async () => {
    home.config(configOf('keys'));
    home.credentials(keysIn('keys', user));
    expect(await check('keys')).toEqual({
      profile: 'keys',
      state: 'ready',
      account,
      alias: null,
      arn: `arn:aws:iam::${account}:user/analyst`,
      expiresEpochMilliseconds: null,
      reason: null,
      hint: null,
      remedy: null,
    });
  });

  test('temporary keys, and the same after they ended and were replaced in the file', async () => {
    const first = aws.state.session(account, `arn:aws:sts::${account}:assumed-role/Analyst/me`);
    home.config(configOf('keys'));
    home.credentials(keysIn('keys', first));
    const session = await openAwsSession('keys');
    onTestFinished(() => session.close());
    expect((await session.credentials()).accessKeyId).toBe(first.accessKeyId);
    aws.state.expire(first.accessKeyId);
    expect(await check('keys')).toMatchObject({ state: 'expired', remedy: 'renew' });
    const second = aws.state.session(account, `arn:aws:sts::${account}:assumed-role/Analyst/me`);
    home.credentials(keysIn('keys', second));
    expect((await session.credentials()).accessKeyId).toBe(first.accessKeyId);
    session.forgetCredentials(first.accessKeyId);
    const renewed = await session.credentials();
    expect(renewed.accessKeyId).toBe(second.accessKeyId);
    // A second request that was refused with the old key must not undo that.
    session.forgetCredentials(first.accessKeyId);
    expect(await session.credentials()).toBe(renewed);
    expect(await check('keys')).toMatchObject({ state: 'ready' });
  });

  test('keys AWS does not know, and files of other names', async () => {
    const elsewhere = path.join(home.folder, 'my keys');
    writeFileSync(
      elsewhere,
      `[other]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wrong\nendpoint_url = ${aws.url}\n`,
    );
    home.set('AWS_SHARED_CREDENTIALS_FILE', elsewhere);
    expect(await check('other')).toMatchObject({
      state: 'invalid',
      reason: expect.stringContaining('InvalidClientTokenId') as unknown,
    });
    const config = path.join(home.folder, 'my config');
    writeFileSync(
      config,
      configOf('other', `aws_access_key_id = ${user.accessKeyId}`, `aws_secret_access_key = ${user.secretAccessKey}`),
    );
    home.set('AWS_CONFIG_FILE', config);
    writeFileSync(elsewhere, '');
    expect(await check('other')).toMatchObject({ state: 'ready', account });
  });
});

describe('roles', () => {
  test('a chain of two roles with an external id and an alias to show', async () => {
    const hop = `arn:aws:iam::${account}:role/Hop`;
    aws.state.roles.set(hop, { arn: hop, trusts: [user.arn] });
    aws.state.roles.set(targetRole, {
      arn: targetRole,
      trusts: [`arn:aws:sts::${account}:assumed-role/Hop/first`],
      externalId: 'acme',
    });
    home.config(
      configOf('base', `aws_access_key_id = ${user.accessKeyId}`, `aws_secret_access_key = ${user.secretAccessKey}`) +
        configOf('hop', `role_arn = ${hop}`, 'source_profile = base', 'role_session_name = first') +
        configOf(
          'deep',
          `role_arn = ${targetRole}`,
          'source_profile = hop',
          'external_id = acme',
          'role_session_name = me',
          'duration_seconds = 1800',
        ),
    );
    const before = Date.now();
    const result = await check('deep');
    expect(result).toMatchObject({
      state: 'ready',
      account: target,
      alias: 'acme-production',
      arn: `arn:aws:sts::${target}:assumed-role/Responder/me`,
    });
    expect(Math.abs(result.expiresEpochMilliseconds! - before - 1_800_000)).toBeLessThan(60_000);
    expect(aws.state.requestsOf('AssumeRole').map(({ region }) => region)).toEqual(['eu-west-1', 'eu-west-1']);
  });

  test('a role that may not be taken says so, with the name of the caller', async () => {
    aws.state.roles.set(targetRole, { arn: targetRole, trusts: [] });
    home.config(
      configOf(
        'role',
        `role_arn = ${targetRole}`,
        'source_profile = role',
        `aws_access_key_id = ${user.accessKeyId}`,
        `aws_secret_access_key = ${user.secretAccessKey}`,
      ),
    );
    const result = await check('role');
    expect(result).toMatchObject({ state: 'denied', remedy: 'ask-access' });
    expect(result.reason).toContain(`${user.arn} is not authorized to perform: sts:AssumeRole`);
  });

  test.each([
    [
      'Environment',
      () => {
        home.set('AWS_ACCESS_KEY_ID', user.accessKeyId);
        home.set('AWS_SECRET_ACCESS_KEY', user.secretAccessKey);
      },
    ],
    [
      'EcsContainer',
      () => {
        aws.state.containerCredentials = aws.state.session(account, user.arn);
        home.set('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${aws.url}/container-credentials`);
      },
    ],
    [
      'Ec2InstanceMetadata',
      () => {
        aws.state.instanceCredentials = aws.state.session(account, user.arn);
        home.set('AWS_EC2_METADATA_DISABLED', 'false');
        home.set('AWS_EC2_METADATA_SERVICE_ENDPOINT', aws.url);
      },
    ],
  ])('credential_source = %s', async (source, prepare) => {
    aws.state.roles.set(targetRole, { arn: targetRole, trusts: [user.arn] });
    prepare();
    home.config(
      configOf('role', `role_arn = ${targetRole}`, `credential_source = ${source}`, 'role_session_name = me'),
    );
    expect(await check('role')).toMatchObject({
      state: 'ready',
      account: target,
      arn: `arn:aws:sts::${target}:assumed-role/Responder/me`,
    });
  });

  describe('with MFA', () => {
    const serial = `arn:aws:iam::${account}:mfa/analyst`;

    beforeEach(() => {
      aws.state.roles.set(targetRole, { arn: targetRole, mfa: { serial, code: '123456' } });
      home.config(configOf('mfa', `role_arn = ${targetRole}`, 'source_profile = keys', `mfa_serial = ${serial}`));
      home.credentials(keysIn('keys', user));
    });

    test('asks once for any number of requests', async () => {
      const asked: unknown[] = [];
      const session = await openAwsSession('mfa', {
        askMfaCode: async (device) => {
          asked.push(device);
          return '123456';
        },
      });
      onTestFinished(() => session.close());
      const [one, two] = await Promise.all([session.credentials(), session.credentials()]);
      expect(one.accessKeyId).toBe(two.accessKeyId);
      expect((await session.credentials()).accessKeyId).toBe(one.accessKeyId);
      expect(asked).toEqual([{ serial, profile: 'mfa', roleArn: targetRole }]);
    });

    test('asks again once the credentials end', async () => {
      let nowEpochMilliseconds = Date.now();
      const codes = ['123456', '654321'];
      const session = await openAwsSession('mfa', {
        askMfaCode: async () => codes.shift()!,
        nowEpochMilliseconds: () => nowEpochMilliseconds,
      });
      onTestFinished(() => session.close());
      const first = await session.credentials();
      nowEpochMilliseconds += 56 * 60_000;
      aws.state.roles.get(targetRole)!.mfa!.code = '654321';
      expect((await session.credentials()).accessKeyId).not.toBe(first.accessKeyId);
    });

    test('without a code, with a wrong one, and where the user gives none', async () => {
      expect(await check('mfa')).toMatchObject({
        state: 'needs-mfa',
        remedy: 'enter-mfa-code',
        reason: expect.stringContaining(serial) as unknown,
      });
      expect(aws.state.requests).toEqual([]);
      expect(await check('mfa', { askMfaCode: async () => '000000' })).toMatchObject({
        state: 'needs-mfa',
        reason: expect.stringContaining('invalid MFA one time pass code') as unknown,
      });
      expect(await check('mfa', { askMfaCode: async () => 'none' })).toMatchObject({
        state: 'needs-mfa',
        reason: 'An MFA code has six digits.',
      });
    });
  });
});

describe('Identity Center', () => {
  test('a token of the AWS CLI is used, through the sign-in region and with the region of the profile', async () => {
    allowSignIn();
    home.config(configOf('sso', ...sessionLines) + ssoSession);
    cacheToken('corp', { startUrl, region: 'eu-central-1', accessToken: 'access-token', expiresAt: inMilliseconds(2) });
    expect(await check('sso')).toMatchObject({ state: 'ready', account: target, alias: 'acme-production' });
    expect(aws.state.requestsOf('GetCallerIdentity')[0]?.region).toBe('eu-west-1');
    expect(aws.state.requestsOf('GetRoleCredentials')).toHaveLength(1);
  });

  test('the older form without a session', async () => {
    allowSignIn(null);
    home.config(
      configOf(
        'legacy',
        `sso_start_url = ${startUrl}`,
        'sso_region = eu-central-1',
        `sso_account_id = ${target}`,
        'sso_role_name = Responder',
      ),
    );
    expect(await check('legacy')).toMatchObject({
      state: 'needs-sign-in',
      remedy: 'sign-in',
      hint: expect.stringContaining('aws sso login --profile legacy') as unknown,
    });
    cacheToken(startUrl, {
      startUrl,
      region: 'eu-central-1',
      accessToken: 'access-token',
      expiresAt: inMilliseconds(2),
    });
    expect(await check('legacy')).toMatchObject({ state: 'ready', account: target });
  });

  test('a token about to end is renewed with its refresh token', async () => {
    allowSignIn();
    home.config(
      configOf('sso', ...sessionLines.map((line) => line.replace('corp', 'renewed'))) +
        ssoSession.replace('corp]', 'renewed]'),
    );
    cacheToken('renewed', {
      startUrl,
      region: 'eu-central-1',
      accessToken: 'old',
      expiresAt: inMilliseconds(0.01),
      clientId: 'loopback-client',
      clientSecret: 'loopback-client-secret',
      registrationExpiresAt: inMilliseconds(100),
      refreshToken: 'refresh-token',
    });
    expect(await check('sso')).toMatchObject({ state: 'ready', account: target });
    expect(aws.state.requestsOf('CreateToken')).toHaveLength(1);
    expect(JSON.parse(readFileSync(cachePath('renewed'), 'utf8'))).toMatchObject({ accessToken: 'access-token+' });
  });

  test('a role that was not given', async () => {
    allowSignIn();
    home.config(configOf('sso', ...sessionLines.slice(0, 2), 'sso_role_name = Other') + ssoSession);
    cacheToken('corp', { startUrl, region: 'eu-central-1', accessToken: 'access-token', expiresAt: inMilliseconds(2) });
    expect(await check('sso')).toMatchObject({ state: 'denied', remedy: 'ask-access' });
  });

  test('signs in by the device flow, at the pace it is told, and leaves the token where the AWS CLI finds it', async () => {
    allowSignIn();
    aws.state.signIns.get(startUrl)!.decision = 'pending';
    aws.state.faults.push({
      when: ({ operation }) => operation === 'CreateToken' && aws.state.requestsOf('CreateToken').length === 2,
      times: 1,
      act: { kind: 'error', code: 'SlowDownException' },
    });
    home.config(
      configOf('sso', `role_arn = ${targetRole}`, 'source_profile = corp') +
        configOf('corp', ...sessionLines) +
        ssoSession,
    );
    aws.state.roles.set(targetRole, { arn: targetRole });
    expect(await check('sso')).toMatchObject({ state: 'needs-sign-in', remedy: 'sign-in' });
    const session = await openAwsSession('sso');
    onTestFinished(() => session.close());
    const waits: number[] = [];
    const codes: SignInCode[] = [];
    const ends = await signIn(session, {
      signal: new AbortController().signal,
      onCode: (code) => codes.push(code),
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        if (waits.length === 4) aws.state.signIns.get(startUrl)!.decision = 'approved';
      },
    });
    expect(codes).toMatchObject([{ address: `${startUrl}/device?user_code=QWER-TYUI`, userCode: 'QWER-TYUI' }]);
    expect(waits).toEqual([1000, 1000, 6000, 6000]);
    expect(JSON.parse(readFileSync(cachePath('corp'), 'utf8'))).toEqual({
      startUrl,
      region: 'eu-central-1',
      accessToken: 'access-token',
      expiresAt: new Date(ends).toISOString().replace(/\.\d+Z$/, 'Z'),
      clientId: 'loopback-client',
      clientSecret: 'loopback-client-secret',
      registrationExpiresAt: expect.stringMatching(/^20\d\d-/) as unknown,
      refreshToken: 'refresh-token',
    });
    expect(statSync(cachePath('corp')).mode & 0o077).toBe(0);
    expect(await check('sso')).toMatchObject({ state: 'ready', account: target });
  });

  test.each([
    ['denied', 'declined in the browser'],
    ['expired', 'not confirmed in time'],
  ] as const)('a sign-in that is %s', async (decision, words) => {
    allowSignIn();
    aws.state.signIns.get(startUrl)!.decision = decision;
    home.config(configOf('sso', ...sessionLines) + ssoSession);
    const session = await openAwsSession('sso');
    onTestFinished(() => session.close());
    const signal = new AbortController().signal;
    await expect(signIn(session, { signal, onCode: () => undefined, wait: async () => undefined })).rejects.toThrow(
      words,
    );
  });

  test('cancelling a sign-in ends it at once', async () => {
    allowSignIn();
    aws.state.signIns.get(startUrl)!.decision = 'pending';
    home.config(configOf('sso', ...sessionLines) + ssoSession);
    const session = await openAwsSession('sso');
    onTestFinished(() => session.close());
    const controller = new AbortController();
    await expect(
      signIn(session, { signal: controller.signal, onCode: () => controller.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(aws.state.requestsOf('CreateToken')).toEqual([]);
  });
});

describe('other sources', () => {
  test('credential_process', async () => {
    const program = path.join(home.folder, 'give keys.mjs');
    const output = {
      Version: 1,
      AccessKeyId: user.accessKeyId,
      SecretAccessKey: user.secretAccessKey,
      Expiration: inMilliseconds(1),
    };
    writeFileSync(program, `console.log(${JSON.stringify(JSON.stringify(output))});`);
    home.config(configOf('program', `credential_process = "${process.execPath}" "${program}" --password hunter2`));
    expect(await check('program')).toMatchObject({
      state: 'ready',
      account,
      expiresEpochMilliseconds: Date.parse(output.Expiration),
    });
    writeFileSync(program, 'console.error("secret of the program"); process.exit(7);');
    const result = await check('program');
    expect(result).toMatchObject({ state: 'invalid' });
    expect(JSON.stringify(result)).not.toMatch(/hunter2|secret of the program/);
    writeFileSync(
      program,
      `console.log(${JSON.stringify(JSON.stringify({ ...output, Expiration: inMilliseconds(-1) }))});`,
    );
    expect(await check('program')).toMatchObject({ state: 'expired', remedy: 'renew' });
  });

  test('web identity, of a profile and of the environment', async () => {
    const token = path.join(home.folder, 'token');
    writeFileSync(token, 'header.payload.signature');
    aws.state.roles.set(targetRole, { arn: targetRole });
    home.config(
      configOf('web', `role_arn = ${targetRole}`, `web_identity_token_file = ${token}`, 'role_session_name = ci'),
    );
    expect(await check('web')).toMatchObject({
      state: 'invalid',
      reason: expect.stringContaining('verification key') as unknown,
    });
    aws.state.webIdentityTokens.add('header.payload.signature');
    expect(await check('web')).toMatchObject({
      state: 'ready',
      arn: `arn:aws:sts::${target}:assumed-role/Responder/ci`,
    });
    home.set('AWS_WEB_IDENTITY_TOKEN_FILE', token);
    home.set('AWS_ROLE_ARN', targetRole);
    home.set('AWS_ROLE_SESSION_NAME', 'pod');
    home.set('AWS_ENDPOINT_URL', aws.url);
    expect(await check('@web-identity')).toMatchObject({
      state: 'ready',
      arn: `arn:aws:sts::${target}:assumed-role/Responder/pod`,
    });
  });

  test('environment, container and instance', async () => {
    home.set('AWS_ENDPOINT_URL', aws.url);
    home.set('AWS_ACCESS_KEY_ID', user.accessKeyId);
    home.set('AWS_SECRET_ACCESS_KEY', user.secretAccessKey);
    expect(await check('@environment')).toMatchObject({ state: 'ready', arn: user.arn });
    home.set('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${aws.url}/container-credentials`);
    aws.state.containerCredentials = aws.state.session(account, 'arn:aws:sts::111122223333:assumed-role/Task/t');
    expect(await check('@container')).toMatchObject({
      state: 'ready',
      arn: 'arn:aws:sts::111122223333:assumed-role/Task/t',
    });
    home.set('AWS_EC2_METADATA_DISABLED', 'false');
    home.set('AWS_EC2_METADATA_SERVICE_ENDPOINT', aws.url);
    aws.state.instanceCredentials = aws.state.session(account, 'arn:aws:sts::111122223333:assumed-role/Web/i-1');
    expect(await check('@instance')).toMatchObject({
      state: 'ready',
      arn: 'arn:aws:sts::111122223333:assumed-role/Web/i-1',
    });
  });

  test('the profile chosen is used even where the environment holds other keys', async () => {
    const other = aws.state.user(target, 'other');
    home.set('AWS_ACCESS_KEY_ID', other.accessKeyId);
    home.set('AWS_SECRET_ACCESS_KEY', other.secretAccessKey);
    home.config(configOf('keys'));
    home.credentials(keysIn('keys', user));
    expect(await check('keys')).toMatchObject({ account });
  });

  test('an address where nothing answers, and a profile that is not there', async () => {
    home.config(configOf('keys').replace(aws.url, 'http://127.0.0.1:9'));
    home.credentials(keysIn('keys', user));
    expect(await check('keys')).toMatchObject({ state: 'unreachable', remedy: 'try-again' });
    expect(await check('nobody')).toMatchObject({ state: 'invalid', reason: 'There is no profile nobody.' });
  });
});
