/** Records for tests, in the shapes CloudTrail writes. Later keys replace those of the base. */
export type TestRecord = Record<string, unknown>;

export const account = '111122223333';

export const identities = {
  user: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEEXAMPLEAA',
    arn: `arn:aws:iam::${account}:user/ops/alice`,
    accountId: account,
    accessKeyId: 'AKIAEXAMPLEEXAMPLEAA',
    userName: 'alice',
  },
  consoleUser: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEEXAMPLEAA',
    arn: `arn:aws:iam::${account}:user/ops/alice`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLEEXAMPLEAA',
    userName: 'alice',
    sessionContext: {
      sessionIssuer: {},
      webIdFederationData: {},
      attributes: { creationDate: '2026-03-14T02:11:50Z', mfaAuthenticated: 'true' },
    },
  },
  root: {
    type: 'Root',
    principalId: account,
    arn: `arn:aws:iam::${account}:root`,
    accountId: account,
    accessKeyId: 'ASIAROOTEXAMPLEAAAAA',
    sessionContext: {
      sessionIssuer: {},
      attributes: { creationDate: '2026-03-14T01:00:00Z', mfaAuthenticated: 'false' },
    },
  },
  role: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLEEXAMPLEAA:i-0abc',
    arn: `arn:aws:sts::${account}:assumed-role/web/i-0abc`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLEEXAMPLEBB',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEEXAMPLEAA',
        arn: `arn:aws:iam::${account}:role/app/web`,
        accountId: account,
        userName: 'web',
      },
      attributes: { creationDate: '2026-03-14T02:00:00Z', mfaAuthenticated: 'false' },
      ec2RoleDelivery: '2.0',
    },
    inScopeOf: { issuerType: 'AWS::EC2::Instance' },
  },
  federated: {
    type: 'FederatedUser',
    principalId: `${account}:bob`,
    arn: `arn:aws:sts::${account}:federated-user/bob`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLEEXAMPLECC',
    sessionContext: {
      sessionIssuer: { type: 'IAMUser', principalId: 'AIDAEXAMPLEEXAMPLEXX', userName: 'x', accountId: account },
      attributes: { creationDate: '2026-03-14T03:00:00Z', mfaAuthenticated: 'false' },
    },
  },
  otherAccount: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEEXAMPLEYY', accountId: '777788889999' },
  service: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
  typeless: { accountId: account, invokedBy: 'secretsmanager.amazonaws.com' },
  identityCenter: {
    type: 'IdentityCenterUser',
    accountId: account,
    onBehalfOf: {
      userId: '544894e8-80c1-707f-60e3-3ba6510dfac1',
      identityStoreArn: `arn:aws:identitystore::${account}:identitystore/d-1`,
    },
    credentialId: '90e292de-1b4e-4f5e-9f0a-000000000000',
  },
  hidden: { type: 'IAMUser', accountId: account, accessKeyId: '', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
} satisfies Record<string, TestRecord>;

/** A management call by alice. */
export function call(eventName: string, changes: TestRecord = {}): TestRecord {
  return {
    eventVersion: '1.11',
    userIdentity: identities.user,
    eventTime: '2026-03-14T02:34:50Z',
    eventSource: 'iam.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.23',
    userAgent: 'aws-cli/2.15.30 Python/3.11.8 Linux/6.5 exe/x86_64',
    requestParameters: null,
    responseElements: null,
    requestID: '11111111-2222-3333-4444-555555555555',
    eventID: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...changes,
  };
}

export function insight(details: TestRecord = {}): TestRecord {
  return {
    eventVersion: '1.08',
    eventTime: '2026-03-14T02:42:00Z',
    awsRegion: 'us-east-1',
    eventID: 'insight-1',
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: account,
    sharedEventID: 'pair-1',
    eventCategory: 'Insight',
    insightDetails: {
      state: 'End',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      insightType: 'ApiCallRateInsight',
      insightContext: {
        statistics: {
          baseline: { average: 0.5 },
          insight: { average: 60 },
          insightDuration: 12,
          baselineDuration: 10181,
        },
      },
      ...details,
    },
  };
}

export const aggregated: TestRecord = {
  eventVersion: '1.0',
  accountId: account,
  eventId: 'aggregate-1',
  eventCategory: 'Aggregated',
  eventType: 'AwsAggregatedEvent',
  awsRegion: 'eu-west-1',
  eventSource: 's3.amazonaws.com',
  timeWindow: { windowStart: '2026-03-14 02:45:00', windowEnd: '2026-03-14 02:50:00', windowSize: 'PT5M' },
  summary: {
    primaryDimension: {
      dimension: 'eventName',
      statistics: [{ name: 'GetObject', value: 12345 }],
      aggregationType: 'Count',
    },
    details: [
      {
        dimension: 'resourceARN',
        statistics: [{ name: 'arn:aws:s3:::acme-payroll', value: 12345 }],
        aggregationType: 'Count',
      },
    ],
  },
};

export const network: TestRecord = {
  eventVersion: '1.09',
  userIdentity: identities.otherAccount,
  eventTime: '2026-03-14T02:46:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'ListBuckets',
  awsRegion: 'us-east-1',
  sourceIPAddress: '10.0.0.7',
  errorCode: 'VpceAccessDenied',
  errorMessage: 'The request was denied due to a VPC endpoint policy',
  eventID: 'network-1',
  eventType: 'AwsVpceEvent',
  recipientAccountId: account,
  vpcEndpointId: 'vpce-0123456789abcdef0',
  vpcEndpointAccountId: account,
  eventCategory: 'NetworkActivity',
};
