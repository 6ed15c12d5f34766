// The table that DuckDB gets: the twelve facets as columns, the time, and the raw record.
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { availableParallelism } from 'node:os';
import type { BenchFacet } from './bench-queries.ts';

/** Where DuckDB is not installed or has no binary for this machine, this says so instead of the loader. */
export async function openDuckDb(file: string): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(file, { threads: String(availableParallelism()) });
  return { instance, connection: await instance.connect() };
}

/** What each column is made of; `s` is the record as a struct of `recordShape`. */
const columns: Record<BenchFacet | 'time', string> = {
  time: 's.eventTime',
  event: 'coalesce(s.eventName, s.insightDetails.eventName)',
  service: `replace(coalesce(s.eventSource, s.insightDetails.eventSource), '.amazonaws.com', '')`,
  arn: 's.userIdentity.arn',
  account: 'coalesce(s.recipientAccountId, s.userIdentity.accountId)',
  region: 's.awsRegion',
  ip: 's.sourceIPAddress',
  error: 's.errorCode',
  category: 'lower(s.eventCategory)',
  access: `CASE s.readOnly WHEN true THEN 'read' WHEN false THEN 'write' END`,
  type: 's.userIdentity.type',
  key: `nullif(s.userIdentity.accessKeyId, '')`,
  vpce: 's.vpcEndpointId',
};

const recordShape = {
  eventTime: 'TIMESTAMP',
  eventName: 'VARCHAR',
  eventSource: 'VARCHAR',
  userIdentity: { arn: 'VARCHAR', accountId: 'VARCHAR', type: 'VARCHAR', accessKeyId: 'VARCHAR' },
  recipientAccountId: 'VARCHAR',
  awsRegion: 'VARCHAR',
  sourceIPAddress: 'VARCHAR',
  errorCode: 'VARCHAR',
  eventCategory: 'VARCHAR',
  readOnly: 'BOOLEAN',
  vpcEndpointId: 'VARCHAR',
  insightDetails: { eventName: 'VARCHAR', eventSource: 'VARCHAR' },
};

/** One line is one file: the generator, like CloudTrail, writes a file as a single line. */
export function importSql(files: string): string {
  const selected = Object.entries(columns).map(([name, made]) => `${made} AS ${name}`);
  return `CREATE TABLE events AS
SELECT ${selected.join(',\n  ')},
  record AS raw
FROM (
  SELECT record, json_transform(record, '${JSON.stringify(recordShape)}') AS s
  FROM (
    SELECT unnest(Records) AS record
    FROM read_json('${files.replaceAll("'", "''")}', columns = {Records: 'JSON[]'},
      format = 'newline_delimited', maximum_object_size = 268435456)))`;
}

/** Lets threads write without waiting for each other. */
export const importSetting = 'SET preserve_insertion_order = false';
