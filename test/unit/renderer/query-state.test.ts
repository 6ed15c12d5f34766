import { describe, expect, test } from 'vitest';
import { differingParts, queryStateOf, type Held } from '../../../src/renderer/src/data/query-state.ts';

interface Input {
  text: string;
  page: number;
}
type Case = Held<Input, string[]>;
const held: Case = { input: { text: 'a', page: 1 }, attempt: '0', result: { ok: true, value: ['row'] } };
const failed: Case = {
  ...held,
  result: { ok: false, error: { code: 'internal', message: 'It broke.' } },
};

describe('state of a pane', () => {
  test('asks nothing without an input, even with an old answer', () => {
    expect(queryStateOf(held, null, '0', ['page']).status).toBe('idle');
  });

  test('loads until the first answer', () => {
    expect(queryStateOf<Input, string[]>(null, held.input, '0', ['page']).status).toBe('loading');
  });

  test('is ready, or failed, when the answer is to this question', () => {
    expect(queryStateOf(held, { page: 1, text: 'a' }, '0', [])).toMatchObject({ status: 'ready', data: ['row'] });
    expect(queryStateOf(failed, held.input, '0', [])).toMatchObject({ status: 'error', error: { code: 'internal' } });
  });

  test('keeps an old answer only where all that differs is listed', () => {
    expect(queryStateOf(held, { text: 'a', page: 2 }, '0', ['page'])).toMatchObject({ status: 'stale', data: ['row'] });
    expect(queryStateOf(held, { text: 'b', page: 2 }, '0', ['page']).status).toBe('loading');
    expect(queryStateOf(held, { text: 'a', page: 2 }, '0', []).status).toBe('loading');
  });

  test('a refetch keeps the answer and drops the failure', () => {
    expect(queryStateOf(held, held.input, '1', []).status).toBe('stale');
    expect(queryStateOf(failed, held.input, '1', []).status).toBe('loading');
  });

  test('parts are compared by value', () => {
    expect(differingParts({ a: { b: 1 }, c: 2 }, { a: { b: 1 }, c: 3 })).toEqual(['c']);
  });
});
