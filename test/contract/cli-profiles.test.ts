import { expect, test } from 'vitest';
import { awsHome, keysProfile, loopbackAws } from '../support/aws/home.ts';
import { runCli, runJson } from '../support/run-cli.ts';

interface Profiles {
  profiles: Record<string, unknown>[];
  problems: unknown[];
}

test('lists profiles without asking AWS, and with --check says who each is or why it does not work', async () => {
  const home = awsHome();
  const aws = await loopbackAws();
  const user = aws.state.user('111122223333', 'analyst');
  aws.state.account('111122223333', 'acme-security');
  const ended = aws.state.session('111122223333', 'arn:aws:sts::111122223333:assumed-role/Old/me', -1);
  const current = aws.state.session('444455556666', 'arn:aws:sts::444455556666:assumed-role/Audit/me');
  home.config(
    `[default]\nregion = eu-west-1\n${keysProfile('good', user, aws.url)}${keysProfile('old', ended, aws.url)}${keysProfile('temporary', current, aws.url, 'eu-west-3')}`,
  );
  const plain = await runJson<Profiles>('profiles');
  expect(plain.status).toBe(0);
  expect(plain.profiles.map(({ name, kind, region }) => [name, kind, region])).toEqual([
    ['default', 'settings-only', 'eu-west-1'],
    ['good', 'keys', 'us-east-1'],
    ['old', 'temporary-keys', 'us-east-1'],
    ['temporary', 'temporary-keys', 'eu-west-3'],
  ]);
  expect(aws.state.requests).toEqual([]);

  const checked = await runJson<Profiles>('profiles', '--check');
  expect(checked.status).toBe(3);
  expect(checked.profiles).toMatchObject([
    { name: 'default', state: null },
    {
      name: 'good',
      state: 'ready',
      account: '111122223333',
      alias: 'acme-security',
      arn: user.arn,
      expires: null,
      secondsLeft: null,
    },
    { name: 'old', state: 'expired', reason: 'The credentials of profile old have expired.', remedy: 'renew' },
    { name: 'temporary', state: 'ready', account: '444455556666', arn: current.arn },
  ]);
  const text = await runCli('profiles', '--check', '--profile', 'good,old');
  expect(text.status).toBe(3);
  expect(text.stdout.toString()).toContain('111122223333 (acme-security)');
  expect(text.stdout.toString()).toContain('old: The credentials of profile old have expired.');
  expect((await runCli('profiles', '--check', '--profile', 'good')).status).toBe(0);
  for (const output of [JSON.stringify(checked), text.stdout.toString(), text.stderr]) {
    expect(output).not.toContain(user.secretAccessKey);
    expect(output).not.toContain(current.sessionToken);
  }
});

test('mistakes in the files are listed with file and line, exit status 3; an unknown profile fails', async () => {
  const home = awsHome();
  home.config('[profile broken]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = nobody\n[acme]\n');
  const json = await runJson<Profiles>('profiles');
  expect(json.status).toBe(3);
  expect(json.problems).toHaveLength(1);
  expect(json.profiles).toMatchObject([{ name: 'broken', kind: 'incomplete', problems: [{ position: 'line 3' }] }]);
  const text = await runCli('profiles');
  expect(text.stdout.toString()).toContain(
    'config, line 3: The source_profile nobody of profile broken does not exist.',
  );
  const unknown = await runJson<{ error: { code: string } }>('profiles', '--profile', 'none');
  expect(unknown).toMatchObject({ status: 1, error: { code: 'not-found' } });
  expect((await runCli('profiles', '--sign-in', 'broken')).status).toBe(1);
});

test('signs in with the device flow and says so', async () => {
  const home = awsHome();
  const aws = await loopbackAws();
  const startUrl = 'https://corp.awsapps.com/start';
  aws.state.signIns.set(startUrl, {
    startUrl,
    decision: 'approved',
    accessToken: 'token',
    refreshToken: null,
    expiresInSeconds: 3600,
    roles: new Set(['111122223333/Audit']),
  });
  home.config(`[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Audit
endpoint_url = ${aws.url}
[sso-session corp]
sso_region = eu-central-1
sso_start_url = ${startUrl}
`);
  expect((await runJson<Profiles>('profiles', '--check')).profiles).toMatchObject([
    { state: 'needs-sign-in', remedy: 'sign-in' },
  ]);
  const signedIn = await runCli('profiles', '--sign-in', 'sso', '--json');
  expect(signedIn.status).toBe(0);
  expect(signedIn.stderr).toContain('QWER-TYUI');
  expect(JSON.parse(signedIn.stdout.toString())).toMatchObject({ profile: 'sso' });
  expect((await runJson<Profiles>('profiles', '--check')).profiles).toMatchObject([
    { state: 'ready', account: '111122223333' },
  ]);
});
