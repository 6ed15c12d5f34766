/** A request as it arrived, kept for assertions. */
export interface RecordedRequest {
  sequence: number;
  atMilliseconds: number;
  service: string;
  region: string;
  operation: string;
  /** Null for requests that are not signed. */
  accessKeyId: string | null;
  accountId: string | null;
  /** Members of the request by name: JSON body, form fields, or query string and path of REST services. */
  parameters: Record<string, unknown>;
  headers: Record<string, string>;
  /** Filled in once answered; 0 where the connection was cut. */
  status: number;
  errorCode: string | null;
  requestId: string;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer;
}

/** An error of AWS; the server writes it in the protocol of the service. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Further members of the error. */
  readonly members: Record<string, string>;

  constructor(
    code: string,
    message: string,
    status = 400,
    more: { headers?: Record<string, string>; members?: Record<string, string> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = more.headers ?? {};
    this.members = more.members ?? {};
  }
}

/** What goes wrong with the requests it matches. The first fault that matches acts. */
export interface Fault {
  when(request: RecordedRequest): boolean;
  /** How many requests it meets; without it all. */
  times?: number;
  act:
    | { kind: 'error'; code: string; message?: string; status?: number }
    /** The connection ends before an answer. */
    | { kind: 'reset' }
    /** The connection ends in the middle of the body. */
    | { kind: 'cut' }
    /** A whole HTTP answer with half of the body. */
    | { kind: 'truncate' }
    /** Answers once the promise resolves. */
    | { kind: 'hold'; until: Promise<void> };
}

/** Keys that the loopback AWS knows. */
export interface IssuedCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | null;
  accountId: string;
  arn: string;
  userId: string;
  expiresEpochMilliseconds: number | null;
}

/** One Event of Event history. */
export interface HistoryEvent {
  EventId: string;
  EventName: string;
  EventSource: string;
  /** Whole seconds. */
  EventTime: number;
  Username?: string;
  Resources?: { ResourceType?: string | null; ResourceName?: string }[];
  AccessKeyId?: string;
  ReadOnly?: string;
  CloudTrailEvent: string;
}

export interface LoopbackTrail {
  Name: string;
  TrailARN: string;
  HomeRegion: string;
  S3BucketName?: string;
  S3KeyPrefix?: string;
  IsMultiRegionTrail?: boolean;
  IsOrganizationTrail?: boolean;
  LogFileValidationEnabled?: boolean;
  KmsKeyId?: string;
  HasInsightSelectors?: boolean;
}

export interface PublicKey {
  /** DER, as the service returns it (PKCS #1). */
  Value: Buffer;
  ValidityStartTime: number;
  ValidityEndTime: number;
  Fingerprint: string;
}

export interface LoopbackObject {
  body: Buffer | (() => Buffer);
  lastModifiedEpochMilliseconds?: number;
  /** Without quotes; without it MD5 of the body. */
  etag?: string;
  storageClass?: string;
  versionId?: string;
  metadata?: Record<string, string>;
  /** A key that the reader may not use: GetObject is refused as S3 does it. */
  kmsKeyDenied?: string;
}

/** A denial by IAM: every member that is there must match. */
export interface Denial {
  accountId?: string;
  region?: string;
  service?: string;
  operation?: string;
}
