import type { IncomingMessage } from 'node:http';
import type { Protocol } from './protocol.ts';

/** A request taken apart: which service and operation, signed by whom. */
export interface IncomingCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  service: string;
  region: string;
  protocol: Protocol;
  operation: string;
  parameters: Record<string, unknown>;
  signature: { accessKeyId: string; dateEpochMilliseconds: number; token: string | null } | null;
  /** Only S3: path style. */
  bucket: string;
  key: string;
}

const restOperations: Record<string, [service: string, operation: string]> = {
  'GET /federation/credentials': ['sso', 'GetRoleCredentials'],
  'POST /client/register': ['sso-oidc', 'RegisterClient'],
  'POST /device_authorization': ['sso-oidc', 'StartDeviceAuthorization'],
  'POST /token': ['sso-oidc', 'CreateToken'],
  'POST /listRegions': ['account', 'ListRegions'],
  'GET /container-credentials': ['metadata', 'ContainerCredentials'],
};

const protocols: Record<string, Protocol> = {
  cloudtrail: 'json',
  sts: 'query',
  iam: 'query',
  s3: 's3',
  account: 'rest-json',
  sso: 'rest-json',
  'sso-oidc': 'rest-json',
  metadata: 'rest-json',
};

/** Tells service, region and operation from signature, path, headers and body. */
export async function readCall(message: IncomingMessage): Promise<IncomingCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const url = new URL(message.url ?? '/', 'http://loopback');
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  const method = message.method ?? 'GET';
  const scope =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]*)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers['authorization'] ?? '',
    );
  const form = /x-www-form-urlencoded/.test(headers['content-type'] ?? '')
    ? new URLSearchParams(body.toString())
    : null;
  const rest = restOperations[`${method} ${url.pathname}`];
  const [, accessKeyId = '', , region = '', signedService = ''] = scope ?? [];

  let service = rest?.[0] ?? signedService;
  if (service === '' && form?.has('Action')) service = 'sts';
  if (service === '' && url.pathname.startsWith('/latest/')) service = 'metadata';
  if (service === '') service = 's3';
  const protocol = protocols[service] ?? 'rest-json';
  const [bucket = '', ...keyParts] = url.pathname.slice(1).split('/');
  const key = decodeURIComponent(keyParts.join('/'));

  let operation = rest?.[1] ?? 'Unknown';
  let parameters: Record<string, unknown> = Object.fromEntries(url.searchParams);
  if (protocol === 'json') {
    operation = (headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
    parameters = JSON.parse(body.toString() || '{}') as Record<string, unknown>;
  } else if (protocol === 'query') {
    operation = form?.get('Action') ?? '';
    parameters = Object.fromEntries(form ?? []);
  } else if (protocol === 's3') {
    operation = s3Operation(method, key, url.searchParams);
    parameters = { ...parameters, Bucket: decodeURIComponent(bucket), ...(key === '' ? {} : { Key: key }) };
  } else if (body.length > 0 && rest !== undefined) {
    parameters = { ...parameters, ...(JSON.parse(body.toString()) as Record<string, unknown>) };
  } else if (service === 'metadata' && rest === undefined) {
    operation = 'InstanceMetadata';
  }
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers,
    body,
    service,
    region: region || 'none',
    protocol,
    operation,
    parameters,
    signature: scope
      ? {
          accessKeyId,
          dateEpochMilliseconds: amzDate(headers['x-amz-date'] ?? ''),
          token: headers['x-amz-security-token'] ?? null,
        }
      : null,
    bucket: decodeURIComponent(bucket),
    key,
  };
}

function s3Operation(method: string, key: string, query: URLSearchParams): string {
  if (key !== '') return method === 'HEAD' ? 'HeadObject' : 'GetObject';
  if (query.has('location')) return 'GetBucketLocation';
  if (query.get('list-type') === '2') return 'ListObjectsV2';
  return method === 'HEAD' ? 'HeadBucket' : 'Unknown';
}

function amzDate(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
