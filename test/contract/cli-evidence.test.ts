import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase } from '../../src/engine/entry.ts';
import { readAudit } from '../../src/engine/case/audit.ts';
import {
  eventCount,
  eventId,
  importInto,
  oddRecords,
  prettyText,
  recordCount,
  secretToken,
  writeLogs,
  type CliCase,
} from '../support/cli-case.ts';
import { record, text } from '../support/fixtures.ts';
import { runCli, runJson } from '../support/run-cli.ts';

let at: CliCase;

beforeAll(async () => {
  at = writeLogs();
  await importInto(at.caseFile, at.logs);
});

afterAll(() => rmSync(at.folder, { recursive: true, force: true }));

const file = (name: string): string => path.join(at.folder, name);
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

interface EventAnswer {
  id: string;
  record: string;
  sha256: string;
  source: string;
  position: string;
  copies: { source: string; position: string; identical: boolean; record?: string }[];
}

describe('event', () => {
  it('prints the bytes as found and nothing else', async () => {
    const [plain, pretty, packed] = await Promise.all([
      runCli('event', at.caseFile, eventId(5001)),
      runCli('event', at.caseFile, eventId(5003)),
      runCli('event', at.caseFile, eventId(5004)),
    ]);
    expect(plain.stdout.toString('utf8')).toBe(text(oddRecords[0]));
    expect(pretty.stdout.toString('utf8')).toBe(prettyText);
    // Found as a string in the output of LookupEvents: the record is what the string says.
    expect(packed.stdout.toString('utf8')).toBe(text(record(5004, { eventName: 'ListUsers', readOnly: true })));
  });

  it('says where the record lies in the evidence', async () => {
    const answer = await runJson<EventAnswer>('event', at.caseFile, eventId(5003).toUpperCase());
    expect(answer).toMatchObject({ id: eventId(5003), record: prettyText, sha256: sha256(prettyText), status: 0 });
    const content = readFileSync(answer.source);
    const start = Number(/^byte (\d+)$/.exec(answer.position)![1]);
    expect(content.subarray(start, start + Buffer.byteLength(prettyText)).toString('utf8')).toBe(prettyText);
    expect(answer.copies).toEqual([]);
  });

  it('names every copy, and the one that says more stands for the event', async () => {
    const [same, richer, all] = await Promise.all([
      runJson<EventAnswer>('event', at.caseFile, eventId(1)),
      runJson<EventAnswer>('event', at.caseFile, eventId(2), '--all'),
      runCli('event', at.caseFile, eventId(2), '--all'),
    ]);
    expect(same.copies).toMatchObject([{ identical: true, source: path.join(at.logs, 'e.json') }]);
    expect(richer.source).toBe(path.join(at.logs, 'e.json'));
    expect(richer.copies).toMatchObject([
      { identical: false, source: path.join(at.logs, 'a.json'), record: text(record(2)) },
    ]);
    expect(all.stdout.toString('utf8')).toBe(`${richer.record}\n${text(record(2))}`);
  });

  it('fails for an event the case does not have', async () => {
    const { status, stdout, stderr } = await runCli('event', at.caseFile, eventId(999_999));
    expect({ status, bytes: stdout.length }).toEqual({ status: 1, bytes: 0 });
    expect(stderr).toContain(eventId(999_999));
  });
});

interface ExportAnswer {
  format: string;
  out: string;
  events: number;
  bytes: number;
  sha256: string;
  recorded: boolean;
  notRecordedReason: string | null;
}

describe('export', () => {
  it('writes original records, one a line, oldest first, and says what it wrote', async () => {
    const out = file('events.jsonl');
    const answer = await runJson<ExportAnswer>('export', at.caseFile, '--format', 'jsonl', '--out', out);
    const written = readFileSync(out);
    expect(answer).toMatchObject({ format: 'jsonl', out, events: eventCount(), recorded: true, status: 0 });
    expect({ bytes: answer.bytes, sha256: answer.sha256 }).toEqual({ bytes: written.length, sha256: sha256(written) });
    const lines = written.toString('utf8').split('\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(eventCount());
    expect(lines).toContain(text(oddRecords[1]));
    const pretty = lines.find((line) => line.includes(eventId(5003)))!;
    expect(pretty).toContain('"size":12345678901234567890.00,');
    expect(JSON.parse(pretty)).toEqual(JSON.parse(prettyText));
    const times = lines.map((line) => (JSON.parse(line) as { eventTime: string }).eventTime);
    expect(times).toEqual(times.toSorted());
    const audit = openCase(at.caseFile, { mode: 'read', program: 'test' });
    const entries = readAudit(audit.database).filter(({ action }) => action === 'export');
    audit.close();
    expect(JSON.parse(entries.at(-1)!.detail)).toMatchObject({
      format: 'jsonl',
      out,
      events: eventCount(),
      sha256: answer.sha256,
    });
  });

  it.each(['jsonl', 'ocsf'])('gives a case of the same facets when %s is imported again', async (format) => {
    const out = file(`again.${format}`);
    const again = file(`again-${format}.spoor`);
    await runCli('export', at.caseFile, '--format', format, '--out', out);
    await importInto(again, out);
    const facets = ['--limit', '0', '--facet-limit', '100000', '--facets'];
    const names =
      'event,service,principal,arn,account,region,ip,agent,error,outcome,category,access,type,lane,session,key,mfa,resource';
    const [before, after] = await Promise.all([
      runJson('query', at.caseFile, ...facets, names),
      runJson('query', again, ...facets, names),
    ]);
    expect(after['facets']).toEqual(before['facets']);
    expect(after['matches']).toBe(eventCount());
  });

  it('guards formulas and keeps hostile text whole in CSV', async () => {
    const out = file('odd.csv');
    await runCli('export', at.caseFile, 'event:(CreateAccessKey OR AssumeRole)', '--format', 'csv', '--out', out);
    const written = readFileSync(out, 'utf8');
    const rows = parse(written, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];
    expect(rows).toHaveLength(2);
    const odd = rows.find((row) => row['event'] === 'CreateAccessKey')!;
    expect(odd).toMatchObject({
      principal: "'=cmd|calc",
      errorMessage: '\'+1 "quoted", and\nmore lines',
      outcome: 'denied',
    });
    expect(odd['agent']).toBe(oddRecords[0]!['userAgent']);
  });

  it('makes a timeline that Timesketch takes, as CSV and as JSON lines', async () => {
    await Promise.all([
      runCli('export', at.caseFile, '--format', 'timesketch', '--out', file('t.csv')),
      runCli('export', at.caseFile, '--format', 'timesketch', '--out', file('t.jsonl')),
    ]);
    const rows = parse(readFileSync(file('t.csv'), 'utf8'), { columns: true, record_delimiter: '\r\n' }) as Record<
      string,
      string
    >[];
    const events = readFileSync(file('t.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([rows.length, events.length]).toEqual([eventCount(), eventCount()]);
    for (const row of [...rows, ...events]) {
      expect(row['message']).toBeTruthy();
      expect(row['datetime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
      expect(row['timestamp_desc']).toBe('Event Time');
    }
    expect(events[0]!['timestamp']).toBe(Date.parse(events[0]!['datetime'] as string) * 1000);
  });

  it('masks session tokens everywhere but in original records', async () => {
    const formats = ['csv', 'timesketch', 'ocsf', 'jsonl'] as const;
    const found = await Promise.all(
      formats.map(async (format) => {
        const { stdout } = await runCli('export', at.caseFile, 'event:AssumeRole', '--format', format, '--out', '-');
        return [format, stdout.includes('ASIAEXAMPLE0000000002'), stdout.includes(secretToken)];
      }),
    );
    expect(found).toEqual([
      ['csv', true, false],
      ['timesketch', true, false],
      ['ocsf', true, false],
      ['jsonl', true, true],
    ]);
  });

  it('replaces nothing unless told to, and never the case', async () => {
    const out = file('kept.txt');
    writeFileSync(out, 'mine');
    const [refused, forced, self] = await Promise.all([
      runJson<{ error: { code: string } }>('export', at.caseFile, '--format', 'jsonl', '--out', out),
      runJson('export', at.caseFile, 'event:none', '--format', 'csv', '--out', file('new.csv'), '--force'),
      runCli('export', at.caseFile, '--format', 'jsonl', '--out', at.caseFile, '--force'),
    ]);
    expect([refused.status, refused.error.code]).toEqual([1, 'invalid-input']);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect(forced.status).toBe(0);
    expect(self.status).toBe(1);
    expect((await runCli('verify', at.caseFile)).status).toBe(0);
  });

  it('still exports from a case that another program writes to, and says that it is not in the audit log', async () => {
    const writer = openCase(at.caseFile, { mode: 'write', program: 'other program' });
    try {
      const answer = await runJson<ExportAnswer>('export', at.caseFile, '--format', 'csv', '--out', file('locked.csv'));
      expect(answer).toMatchObject({ status: 0, events: eventCount(), recorded: false });
      expect(answer.notRecordedReason).toContain('other program');
    } finally {
      writer.close();
    }
  });
});

describe('verify', () => {
  it('finds a whole case whole, with figures', async () => {
    const answer = await runJson<{ ok: boolean; checks: { what: string; ok: boolean; detail: string }[] }>(
      'verify',
      at.caseFile,
    );
    expect(answer).toMatchObject({ ok: true, status: 0 });
    expect(answer.checks.length).toBeGreaterThan(5);
    expect(answer.checks.every(({ ok, detail }) => ok && detail !== '')).toBe(true);
    expect(answer.checks.find(({ what }) => what === 'counts')!.detail).toContain(`${recordCount()} seen`);
  });
});
