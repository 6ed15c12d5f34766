import { awsIdentifier } from '../identifiers.ts';
import { serviceIdentity } from '../identity.ts';
import { webIdentityRecord } from '../traffic/role-actors.ts';
import type { World } from '../world.ts';
import { credentialsOf, roleActorOf } from './actors.ts';
import { StoryBuilder } from './builder.ts';
import type { Actor } from './step.ts';
import { getSecret, list } from './steps.ts';
import type { Story } from './story.ts';
import { Timeline } from './timeline.ts';

const runnerIp = '198.51.100.112';
const outsideIp = '198.51.100.113';
const provider = 'token.actions.githubusercontent.com';
const subject = 'repo:acme-forks/web-frontend:ref:refs/heads/patch-1';
const functionName = 'webhook-intake';

/** A fork's workflow takes the deployment role, because the role trusts any branch, and leaves code in a function. */
export function ciRole(world: World, shiftSeconds: number): Story {
  const builder = new StoryBuilder(
    world,
    'ci-role',
    'Deployment role taken by a fork',
    '2026-03-13',
    shiftSeconds,
    'repo:acme-forks/web-frontend',
    [runnerIp, outsideIp],
  );
  const { random } = builder;
  const account = world.build;
  const role = world.role(account, 'github-deploy', '/ci/');
  const providerArn = `arn:aws:iam::${account.id}:oidc-provider/${provider}`;
  const agent =
    'aws-sdk-js/3.523.0 ua/2.0 os/linux#6.5.0-1015-azure lang/js md/nodejs#20.11.1 api/sts#3.523.0 configure-aws-credentials-for-github-actions';
  const stranger: Actor = {
    account,
    session: null,
    identityJson: JSON.stringify({
      type: 'WebIdentityUser',
      principalId: `${providerArn}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: providerArn,
    }),
    arn: subject,
    ip: runnerIp,
    agent,
  };
  const refused = ['16:20:02', '16:22:41'].map((clock) =>
    builder.call(stranger, {
      at: builder.at(clock),
      service: 'sts',
      name: 'AssumeRoleWithWebIdentity',
      request: { roleArn: `arn:aws:iam::${account.id}:role/cfn-exec`, roleSessionName: 'GitHubActions' },
      error: ['AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity'],
    }),
  );

  const created = builder.at('16:24:10');
  const keyId = awsIdentifier('ASIA', account.id, random);
  const issued = random.uuid();
  const sessionName = 'GitHubActions-8123456789';
  const text = webIdentityRecord(
    world,
    random,
    'us-east-1',
    {
      actor: { account, role, lifetimeSeconds: 3600, agent },
      keyId,
      sessionName,
      timeEpochSeconds: created,
      ip: runnerIp,
      eventId: issued,
    },
    provider,
    subject,
    'sts.amazonaws.com',
  );
  builder.text(account, 'us-east-1', created, issued, text, null);
  const fork = roleActorOf(builder, 'fork', {
    account,
    role,
    sessionName,
    keyId,
    created,
    ip: runnerIp,
    agent: 'aws-cli/2.15.21 Python/3.11.6 Linux/6.5.0-1015-azure exe/x86_64.ubuntu.22 prompt/off',
    kind: 'web-identity',
    parent: {
      session: null,
      eventId: issued,
      grade: 'exact',
      reason: 'AssumeRoleWithWebIdentity answered with this key',
    },
    webIdentityProvider: providerArn,
  });
  builder.credential(keyId, `github-deploy/${sessionName}`, { eventId: issued, at: created });

  const arn = `arn:aws:lambda:us-east-1:${account.id}:function:${functionName}`;
  const configuration = {
    functionName,
    functionArn: arn,
    runtime: 'nodejs20.x',
    role: `arn:aws:iam::${account.id}:role/service-role/lambda-exec`,
    handler: 'index.handler',
    codeSize: 4211,
    timeout: 30,
    memorySize: 256,
    version: '$LATEST',
    revisionId: random.uuid(),
  };
  const line = new Timeline(builder);
  line.once('16:24:15', { service: 'sts', name: 'GetCallerIdentity' });
  line.many(4, '16:24:40', '16:25:30', () => list('lambda', 'ListFunctions20150331', 'us-east-1', { maxItems: 50 }));
  line.many(6, '16:25:40', '16:27:00', (index) =>
    list('lambda', 'GetFunction20150331v2', 'us-east-1', { functionName: account.functions[index] ?? functionName }),
  );
  line.many(3, '16:27:10', '16:27:40', () => ({
    ...list('iam', 'ListRoles'),
    error: 'denied',
    on: `arn:aws:iam::${account.id}:role/`,
  }));
  line.once('16:29:02', {
    service: 'lambda',
    name: 'UpdateFunctionCode20150331v2',
    request: { functionName, publish: false, dryRun: false },
    response: { ...configuration, codeSha256: `${random.base64(43)}=`, lastModified: '2026-03-13T16:29:02.000+0000' },
    change: ['modified', functionName],
  });
  line.once('16:29:40', {
    service: 'lambda',
    name: 'UpdateFunctionConfiguration20150331v2',
    request: { functionName, timeout: 30, environment: {} },
    response: { ...configuration, environment: {} },
    change: ['modified', functionName],
  });
  line.once('16:30:21', {
    service: 'lambda',
    name: 'AddPermission20150331v2',
    request: {
      functionName,
      statementId: 'public',
      action: 'lambda:InvokeFunctionUrl',
      principal: '*',
      functionUrlAuthType: 'NONE',
    },
    response: {
      statement: JSON.stringify({
        Sid: 'public',
        Effect: 'Allow',
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        Resource: arn,
      }),
    },
    change: ['shared', functionName],
  });
  line.once('16:30:55', {
    service: 'lambda',
    name: 'CreateFunctionUrlConfig',
    request: { functionName, authType: 'NONE' },
    response: {
      functionUrl: 'https://q7x2example.lambda-url.us-east-1.on.aws/',
      functionArn: arn,
      authType: 'NONE',
      creationTime: '2026-03-13T16:30:55.000000Z',
    },
    change: ['created', functionName],
  });
  const changed = line.play(fork);

  // The function's own role, issued to the changed code and carried outside.
  const execution = world.role(account, 'lambda-exec', '/service-role/');
  const taken = builder.at('16:41:07');
  const functionKey = awsIdentifier('ASIA', account.id, random);
  const service: Actor = {
    account,
    session: null,
    identityJson: serviceIdentity('lambda.amazonaws.com'),
    arn: '',
    ip: 'lambda.amazonaws.com',
    agent: 'lambda.amazonaws.com',
    service: true,
  };
  const handedOut = builder.call(service, {
    at: taken,
    service: 'sts',
    name: 'AssumeRole',
    request: { roleArn: execution.arn, roleSessionName: functionName },
    response: { credentials: credentialsOf(builder, functionKey, taken + 12 * 3600) },
    resources: [{ accountId: account.id, type: 'AWS::IAM::Role', ARN: execution.arn }],
    sharedEventId: random.uuid(),
  });
  const codeChange = changed.get('UpdateFunctionCode20150331v2')?.[0] ?? '';
  const executor = roleActorOf(builder, 'function', {
    account,
    role: execution,
    sessionName: functionName,
    keyId: functionKey,
    created: taken,
    ip: outsideIp,
    agent: 'python-requests/2.31.0',
    kind: 'role',
    parent: {
      session: 'fork',
      eventId: codeChange,
      grade: 'weak',
      reason: 'UpdateFunctionCode put the code in place that got these credentials',
    },
    inScopeOfJson: JSON.stringify({ issuerType: 'AWS::Lambda::Function', credentialsIssuedTo: arn }),
  });
  builder.credential(functionKey, `lambda-exec/${functionName}`, { eventId: handedOut, at: taken });
  const outside = new Timeline(builder);
  outside.once('16:44:30', { service: 'sts', name: 'GetCallerIdentity' });
  outside.many(5, '16:45:00', '16:47:30', (index) => ({
    ...getSecret(account, account.secrets[index] ?? account.secrets[0]),
    change: ['read', account.secrets[index] ?? '', 'irreversible'],
  }));
  outside.many(6, '16:48:00', '16:50:00', () => ({
    ...list('s3', 'ListBuckets', 'us-east-1', { Host: 's3.us-east-1.amazonaws.com' }),
    error: 'denied',
  }));
  const harvested = outside.play(executor);

  builder.detect('Web identity of an unknown repository', ['T1078.004', 'T1550.001'], [...refused, issued]);
  builder.detect('Function code changed', ['T1648'], [codeChange]);
  builder.detect('Function opened to the public', ['T1098.003'], changed.get('AddPermission20150331v2') ?? []);
  builder.detect(
    'Function address created without authentication',
    ['T1190'],
    changed.get('CreateFunctionUrlConfig') ?? [],
  );
  builder.detect(
    'Function credentials used outside Lambda',
    ['T1552.007', 'T1078.004'],
    [harvested.get('GetCallerIdentity')?.[0] ?? ''],
  );
  builder.detect('Secrets read', ['T1555.006'], harvested.get('GetSecretValue') ?? []);
  return builder.finish();
}
