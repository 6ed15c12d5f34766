import { iamTime } from '../times.ts';
import type { Account } from '../world.ts';
import type { Random } from '../random.ts';
import type { Step } from './step.ts';

/** A step without its time. */
export type Action = Omit<Step, 'at'>;

export function s3Object(
  random: Random,
  account: Account,
  bucket: string,
  key: string,
  name: string,
  bytes: number,
  region = 'us-east-1',
): Action {
  const host = `${bucket}.s3.${region}.amazonaws.com`;
  const put = name === 'PutObject';
  return {
    service: 's3',
    name,
    region,
    data: true,
    request: { bucketName: bucket, Host: host, key },
    additional: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: put ? bytes : 0,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': `${random.base64(75)}=`,
      bytesTransferredOut: put ? 0 : bytes,
    },
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` },
      { accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
    host,
  };
}

export function s3List(
  random: Random,
  account: Account,
  bucket: string,
  prefix: string,
  bytes: number,
  region = 'us-east-1',
): Action {
  const host = `${bucket}.s3.${region}.amazonaws.com`;
  return {
    service: 's3',
    name: 'ListObjects',
    region,
    data: true,
    request: { 'list-type': '2', bucketName: bucket, 'encoding-type': 'url', prefix, Host: host },
    additional: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 0,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': `${random.base64(75)}=`,
      bytesTransferredOut: bytes,
    },
    resources: [
      { type: 'AWS::S3::Object', ARNPrefix: `arn:aws:s3:::${bucket}/` },
      { accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
    host,
  };
}

/** A management call on a bucket; `query` is the sub-resource, which S3 writes as an empty string. */
export function bucketCall(
  account: Account,
  name: string,
  bucket: string,
  query: string,
  more: Partial<Action> = {},
): Action {
  const host = `${bucket}.s3.us-east-1.amazonaws.com`;
  return {
    service: 's3',
    name,
    request: { bucketName: bucket, Host: host, [query]: '' },
    resources: [{ accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }],
    host,
    on: `arn:aws:s3:::${bucket}`,
    ...more,
  };
}

export function createUser(account: Account, userName: string, userId: string, at: number): Action {
  return {
    service: 'iam',
    name: 'CreateUser',
    request: { userName },
    response: {
      user: {
        path: '/',
        userName,
        userId,
        arn: `arn:aws:iam::${account.id}:user/${userName}`,
        createDate: iamTime(at),
      },
    },
  };
}

export function createAccessKey(userName: string, accessKeyId: string, at: number): Action {
  return {
    service: 'iam',
    name: 'CreateAccessKey',
    request: { userName },
    response: { accessKey: { userName, accessKeyId, status: 'Active', createDate: iamTime(at) } },
  };
}

export function createLoginProfile(userName: string, at: number): Action {
  return {
    service: 'iam',
    name: 'CreateLoginProfile',
    request: { userName, passwordResetRequired: false },
    response: { loginProfile: { userName, createDate: iamTime(at), passwordResetRequired: false } },
  };
}

export function attachUserPolicy(userName: string, policy: string): Action {
  return {
    service: 'iam',
    name: 'AttachUserPolicy',
    request: { userName, policyArn: `arn:aws:iam::aws:policy/${policy}` },
  };
}

/** RunInstances with its answer; `ids` are the instances that were started. */
export function runInstances(
  random: Random,
  account: Account,
  region: string,
  instanceType: string,
  ids: string[],
  at: number,
  keyName: string,
): Action {
  const image = `ami-0${random.hex(16)}`;
  return {
    service: 'ec2',
    name: 'RunInstances',
    region,
    request: {
      instancesSet: { items: [{ imageId: image, minCount: ids.length, maxCount: ids.length, keyName }] },
      instanceType,
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      disableApiTermination: false,
    },
    response: {
      requestId: random.uuid(),
      reservationId: `r-0${random.hex(16)}`,
      ownerId: account.id,
      groupSet: {},
      instancesSet: {
        items: ids.map((instanceId, index) => ({
          instanceId,
          imageId: image,
          instanceState: { code: 0, name: 'pending' },
          amiLaunchIndex: index,
          instanceType,
          keyName,
          launchTime: at * 1000,
          placement: { availabilityZone: `${region}a`, tenancy: 'default' },
          privateIpAddress: `172.31.${random.between(0, 40)}.${random.between(4, 250)}`,
        })),
      },
    },
  };
}

/** An EC2 call that answers only that it worked. */
export function ec2Done(random: Random, name: string, request: unknown, region = 'us-east-1'): Action {
  return { service: 'ec2', name, region, request, response: { requestId: random.uuid(), _return: true } };
}

export const list = (service: string, name: string, region = 'us-east-1', request: unknown = {}): Action => ({
  service,
  name,
  region,
  request,
});

export function sendCommand(random: Random, instanceId: string): Action {
  return {
    service: 'ssm',
    name: 'SendCommand',
    request: {
      documentName: 'AWS-RunShellScript',
      instanceIds: [instanceId],
      parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      timeoutSeconds: 600,
    },
    response: {
      command: {
        commandId: random.uuid(),
        documentName: 'AWS-RunShellScript',
        status: 'Pending',
        instanceIds: [instanceId],
      },
    },
  };
}

export function createSnapshot(random: Random, account: Account, snapshotId: string, at: number): Action {
  const volumeId = `vol-0${random.hex(16)}`;
  return {
    service: 'ec2',
    name: 'CreateSnapshot',
    request: { volumeId },
    response: {
      requestId: random.uuid(),
      snapshotId,
      volumeId,
      status: 'pending',
      startTime: at * 1000,
      ownerId: account.id,
      encrypted: false,
    },
  };
}

export function shareSnapshot(random: Random, snapshotId: string, withAccount: string): Action {
  return ec2Done(random, 'ModifySnapshotAttribute', {
    snapshotId,
    createVolumePermission: { add: { items: [{ userId: withAccount }] } },
    attributeType: 'CREATE_VOLUME_PERMISSION',
  });
}

export function getSecret(account: Account, secret: string, region = 'us-east-1'): Action {
  return {
    service: 'secretsmanager',
    name: 'GetSecretValue',
    region,
    request: { secretId: `arn:aws:secretsmanager:${region}:${account.id}:secret:${secret}` },
  };
}
