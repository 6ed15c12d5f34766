import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeQuery, encodeQuery } from '../../../src/shared/query/codec.ts';
import { hostileQueryArbitrary } from '../../support/random-query.ts';

test('a kept query reads back', () => {
  fc.assert(
    fc.property(hostileQueryArbitrary, (query) => {
      expect(decodeQuery(encodeQuery(query))).toEqual({ ok: true, query });
    }),
    { numRuns: 500 },
  );
  expect(encodeQuery({ kind: 'all' })).toBe('1:');
  expect(decodeQuery('1:')).toEqual({ ok: true, query: { kind: 'all' } });
});

test.each([
  ['', 'not a saved query', 0, 0],
  ['event:A', 'not a saved query', 0, 7],
  ['0:a', 'not a saved query', 0, 3],
  ['2:a', 'newer version', 0, 1],
  ['1:evnt:x', 'no field "evnt"', 2, 6],
])('"%s" is refused', (encoded, message, start, end) => {
  expect(decodeQuery(encoded)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining(message), start, end },
  });
});
