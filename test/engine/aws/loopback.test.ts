import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ListTrailsCommand, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, onTestFinished, test } from 'vitest';
import { describeAwsError } from '../../../src/engine/aws/aws-errors.ts';
import { cloudTrailClient, s3Client, stsClient } from '../../../src/engine/aws/clients.ts';
import { openAwsSession, type AwsSession } from '../../../src/engine/aws/session.ts';
import { awsHome, keysProfile, loopbackAws } from '../../support/aws/home.ts';
import type { LoopbackAws } from '../../support/aws/loopback-aws.ts';
import type { HistoryEvent, RecordedRequest } from '../../support/aws/types.ts';

async function open(): Promise<{ aws: LoopbackAws; session: AwsSession }> {
  const home = awsHome();
  const aws = await loopbackAws();
  home.config(keysProfile('analyst', aws.state.user('111122223333', 'analyst'), aws.url));
  const session = await openAwsSession('analyst');
  onTestFinished(() => session.close());
  return { aws, session };
}

async function outcomeOf(work: Promise<unknown>, region?: string): Promise<string> {
  return work.then(
    () => 'answered',
    (error: unknown) => describeAwsError(error, region === undefined ? {} : { region, credentialsWork: true }).outcome,
  );
}

function event(index: number, timeEpochSeconds: number): HistoryEvent {
  const EventId = `event-${index}`;
  return {
    EventId,
    EventName: 'RunInstances',
    EventSource: 'ec2.amazonaws.com',
    EventTime: timeEpochSeconds,
    CloudTrailEvent: JSON.stringify({ eventID: EventId }),
  };
}

/** Newest first, one a minute. */
function events(count: number): HistoryEvent[] {
  const newest = Math.floor(Date.now() / 1000) - 60;
  return Array.from({ length: count }, (_, index) => event(index, newest - index * 60));
}

test('answers the SDK in the protocols of STS, CloudTrail and S3', async () => {
  const { aws, session } = await open();
  aws.state.history = () => events(120);
  const bucket = aws.state.bucket('logs', 'us-east-1');
  bucket.put('AWSLogs/1/a.json', '{"a":1}');
  bucket.put('AWSLogs/2/b & <c>.json', Buffer.from('two'));

  expect((await stsClient(session).send(new GetCallerIdentityCommand({}))).Arn).toBe(
    'arn:aws:iam::111122223333:user/analyst',
  );
  const trail = cloudTrailClient(session, 'eu-west-1');
  const ids: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await trail.send(
      new LookupEventsCommand({ MaxResults: 50, ...(NextToken === undefined ? {} : { NextToken }) }),
    );
    ids.push(...(page.Events ?? []).map(({ EventId }) => EventId));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  expect(ids).toEqual(events(120).map(({ EventId }) => EventId));
  expect(aws.state.requestsOf('LookupEvents').map(({ region, status }) => [region, status])).toEqual([
    ['eu-west-1', 200],
    ['eu-west-1', 200],
    ['eu-west-1', 200],
  ]);
  expect(aws.state.requestsOf('LookupEvents')[0]?.headers['user-agent']).toContain('spoor/investigation');

  const s3 = s3Client(session, 'us-east-1');
  const folders = await s3.send(new ListObjectsV2Command({ Bucket: 'logs', Prefix: 'AWSLogs/', Delimiter: '/' }));
  expect(folders.CommonPrefixes).toEqual([{ Prefix: 'AWSLogs/1/' }, { Prefix: 'AWSLogs/2/' }]);
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: 'logs', MaxKeys: 1 }));
  const rest = await s3.send(
    new ListObjectsV2Command({ Bucket: 'logs', ContinuationToken: listed.NextContinuationToken }),
  );
  expect([listed.Contents, rest.Contents].map((list) => list?.map(({ Key, Size }) => [Key, Size]))).toEqual([
    [['AWSLogs/1/a.json', 7]],
    [['AWSLogs/2/b & <c>.json', 3]],
  ]);
  const object = await s3.send(new GetObjectCommand({ Bucket: 'logs', Key: 'AWSLogs/2/b & <c>.json' }));
  expect(await object.Body?.transformToString()).toBe('two');
});

test('a paging token holds only for the same request', async () => {
  const { aws, session } = await open();
  aws.state.history = () => events(60);
  const trail = cloudTrailClient(session, 'eu-west-1');
  const EndTime = new Date();
  const first = await trail.send(new LookupEventsCommand({ EndTime }));
  const moved = new LookupEventsCommand({ EndTime: new Date(EndTime.getTime() - 60_000), NextToken: first.NextToken });
  expect(await outcomeOf(trail.send(moved))).toBe('invalid-token');
  expect((await trail.send(new LookupEventsCommand({ EndTime, NextToken: first.NextToken }))).Events).toHaveLength(10);
});

test('throttles the third request of a second, and counts each region for itself', async () => {
  const { aws, session } = await open();
  let nowMilliseconds = Date.now();
  aws.state.now = () => nowMilliseconds;
  aws.state.lookupRequestsPerSecond = 2;
  const look = (region: string): Promise<string> =>
    outcomeOf(cloudTrailClient(session, region, { maxAttempts: 1 }).send(new LookupEventsCommand({})));
  expect([await look('eu-west-1'), await look('eu-west-1'), await look('eu-west-1'), await look('us-east-1')]).toEqual([
    'answered',
    'answered',
    'throttled',
    'answered',
  ]);
  nowMilliseconds += 1000;
  expect(await look('eu-west-1')).toBe('answered');
});

test('refuses as AWS does, and every refusal has its own outcome', async () => {
  const { aws, session } = await open();
  const look = (region: string): Promise<string> =>
    outcomeOf(cloudTrailClient(session, region, { maxAttempts: 1 }).send(new LookupEventsCommand({})), region);
  aws.state.denials.push({ region: 'eu-central-1' });
  expect(await look('eu-central-1')).toBe('denied');
  expect(await look('af-south-1')).toBe('region-disabled');
  aws.state.faults.push({ when: ({ region }) => region === 'us-west-2', times: 1, act: { kind: 'reset' } });
  expect([await look('us-west-2'), await look('us-west-2')]).toEqual(['unreachable', 'answered']);
  aws.state.faults.push({ when: () => true, times: 1, act: { kind: 'error', code: 'InternalFailure', status: 500 } });
  expect(await look('us-west-2')).toBe('server-error');
  aws.state.clockAheadMilliseconds = 3_600_000;
  expect(await look('us-east-1')).toBe('clock-skew');
  aws.state.clockAheadMilliseconds = 0;
  aws.state.expire(aws.state.requests[0]!.accessKeyId!);
  expect(await look('us-east-1')).toBe('expired');
});

test('a client corrects a wrong clock by the time of the answers', async () => {
  const { aws, session } = await open();
  aws.state.clockAheadMilliseconds = -2 * 3_600_000;
  const { Trails } = await cloudTrailClient(session, 'us-east-1').send(new ListTrailsCommand({}));
  expect(Trails).toEqual([]);
  expect(aws.state.requests.map(({ errorCode }) => errorCode)).toEqual(['InvalidSignatureException', null]);
});

test('S3 redirects into the region of the bucket, and cuts, shortens and refuses objects where it is told to', async () => {
  const { aws, session } = await open();
  const bucket = aws.state.bucket('far', 'eu-west-1');
  const body = Buffer.alloc(200_000, 'x');
  bucket.put('whole', body);
  bucket.put('sealed', { body, kmsKeyDenied: 'arn:aws:kms:eu-west-1:111122223333:key/k' });
  const s3 = s3Client(session, 'us-east-1', { maxAttempts: 1 });
  const inRegion = ({ region }: RecordedRequest): boolean => region === 'eu-west-1';
  const read = async (Key: string): Promise<number> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'far', Key }));
    return (await Body!.transformToByteArray()).length;
  };
  expect(await read('whole')).toBe(200_000);
  expect(aws.state.requests.map(({ status }) => status)).toEqual([301, 200]);
  aws.state.faults.push({ when: inRegion, times: 1, act: { kind: 'cut' } });
  expect(await outcomeOf(read('whole'))).toBe('unreachable');
  aws.state.faults.push({ when: inRegion, times: 1, act: { kind: 'truncate' } });
  expect(await read('whole')).toBe(100_000);
  expect(await outcomeOf(read('sealed'))).toBe('denied');
  expect(await outcomeOf(read('gone'))).toBe('not-found');
  bucket.requesterPays = true;
  expect(await outcomeOf(read('whole'))).toBe('denied');
});
