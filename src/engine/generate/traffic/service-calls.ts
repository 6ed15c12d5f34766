import { denied, pickInstance, throttled, type Call, type Scene } from './call.ts';

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
    `{"requestId":"${scene.random.uuid()}","snapshotId":"snap-0${scene.random.hex(16)}","volumeId":"${scene.subject}","status":"pending","startTime":${scene.timeEpochSeconds * 1000},"ownerId":"${scene.account.id}","volumeSize":"${scene.random.between(8, 500)}","encrypted":true}`,
};

export const deleteSnapshot: Call = {
  service: 'ec2',
  name: 'DeleteSnapshot',
  readOnly: false,
  request: (scene) => `{"snapshotId":"snap-0${scene.random.hex(16)}","force":false}`,
  response: (scene) => `{"requestId":"${scene.random.uuid()}","_return":true}`,
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

const simple = (
  service: string,
  name: string,
  readOnly: boolean,
  request: (scene: Scene) => string,
  more: Partial<Call> = {},
): Call => ({ service, name, readOnly, request, ...more });

export const ecrToken = simple('ecr', 'GetAuthorizationToken', true, () => '{}');
export const ecrImage = simple(
  'ecr',
  'BatchGetImage',
  true,
  (scene) =>
    `{"registryId":"${scene.account.id}","repositoryName":"${scene.random.pick(scene.account.repositories)}","imageIds":[{"imageTag":"${scene.random.hex(7)}"}],"acceptedMediaTypes":["application/vnd.oci.image.index.v1+json"]}`,
);
export const ecrLayer = simple(
  'ecr',
  'GetDownloadUrlForLayer',
  true,
  (scene) =>
    `{"registryId":"${scene.account.id}","repositoryName":"${scene.random.pick(scene.account.repositories)}","layerDigest":"sha256:${scene.random.hex(64)}"}`,
);
export const ecrPut = simple(
  'ecr',
  'PutImage',
  false,
  (scene) =>
    `{"repositoryName":"${scene.random.pick(scene.account.repositories)}","imageTag":"${scene.random.hex(7)}","imageManifestMediaType":"application/vnd.docker.distribution.manifest.v2+json"}`,
);
export const ecsDescribe = simple(
  'ecs',
  'DescribeServices',
  true,
  (scene) => `{"cluster":"${scene.account.name}-main","services":["${scene.random.pick(scene.account.repositories)}"]}`,
);
export const ecsUpdate = simple(
  'ecs',
  'UpdateService',
  false,
  (scene) =>
    `{"cluster":"${scene.account.name}-main","service":"${scene.random.pick(scene.account.repositories)}","forceNewDeployment":true}`,
);
export const ecsRegister = simple(
  'ecs',
  'RegisterTaskDefinition',
  false,
  (scene) =>
    `{"family":"${scene.random.pick(scene.account.repositories)}","networkMode":"awsvpc","cpu":"512","memory":"1024","requiresCompatibilities":["FARGATE"]}`,
);
export const ecsRunTask = simple(
  'ecs',
  'RunTask',
  false,
  (scene) =>
    `{"cluster":"${scene.account.name}-main","taskDefinition":"nightly-report:41","launchType":"FARGATE","count":1,"startedBy":"scheduler"}`,
);
export const updateFunctionCode = simple(
  'lambda',
  'UpdateFunctionCode20150331v2',
  false,
  (scene) =>
    `{"functionName":"${scene.random.pick(scene.account.functions)}","s3Bucket":"${scene.account.buckets[0]}","s3Key":"lambda/${scene.random.hex(12)}.zip","publish":true,"dryRun":false}`,
);
export const listFunctions = simple('lambda', 'ListFunctions20150331', true, () => '{"maxItems":50}');
export const getFunction = simple(
  'lambda',
  'GetFunction20150331v2',
  true,
  (scene) => `{"functionName":"${scene.random.pick(scene.account.functions)}"}`,
);
export const describeStacks = simple(
  'cloudformation',
  'DescribeStacks',
  true,
  (scene) => `{"stackName":"${scene.account.name}-${scene.random.pick(['network', 'services', 'data'])}"}`,
  { withoutTls: true },
);
export const describeLoadBalancers = simple(
  'elasticloadbalancing',
  'DescribeLoadBalancers',
  true,
  () => '{"pageSize":400}',
);
export const describeTargetHealth = simple(
  'elasticloadbalancing',
  'DescribeTargetHealth',
  true,
  (scene) =>
    `{"targetGroupArn":"arn:aws:elasticloadbalancing:${scene.region}:${scene.account.id}:targetgroup/${scene.random.pick(scene.account.repositories)}/${scene.random.hex(16)}"}`,
);
export const describeDatabases = simple('rds', 'DescribeDBInstances', true, () => '{"maxRecords":100}');
export const describeClusters = simple(
  'eks',
  'DescribeCluster',
  true,
  (scene) => `{"name":"${scene.account.name}-eks"}`,
);
export const describeRecorders = simple('config', 'DescribeConfigurationRecorders', true, () => '{}', {
  withoutTls: true,
});
export const putEvaluations = simple(
  'config',
  'PutEvaluations',
  false,
  () => '{"resultToken":"HIDDEN_DUE_TO_SECURITY_REASONS","testMode":false}',
  { withoutTls: true },
);
export const describeTrails = simple(
  'cloudtrail',
  'DescribeTrails',
  true,
  () => '{"trailNameList":[],"includeShadowTrails":true}',
);
export const getTrailStatus = simple(
  'cloudtrail',
  'GetTrailStatus',
  true,
  () => '{"name":"arn:aws:cloudtrail:us-east-1:777788889999:trail/acme-org-trail"}',
);
export const listDetectors = simple('guardduty', 'ListDetectors', true, () => '{}');
export const getFindings = simple(
  'guardduty',
  'GetFindings',
  true,
  (scene) => `{"detectorId":"${scene.random.hex(32)}","findingIds":["${scene.random.hex(32)}"]}`,
);
export const listAccounts = simple('organizations', 'ListAccounts', true, () => '{}');
export const describeOrganization = simple('organizations', 'DescribeOrganization', true, () => 'null');
export const getCost = simple(
  'ce',
  'GetCostAndUsage',
  true,
  () => '{"timePeriod":{"start":"2026-02-01","end":"2026-03-01"},"granularity":"DAILY","metrics":["UnblendedCost"]}',
);
export const eventAggregates = simple(
  'health',
  'DescribeEventAggregates',
  true,
  () => '{"filter":{"eventStatusCodes":["open","upcoming"]},"aggregateField":"eventTypeCategory"}',
  { withoutTls: true },
);
export const completeLifecycle = simple(
  'autoscaling',
  'CompleteLifecycleAction',
  false,
  (scene) =>
    `{"lifecycleHookName":"drain","autoScalingGroupName":"eks-general","lifecycleActionResult":"CONTINUE","instanceId":"${pickInstance(scene).id}"}`,
);

const iam = (name: string, request: (scene: Scene) => string, failures: Call['failures'] = []): Call => ({
  service: 'iam',
  name,
  readOnly: true,
  request,
  failures,
  host: () => 'iam.amazonaws.com',
});
export const getRole = iam(
  'GetRole',
  (scene) => `{"roleName":"${scene.random.pick(['app-server', 'ecs-deploy-staging', 'lambda-exec', 'eks-node'])}"}`,
  [{ share: 0.03, code: 'NoSuchEntityException', message: () => 'The role with name app-legacy cannot be found.' }],
);
export const listRoles = iam('ListRoles', () => '{"maxItems":100}');
export const listUsers = iam('ListUsers', () => '{"maxItems":100}');
export const listRolePolicies = iam(
  'ListAttachedRolePolicies',
  (scene) => `{"roleName":"${scene.random.pick(['app-server', 'ecs-deploy-staging', 'lambda-exec', 'eks-node'])}"}`,
);
export const getPolicyVersion = iam(
  'GetPolicyVersion',
  (scene) =>
    `{"policyArn":"arn:aws:iam::${scene.account.id}:policy/app-server-access","versionId":"v${scene.random.between(1, 9)}"}`,
);
export const listMfaDevices = iam('ListMFADevices', () => 'null');
export const getUserDenied = iam('GetAccountSummary', () => 'null', [
  { share: 0.2, code: 'AccessDenied', message: denied('iam:GetAccountSummary') },
]);
