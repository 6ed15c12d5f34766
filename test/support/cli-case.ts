import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importPaths, openCase, type ImportResult } from '../../src/engine/entry.ts';
import { eventId, logFile, lookupEvent, record, records, text, type FixtureRecord } from './fixtures.ts';

export const secretToken = 'IQoJb3JpZ2luX2VjEXAMPLETOKENsecretsecretsecret==';

/** Records that try what a log can try: formulas, terminal commands, tokens, line breaks, numbers of many digits. */
export const oddRecords: FixtureRecord[] = [
  record(5001, {
    userIdentity: {
      type: 'IAMUser',
      userName: '=cmd|calc',
      accountId: '111122223333',
      accessKeyId: 'AKIAEXAMPLEEXAMPLE00',
    },
    userAgent: '\u001b]0;owned\u0007\u001b[31mred\u202e',
    eventName: 'CreateAccessKey',
    sourceIPAddress: '\u001b[2J203.0.113.7',
    errorCode: 'AccessDenied',
    errorMessage: '+1 "quoted", and\nmore lines',
  }),
  record(5002, {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    sourceIPAddress: '2001:db8::7',
    responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE0000000002', sessionToken: secretToken } },
    readOnly: true,
  }),
];

/** Text of a record in which numbers and white space matter: no parser may be between it and the export. */
export const prettyText = text(
  record(5003, {
    eventName: 'PutObject',
    eventSource: 's3.amazonaws.com',
    requestParameters: { size: '@size@', note: 'two  spaces' },
  }),
)
  .replace('"@size@"', '12345678901234567890.00')
  .replaceAll(',"', ',\n    "')
  .replace('{', '{\n    ');

export interface CliCase {
  folder: string;
  logs: string;
  caseFile: string;
}

/** A folder of logs: ordinary records, odd ones, a pretty-printed one, `LookupEvents` output, and records found twice. */
export function writeLogs(ordinary = 40): CliCase {
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-'));
  const logs = path.join(folder, 'logs');
  mkdirSync(logs);
  writeFileSync(path.join(logs, 'a.json'), logFile(records(ordinary)));
  writeFileSync(path.join(logs, 'b.json'), logFile(oddRecords));
  writeFileSync(path.join(logs, 'c.json'), `{"Records": [\n  ${prettyText}\n]}`);
  writeFileSync(
    path.join(logs, 'd.json'),
    text({ Events: [lookupEvent(record(5004, { eventName: 'ListUsers', readOnly: true }))] }),
  );
  writeFileSync(path.join(logs, 'e.json'), logFile([record(1), record(2, { additionalEventData: { extra: 'yes' } })]));
  return { folder, logs, caseFile: path.join(folder, 'case.spoor') };
}

/** Events and records of `writeLogs()`. */
export const eventCount = (ordinary = 40): number => ordinary + 4;
export const recordCount = (ordinary = 40): number => ordinary + 6;

/** Imports in this process. */
export async function importInto(caseFile: string, ...paths: string[]): Promise<ImportResult> {
  const open = openCase(caseFile, { mode: 'write', program: 'test' });
  try {
    return await importPaths(
      open,
      { paths, parsers: 1 },
      { signal: new AbortController().signal, onProgress: () => undefined },
    );
  } finally {
    open.close();
  }
}

export { eventId };
