import type { LeafFormat } from '../ingest/types.ts';

const labels: Record<LeafFormat, string> = {
  's3-log': 'CloudTrail log files',
  'records-array': 'List of CloudTrail records',
  'json-lines': 'CloudTrail records, one a line',
  'single-record': 'Single CloudTrail record',
  'lookup-events': 'LookupEvents output',
  'console-csv': 'Event history CSV of the console',
  'cloudwatch-export': 'CloudWatch Logs export',
  'cloudwatch-subscription': 'CloudWatch Logs subscription',
  'cloudwatch-events': 'CloudWatch Logs events',
  'logs-insights': 'CloudWatch Logs Insights result',
  'lambda-payload': 'Lambda or Kinesis payload',
  eventbridge: 'EventBridge events',
  'sqs-sns': 'SQS or SNS messages',
  'lake-results': 'CloudTrail Lake results',
  'lake-csv': 'CloudTrail Lake CSV',
  'athena-csv': 'Athena CSV',
  'flat-columns': 'Flattened columns',
  'csv-column': 'CSV with a column of records',
  ocsf: 'OCSF events',
  splunk: 'Splunk export',
  elastic: 'Elastic export',
  wazuh: 'Wazuh alerts',
  sentinel: 'Microsoft Sentinel export',
  nested: 'CloudTrail records inside other JSON',
  digest: 'CloudTrail digest files',
  unknown: 'Not recognised',
};

/** What people call a format. */
export function formatLabel(format: LeafFormat): string {
  return labels[format];
}
