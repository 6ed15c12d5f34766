import { rmSync } from 'node:fs';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventCount, importInto, writeLogs, type CliCase } from '../support/cli-case.ts';
import { ended, runCli, runJson, startCli } from '../support/run-cli.ts';

const ordinary = 1500;
let at: CliCase;

beforeAll(async () => {
  at = writeLogs(ordinary);
  await importInto(at.caseFile, at.logs);
});

afterAll(() => rmSync(at.folder, { recursive: true, force: true }));

interface Answer {
  total: number;
  matches: number;
  milliseconds: number;
  facets: Record<string, [string, number][]>;
  missing: Record<string, number>;
  histogram: [string, number][];
  bucketSeconds: number | null;
  rows: Record<string, string | null>[];
  next: string | null;
  status: number | null;
}

const query = (...args: string[]) => runJson<Answer>('query', at.caseFile, ...args);

const rowKeys =
  'id time event service principal account region ip agent error outcome category access session key resource source';

describe('query --json', () => {
  it('answers in the shape of the contract, newest first', async () => {
    const answer = await query('--limit', '3');
    expect(answer.status).toBe(0);
    expect(answer.total).toBe(eventCount(ordinary));
    expect(answer.matches).toBe(eventCount(ordinary));
    expect(answer.facets).toEqual({});
    expect(answer.histogram).toEqual([]);
    expect(answer.rows.map((row) => Object.keys(row).join(' '))).toEqual([rowKeys, rowKeys, rowKeys]);
    const times = answer.rows.map((row) => row['time']!);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(times.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time))).toBe(true);
    expect(answer.rows[0]!['error']).toBeNull();
  });

  it('has no hidden cap, and pages add up to the whole', async () => {
    const [whole, first] = await Promise.all([
      query('--limit', '100000', '--order', 'asc'),
      query('--limit', '700', '--order', 'asc'),
    ]);
    expect(whole.rows).toHaveLength(eventCount(ordinary));
    expect(whole.next).toBeNull();
    const second = await query('--limit', '100000', '--order', 'asc', '--after', first.next!);
    expect([...first.rows, ...second.rows]).toEqual(whole.rows);
  });

  it('counts facets and bars that add up', async () => {
    const answer = await query(
      '--facets',
      'event,error',
      '--facets',
      'service',
      '--facet-limit',
      '2',
      '--histogram',
      '--limit',
      '0',
    );
    expect(Object.keys(answer.facets)).toEqual(['event', 'error', 'service']);
    expect(answer.facets['event']).toEqual([
      ['PutRolePolicy', ordinary],
      ['AssumeRole', 1],
    ]);
    expect(answer.facets['error']).toEqual([['AccessDenied', 1]]);
    expect(answer.missing['error']).toBe(eventCount(ordinary) - 1);
    expect(answer.histogram.reduce((sum, [, events]) => sum + events, 0)).toBe(answer.matches);
    expect(answer.rows).toEqual([]);
  });

  it('takes queries that begin with a minus, wherever the options stand', async () => {
    const expected = { matches: eventCount(ordinary) - ordinary, status: 0 };
    const [plain, behind, dashes] = await Promise.all([
      query('-event:PutRolePolicy', '--limit', '1'),
      query('--limit', '1', '-event:PutRolePolicy'),
      runCli('query', '--json', '--limit', '1', at.caseFile, '--', '-event:PutRolePolicy'),
    ]);
    for (const answer of [plain, behind]) expect(answer).toMatchObject(expected);
    expect(JSON.parse(dashes.stdout.toString('utf8'))).toMatchObject({ matches: expected.matches });
  });
});

describe('a query that cannot be read', () => {
  it('exits 2 and points at the place', async () => {
    const { status, stdout, stderr } = await runCli('query', at.caseFile, 'event:(PutRolePolicy');
    expect(status).toBe(2);
    expect(stdout).toHaveLength(0);
    expect(stderr.split('\n').slice(0, 2)).toEqual(['event:(PutRolePolicy', '      ^']);
  });

  it('says so as JSON on stdout as well', async () => {
    const { status, error } = await runJson<{ error: Record<string, unknown> }>('query', at.caseFile, 'ip:/(/');
    expect(status).toBe(2);
    expect(error).toMatchObject({ code: 'invalid-query', start: 3, end: 6 });
    expect(error['message']).toContain('regular expression');
  });
});

describe('wrong usage', () => {
  it('exits 2, says why on stderr and prints nothing else', async () => {
    const wrong = [
      ['frobnicate'],
      [],
      ['query'],
      ['query', 'x.spoor', '--jsno'],
      ['query', 'x.spoor', 'event:a', 'event:b'],
      ['query', 'x.spoor', '--facets', 'colour'],
      ['query', 'x.spoor', '--limit', 'many'],
      ['query', 'x.spoor', '--order', 'up'],
      ['serve', '--port', '99999'],
      ['export', 'x.spoor', '--format', 'xml', '--out', 'x'],
      ['export', 'x.spoor', '--format', 'csv'],
    ];
    const results = await Promise.all(wrong.map((args) => runCli(...args)));
    for (const [i, { status, stdout, stderr }] of results.entries()) {
      expect({ args: wrong[i], status, printed: stdout.toString('utf8') }).toEqual({
        args: wrong[i],
        status: 2,
        printed: '',
      });
      expect(stderr).not.toBe('');
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });
});

describe('for people', () => {
  it('prints tables without colour into a pipe, and log text that cannot drive a terminal', async () => {
    const { status, stdout, stderr } = await runCli(
      'query',
      at.caseFile,
      'event:CreateAccessKey',
      '--facets',
      'agent,principal',
      '--histogram',
    );
    const printed = stdout.toString('utf8');
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(printed).toContain(`1 of ${eventCount(ordinary).toLocaleString('en-US')} events match`);
    expect(printed).toContain('denied (AccessDenied)');
    // oxlint-disable-next-line no-control-regex
    expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(printed).toContain(String.raw`\u001b`);
  });

  it('describes every command with examples', async () => {
    const names = ['import', 'query', 'event', 'export', 'verify', 'serve'];
    const helps = await Promise.all(names.map((name) => runCli(name, '--help')));
    for (const [i, { status, stdout }] of helps.entries()) {
      expect(status).toBe(0);
      expect(stdout.toString('utf8')).toMatch(
        new RegExp(`Usage: spoor ${names[i]} [^]*Examples:\n  spoor ${names[i]} `),
      );
    }
  });

  it('ends quietly when its reader goes away', async () => {
    const child = startCli(['query', at.caseFile, '--limit', '100000', '--json']);
    const result = ended(child);
    await once(child.stdout!, 'readable');
    child.stdout!.destroy();
    const { status, stderr } = await result;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('a case that is not there', () => {
  it('fails with a code', async () => {
    for (const args of [['query'], ['verify'], ['serve', '--no-open']]) {
      const { status, error } = await runJson<{ error: { code: string } }>(...args, `${at.caseFile}.none`);
      expect({ status, code: error.code }).toEqual({ status: 1, code: 'not-found' });
    }
  });
});
