import { describe, expect, test } from 'vitest';
import { PageSource } from '../../../src/renderer/src/data/page-source.ts';
import { AppError, cancelled, type ErrorData } from '../../../src/shared/contract/errors.ts';

interface Load {
  from: number;
  count: number;
  signal: AbortSignal;
  resolve: () => void;
  reject: (error: unknown) => void;
}

function source(count: number, pageSize = 100) {
  const loads: Load[] = [];
  const errors: ErrorData[] = [];
  const pages = new PageSource<number>({
    count,
    pageSize,
    load: (from, wanted, signal) =>
      new Promise((resolve, reject) => {
        const rows = Array.from({ length: wanted }, (_, at) => from + at);
        loads.push({ from, count: wanted, signal, resolve: () => resolve(rows), reject });
        signal.addEventListener('abort', () => reject(cancelled()));
      }),
    onError: (error) => errors.push(error),
  });
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { pages, loads, errors, settled };
}

describe('pages of rows', () => {
  test('loads what is wanted once, the last page short, and tells', async () => {
    const { pages, loads, settled } = source(250);
    let told = 0;
    pages.subscribe(() => (told += 1));
    pages.want(90, 250);
    pages.want(90, 250);
    expect(loads.map(({ from, count }) => [from, count])).toEqual([
      [0, 100],
      [100, 100],
      [200, 50],
    ]);
    expect(pages.rowAt(120)).toBeUndefined();
    for (const load of loads) load.resolve();
    await settled();
    expect(told).toBe(3);
    expect(pages.rowAt(120)).toBe(120);
    expect(pages.rowAt(249)).toBe(249);
  });

  test('a page that scrolled away is cancelled, and asked for again when it comes back', async () => {
    const { pages, loads, errors, settled } = source(10_000);
    pages.want(0, 60);
    pages.want(5_000, 5_060);
    await settled();
    expect(loads[0]?.signal.aborted).toBe(true);
    expect(errors).toEqual([]);
    pages.want(0, 60);
    expect(loads.at(-1)?.from).toBe(0);
  });

  test('a failure is told and the page can be asked for again', async () => {
    const { pages, loads, errors, settled } = source(100);
    pages.want(0, 60);
    loads[0]?.reject(new AppError('engine-crashed', 'Gone.'));
    await settled();
    expect(errors).toMatchObject([{ code: 'engine-crashed' }]);
    pages.want(0, 60);
    expect(loads).toHaveLength(2);
  });

  test('keeps 40 pages, those nearest to the view', async () => {
    const { pages, loads, settled } = source(10_000);
    for (let from = 0; from < 10_000; from += 100) {
      pages.want(from, from + 100);
      loads.at(-1)?.resolve();
      await settled();
    }
    expect(pages.rowAt(0)).toBeUndefined();
    expect(pages.rowAt(9_999)).toBe(9_999);
    expect(pages.rowAt(6_500)).toBe(6_500);
  });

  test('closing cancels what is under way', () => {
    const { pages, loads } = source(1_000);
    pages.want(0, 60);
    pages.close();
    expect(loads[0]?.signal.aborted).toBe(true);
  });

  test('an empty table asks for nothing', () => {
    const { pages, loads } = source(0);
    pages.want(0, 0);
    expect(loads).toEqual([]);
  });
});
