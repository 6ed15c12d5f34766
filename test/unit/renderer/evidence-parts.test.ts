import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filesReconciliation, recordsReconciliation } from '../../../src/renderer/src/features/evidence/counts.ts';
import { bytesOf, drawnBytes, hexRows, textParts } from '../../../src/renderer/src/features/evidence/hex-rows.ts';
import { jobFigures, jobSentence } from '../../../src/renderer/src/features/evidence/job-figures.ts';
import {
  formatLines,
  importLabel,
  previewNote,
  previewSentences,
} from '../../../src/renderer/src/features/evidence/preview-view.ts';
import { removalQuestion } from '../../../src/renderer/src/features/evidence/remove-source.ts';
import {
  contentsText,
  flatName,
  lookOf,
  positionText,
  readingFraction,
} from '../../../src/renderer/src/features/evidence/source-view.ts';
import type { ImportPreview, SourceCounts } from '../../../src/shared/contract/case.ts';
import type { JobRow } from '../../../src/shared/contract/jobs.ts';

const counts: SourceCounts = {
  files: { listed: 39, read: 31, skipped: 7, failed: 1, pending: 0 },
  records: { seen: 84_325, added: 74_430, duplicates: 8_477, rejected: 1_418 },
};

describe('counts that reconcile', () => {
  test('read as one equation each', () => {
    expect(filesReconciliation(counts)).toEqual({
      sentence: '39 files listed = 31 read + 7 skipped + 1 failed',
      holds: true,
    });
    expect(recordsReconciliation(counts)).toEqual({
      sentence: '84,325 records seen = 74,430 added + 8,477 duplicates + 1,418 rejected',
      holds: true,
    });
  });

  test('count what is still to read, and say when they do not add up', () => {
    const files = { listed: 40, read: 31, skipped: 7, failed: 1, pending: 1 };
    expect(filesReconciliation({ ...counts, files })).toEqual({
      sentence: '40 files listed = 31 read + 7 skipped + 1 failed + 1 still to read',
      holds: true,
    });
    expect(filesReconciliation({ ...counts, files: { ...files, pending: 0 } }).holds).toBe(false);
    expect(recordsReconciliation({ ...counts, records: { ...counts.records, seen: 1 } }).holds).toBe(false);
  });
});

describe('bytes of a problem', () => {
  test('lines stand on multiples of eight and mark exactly the stretch', () => {
    const rows = hexRows(new TextEncoder().encode('ab{"x":1}\n'), 6, { start: 2, length: 3 });
    expect(rows.map((row) => row.startByte)).toEqual([0, 8]);
    expect(rows[0]?.cells.map((cell) => cell.hex)).toEqual(['  ', '  ', '  ', '  ', '  ', '  ', '61', '62']);
    expect(rows[1]?.cells.map((cell) => cell.character).join('')).toBe('{"x":1}·');
    expect(rows[1]?.cells.map((cell) => cell.isMarked)).toEqual([true, true, true, false, false, false, false, false]);
  });

  test('every byte is shown once, in order, whatever the place', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(1_000_000),
        fc.nat(250),
        fc.nat(250),
        (bytes, startByte, start, length) => {
          const cells = hexRows(bytes, startByte, { start, length }).flatMap((row) => row.cells);
          const shown = cells.filter((cell) => cell.hex !== '  ');
          expect(shown.map((cell) => Number.parseInt(cell.hex, 16))).toEqual([...bytes]);
          expect(shown.filter((cell) => cell.isMarked)).toHaveLength(
            Math.max(0, Math.min(bytes.length, start + length) - Math.min(bytes.length, start)),
          );
        },
      ),
    );
  });

  test('as text the stretch stands between what is before and after; broken UTF-8 is visible', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('å {'), 0xff, 0x7d]);
    expect(textParts(bytes, { start: 3, length: 2 })).toEqual(['å ', '{�', '}']);
    expect(bytesOf(btoa('Spoor'))).toEqual(new TextEncoder().encode('Spoor'));
  });

  test('a long stretch is drawn in part', () => {
    expect(drawnBytes(new Uint8Array(100), 10, 20)).toHaveLength(30);
    expect(drawnBytes(new Uint8Array(25), 10, 20)).toHaveLength(25);
  });
});

describe('sources', () => {
  test('are named alone by file and archive path', () => {
    expect(flatName('/home/a/logs/part-1.json.gz')).toBe('part-1.json.gz');
    expect(flatName('C:\\logs\\all.zip!day/one.json')).toBe('all.zip!day/one.json');
    expect(flatName('/home/a/logs/')).toBe('logs');
  });

  test('say what they hold and how far they are read', () => {
    expect(contentsText({ kind: 'folder', format: null, counts })).toBe('39 files');
    const one = { ...counts, files: { listed: 1, read: 1, skipped: 0, failed: 0, pending: 0 } };
    expect(contentsText({ kind: 'file', format: 's3-log', counts: one })).toBe('CloudTrail log file');
    expect(contentsText({ kind: 'file', format: 'from-the-future', counts: one })).toBe('from-the-future');
    const half = { ...counts, files: { listed: 40, read: 20, skipped: 0, failed: 0, pending: 20 } };
    expect(readingFraction({ state: 'reading', counts: half })).toBe(0.5);
    expect(readingFraction({ state: 'done', counts: half })).toBeNull();
  });

  test('warn when they were read with problems', () => {
    expect(lookOf({ state: 'done', problems: 2 })).toEqual({ word: 'Read', icon: 'warning', tone: 'warning' });
    expect(lookOf({ state: 'done', problems: 0 }).icon).toBe('check');
  });

  test('positions have separators', () => {
    expect(positionText('byte 4194304')).toBe('byte 4,194,304');
    expect(positionText(null)).toBe('whole file');
  });
});

describe('preview', () => {
  const preview: ImportPreview = {
    files: 39,
    sizeBytes: 1_200_000_000,
    formats: [
      { format: 's3-log', label: 'CloudTrail log files', files: 31, sizeBytes: 1_190_000_000, wouldRead: true },
      { format: 'unknown', label: 'Not logs', files: 8, sizeBytes: 10_000_000, wouldRead: false },
    ],
    skipped: [],
    alreadyLoaded: 0,
    complete: true,
  };

  test('promises what was recognised', () => {
    expect(previewNote(7, preview)).toBe('7 items, 39 files, 1.2 GB');
    expect(importLabel(preview)).toBe('Import 31 files');
    expect(previewSentences(preview)).toEqual([]);
  });

  test('puts together what reads the same, what is read first', () => {
    const left = { format: 'empty', label: 'Not logs', files: 2, sizeBytes: 5, wouldRead: false };
    expect(formatLines({ ...preview, formats: [left, ...preview.formats] })).toEqual([
      { label: 'CloudTrail log files', files: 31, sizeBytes: 1_190_000_000, wouldRead: true },
      { label: 'Not logs', files: 10, sizeBytes: 10_000_005, wouldRead: false },
    ]);
  });

  test('is honest about its limit, repeats, and nothing recognised', () => {
    const partial = { ...preview, complete: false, alreadyLoaded: 1 };
    expect(previewNote(1, partial)).toBe('1 item, at least 39 files, 1.2 GB');
    expect(importLabel(partial)).toBe('Import all');
    expect(previewSentences(partial)).toEqual([
      '1 file is in the case already, by SHA-256, and adds nothing.',
      'Only the first 39 files were looked at; the import reads all.',
    ]);
    const nothing = { ...preview, formats: preview.formats.slice(1) };
    expect(importLabel(nothing)).toBe('Import anyway');
    expect(previewSentences(nothing)[0]).toContain('No CloudTrail logs were recognised.');
  });
});

test('the question before a removal names the loss', () => {
  const some = removalQuestion('a.zip', { sources: 33, eventsLost: 30_120, eventsKept: 302_804, marksLost: 2 });
  expect(some.confirmLabel).toBe('Remove 30,120 events');
  expect(some.body).toBe(
    '30,120 events are only in this source and leave the case. 302,804 events also found in other sources stay. 2 bookmarks, tags and notes on them go too. The removal is recorded in the audit log. a.zip itself is not touched.',
  );
  expect(removalQuestion('a', { sources: 1, eventsLost: 1, eventsKept: 0, marksLost: 1 }).confirmLabel).toBe(
    'Remove 1 event',
  );
  const none = removalQuestion('a', { sources: 1, eventsLost: 0, eventsKept: 9, marksLost: 0 });
  expect(none.confirmLabel).toBe('Remove source');
  expect(none.body).toContain('No event is only in this source');
});

describe('jobs', () => {
  const job: JobRow = {
    id: 'a',
    kind: 'import',
    title: 'Import handover',
    state: 'running',
    progress: { phase: 'reading', done: 93, total: 100, unit: 'files', events: 74_430 },
    startedEpochMilliseconds: 0,
    endedEpochMilliseconds: null,
    unitsPerSecond: 12,
    secondsLeft: 240,
    canPause: true,
    canCancel: true,
    reason: null,
    counts: {},
    problems: 0,
    firstProblems: [],
  };

  test('running: how far, what, how fast, how long', () => {
    expect(jobFigures(job)).toEqual(['93 of 100 files', '74,430 events', '12 files/s', '4 min left']);
    expect(jobSentence(job)).toBeNull();
  });

  test('ended: the equations, problems, and what is kept', () => {
    const ended = {
      ...job,
      state: 'cancelled' as const,
      counts: {
        listed: 2,
        read: 1,
        skipped: 1,
        failed: 0,
        seen: 5,
        added: 5,
        duplicates: 0,
        rejected: 0,
        unchanged: 3,
      },
      problems: 1,
    };
    expect(jobFigures(ended)).toEqual([
      '2 files listed = 1 read + 1 skipped + 0 failed',
      '5 records seen = 5 added + 0 duplicates + 0 rejected',
      '3 unchanged',
      '1 problem',
    ]);
    expect(jobSentence(ended)).toContain('continues where it stopped');
    expect(jobSentence({ ...job, state: 'failed', reason: 'The disk is full.' })).toBe(
      'The disk is full. What was read so far is kept.',
    );
  });
});
