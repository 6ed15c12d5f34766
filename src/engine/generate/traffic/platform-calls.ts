import { denied, pickInstance, type Call, type Scene } from './call.ts';

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
