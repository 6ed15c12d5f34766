import { describe, expect, test } from 'vitest';
import { parseStructText } from '../../../src/engine/ingest/struct-text.ts';
import { collectLeaf, stretches } from '../../support/collect-leaf.ts';
import {
  consoleHeader,
  consoleRow,
  csvRow,
  eventId,
  jsonLines,
  logFile,
  record,
  records,
  text,
} from '../../support/fixtures.ts';

const two = records(2);
const bothIds = [eventId(1), eventId(2)];
const identityStruct =
  '{type=AssumedRole, principalid=AROAEXAMPLE:alice, arn=arn:aws:sts::111122223333:assumed-role/ops/alice, accountid=111122223333, ' +
  'invokedby=null, accesskeyid=ASIAEXAMPLE, username=null, sessioncontext={attributes={mfaauthenticated=false, ' +
  'creationdate=2026-03-14T01:58:02Z}, sessionissuer={type=Role, username=ops, team, blue}}}';

describe('console CSV', () => {
  test('rows become partial records', async () => {
    const content = consoleHeader + two.map(consoleRow).join('');
    const read = await collectLeaf(content);
    expect(read.result).toMatchObject({ state: 'read', format: 'console-csv', records: 2 });
    expect(read.content.toString('utf8')).toBe(content);
    expect(read.rejects).toEqual([]);
    expect(read.records[0]).toEqual({
      eventTime: '2026-03-14T02:00:01Z',
      eventSource: 'iam.amazonaws.com',
      eventName: 'PutRolePolicy',
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.23',
      userAgent: two[0]?.['userAgent'],
      requestID: two[0]?.['requestID'],
      eventID: eventId(1),
      readOnly: false,
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
      userIdentity: { userName: 'alice', accessKeyId: 'ASIAEXAMPLEEXAMPLE00' },
      resources: [{ resourceName: 'ops', type: 'AWS::IAM::Role' }],
    });
    expect(read.children['rebuilt.jsonl']?.toString('utf8')).toBe(jsonLines(read.records));
  });

  test('other delimiters, byte order mark and line ends of spreadsheets', async () => {
    const rows = consoleHeader + two.map(consoleRow).join('');
    const plain = rows.replaceAll('"[{""resourceType"":""AWS::IAM::Role"",""resourceName"":""ops""}]"', '[]');
    const content = `\uFEFFsep=;\r\n${plain.replaceAll(',', ';').replaceAll('\n', '\r\n')}`;
    const read = await collectLeaf(content);
    expect(read.ids).toEqual(bothIds);
    expect(read.records[0]?.['eventCategory']).toBe('Management');
  });

  test('a lost quote costs its row; positions are lines', async () => {
    const rows = records(5).map(consoleRow);
    rows[2] = String(rows[2]).replace('""ops""}]"', '""ops""}]');
    const content = consoleHeader + rows.join('');
    const read = await collectLeaf(stretches(Buffer.from(content), [100]), { sizes: { windowBytes: 700 } });
    expect(read.ids).toEqual([1, 2, 4, 5].map(eventId));
    expect(read.rejects).toMatchObject([{ position: 'line 4', code: 'broken-csv' }]);
    expect(read.content.toString('utf8')).toBe(content);
  });

  test('a row with too few columns is rejected by its line', async () => {
    const read = await collectLeaf(`${consoleHeader}${consoleRow(record(1))}a,b,c\n${consoleRow(record(2))}`);
    expect(read.ids).toEqual(bothIds);
    expect(read.rejects).toMatchObject([{ position: 'line 3', code: 'not-a-record' }]);
  });

  test('a header without rows', async () => {
    const read = await collectLeaf(consoleHeader);
    expect(read.result).toMatchObject({ state: 'skipped', reason: { code: 'no-records', expected: true } });
  });
});

describe('tables of other products', () => {
  const athenaColumns =
    'eventversion,useridentity,eventtime,eventsource,eventname,awsregion,requestparameters,resources,readonly,eventid\n';
  const athenaRow = (id: string): string =>
    csvRow([
      '1.08',
      identityStruct,
      '2026-03-14T02:00:01Z',
      's3.amazonaws.com',
      'PutObject',
      'us-east-1',
      '{"bucketName":"b","Host":"h, x"}',
      '[{arn=arn:aws:s3:::b/k, accountid=111122223333, type=AWS::S3::Object}]',
      'false',
      id,
    ]);

  test('Athena CSV with structs', async () => {
    const read = await collectLeaf(athenaColumns + bothIds.map(athenaRow).join(''));
    expect(read.result.format).toBe('athena-csv');
    expect(read.records[1]).toMatchObject({
      eventID: eventId(2),
      readOnly: false,
      requestParameters: { bucketName: 'b', Host: 'h, x' },
      resources: [{ ARN: 'arn:aws:s3:::b/k', accountId: '111122223333', type: 'AWS::S3::Object' }],
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:alice',
        userName: null,
        sessionContext: { attributes: { mfaAuthenticated: 'false' }, sessionIssuer: { userName: 'ops, team, blue' } },
      },
    });
  });

  test.each([
    ['Lake CSV', 'eventid,eventjson', 'lake-csv', (id: string, json: string): string[] => [id, json]],
    ['Logs Insights CSV', '@timestamp,@message', 'logs-insights', (id: string, json: string): string[] => [id, json]],
    ['Splunk CSV', '_raw,_time', 'splunk', (id: string, json: string): string[] => [json, id]],
    ['any column of records', 'when,payload', 'csv-column', (id: string, json: string): string[] => [id, json]],
  ])('%s keeps the records byte for byte', async (_name, header, format, cells) => {
    const content = `${header}\n${two.map((item) => csvRow(cells(item.eventID, text(item)))).join('')}`;
    const read = await collectLeaf(content);
    expect(read.result).toMatchObject({ state: 'read', format });
    expect(read.texts).toEqual(two.map(text));
    expect(read.children['decoded.jsonl']?.toString('utf8')).toBe(jsonLines(two));
  });

  test('Lake rows without eventjson', async () => {
    const row = [
      { eventid: eventId(1) },
      { eventname: 'PutObject' },
      { eventsource: 's3.amazonaws.com' },
      { eventtime: '2026-03-14 02:00:01.000' },
    ];
    const read = await collectLeaf(text({ QueryResultRows: [row] }));
    expect(read.result.format).toBe('lake-results');
    expect(read.records).toMatchObject([{ eventID: eventId(1), eventTime: '2026-03-14T02:00:01Z' }]);
  });

  test('dotted columns, in JSON and CSV', async () => {
    const flat = {
      _time: 'x',
      eventName: 'PutObject',
      eventSource: 's3.amazonaws.com',
      eventTime: '2026-03-14T02:00:01Z',
      eventID: eventId(1),
      'userIdentity.arn': 'arn:x',
      'userIdentity.sessionContext.sessionIssuer.userName': 'ops',
      'resources{}.ARN': ['a', 'b'],
      readOnly: 'true',
      'a.__proto__.b': '1',
    };
    const expected = {
      eventID: eventId(1),
      readOnly: true,
      userIdentity: { arn: 'arn:x', sessionContext: { sessionIssuer: { userName: 'ops' } } },
      resources: [{ ARN: 'a' }, { ARN: 'b' }],
    };
    const json = await collectLeaf(jsonLines([{ preview: false, result: flat }]));
    expect(json.records).toMatchObject([expected]);
    expect(json.result.format).toBe('splunk');
    const csv = await collectLeaf(
      'eventName,eventSource,eventTime,eventID,userIdentity.arn\n' +
        csvRow(['PutObject', 's3.amazonaws.com', '2026-03-14T02:00:01Z', eventId(1), 'arn:x']),
    );
    expect(csv.records).toMatchObject([{ eventID: eventId(1), userIdentity: { arn: 'arn:x' } }]);
  });

  test('Elastic without the original', async () => {
    const document = {
      '@timestamp': '2026-03-14T02:00:01.000Z',
      event: { id: eventId(1), action: 'PutObject', provider: 's3.amazonaws.com', dataset: 'aws.cloudtrail' },
      cloud: { region: 'us-east-1', account: { id: '111122223333' } },
      source: { ip: '198.51.100.23' },
      user: { id: 'AROAEXAMPLE:alice', name: 'ops' },
      aws: {
        cloudtrail: {
          event_version: '1.08',
          read_only: false,
          user_identity: { type: 'AssumedRole', arn: 'arn:x' },
          request_parameters: '{bucketName=b, key=a, b}',
        },
      },
    };
    const read = await collectLeaf(jsonLines([{ _index: 'x', _source: document }]));
    expect(read.result.format).toBe('elastic');
    expect(read.records).toEqual([
      {
        eventVersion: '1.08',
        eventTime: '2026-03-14T02:00:01Z',
        eventSource: 's3.amazonaws.com',
        eventName: 'PutObject',
        awsRegion: 'us-east-1',
        sourceIPAddress: '198.51.100.23',
        eventID: eventId(1),
        readOnly: false,
        userIdentity: {
          type: 'AssumedRole',
          principalId: 'AROAEXAMPLE:alice',
          arn: 'arn:x',
          accountId: '111122223333',
          sessionContext: { sessionIssuer: { userName: 'ops' } },
        },
        requestParameters: { bucketName: 'b', key: 'a, b' },
      },
    ]);
  });

  test('OCSF', async () => {
    const event = {
      class_uid: 6003,
      time: Date.UTC(2026, 2, 14, 2, 0, 1),
      metadata: {
        uid: eventId(1),
        event_code: 'AwsApiCall',
        product: { name: 'CloudTrail', version: '1.08', feature: { name: 'Management' } },
      },
      api: {
        operation: 'CreateUser',
        service: { name: 'iam.amazonaws.com' },
        request: { uid: 'r', data: '{"userName":"eve"}' },
        response: { error: 'AccessDenied' },
      },
      actor: {
        user: { type: 'IAMUser', uid: 'arn:x', name: 'bob', account: { uid: '111122223333' } },
        session: { is_mfa: true },
      },
      cloud: { region: 'us-east-1', account: { uid: '111122223333' } },
      src_endpoint: { domain: 'cloudformation.amazonaws.com' },
      resources: [{ uid: 'arn:r', type: 'AWS::IAM::User' }],
      unmapped: { readOnly: 'false', 'additionalEventData.MFAUsed': 'Yes' },
    };
    const read = await collectLeaf(jsonLines([event]));
    expect(read.result.format).toBe('ocsf');
    expect(read.records).toMatchObject([
      {
        eventID: eventId(1),
        eventTime: '2026-03-14T02:00:01Z',
        errorCode: 'AccessDenied',
        sourceIPAddress: 'cloudformation.amazonaws.com',
        requestParameters: { userName: 'eve' },
        readOnly: false,
        userIdentity: {
          type: 'IAMUser',
          userName: 'bob',
          sessionContext: { attributes: { mfaAuthenticated: 'true' } },
        },
        additionalEventData: { MFAUsed: 'Yes' },
        resources: [{ ARN: 'arn:r' }],
      },
    ]);
  });

  test('Sentinel rows and the answer of Log Analytics', async () => {
    const row = {
      TenantId: 't',
      TimeGenerated: '2026-03-14T02:00:01Z',
      EventName: 'PutObject',
      EventSource: 's3.amazonaws.com',
      AwsEventId: eventId(1),
      UserIdentityArn: 'arn:x',
      RequestParameters: '{"bucketName":"b"}',
      ReadOnly: false,
    };
    const lines = await collectLeaf(jsonLines([row]));
    expect(lines.result.format).toBe('sentinel');
    expect(lines.records).toMatchObject([
      { eventID: eventId(1), requestParameters: { bucketName: 'b' }, userIdentity: { arn: 'arn:x' } },
    ]);
    const table = {
      name: 'PrimaryResult',
      columns: Object.keys(row).map((name) => ({ name, type: 'string' })),
      rows: [Object.values(row), [null]],
    };
    const answer = await collectLeaf(text({ tables: [table] }));
    expect(answer.records).toEqual(lines.records);
    expect(answer.rejects).toHaveLength(1);
  });

  test('a table and records of the same source give the same events', async () => {
    const fromTable = await collectLeaf(consoleHeader + consoleRow(record(1)));
    const fromLog = await collectLeaf(logFile([record(1)]));
    expect(fromTable.ids).toEqual(fromLog.ids);
  });
});

test.each([
  ['{a=b}', { a: 'b' }],
  ['{a=b, c, d=e}', { a: 'b, c', d: 'e' }],
  ['{a=null, b={}, c=[]}', { a: null, b: {}, c: [] }],
  ['[{k=v}, {k=w}]', [{ k: 'v' }, { k: 'w' }]],
  ['{a=x=y}', { a: 'x=y' }],
  ['{a=(b [c] d)}', { a: '(b [c] d)' }],
  ['{a=b', null],
  ['[a}b]', null],
  ['[a,b]', ['a', 'b']],
  ['[,]', ['']],
  ['{a}', null],
  ['text', null],
])('struct text %s', (input, expected) => {
  expect(parseStructText(input)).toEqual(expected);
});
