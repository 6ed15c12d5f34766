import { createHash } from 'node:crypto';
import type { LoopbackBucket } from './bucket.ts';
import type { IncomingCall } from './request.ts';
import { xml } from './protocol.ts';
import type { LoopbackState } from './state.ts';
import { ApiError, type IssuedCredentials, type LoopbackObject, type Reply } from './types.ts';

const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** ListObjectsV2, GetObject, HeadObject, HeadBucket and GetBucketLocation of S3 in path style. */
export function s3Reply(call: IncomingCall, state: LoopbackState, caller: IssuedCredentials): Reply {
  const bucket = state.buckets.get(call.bucket);
  if (bucket === undefined) throw new ApiError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (call.operation === 'GetBucketLocation') {
    const region = bucket.region === 'us-east-1' ? '' : bucket.region;
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: xml('LocationConstraint', region, namespace),
    };
  }
  const headers = { 'x-amz-bucket-region': bucket.region };
  if (call.region !== bucket.region) {
    throw new ApiError(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint.',
      301,
      {
        headers,
        members: { Bucket: bucket.name, Endpoint: `s3.${bucket.region}.amazonaws.com` },
      },
    );
  }
  const denied = (action: string): ApiError =>
    new ApiError(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: "arn:aws:s3:::${bucket.name}"`,
      403,
      { headers },
    );
  if (bucket.readers !== null && !bucket.readers.has(caller.accountId)) {
    throw denied(call.operation === 'ListObjectsV2' ? 's3:ListBucket' : 's3:GetObject');
  }
  if (bucket.requesterPays && call.headers['x-amz-request-payer'] !== 'requester') {
    throw new ApiError('AccessDenied', 'Access Denied', 403, { headers });
  }
  switch (call.operation) {
    case 'HeadBucket':
      return { status: 200, headers, body: '' };
    case 'ListObjectsV2':
      return { ...list(call, bucket), headers: { ...headers, 'content-type': 'application/xml' } };
    case 'GetObject':
    case 'HeadObject':
      return object(call, bucket, caller, headers);
    default:
      throw new ApiError('NotImplemented', `The loopback S3 has no ${call.method} ${call.path}`, 501);
  }
}

function list(call: IncomingCall, bucket: LoopbackBucket): Reply {
  const { query } = call;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const after = query.has('continuation-token')
    ? Buffer.from(query.get('continuation-token')!, 'base64url').toString()
    : (query.get('start-after') ?? '');
  const maximum = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
  const keys = bucket.keys();
  const order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const contents: string[] = [];
  const prefixes: string[] = [];
  let last = '';
  let truncated = false;
  for (const key of keys) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end === -1 ? null : key.slice(0, end + delimiter.length);
    // A page ends after a key or a whole common prefix.
    if (after !== '' && (order(key, after) <= 0 || (common !== null && common === after))) continue;
    if (common !== null && common === prefixes.at(-1)) continue;
    if (contents.length + prefixes.length >= maximum) {
      truncated = true;
      break;
    }
    if (common === null) contents.push(key);
    else prefixes.push(common);
    last = common ?? key;
  }
  const encode = (text: string): string =>
    query.get('encoding-type') === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;
  const body = xml(
    'ListBucketResult',
    {
      Name: bucket.name,
      Prefix: encode(prefix),
      ...(delimiter === '' ? {} : { Delimiter: delimiter }),
      MaxKeys: maximum,
      KeyCount: contents.length + prefixes.length,
      IsTruncated: truncated,
      ...(truncated ? { NextContinuationToken: Buffer.from(last).toString('base64url') } : {}),
      Contents: contents.map((key) => {
        const stored = bucket.get(key)!;
        const bytes = bytesOf(stored);
        return {
          Key: encode(key),
          LastModified: modified(stored).toISOString(),
          ETag: etagOf(stored, bytes),
          Size: bytes.length,
          StorageClass: stored.storageClass ?? 'STANDARD',
        };
      }),
      CommonPrefixes: prefixes.map((common) => ({ Prefix: encode(common) })),
    },
    namespace,
  );
  return { status: 200, body };
}

function object(
  call: IncomingCall,
  bucket: LoopbackBucket,
  caller: IssuedCredentials,
  region: Record<string, string>,
): Reply {
  const stored = bucket.get(call.key);
  if (stored === undefined) {
    throw new ApiError('NoSuchKey', 'The specified key does not exist.', 404, {
      headers: region,
      members: { Key: call.key },
    });
  }
  if (stored.kmsKeyDenied !== undefined && call.operation === 'GetObject') {
    throw new ApiError(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: kms:Decrypt on resource: ${stored.kmsKeyDenied} because no identity-based policy allows the kms:Decrypt action`,
      403,
      { headers: region },
    );
  }
  const archived = stored.storageClass === 'GLACIER' || stored.storageClass === 'DEEP_ARCHIVE';
  if (archived && call.operation === 'GetObject') {
    throw new ApiError('InvalidObjectState', "The operation is not valid for the object's storage class", 403, {
      headers: region,
    });
  }
  const bytes = bytesOf(stored);
  const etag = etagOf(stored, bytes);
  if (call.headers['if-match'] !== undefined && call.headers['if-match'] !== etag) {
    throw new ApiError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
      headers: region,
    });
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(call.headers['range'] ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]) + 1, bytes.length) : bytes.length;
  return {
    status: range ? 206 : 200,
    headers: {
      ...region,
      'content-type': 'application/octet-stream',
      'content-length': String(end - start),
      'accept-ranges': 'bytes',
      etag,
      'last-modified': modified(stored).toUTCString(),
      ...(range ? { 'content-range': `bytes ${start}-${end - 1}/${bytes.length}` } : {}),
      ...(stored.storageClass === undefined ? {} : { 'x-amz-storage-class': stored.storageClass }),
      ...(stored.versionId === undefined ? {} : { 'x-amz-version-id': stored.versionId }),
      ...Object.fromEntries(
        Object.entries(stored.metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value]),
      ),
    },
    body: call.method === 'HEAD' ? '' : bytes.subarray(start, end),
  };
}

function bytesOf(stored: LoopbackObject): Buffer {
  return typeof stored.body === 'function' ? stored.body() : stored.body;
}

function etagOf(stored: LoopbackObject, bytes: Buffer): string {
  return `"${stored.etag ?? createHash('md5').update(bytes).digest('hex')}"`;
}

function modified(stored: LoopbackObject): Date {
  return new Date(stored.lastModifiedEpochMilliseconds ?? Date.UTC(2026, 0, 1));
}
