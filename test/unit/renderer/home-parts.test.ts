import { describe, expect, test } from 'vitest';
import { caseNameProblem, suggestedCaseName } from '../../../src/renderer/src/features/home/case-name.ts';
import { accountRows, changedSettings } from '../../../src/renderer/src/features/home/case-settings.ts';
import {
  filterCases,
  lastOpenedText,
  leftOffLine,
  leftOffPills,
  spanOf,
  sparkBars,
  unavailableReason,
} from '../../../src/renderer/src/features/home/recent-view.ts';
import type { RecentCase } from '../../../src/shared/contract/app.ts';
import type { CaseSettings } from '../../../src/shared/contract/case.ts';
import { sampleSummary } from '../../ui/support/samples.ts';

const at = (text: string) => Date.parse(text) / 1000;
const row: RecentCase = {
  id: 'a',
  grant: 'token',
  name: 'ACME-2026-014',
  title: 'ci-deploy key leak',
  reference: 'Matter 4711',
  displayPath: '~/cases/ACME-2026-014.spoor',
  state: 'available',
  events: 1_214_806,
  sizeBytes: 1_310_000_000,
  firstEpochSeconds: at('2026-03-03T00:00:00Z'),
  lastEpochSeconds: at('2026-03-16T23:59:59Z'),
  accounts: 3,
  activity: null,
  lastOpenedEpochSeconds: at('2026-03-17T02:16:00Z'),
  readOnly: false,
  leftOff: null,
};

describe('list of cases', () => {
  test('every word must occur, anywhere', () => {
    const other = { ...row, id: 'b', name: 'NORTHWIND-7', title: 'S3 public policy change', reference: '' };
    expect(filterCases([row, other], 'LEAK 4711')).toEqual([row]);
    expect(filterCases([row, other], 'cases')).toEqual([row, other]);
    expect(filterCases([row, other], 'leak policy')).toEqual([]);
    expect(filterCases([row, other], '  ')).toEqual([row, other]);
  });

  test('last opened is as short as it can be and still clear', () => {
    const now = at('2026-03-17T09:00:00Z');
    expect(lastOpenedText(row.lastOpenedEpochSeconds, now, 'utc')).toBe('Today 02:16');
    expect(lastOpenedText(at('2026-03-11T16:40:00Z'), now, 'utc')).toBe('11 Mar 16:40');
    expect(lastOpenedText(at('2025-12-18T16:40:00Z'), now, 'utc')).toBe('18 Dec 2025');
  });

  test('spans name the year where it matters', () => {
    expect(spanOf(row, 'utc')).toEqual({ dates: '03 Mar – 16 Mar 2026', length: '14 d' });
    expect(spanOf({ ...row, firstEpochSeconds: at('2025-12-31T00:00:00Z') }, 'utc').dates).toBe(
      '31 Dec 2025 – 16 Mar 2026',
    );
    expect(spanOf({ ...row, firstEpochSeconds: row.lastEpochSeconds }, 'utc').dates).toBe('16 Mar 2026');
    expect(spanOf({ firstEpochSeconds: null, lastEpochSeconds: null }, 'utc')).toEqual({ dates: '–', length: null });
  });

  test('bars fill the box, and the smallest is still to be seen', () => {
    const bars = sparkBars([100, 0, 1, 25], 40, 20);
    expect(bars.map((bar) => bar.x)).toEqual([0, 20, 30]);
    expect(bars.map((bar) => bar.height)).toEqual([20, 2, 10]);
    expect(sparkBars([1_000_000, 1], 40, 20)[1]?.height).toBe(1);
    expect(sparkBars([], 40, 20)).toEqual([]);
  });

  test('a missing volume is told from a missing file', () => {
    expect(unavailableReason({ state: 'available' })).toBeNull();
    expect(unavailableReason({ state: 'not-connected' })?.tag).toBe('Not connected');
    expect(unavailableReason({ state: 'missing' })?.tag).toBe('File not found');
  });
});

describe('where you left off', () => {
  const leftOff = {
    screen: 'events',
    query: 'ip:198.51.100.23 NOT error:* "acme payroll"',
    matches: 3_617,
    fromEpochSeconds: at('2026-03-14T02:00:00Z'),
    toEpochSeconds: at('2026-03-14T04:00:00Z'),
  };

  test('shows the clauses as pills', () => {
    expect(leftOffPills(leftOff)).toEqual([
      { field: 'ip', value: '198.51.100.23', negated: false },
      { field: 'error', value: '*', negated: true },
      { field: null, value: '"acme payroll"', negated: false },
    ]);
    expect(leftOffPills({ query: '' })).toEqual([]);
    expect(leftOffPills({ query: 'ip:(' })).toEqual([{ field: null, value: 'ip:(', negated: false }]);
  });

  test('says events and range', () => {
    expect(leftOffLine(leftOff, 'utc')).toBe('3,617 events, 14 Mar 02:00 – 04:00');
    expect(leftOffLine({ ...leftOff, matches: null, fromEpochSeconds: null }, 'utc')).toBe('The whole time span');
  });
});

describe('name of a case', () => {
  test('must be a file name on every system', () => {
    expect(caseNameProblem('ACME-2026-014')).toBeNull();
    expect(caseNameProblem('Größe 3 (é)')).toBeNull();
    for (const bad of [
      '',
      '   ',
      'a/b',
      'a\\b',
      'a:b',
      'a?',
      'nul',
      'COM1.x',
      '.hidden',
      'end.',
      'a\u202eb',
      'a\tb',
      'x'.repeat(121),
    ]) {
      expect([bad, typeof caseNameProblem(bad)]).toEqual([bad, 'string']);
    }
    expect(caseNameProblem('a\u202eb')).toContain('an invisible character');
  });

  test('is suggested by the first thing dropped', () => {
    expect(suggestedCaseName(['~/in/vendor-handover.zip', 'b.json'])).toBe('vendor-handover');
    expect(suggestedCaseName(['part-1.json.gz'])).toBe('part-1');
    expect(suggestedCaseName(['C:\\logs\\March\\'])).toBe('March');
    expect(suggestedCaseName(['nul.json'])).toBe('');
    expect(suggestedCaseName([])).toBe('');
  });
});

describe('case settings', () => {
  const before: CaseSettings = {
    title: 'A',
    reference: 'R',
    timeZone: 'utc',
    accountNames: { '111122223333': 'build' },
  };

  test('only what differs is stored; an empty name is no name', () => {
    expect(changedSettings(before, before)).toBeNull();
    expect(changedSettings(before, { ...before, title: ' A ' })).toBeNull();
    expect(changedSettings(before, { ...before, title: 'B', timeZone: 'local' })).toEqual({
      title: 'B',
      timeZone: 'local',
    });
    expect(changedSettings(before, { ...before, accountNames: { '111122223333': ' ' } })).toEqual({ accountNames: {} });
    expect(
      changedSettings(before, { ...before, accountNames: { '444455556666': '', '111122223333': 'build' } }),
    ).toBeNull();
  });

  test('accounts: those of the case by events, then others that have a name', () => {
    const summary = {
      ...sampleSummary,
      accounts: [
        { account: '222222222222', name: null, events: 1 },
        { account: 'anonymous', name: null, events: 9 },
        { account: '111122223333', name: null, events: 5 },
      ],
      settings: { ...before, accountNames: { '999999999999': 'old' } },
    };
    expect(accountRows(summary)).toEqual([
      { account: '111122223333', events: 5 },
      { account: '222222222222', events: 1 },
      { account: '999999999999', events: null },
    ]);
  });
});
