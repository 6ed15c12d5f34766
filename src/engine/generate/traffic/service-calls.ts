import { pickInstance, throttled, type Call, type Scene } from './call.ts';

const kmsKeyArn = (scene: Scene): string =>
  `arn:aws:kms:${scene.region}:${scene.account.id}:key/${scene.random.pick(scene.account.kmsKeys)}`;
const kmsResources = (scene: Scene): string =>
  `[{"accountId":"${scene.account.id}","type":"AWS::KMS::Key","ARN":"${kmsKeyArn(scene)}"}]`;

const kms = (name: string, context: (scene: Scene) => string, more = ''): Call => ({
  service: 'kms',
  name,
  readOnly: true,
  request: (scene) => `{${more}"encryptionContext":${context(scene)},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}`,
  resources: kmsResources,
});

const trailArn = (scene: Scene): string => `arn:aws:cloudtrail:us-east-1:${scene.account.id}:trail/acme-org-trail`;
export const trailDataKey = kms(
  'GenerateDataKey',
  (scene) =>
    `{"aws:cloudtrail:arn":"${trailArn(scene)}","aws:s3:arn":"arn:aws:s3:::acme-cloudtrail-archive/AWSLogs/o-exampleorgid/${scene.account.id}"}`,
  '"keySpec":"AES_256",',
);
export const bucketDecrypt = kms(
  'Decrypt',
  (scene) => `{"aws:s3:arn":"arn:aws:s3:::${scene.random.pick(scene.account.buckets)}"}`,
);
export const secretDecrypt = kms(
  'Decrypt',
  (scene) =>
    `{"SecretARN":"arn:aws:secretsmanager:${scene.region}:${scene.account.id}:secret:${scene.random.pick(scene.account.secrets)}","SecretVersionId":"${scene.random.uuid()}"}`,
);
export const volumeDataKey = kms(
  'GenerateDataKeyWithoutPlaintext',
  (scene) => `{"aws:ebs:id":"vol-0${scene.random.hex(16)}"}`,
  '"numberOfBytes":64,',
);
export const parameterDecrypt = kms(
  'Decrypt',
  (scene) =>
    `{"PARAMETER_ARN":"arn:aws:ssm:${scene.region}:${scene.account.id}:parameter/app/${scene.random.pick(['db', 'cache', 'queue'])}/url"}`,
);

export const getSecretValue: Call = {
  service: 'secretsmanager',
  name: 'GetSecretValue',
  readOnly: true,
  request: (scene) =>
    `{"secretId":"arn:aws:secretsmanager:${scene.region}:${scene.account.id}:secret:${scene.random.pick(scene.account.secrets)}"}`,
};

export const getParameter: Call = {
  service: 'ssm',
  name: 'GetParameter',
  readOnly: true,
  subject: (scene) => `/app/${scene.random.pick(['db', 'cache', 'queue', 'mail'])}/url`,
  request: (scene) => `{"name":"${scene.subject}","withDecryption":true}`,
  resources: (scene) =>
    `[{"accountId":"${scene.account.id}","ARN":"arn:aws:ssm:${scene.region}:${scene.account.id}:parameter${scene.subject}"}]`,
  failures: [{ share: 0.01, code: 'ThrottlingException', message: throttled }],
};

export const updateInstanceInformation: Call = {
  service: 'ssm',
  name: 'UpdateInstanceInformation',
  readOnly: false,
  request: (scene) =>
    `{"instanceId":"${scene.subject === '' ? pickInstance(scene).id : scene.subject}","agentVersion":"3.3.1611.0","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2023","iPAddress":"10.0.4.17","computerName":"ip-10-0-4-17.ec2.internal","agentName":"amazon-ssm-agent"}`,
};

const ec2List = (name: string, set: string, values: (scene: Scene) => string[]): Call => ({
  service: 'ec2',
  name,
  readOnly: true,
  request: (scene) => {
    const items = values(scene);
    return items.length === 0 ? '{}' : `{"${set}":{"items":[${items.map((item) => item).join(',')}]},"filterSet":{}}`;
  },
  failures: [{ share: 0.004, code: 'Client.RequestLimitExceeded', message: () => 'Request limit exceeded.' }],
});

export const describeInstances = ec2List('DescribeInstances', 'instancesSet', (scene) => [
  `{"instanceId":"${pickInstance(scene).id}"}`,
]);
export const describeVolumes = ec2List('DescribeVolumes', 'volumeSet', (scene) => [
  `{"volumeId":"vol-0${scene.random.hex(16)}"}`,
]);
export const describeSubnets = ec2List('DescribeSubnets', 'subnetSet', () => []);
export const describeSecurityGroups = ec2List('DescribeSecurityGroups', 'securityGroupIdSet', (scene) => [
  `{"groupId":"sg-0${scene.random.hex(16)}"}`,
]);
export const describeNetworkInterfaces = ec2List('DescribeNetworkInterfaces', 'networkInterfaceIdSet', () => []);
export const describeRegions: Call = {
  service: 'ec2',
  name: 'DescribeRegions',
  readOnly: true,
  request: () => '{"regionSet":{}}',
};
export const describeImages = ec2List('DescribeImages', 'imagesSet', (scene) => [
  `{"imageId":"ami-0${scene.random.hex(16)}"}`,
]);
export const describeSnapshots = ec2List('DescribeSnapshots', 'snapshotSet', () => []);

export const createSnapshot: Call = {
  service: 'ec2',
  name: 'CreateSnapshot',
  readOnly: false,
  subject: (scene) => `vol-0${scene.random.hex(16)}`,
  request: (scene) =>
    `{"volumeId":"${scene.subject}","description":"nightly backup","tagSpecificationSet":{"items":[{"resourceType":"snapshot","tags":[{"key":"backup","value":"nightly"}]}]}}`,
  response: (scene) =>
    `{"requestId":"${scene.requestId}","snapshotId":"snap-0${scene.random.hex(16)}","volumeId":"${scene.subject}","status":"pending","startTime":${scene.timeEpochSeconds * 1000},"ownerId":"${scene.account.id}","volumeSize":"${scene.random.between(8, 500)}","encrypted":true}`,
};

export const deleteSnapshot: Call = {
  service: 'ec2',
  name: 'DeleteSnapshot',
  readOnly: false,
  request: (scene) => `{"snapshotId":"snap-0${scene.random.hex(16)}","force":false}`,
  response: (scene) => `{"requestId":"${scene.requestId}","_return":true}`,
};

export const createLogStream: Call = {
  service: 'logs',
  name: 'CreateLogStream',
  readOnly: false,
  apiVersion: '20140328',
  request: (scene) =>
    `{"logGroupName":"/aws/lambda/${scene.random.pick(scene.account.functions)}","logStreamName":"2026/03/${scene.random.between(10, 28)}/[$LATEST]${scene.random.hex(32)}"}`,
  failures: [
    { share: 0.02, code: 'ResourceAlreadyExistsException', message: () => 'The specified log stream already exists' },
  ],
};

export const describeLogGroups: Call = {
  service: 'logs',
  name: 'DescribeLogGroups',
  readOnly: true,
  apiVersion: '20140328',
  request: () => '{"limit":50}',
};

export const getMetricData: Call = {
  service: 'monitoring',
  name: 'GetMetricData',
  readOnly: true,
  withoutTls: true,
  request: (scene) =>
    `{"metricDataQueries":[],"startTime":${scene.timeEpochSeconds - 600},"endTime":${scene.timeEpochSeconds},"maxDatapoints":10080}`,
};
export const describeAlarms: Call = {
  service: 'monitoring',
  name: 'DescribeAlarms',
  readOnly: true,
  withoutTls: true,
  request: () => '{"maxRecords":100}',
};

const table = (name: string, readOnly: boolean): Call => ({
  service: 'dynamodb',
  name,
  readOnly,
  data: true,
  apiVersion: '2012-08-10',
  subject: (scene) => scene.random.pick(scene.account.tables),
  request: (scene) =>
    `{"tableName":"${scene.subject}","key":{"id":"HIDDEN_DUE_TO_SECURITY_REASONS"},"consistentRead":false}`,
  resources: (scene) =>
    `[{"accountId":"${scene.account.id}","type":"AWS::DynamoDB::Table","ARN":"arn:aws:dynamodb:${scene.region}:${scene.account.id}:table/${scene.subject}"}]`,
});
export const getItem = table('GetItem', true);
export const putItem = table('PutItem', false);
export const queryTable = table('Query', true);

export const invokeFunction: Call = {
  service: 'lambda',
  name: 'Invoke',
  readOnly: false,
  data: true,
  apiVersion: '2015-03-31',
  subject: (scene) => scene.random.pick(scene.account.functions),
  request: (scene) =>
    `{"functionName":"arn:aws:lambda:${scene.region}:${scene.account.id}:function:${scene.subject}","invocationType":"Event"}`,
  additional: (scene) =>
    `{"functionVersion":"arn:aws:lambda:${scene.region}:${scene.account.id}:function:${scene.subject}:$LATEST"}`,
  resources: (scene) =>
    `[{"accountId":"${scene.account.id}","type":"AWS::Lambda::Function","ARN":"arn:aws:lambda:${scene.region}:${scene.account.id}:function:${scene.subject}"}]`,
};

export const getCallerIdentity: Call = { service: 'sts', name: 'GetCallerIdentity', readOnly: true };
