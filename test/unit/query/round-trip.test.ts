import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { printQuery } from '../../../src/shared/query/print.ts';
import { hostileQueryArbitrary, queryArbitrary, type QueryVocabulary } from '../../support/random-query.ts';

const vocabulary: QueryVocabulary = {
  fields: {
    event: ['ConsoleLogin', 'GetObject', 'AssumeRole'],
    service: ['s3', 'sts.amazonaws.com'],
    ip: ['198.51.100.23', '2001:db8::1', 'AWS Internal/4', '255.090.254.5'],
    outcome: ['success', 'denied'],
    mfa: ['true', 'false'],
    time: ['2026-03-14T02:34:50Z', '2026-03-15T00:00:00Z', '2025-12-31T23:59:59Z'],
    agent: ['aws-cli/2.15.30 Python/3.11', '[S3Console/0.4]'],
  },
  words: ['backdoor', 'acme-payroll', '198.51.100.23', 'é x'],
  paths: {
    'requestParameters.bucketName': ['acme-payroll'],
    'requestParameters.n': ['5', '-1', '2.5e3', ''],
    readOnly: ['true'],
  },
};

describe('parsing what was printed', () => {
  test('gives back every well-formed query', () => {
    fc.assert(
      fc.property(queryArbitrary(vocabulary), (query) => {
        expect(parseQuery(printQuery(query))).toEqual({ ok: true, query });
      }),
      { numRuns: 5000 },
    );
  });

  test('gives back queries over values full of special characters', () => {
    fc.assert(
      fc.property(hostileQueryArbitrary, (query) => {
        expect(parseQuery(printQuery(query))).toEqual({ ok: true, query });
      }),
      { numRuns: 5000 },
    );
  });
});

test('any text is either read, and then printing is stable, or refused at a place inside it', () => {
  const words = [
    'event',
    ' TO ',
    ' AND ',
    ' OR ',
    'NOT ',
    'ip:',
    'time:',
    '10.0.0.0/8',
    '2026-03-14',
    'readOnly:',
    ' (',
    ') ',
  ];
  const pieces = fc.constantFrom(...Array.from('a:()"\\/- *?[]{}><=é😀\n'), ...words);
  const text = fc.oneof(
    fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  );
  fc.assert(
    fc.property(text, (text) => {
      const result = parseQuery(text);
      expect(result.ok ? parseQuery(printQuery(result.query)) : result).toEqual(result);
      // Only white space is the query that matches everything.
      expect(result.ok && result.query.kind === 'all').toBe(text.trim() === '');
      const { start, end, message } = result.ok ? { start: 0, end: text.length + 1, message: 'none' } : result.error;
      expect(message).not.toBe('');
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(result.ok ? text.length + 1 : text.length);
    }),
    { numRuns: 10_000 },
  );
});
