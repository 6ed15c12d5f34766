import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsService } from './connection.ts';
import type { AwsCredentials, AwsSession, BaseClientConfig } from './session.ts';

export interface ClientOptions {
  /** Attempts a call makes by itself, the first included. 1 where the caller paces and tries again itself. Default 3. */
  maxAttempts?: number;
  retryMode?: 'standard' | 'adaptive';
  /** How long an answer may be silent. Default 60 s. */
  requestTimeoutMilliseconds?: number;
}

type Provider = (() => Promise<AwsCredentials>) & { memoized?: boolean };

interface ClientConfig extends BaseClientConfig {
  credentials: Provider;
  maxAttempts: number;
  retryMode: string;
}

function configOf(session: AwsSession, service: AwsService, region: string, options: ClientOptions): ClientConfig {
  const base = session.clientConfig(service, region);
  // The SDK keeps credentials for each client; only the session knows when they were renewed for all.
  const credentials: Provider = Object.assign(() => session.credentials(), { memoized: true });
  return {
    ...base,
    credentials,
    maxAttempts: options.maxAttempts ?? 3,
    retryMode: options.retryMode ?? 'standard',
    requestHandler: {
      ...base.requestHandler,
      requestTimeout: options.requestTimeoutMilliseconds ?? base.requestHandler.requestTimeout,
    },
  };
}

/** Clients share the sockets of their session: close the session, do not destroy clients. */
export function cloudTrailClient(session: AwsSession, region: string, options: ClientOptions = {}): CloudTrailClient {
  return new CloudTrailClient(configOf(session, 'cloudtrail', region, options));
}

/** A client for S3 that follows buckets into their region. `region` is where to begin. */
export function s3Client(session: AwsSession, region: string, options: ClientOptions = {}): S3Client {
  return new S3Client({
    ...configOf(session, 's3', region, options),
    followRegionRedirects: true,
    forcePathStyle: session.connection.forcePathStyle,
    // A checksum is wrong only where the object was cut or changed on the way: the SDK checks it where S3 stores one.
    responseChecksumValidation: 'WHEN_SUPPORTED',
  });
}

export function stsClient(session: AwsSession, options: ClientOptions = {}): STSClient {
  return new STSClient(configOf(session, 'sts', session.region, options));
}

/** IAM has one endpoint in each partition, found from the region. */
export function iamClient(session: AwsSession, options: ClientOptions = {}): IAMClient {
  return new IAMClient(configOf(session, 'iam', session.region, options));
}

/** The Account Management API (enabled regions) answers in the main region of the partition. */
export function accountClient(session: AwsSession, options: ClientOptions = {}): AccountClient {
  return new AccountClient(configOf(session, 'account', session.region, options));
}
