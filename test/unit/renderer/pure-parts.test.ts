import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PaletteItem } from '../../../src/renderer/src/commands/palette-items.ts';
import { jobFraction, jobLine, jobsSummary } from '../../../src/renderer/src/features/shell/job-view.ts';
import { findItems } from '../../../src/renderer/src/features/shell/palette-search.ts';
import { callGlyph, outcomeGlyph } from '../../../src/renderer/src/ui/glyph-kind.ts';
import { layOutJson } from '../../../src/renderer/src/ui/json-layout.ts';
import { matchedParts } from '../../../src/renderer/src/ui/matched-parts.ts';
import { closedRange, rangePresets } from '../../../src/renderer/src/ui/time-range.ts';
import type { JobRow } from '../../../src/shared/contract/jobs.ts';

describe('JSON laid out', () => {
  test('one member a line', () => {
    expect(layOutJson('{"a":{},"b":[1,{"c":"x, {y}"}],"d":null}')).toBe(
      '{\n  "a": {},\n  "b": [\n    1,\n    {\n      "c": "x, {y}"\n    }\n  ],\n  "d": null\n}',
    );
  });

  test('agrees with JSON.stringify wherever that loses nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain = JSON.stringify(value);
        expect(layOutJson(plain)).toBe(JSON.stringify(JSON.parse(plain), null, 2));
        expect(layOutJson(layOutJson(plain))).toBe(layOutJson(plain));
      }),
    );
  });

  test('keeps long numbers, escapes and keys that occur twice', () => {
    expect(layOutJson('{"n":12345678901234567890.0,"n":"\\u00e9\\""}')).toBe(
      '{\n  "n": 12345678901234567890.0,\n  "n": "\\u00e9\\""\n}',
    );
  });

  test('text cut off in the middle loses no character that is not white space', () => {
    const whole = '{"a": [true, "b c"], "d": {"e": 1}}';
    const dense = (text: string) => text.replace(/\s/g, '');
    for (let end = 0; end <= whole.length; end += 1) {
      expect(dense(layOutJson(whole.slice(0, end)))).toBe(dense(whole.slice(0, end)));
    }
  });
});

describe('highlighted matches', () => {
  test('every word, whatever its case', () => {
    expect(matchedParts('Go to Evidence, go', 'GO evi')).toEqual([
      { text: 'Go', isMatch: true },
      { text: ' to ', isMatch: false },
      { text: 'Evi', isMatch: true },
      { text: 'dence, ', isMatch: false },
      { text: 'go', isMatch: true },
    ]);
  });

  test('the parts are the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, words) => {
        expect(
          matchedParts(text, words)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('palette', () => {
  const item = (title: string, more: Partial<PaletteItem> = {}): PaletteItem => ({
    id: title,
    group: 'Commands',
    title,
    icon: 'list',
    run: () => undefined,
    ...more,
  });
  const titles = (items: PaletteItem[], text: string) =>
    findItems(items, text).flatMap((group) => group.items.map((each) => each.title));

  test('what begins with the text comes first, keywords last', () => {
    const items = [item('Settings', { keywords: ['jobs'] }), item('Show jobs'), item('Jobs')];
    expect(titles(items, 'jobs')).toEqual(['Jobs', 'Show jobs', 'Settings']);
  });

  test('every word must be there', () => {
    expect(titles([item('Go to Events'), item('Go to Evidence')], 'go evid')).toEqual(['Go to Evidence']);
  });

  test('items the engine has matched stay', () => {
    expect(titles([item('AWSServiceRole', { isFound: true })], 'support')).toEqual(['AWSServiceRole']);
  });
});

describe('jobs in words', () => {
  const job: JobRow = {
    id: '1',
    kind: 'import',
    title: 'Import',
    state: 'running',
    progress: { phase: 'read', done: 412, total: 15_640, unit: 'requests' },
    startedEpochMilliseconds: 0,
    endedEpochMilliseconds: null,
    unitsPerSecond: 2,
    secondsLeft: null,
    canPause: true,
    canCancel: true,
    reason: null,
    counts: {},
    problems: 0,
    firstProblems: [],
  };

  test('running, without a total, paused, failed, done', () => {
    expect(jobLine(job)).toBe('412 of 15,640 requests, 2.0 requests/s');
    const open = { ...job, progress: { phase: 'read', done: 1, total: null, unit: 'files', events: 9 } as const };
    expect(jobLine(open)).toBe('1 file, 9 events, 2.0 files/s');
    expect(jobFraction(open)).toBeNull();
    expect(jobLine({ ...job, state: 'paused', reason: 'Waiting for an MFA code.' })).toBe(
      '412 of 15,640 requests, Waiting for an MFA code.',
    );
    expect(jobLine({ ...job, state: 'failed', reason: 'The disk is full.' })).toBe('The disk is full.');
    const done = { ...job, state: 'done', counts: { added: 0, duplicates: 9_204 }, problems: 1_418 } as const;
    expect(jobLine(done)).toBe('0 added, 9,204 duplicates, 1,418 problems');
    expect(jobFraction(done)).toBe(1);
  });

  test('the summary counts by state', () => {
    const jobs = { a: job, b: { ...job, state: 'paused' }, c: { ...job, state: 'done', problems: 2 } } as const;
    expect(jobsSummary(jobs)).toBe('1 running, 1 paused, 1 with errors');
    expect(jobsSummary({})).toBe('None running');
  });
});

describe('time range', () => {
  const extent = { fromEpochSeconds: 0, toEpochSeconds: 14 * 86_400 };

  test('open ends are those of the case', () => {
    expect(closedRange(null, extent)).toEqual(extent);
    expect(closedRange({ fromEpochSeconds: 5, toEpochSeconds: null }, extent)).toEqual({
      fromEpochSeconds: 5,
      toEpochSeconds: extent.toEpochSeconds,
    });
  });

  test('presets count from the end of the evidence and are shorter than it', () => {
    const labels = (end: number) =>
      rangePresets({ fromEpochSeconds: 0, toEpochSeconds: end }, { fromEpochSeconds: 0, toEpochSeconds: end }).map(
        ({ label }) => label,
      );
    expect(labels(14 * 86_400)).toEqual(['Whole case', 'Last hour', 'Last 24 h', 'Last 7 d']);
    expect(labels(3_000)).toEqual(['Whole case']);
    expect(rangePresets(extent, extent)[1]?.range).toEqual({
      fromEpochSeconds: extent.toEpochSeconds - 3_600,
      toEpochSeconds: extent.toEpochSeconds,
    });
  });
});

describe('glyphs', () => {
  const call = { category: 'management', access: 'read', type: 'IAMUser', event: 'ListUsers' };

  test.each([
    [call, 'read'],
    [{ ...call, access: 'write' }, 'write'],
    [{ ...call, access: null }, 'read'],
    [{ ...call, category: 'data' }, 'data'],
    [{ ...call, category: 'insight' }, 'insight'],
    [{ ...call, category: 'network' }, 'network'],
    [{ ...call, type: 'Root' }, 'root'],
    [{ ...call, event: 'CreateAccessKey', access: 'write' }, 'root'],
    [{ ...call, event: 'AssumeRole', type: 'AWSService' }, 'read'],
  ])('%o is %s', (facts, glyph) => expect(callGlyph(facts)).toBe(glyph));

  test('outcomes', () => {
    expect(['success', 'denied', 'throttled', 'failed'].map(outcomeGlyph)).toEqual([
      'success',
      'denied',
      'failed',
      'failed',
    ]);
  });
});
