import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { checkProfile } from '../../../src/engine/aws/check-profile.ts';
import { s3Client } from '../../../src/engine/aws/clients.ts';
import { connectionOf, type AwsService } from '../../../src/engine/aws/connection.ts';
import { readProfileFiles } from '../../../src/engine/aws/profile-files.ts';
import { enabledRegions, globalRegion } from '../../../src/engine/aws/regions.ts';
import { openAwsSession, type AwsSession } from '../../../src/engine/aws/session.ts';
import { testCertificate, testCertificateKey } from '../../support/aws/certificate.ts';
import { awsHome, keysProfile, loopbackAws } from '../../support/aws/home.ts';

async function open(profile: string): Promise<AwsSession> {
  const session = await openAwsSession(profile);
  onTestFinished(() => session.close());
  return session;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test('endpoints by the precedence of the AWS CLI, for every service', async () => {
  const home = awsHome();
  home.config(`[default]
endpoint_url = http://default
[profile a]
services = mine
endpoint_url = http://all
[profile bare]
[services mine]
s3 =
  endpoint_url = http://files
sso_oidc =
  endpoint_url = http://signin
`);
  const endpoints = async (profile: string): Promise<(string | null)[]> => {
    const files = await readProfileFiles();
    const connection = connectionOf(files.profiles.get(profile) ?? null, files);
    const services: AwsService[] = ['cloudtrail', 's3', 'sso_oidc'];
    return services.map((service) => connection.endpoint(service)?.value ?? null);
  };
  expect(await endpoints('a')).toEqual(['http://all', 'http://files', 'http://signin']);
  expect(await endpoints('bare')).toEqual([null, null, null]);
  expect(await endpoints('@environment')).toEqual(['http://default', 'http://default', 'http://default']);
  home.set('AWS_ENDPOINT_URL', 'http://env');
  expect(await endpoints('a')).toEqual(['http://env', 'http://env', 'http://env']);
  home.set('AWS_ENDPOINT_URL_SSO_OIDC', 'http://env-signin');
  expect(await endpoints('a')).toEqual(['http://env', 'http://env', 'http://env-signin']);
  home.set('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true');
  expect(await endpoints('a')).toEqual([null, null, null]);
  home.set('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'false');
  home.set('AWS_ENDPOINT_URL', 'localhost:4566');
  await expect(endpoints('a')).rejects.toThrow('The endpoint in AWS_ENDPOINT_URL is not an address');
});

test('a profile without an endpoint does not get the one of the default profile', async () => {
  const home = awsHome();
  const aws = await loopbackAws();
  const keys = aws.state.user('111122223333', 'analyst');
  home.config(`[default]\nendpoint_url = http://127.0.0.1:9\n${keysProfile('a', keys, aws.url)}`);
  expect(await checkProfile('a')).toMatchObject({ state: 'ready' });
  home.config(
    `[default]\nendpoint_url = ${aws.url}\n[profile a]\nregion = eu-west-1\naws_access_key_id = x\naws_secret_access_key = y\n`,
  );
  const { requestHandler, ...config } = (await open('a')).clientConfig('sts');
  expect(requestHandler.connectionTimeout).toBeGreaterThan(0);
  expect(config).toEqual({
    profile: 'a',
    region: 'eu-west-1',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    customUserAgent: [['spoor', 'investigation']],
  });
});

test('FIPS, dual stack, region and addressing of buckets', async () => {
  const home = awsHome();
  home.config(`[profile a]
region = eu-west-1
use_fips_endpoint = true
use_dualstack_endpoint = TRUE
aws_access_key_id = x
aws_secret_access_key = y
[profile china]
role_arn = arn:aws-cn:iam::111122223333:role/R
source_profile = a
[profile wrong]
use_fips_endpoint = yes
aws_access_key_id = x
aws_secret_access_key = y
`);
  const session = await open('a');
  expect(session.connection).toMatchObject({
    useFipsEndpoint: true,
    useDualstackEndpoint: true,
    forcePathStyle: false,
    regionAssumed: false,
  });
  const s3 = s3Client(session, 'eu-west-1');
  expect([await s3.config.useFipsEndpoint(), await s3.config.useDualstackEndpoint(), await s3.config.region()]).toEqual(
    [true, true, 'eu-west-1'],
  );
  expect(await open('china')).toMatchObject({ region: 'cn-north-1', connection: { regionAssumed: true } });
  await expect(openAwsSession('wrong')).rejects.toThrow('line 11 must be true or false, not "yes"');
  home.set('AWS_REGION', 'us-west-2');
  expect((await open('a')).region).toBe('us-west-2');
});

test('buckets travel in the path at a custom endpoint', async () => {
  const home = awsHome();
  const aws = await loopbackAws();
  aws.state.bucket('logs', 'us-east-1').put('a', 'x');
  home.config(keysProfile('a', aws.state.user('111122223333', 'analyst'), aws.url.replace('127.0.0.1', 'localhost')));
  const answer = await s3Client(await open('a'), 'us-east-1').send(new GetObjectCommand({ Bucket: 'logs', Key: 'a' }));
  expect(await answer.Body?.transformToString()).toBe('x');
});

test('HTTPS with a certificate of AWS_CA_BUNDLE, through the proxy of HTTPS_PROXY, and past it with NO_PROXY', async () => {
  const home = awsHome();
  const aws = await loopbackAws();
  const certificate = path.join(home.folder, 'certificate.pem');
  writeFileSync(certificate, testCertificate);
  const tls = createHttpsServer({ key: testCertificateKey, cert: testCertificate }, (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const forward = httpRequest(`${aws.url}${url}`, { method: method!, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forward);
  });
  const port = await listening(tls);
  const tunnels: string[] = [];
  const proxy = createHttpServer();
  proxy.on('connect', (message, socket, head) => {
    tunnels.push(message.url!);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  const proxyPort = await listening(proxy);

  home.config(keysProfile('a', aws.state.user('111122223333', 'analyst'), `https://localhost:${port}`));
  const untrusted = await checkProfile('a');
  expect(untrusted).toMatchObject({ state: 'unreachable' });
  expect(untrusted.hint).toContain('AWS_CA_BUNDLE');
  home.set('AWS_CA_BUNDLE', certificate);
  expect(await checkProfile('a')).toMatchObject({ state: 'ready' });
  expect(tunnels).toEqual([]);
  home.set('HTTPS_PROXY', `http://127.0.0.1:${proxyPort}`);
  expect(await checkProfile('a')).toMatchObject({ state: 'ready' });
  expect(new Set(tunnels)).toEqual(new Set([`localhost:${port}`]));
  const before = tunnels.length;
  home.set('NO_PROXY', 'localhost');
  expect(await checkProfile('a')).toMatchObject({ state: 'ready' });
  expect(tunnels).toHaveLength(before);
  home.set('AWS_CA_BUNDLE', path.join(home.folder, 'none.pem'));
  expect(await checkProfile('a')).toMatchObject({ state: 'invalid', remedy: 'edit-file' });
  writeFileSync(certificate, 'not a certificate');
  home.set('AWS_CA_BUNDLE', certificate);
  expect((await checkProfile('a')).reason).toContain('holds no certificates');
});

test('regions as the account has them, else all that are known with the reason', async () => {
  const home = awsHome();
  const aws = await loopbackAws();
  home.config(keysProfile('a', aws.state.user('111122223333', 'analyst'), aws.url));
  aws.state.account('111122223333').regions.set('eu-south-1', 'ENABLED').set('eu-west-1', 'DISABLED');
  const session = await open('a');
  expect(await enabledRegions(session)).toEqual({
    regions: ['ap-southeast-2', 'eu-central-1', 'eu-south-1', 'us-east-1', 'us-west-2'],
    from: 'account',
    reason: null,
  });
  aws.state.denials.push({ operation: 'ListRegions' });
  const list = await enabledRegions(session);
  expect(list).toMatchObject({ from: 'known', reason: expect.stringContaining('account:ListRegions') as unknown });
  expect(list.regions).toHaveLength(34);
  aws.state.expire(aws.state.requests[0]!.accessKeyId!);
  await expect(enabledRegions(session)).rejects.toMatchObject({ code: 'aws-auth' });
  expect(['eu-west-1', 'cn-northwest-1', 'us-gov-east-1', 'eusc-de-east-1'].map(globalRegion)).toEqual([
    'us-east-1',
    'cn-north-1',
    'us-gov-west-1',
    'eusc-de-east-1',
  ]);
});
