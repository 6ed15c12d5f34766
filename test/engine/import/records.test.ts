import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll } from 'vitest';
import { CaseIndex, openCase, type CaseFile } from '../../../src/engine/entry.ts';
import { idOfContent } from '../../../src/engine/store/event-id.ts';
import type { ImportResult } from '../../../src/engine/ingest/import-counts.ts';
import { eventId, logFile, record, text } from '../../support/fixtures.ts';
import { importLogs, writeFiles } from '../../support/import-logs.ts';

const without = (number: number, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record(number)).filter(([name]) => !names.includes(name)));

const upper = '0000ABCD-0000-4000-8000-00000000ABCD';
const noId = without(1, 'eventID');
const deep = JSON.parse(`${'{"a":'.repeat(400)}1${'}'.repeat(400)}`) as Record<string, unknown>;
const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key${i}`, `value ${i}`]));
const aggregated = {
  eventVersion: '1.0',
  accountId: '111122223333',
  eventId: eventId(500),
  eventCategory: 'Aggregated',
  timeWindow: { windowStart: '2026-03-14T02:00:00Z', windowEnd: '2026-03-14T02:05:00Z', windowSize: '300 seconds' },
  eventSource: 's3.amazonaws.com',
  summary: { primaryDimension: { dimension: 'eventName', statistics: [{ name: 'GetObject', value: 9 }] } },
};
const insight = {
  eventVersion: '1.09',
  eventTime: '2026-03-14T02:10:00Z',
  awsRegion: 'us-east-1',
  eventID: eventId(501),
  eventType: 'AwsCloudTrailInsight',
  recipientAccountId: '111122223333',
  sharedEventID: eventId(502),
  insightDetails: {
    state: 'Start',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    insightType: 'ApiCallRateInsight',
  },
  eventCategory: 'Insight',
};

describe('records out of the ordinary', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-records-'));
  const file = path.join(folder, 'x.spoor');
  const badTimes = ['', 'soon', '2026-13-01T00:00:00Z', '1969-12-31T23:59:59Z', '2106-02-07T06:28:16Z', null, -1];
  const timesText = logFile(badTimes.map((eventTime, i) => record(200 + i, { eventTime })));
  let result: ImportResult;
  let opened: CaseFile;
  let index: CaseIndex;

  beforeAll(async () => {
    const logs = writeFiles(path.join(folder, 'logs'), {
      'a-ids.json': logFile([
        noId,
        { ...noId },
        { ...noId, sourceIPAddress: '192.0.2.1' },
        record(2, { eventID: upper }),
        record(3, { eventID: upper.toLowerCase() }),
        record(4, { eventID: 'not a uuid' }),
        record(5, { eventID: 'i'.repeat(200) }),
        record(6, { eventID: 'ünï-日本' }),
        { ...noId, eventID: '' },
      ]),
      'b-times.json': logFile([
        record(10, { eventTime: '1970-01-01T00:00:00Z' }),
        record(11, { eventTime: '2106-02-07T06:28:15Z' }),
        record(12, { eventTime: '2026-03-14T04:30:00.123+02:00' }),
      ]),
      'c-bad-times.json': timesText,
      'd-kinds.json': logFile([aggregated, insight]),
      'e-shapes.json': logFile([record(20, { requestParameters: deep }), record(21, { requestParameters: wide })]),
      'f-large.json': text(record(30, { requestParameters: { text: 'large text, '.repeat(1_700_000) } })),
      'g-accounts.json': logFile([
        record(40, { recipientAccountId: '111122223333' }),
        record(40, { recipientAccountId: '444455556666' }),
      ]),
    });
    result = await importLogs(file, logs);
    opened = openCase(file, { mode: 'read', program: 'test' });
    index = new CaseIndex(opened.database);
  });

  afterAll(() => {
    index.close();
    opened.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const bytesOf = (id: string): string =>
    Buffer.from(index.raw.readRecord(index.recordNumbers[index.rowOfEventId(id)]!)).toString();
  const valueOf = (id: string, field: 'event' | 'service' | 'category' | 'account'): string | null | undefined =>
    index.dictionary(field).values[index.column(field)[index.rowOfEventId(id)]!];

  it('reconcile', () => {
    expect(result.records).toEqual({ seen: 26, added: 17, duplicates: 2, rejected: 7 });
    expect(index.count).toBe(17);
  });

  it('are known by whatever id they have, or by their content', () => {
    const ids = Array.from({ length: index.count }, (_, row) => index.eventId(row));
    const known = [upper, upper.toLowerCase(), 'not a uuid', 'i'.repeat(200), 'ünï-日本', idOfContent(noId)];
    expect(ids).toEqual(expect.arrayContaining(known));
    ids.forEach((id, row) => expect(index.rowOfEventId(id)).toBe(row));
    for (const absent of ['nothing', upper.replace('D', 'E'), eventId(999), 'sha256:'])
      expect(index.rowOfEventId(absent)).toBe(-1);
    expect(bytesOf(idOfContent(noId))).toBe(text(noId));
    expect(bytesOf(upper)).toContain(upper);
  });

  it('have their time, from the first second to the last', () => {
    const timeOf = (number: number): number => index.timesEpochSeconds[index.rowOfEventId(eventId(number))]!;
    expect([timeOf(10), timeOf(11), timeOf(12)]).toEqual([0, 0xffffffff, Date.parse('2026-03-14T02:30:00Z') / 1000]);
    expect(index.rowOfEventId(eventId(10))).toBe(0);
    expect(index.rowOfEventId(eventId(11))).toBe(index.count - 1);
  });

  it('without a usable time are rejected with their place and id', () => {
    const content = Buffer.from(timesText);
    const expected = badTimes.map((eventTime, i) => ({
      position: `byte ${content.indexOf(text(record(200 + i, { eventTime })))}`,
      message: expect.stringContaining(eventId(200 + i)),
    }));
    expect(result.problems.filter(({ code }) => code === 'invalid-time')).toMatchObject(expected);
  });

  it('of other kinds have the fields of their kind', () => {
    expect([valueOf(eventId(500), 'category'), valueOf(eventId(500), 'service')]).toEqual(['aggregated', 's3']);
    expect(index.timesEpochSeconds[index.rowOfEventId(eventId(500))]).toBe(Date.parse('2026-03-14T02:00:00Z') / 1000);
    expect([
      valueOf(eventId(501), 'category'),
      valueOf(eventId(501), 'event'),
      valueOf(eventId(501), 'service'),
    ]).toEqual(['insight', 'RunInstances', 'ec2']);
  });

  it('come back whole, however deep, wide or large', () => {
    expect(bytesOf(eventId(20))).toBe(text(record(20, { requestParameters: deep })));
    expect(bytesOf(eventId(21))).toBe(text(record(21, { requestParameters: wide })));
    const large = bytesOf(eventId(30));
    expect(large.length).toBeGreaterThan(20_000_000);
    expect(large.endsWith('}')).toBe(true);
    expect((JSON.parse(large) as { eventID: string }).eventID).toBe(eventId(30));
    const block = index.raw.blockOf(index.recordNumbers[index.rowOfEventId(eventId(30))]!);
    expect(index.raw.mayContain(block, 'large')).toBe(true);
  });

  it('of one id in two accounts are one event with a conflict', () => {
    expect(valueOf(eventId(40), 'account')).toBe('111122223333');
    const conflicts = result.problems.filter(({ code }) => code === 'conflicting-copy');
    expect(conflicts.map(({ source }) => path.basename(source))).toEqual(['g-accounts.json']);
  });
});
