/** Records of a small incident: a key reads, is denied, then makes a user. No Node here, these tests run in a browser. */
export function incidentRecord(number: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const minute = String(Math.floor(number / 60)).padStart(2, '0');
  const second = String(number % 60).padStart(2, '0');
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEEXAMPLE000',
      arn: 'arn:aws:iam::111122223333:user/ci-deploy',
      accountId: '111122223333',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: 'ci-deploy',
    },
    eventTime: `2026-03-14T02:${minute}:${second}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: 'GetBucketPolicy',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.23',
    userAgent: 'Boto3/1.34.69',
    requestParameters: { bucketName: 'acme-payroll' },
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...changes,
  };
}

const denied = { errorCode: 'AccessDenied', errorMessage: 'User is not authorized to perform: iam:CreateUser' };

/** 40 events: 25 reads, 10 denied ones, 5 calls of another person from elsewhere. */
export function incident(): Record<string, unknown>[] {
  return [
    ...Array.from({ length: 25 }, (_, index) => incidentRecord(index * 7)),
    ...Array.from({ length: 10 }, (_, index) =>
      incidentRecord(200 + index * 5, {
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateUser',
        readOnly: false,
        requestParameters: { userName: 'svc-backup-sync' },
        ...denied,
      }),
    ),
    ...Array.from({ length: 5 }, (_, index) =>
      incidentRecord(300 + index * 9, {
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateAccessKey',
        readOnly: false,
        sourceIPAddress: '203.0.113.54',
        requestParameters: { userName: 'support-svc' },
        userIdentity: {
          type: 'IAMUser',
          arn: 'arn:aws:iam::111122223333:user/ops-ines',
          accountId: '111122223333',
          accessKeyId: 'AKIAI44QH8DHBEXAMPLE',
          userName: 'ops-ines',
        },
      }),
    ),
  ];
}
