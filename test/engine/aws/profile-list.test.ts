import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseIni } from '../../../src/engine/aws/ini-file.ts';
import { listProfiles, type ProfileRow } from '../../../src/engine/aws/profiles.ts';
import { awsHome, type AwsHome } from '../../support/aws/home.ts';

async function row(home: AwsHome, name: string): Promise<ProfileRow> {
  void home;
  const found = (await listProfiles()).profiles.find((profile) => profile.name === name);
  if (found === undefined) throw new Error(`no row ${name}`);
  return found;
}

test('names every profile with kind, region and chain, and no secret', async () => {
  const home = awsHome();
  home.config(`# the team
[default]
region = eu-west-1
[profile "with blank"]
region=us-east-1 ; the main one
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
[profile deep]
role_arn = arn:aws:iam::444455556666:role/team/Responder
source_profile = sso
mfa_serial = arn:aws:iam::111122223333:mfa/me
endpoint_url = http://localhost:4566
s3 =
  addressing_style = path
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Audit
[sso-session corp]
sso_region = eu-central-1
sso_start_url = https://corp.awsapps.com/start
[profile old]
sso_start_url = https://old.awsapps.com/start
sso_region = eu-central-1
sso_account_id = 111122223333
sso_role_name = Audit
[profile program]
credential_process = /opt/keys --password hunter2
[profile console]
login_session = arn:aws:sts::111122223333:assumed-role/Admin/me
`);
  home.credentials(`[temporary]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
aws_session_token = IQoJb3JpZ2luX2VjEXAMPLE
`);
  const list = await listProfiles();
  expect(list.problems).toEqual([]);
  expect(
    list.profiles.map(({ name, kind, region, chain, needsMfa }) => [name, kind, region, chain.join(' → '), needsMfa]),
  ).toEqual([
    ['console', 'login', null, 'console login of console', false],
    [
      'deep',
      'assume-role',
      null,
      'Identity Center corp → Audit in 111122223333 → role team/Responder in 444455556666 with MFA',
      true,
    ],
    ['default', 'settings-only', 'eu-west-1', '', false],
    [
      'old',
      'identity-center-legacy',
      null,
      'Identity Center https://old.awsapps.com/start → Audit in 111122223333',
      false,
    ],
    ['program', 'process', null, 'program of program', false],
    ['sso', 'identity-center', null, 'Identity Center corp → Audit in 111122223333', false],
    ['temporary', 'temporary-keys', null, 'temporary keys of temporary', false],
    ['with blank', 'keys', 'us-east-1', 'keys of with blank', false],
  ]);
  expect(list.profiles.flatMap(({ problems }) => problems)).toEqual([]);
  expect((await row(home, 'deep')).endpoint).toBe('http://localhost:4566');
  expect(await row(home, 'deep')).toMatchObject({ account: '444455556666', role: 'team/Responder', line: 8 });
  expect(JSON.stringify(list)).not.toMatch(/wJalr|IQoJb|hunter2/);
});

test.each([
  ['[profile a]\naws_access_key_id = AKIA1', 2, 'aws_access_key_id without aws_secret_access_key'],
  ['[profile a]\nrole_arn = arn:aws:iam::111122223333:role/R', 2, 'names neither source_profile nor credential_source'],
  [
    '[profile a]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = b',
    3,
    'source_profile b of profile a does not exist',
  ],
  ['[profile a]\nrole_arn = R\nsource_profile = a', 2, 'not the ARN of a role'],
  [
    '[profile a]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = b\n[profile b]\nrole_arn = arn:aws:iam::111122223333:role/S\nsource_profile = a',
    6,
    'a → b → a',
  ],
  ['[profile a]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = a', 3, 'run in a circle'],
  [
    '[profile a]\nrole_arn = arn:aws:iam::111122223333:role/R\ncredential_source = Ec2',
    3,
    'credential_source "Ec2" is not known',
  ],
  [
    '[profile a]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = b\ncredential_source = Environment',
    4,
    'only one may be there',
  ],
  ['[profile a]\nsso_session = corp', 2, 'no section [sso-session corp]'],
  [
    '[profile a]\nsso_session = corp\n[sso-session corp]\nsso_region = eu-west-1',
    2,
    'lacks sso_start_url, sso_account_id, sso_role_name',
  ],
])('says in words what is wrong with %j', async (config, line, words) => {
  const home = awsHome();
  home.config(config);
  const { kind, problems } = await row(home, 'a');
  expect(kind).toBe('incomplete');
  expect(problems).toMatchObject([{ source: path.join(home.folder, '.aws', 'config'), position: `line ${line}` }]);
  expect(problems[0]?.message).toContain(words);
});

test('sections in the wrong file, unknown lines and unreadable files are problems of their own', async () => {
  const home = awsHome();
  home.config(
    'stray = 1\n[acme]\nregion = eu-west-1\n[profile open\nregion = eu-west-1\n[profile good]\nnonsense AKIA and secret\nregion = europe\n',
  );
  home.credentials('[profile wrong]\naws_access_key_id = AKIA1\n');
  const { profiles, problems } = await listProfiles();
  expect(problems.map(({ position, message }) => `${position}: ${message}`)).toEqual([
    'line 1: The setting stray belongs to no section.',
    'line 4: The name of a section is not closed with "]". What stands below it is left out.',
    'line 5: The setting region belongs to no section.',
    'line 7: The line is neither a section, nor a setting (name = value), nor a comment.',
    'line 2: The AWS CLI reads profiles of this file as [profile NAME]: write [profile acme], or [acme] in the credentials file.',
    'line 1: In the credentials file a section is the plain name of its profile: [profile wrong] belongs into the config file.',
  ]);
  expect(profiles.map(({ name, problems: own }) => [name, own.map(({ message }) => message)])).toEqual([
    ['good', [expect.stringContaining('The region "europe"')]],
  ]);
});

test('a folder in place of a file is told, no file at all is not', async () => {
  const home = awsHome();
  expect(await listProfiles()).toMatchObject({ profiles: [], problems: [] });
  home.set('AWS_CONFIG_FILE', home.folder);
  expect((await listProfiles()).problems).toMatchObject([
    { source: home.folder, message: 'The file cannot be read (EISDIR).' },
  ]);
  const locked = path.join(home.folder, 'locked');
  writeFileSync(locked, '[default]\n');
  chmodSync(locked, 0o600);
  home.set('AWS_CONFIG_FILE', locked);
  expect((await listProfiles()).problems).toEqual([]);
});

test('credentials that come from no profile are rows of their own', async () => {
  const home = awsHome();
  home.set('AWS_ACCESS_KEY_ID', 'AKIA1');
  home.set('AWS_SECRET_ACCESS_KEY', 'secret');
  home.set('AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://127.0.0.1:1/x');
  home.set('AWS_EC2_METADATA_DISABLED', 'false');
  home.set('AWS_EC2_METADATA_SERVICE_ENDPOINT', 'http://127.0.0.1:1');
  home.set('AWS_DEFAULT_REGION', 'eu-west-3');
  const { profiles } = await listProfiles();
  expect(profiles.map(({ name, kind, region, regionFrom }) => [name, kind, region, regionFrom])).toEqual([
    ['@environment', 'environment', 'eu-west-3', 'AWS_DEFAULT_REGION'],
    ['@container', 'container', 'eu-west-3', 'AWS_DEFAULT_REGION'],
    ['@instance', 'instance', 'eu-west-3', 'AWS_DEFAULT_REGION'],
  ]);
});

test('ini: comments, quotes, blanks, CRLF, a byte order mark and settings written twice', () => {
  const { sections, problems } = parseIni(
    '\uFEFF; c\r\n[ profile  "a b" ]\r\n KEY = 1 # one\r\nkey=2\r\nurl = http://x/#y\r\n\r\n[profile a b]\r\nempty =\r\n  inner = 3\r\nouter = 4\r\n',
  );
  expect(
    sections.map(({ title, settings, nested }) => [
      title,
      Object.fromEntries([...settings].map(([name, { value }]) => [name, value])),
      [...(nested.get('empty') ?? [])].map(([name, { value }]) => [name, value]),
    ]),
  ).toEqual([['profile a b', { key: '2', url: 'http://x/#y', outer: '4' }, [['inner', '3']]]]);
  expect(problems.map(({ line }) => line)).toEqual([4, 7]);
});
