import { describe, expect, test } from 'vitest';
import type { LeafFormat } from '../../../src/engine/ingest/types.ts';
import { collectLeaf } from '../../support/collect-leaf.ts';
import {
  eventBridge,
  eventId,
  jsonLines,
  logFile,
  lookupEvent,
  packed,
  record,
  records,
  subscriptionMessage,
  text,
} from '../../support/fixtures.ts';

const two = records(2);
const [first, second] = two as [ReturnType<typeof record>, ReturnType<typeof record>];
const bothIds = [eventId(1), eventId(2)];
const insightsRow = (item: unknown): unknown => [
  { field: '@timestamp', value: '2026-03-14 02:00:01.000' },
  { field: '@message', value: text(item) },
];

interface Case {
  name: string;
  content: string;
  format: LeafFormat;
  /** Records lie in a child where they are packed; else in the content. */
  child?: string;
}

const cases: Case[] = [
  { name: 'S3 log file', content: logFile(two), format: 's3-log' },
  { name: 'S3 log file, pretty printed', content: JSON.stringify({ Records: two }, null, 2), format: 's3-log' },
  { name: 'list of records', content: text(two), format: 'records-array' },
  { name: 'JSON lines', content: jsonLines(two), format: 'json-lines' },
  { name: 'back to back', content: two.map(text).join(''), format: 'json-lines' },
  { name: 'separated by commas', content: two.map(text).join(',\n'), format: 'json-lines' },
  { name: 'separated by tabs', content: two.map(text).join('\t'), format: 'json-lines' },
  {
    name: 'record separators of RFC 7464',
    content: two.map((item) => `\u001e${text(item)}\n`).join(''),
    format: 'json-lines',
  },
  { name: 'several log files in one', content: logFile([first]) + logFile([second]), format: 's3-log' },
  { name: 'LookupEvents', content: text({ Events: two.map(lookupEvent), NextToken: 'x' }), format: 'lookup-events' },
  { name: 'LookupEvents, lines', content: jsonLines(two.map(lookupEvent)), format: 'lookup-events' },
  { name: 'LookupEvents, bare list', content: text(two.map(lookupEvent)), format: 'lookup-events' },
  {
    name: 'LookupEvents, pages in a list',
    content: text(two.map((item) => ({ Events: [lookupEvent(item)] }))),
    format: 'lookup-events',
  },
  { name: 'LookupEvents, list of texts', content: text(two.map(text)), format: 'records-array' },
  { name: 'LookupEvents, lines of texts', content: jsonLines(two.map(text)), format: 'json-lines' },
  { name: 'CloudWatch subscription', content: text(subscriptionMessage(two)), format: 'cloudwatch-subscription' },
  {
    name: 'filter-log-events',
    content: text({ events: two.map((item) => ({ message: text(item), eventId: '3' })) }),
    format: 'cloudwatch-events',
  },
  {
    name: 'message as object',
    content: text({ events: two.map((item) => ({ message: item })) }),
    format: 'cloudwatch-events',
  },
  { name: 'Logs Insights', content: text({ results: two.map(insightsRow), statistics: {} }), format: 'logs-insights' },
  {
    name: 'Lambda payload',
    content: text({ awslogs: { data: packed(subscriptionMessage(two)) } }),
    format: 'lambda-payload',
    child: 'decoded.jsonl',
  },
  {
    name: 'Kinesis',
    content: text({
      Records: two.map((item) => ({
        eventSource: 'aws:kinesis',
        kinesis: { data: packed(subscriptionMessage([item])) },
      })),
    }),
    format: 'lambda-payload',
    child: 'decoded.jsonl',
  },
  {
    name: 'Firehose',
    content: text({
      records: two.map((item) => ({ recordId: '1', data: Buffer.from(text(item)).toString('base64') })),
    }),
    format: 'lambda-payload',
    child: 'decoded.jsonl',
  },
  { name: 'EventBridge', content: jsonLines(two.map(eventBridge)), format: 'eventbridge' },
  { name: 'EventBridge, list', content: text(two.map(eventBridge)), format: 'eventbridge' },
  {
    name: 'SQS message of a record',
    content: text({ Messages: two.map((item) => ({ Body: text(item) })) }),
    format: 'sqs-sns',
  },
  {
    name: 'SNS in SQS in Lambda',
    content: text({
      Records: two.map((item) => ({
        eventSource: 'aws:sqs',
        body: text({ Type: 'Notification', Message: text(eventBridge(item)) }),
      })),
    }),
    format: 'sqs-sns',
    child: 'decoded.jsonl',
  },
  {
    name: 'Lake rows with eventjson',
    content: text({ QueryResultRows: two.map((item) => [{ eventid: item.eventID }, { eventjson: text(item) }]) }),
    format: 'lake-results',
  },
  {
    name: 'Splunk export',
    content: jsonLines(two.map((item) => ({ preview: false, result: { _raw: text(item), host: 'h' } }))),
    format: 'splunk',
  },
  { name: 'Splunk results', content: text({ results: two.map((item) => ({ _raw: text(item) })) }), format: 'splunk' },
  {
    name: 'Splunk HEC',
    content: jsonLines(two.map((event) => ({ event, sourcetype: 'aws:cloudtrail' }))),
    format: 'splunk',
  },
  {
    name: 'Elastic hits',
    content: text({
      took: 1,
      hits: { total: 2, hits: two.map((item) => ({ _source: { event: { original: text(item) } } })) },
    }),
    format: 'elastic',
  },
  {
    name: 'elasticdump',
    content: jsonLines(two.map((item) => ({ _index: 'x', _source: { 'event.original': text(item) } }))),
    format: 'elastic',
  },
  {
    name: 'Wazuh',
    content: jsonLines(two.map((item) => ({ rule: {}, data: { aws: { ...item, source: 'cloudtrail' } } }))),
    format: 'wazuh',
  },
  {
    name: 'unknown product',
    content: jsonLines(two.map((item) => ({ p_any: [], content: { attributes: item } }))),
    format: 'nested',
  },
  {
    name: 'unknown product, list',
    content: text({ export: { logs: two.map((item) => ({ content: item })) } }),
    format: 'nested',
  },
  {
    name: 'CloudWatch export',
    content: two.map((item) => `2026-03-14T02:00:01.000Z ${text(item)}\n`).join(''),
    format: 'cloudwatch-export',
  },
  {
    name: 'syslog',
    content: two.map((item) => `<13>Mar 14 02:00:01 host app[12]: ${text(item)}\n`).join(''),
    format: 'cloudwatch-export',
  },
];

describe('every arrangement of records', () => {
  test.each(cases)('$name', async ({ content, format, child }) => {
    const read = await collectLeaf(content);
    expect(read.rejects).toEqual([]);
    expect(read.problems).toEqual([]);
    expect(read.ids).toEqual(bothIds);
    expect(read.result).toMatchObject({ state: 'read', format, reason: null, encoding: 'utf-8' });
    expect(read.content.toString('utf8')).toBe(content);
    expect(Object.keys(read.children)).toEqual(child === undefined ? [] : [child]);
    const isReserialised = content.includes('\n  ') || format === 'wazuh';
    const texts = isReserialised
      ? read.texts.map((one) => text({ ...JSON.parse(one), source: undefined }))
      : read.texts;
    expect(texts).toEqual(two.map(text));
    expect(Object.values(read.children).map(String)).toEqual(child === undefined ? [] : [jsonLines(two)]);
  });

  test('a single record', async () => {
    const read = await collectLeaf(text(first));
    expect(read.result.format).toBe('single-record');
    expect(read.ids).toEqual([eventId(1)]);
  });

  test('records keep the very bytes they had', async () => {
    const odd = text(first).replace(
      '"readOnly":false',
      '"readOnly" : false, "n":12345678901234567890, "e":"\\u00e9\\/"',
    );
    const read = await collectLeaf(`{"Records":[${odd} , ${text(second)}]}`);
    expect(read.texts).toEqual([odd, text(second)]);
  });

  test.each([
    ['insight', { eventType: 'AwsCloudTrailInsight', eventCategory: 'Insight', insightDetails: { state: 'Start' } }],
    ['service event without identity type', { userIdentity: { accountId: '1' }, eventType: 'AwsServiceEvent' }],
    ['version 1.0', { eventVersion: '1.0', eventType: undefined, eventCategory: undefined }],
  ])('%s', async (_name, changes) => {
    const read = await collectLeaf(logFile([record(1, changes)]));
    expect(read.ids).toEqual([eventId(1)]);
  });
});
