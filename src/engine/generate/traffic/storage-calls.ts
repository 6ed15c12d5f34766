import { denied, type Call, type Scene } from './call.ts';

const logRegions = ['us-east-1', 'eu-west-1'] as const;
const splitAt = (subject: string): [bucket: string, key: string] => {
  const cut = subject.indexOf('/');
  return [subject.slice(0, cut), subject.slice(cut + 1)];
};

/** additionalEventData of S3: sizes come as integers and as floats, mixed, as in real records. */
export function s3Additional(scene: Scene, bytesIn: number, bytesOut: number): string {
  const size = (bytes: number): string => (bytes === 0 && scene.random.chance(0.8) ? '0.0' : String(bytes));
  return (
    `{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":${size(bytesIn)},"AuthenticationMethod":"AuthHeader",` +
    `"x-amz-id-2":"${scene.random.base64(75)}=","bytesTransferredOut":${size(bytesOut)}}`
  );
}

export function bucketHost(bucket: string, region: string): string {
  return `${bucket}.s3.${region}.amazonaws.com`;
}

const objectSubject = (scene: Scene): string =>
  `${scene.random.pick(scene.account.buckets)}/2026/${scene.random.pick(['01', '02', '03'])}/part-${String(scene.random.below(40_000)).padStart(5, '0')}.parquet`;

const objectRequest = (scene: Scene): string => {
  const [bucket, key] = splitAt(scene.subject);
  return `{"bucketName":"${bucket}","Host":"${bucketHost(bucket, scene.region)}","key":"${key}"}`;
};

export function objectResources(account: string, bucket: string, key: string): string {
  return `[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::${bucket}/${key}"},{"accountId":"${account}","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::${bucket}"}]`;
}

const objectResourcesOf = (scene: Scene): string => {
  const [bucket, key] = splitAt(scene.subject);
  return objectResources(scene.account.id, bucket, key);
};

const objectHost = (scene: Scene): string => bucketHost(splitAt(scene.subject)[0], scene.region);
const object = {
  service: 's3',
  data: true,
  subject: objectSubject,
  request: objectRequest,
  resources: objectResourcesOf,
  host: objectHost,
} as const;

export const getObject: Call = {
  ...object,
  name: 'GetObject',
  readOnly: true,
  additional: (scene) => s3Additional(scene, 0, scene.random.between(900, 4_000_000)),
  failures: [{ share: 0.006, code: 'NoSuchKey', message: () => 'The specified key does not exist.' }],
};

export const putObject: Call = {
  ...object,
  name: 'PutObject',
  readOnly: false,
  response: () => '{"x-amz-server-side-encryption":"AES256"}',
  additional: (scene) => s3Additional(scene, scene.random.between(900, 4_000_000), 0),
};

export const headObject: Call = {
  ...object,
  name: 'HeadObject',
  readOnly: true,
  additional: (scene) => s3Additional(scene, 0, 0),
  failures: [{ share: 0.05, code: 'NoSuchKey', message: () => 'The specified key does not exist.' }],
};

export function listRequest(bucket: string, region: string, prefix: string): string {
  return `{"list-type":"2","bucketName":"${bucket}","encoding-type":"url","prefix":"${prefix}","delimiter":"/","Host":"${bucketHost(bucket, region)}"}`;
}

export function listResources(account: string, bucket: string): string {
  return `[{"type":"AWS::S3::Object","ARNPrefix":"arn:aws:s3:::${bucket}/"},{"accountId":"${account}","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::${bucket}"}]`;
}

export const listObjects: Call = {
  ...object,
  name: 'ListObjects',
  readOnly: true,
  request: (scene) => listRequest(splitAt(scene.subject)[0], scene.region, '2026/'),
  resources: (scene) => listResources(scene.account.id, splitAt(scene.subject)[0]),
  additional: (scene) => s3Additional(scene, 0, scene.random.between(300, 90_000)),
};

const bucketRead = (name: string, query: string, errors: Call['failures'] = []): Call => ({
  service: 's3',
  name,
  readOnly: true,
  subject: (scene) => scene.random.pick(scene.account.buckets),
  request: (scene) =>
    `{"bucketName":"${scene.subject}","Host":"${bucketHost(scene.subject, scene.region)}","${query}":""}`,
  additional: (scene) => s3Additional(scene, 0, scene.random.between(200, 900)),
  resources: (scene) =>
    `[{"accountId":"${scene.account.id}","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::${scene.subject}"}]`,
  failures: errors,
  host: (scene) => bucketHost(scene.subject, scene.region),
});

export const getBucketAcl = bucketRead('GetBucketAcl', 'acl');
export const getBucketPolicy = bucketRead('GetBucketPolicy', 'policy', [
  { share: 0.2, code: 'NoSuchBucketPolicy', message: () => 'The bucket policy does not exist' },
]);
export const getBucketEncryption = bucketRead('GetBucketEncryption', 'encryption');
export const getBucketTagging = bucketRead('GetBucketTagging', 'tagging', [
  { share: 0.3, code: 'NoSuchTagSet', message: () => 'The TagSet does not exist' },
]);

export const listBuckets: Call = {
  service: 's3',
  name: 'ListBuckets',
  readOnly: true,
  request: (scene) => `{"Host":"s3.${scene.region}.amazonaws.com"}`,
  additional: (scene) => s3Additional(scene, 0, scene.random.between(2000, 9000)),
};

const deliveredKey = (folder: string, extension: string) => (scene: Scene) =>
  `${folder}/111122223333/${scene.random.pick(logRegions)}/2026/03/${String(scene.random.between(1, 28)).padStart(2, '0')}/${scene.random.alphanumeric(16)}.${extension}`;

const delivery = (bucketIndex: number, key: (scene: Scene) => string, failures: Call['failures']): Call => ({
  ...object,
  name: 'PutObject',
  readOnly: false,
  subject: (scene) => `${scene.account.buckets[bucketIndex] ?? scene.account.buckets[0]}/${key(scene)}`,
  request: (scene) => {
    const [bucket, objectKey] = splitAt(scene.subject);
    return `{"bucketName":"${bucket}","Host":"${bucketHost(bucket, scene.region)}","x-amz-acl":"bucket-owner-full-control","key":"${objectKey}"}`;
  },
  response: (scene) =>
    `{"x-amz-server-side-encryption":"AES256","x-amz-version-id":"${scene.random.alphanumeric(32)}"}`,
  additional: (scene) => s3Additional(scene, scene.random.between(600, 60_000), 0),
  ...(failures === undefined ? {} : { failures }),
});

/** CloudTrail writing its own files into a bucket whose data events are logged: the largest part of many trails. */
export const trailDelivery = delivery(0, deliveredKey('AWSLogs/o-exampleorgid', 'json.gz'), undefined);

/** A flow-log delivery that a bucket policy refuses for ever: the noise that drowns the error rate of real trails. */
export const refusedDelivery = delivery(1, deliveredKey('AWSLogs', 'log.gz'), [
  { share: 0.9, code: 'AccessDenied', message: () => 'Access Denied' },
]);

export const anonymousGet: Call = {
  ...getObject,
  subject: (scene) =>
    `${scene.account.buckets[0]}/${scene.random.pick(['.env', 'backup.zip', 'db.sql', '.git/config', 'wp-config.php.bak'])}`,
  failures: [{ share: 0.98, code: 'AccessDenied', message: denied('s3:GetObject') }],
  additional: (scene) => s3Additional(scene, 0, 243),
};
