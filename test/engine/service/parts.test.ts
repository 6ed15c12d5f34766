import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobRate } from '../../../src/engine/handlers/job-rate.ts';
import { PreparedSearches } from '../../../src/engine/handlers/prepared-searches.ts';
import { fitFacet, fitStrings, jsonLength } from '../../../src/engine/handlers/reply-size.ts';
import { scopeQuery } from '../../../src/engine/handlers/scope-query.ts';
import type { WorkContext } from '../../../src/engine/handlers/worker-protocol.ts';
import { chosenCaseFile, safeFileName } from '../../../src/engine/handlers/case-files.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { evaluate } from '../../../src/shared/query/evaluate.ts';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import { memoryIndex } from '../../support/memory-index.ts';
import { record } from '../../support/fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('scope', () => {
  const subject = (epochSeconds: number) => {
    const raw = record(1, { eventTime: new Date(epochSeconds * 1000).toISOString().replace('.000', '') });
    return { fields: normalise(raw), raw: JSON.stringify(raw), record: raw, source: null, tags: [], findings: [] };
  };

  it('takes the start of its range in and leaves the end out, at any number and with any query', () => {
    const bound = fc.option(fc.double({ min: 1_000, max: 1_060, noNaN: true }));
    fc.assert(
      fc.property(bound, bound, fc.integer({ min: 1_000, max: 1_060 }), (from, to, time) => {
        const query = scopeQuery({
          query: 'event:PutRolePolicy OR event:Nothing',
          range: { fromEpochSeconds: from, toEpochSeconds: to },
        });
        const isIn = (from === null || time >= from) && (to === null || time < to);
        expect(evaluate(query, subject(time))).toBe(isIn);
      }),
    );
  });

  it('matches nothing where its range ends before time began', () => {
    const query = scopeQuery({ query: '', range: { fromEpochSeconds: null, toEpochSeconds: 0 } });
    expect(evaluate(query, subject(0))).toBe(false);
  });

  it('says where a query is broken', () => {
    expect(() => scopeQuery({ query: 'event:(A', range: null })).toThrow(
      expect.objectContaining({ code: 'invalid-query', detail: expect.stringMatching(/^characters \d+ to \d+$/) }),
    );
  });
});

describe('size of replies', () => {
  it('cuts only strings that are too long to send, never ids, and keeps what is short', () => {
    const hostile = {
      id: 'i'.repeat(200),
      rows: Array.from({ length: 50 }, () => ({ long: '😀'.repeat(40_000), short: 'kept' })),
    };
    const fitted = fitStrings(hostile);
    expect(jsonLength(fitted)).toBeLessThan(1_000_000);
    expect(fitted.id).toBe(hostile.id);
    expect(fitted.rows[0]!.short).toBe('kept');
    expect(fitted.rows[0]!.long).toMatch(/^(😀)+…$/u);
    const small = { text: 'x'.repeat(1_000) };
    expect(fitStrings(small)).toBe(small);
  });

  it('leaves out facet values that do not fit and never cuts one', () => {
    const values: [string, number][] = [
      ['a'.repeat(600), 9],
      ['b'.repeat(600), 8],
      ['c', 7],
    ];
    const fitted = fitFacet({ values, distinct: 3, missing: 0 }, 700);
    expect(fitted.values.map(([value]) => value[0])).toEqual(['a', 'c']);
    expect(fitted.distinct).toBe(3);
  });
});

describe('pace of a job', () => {
  const progress = (done: number, phase = 'reading') => ({ phase, done, total: 1_000, unit: 'files' as const });

  it('is measured over the last seconds, once there is enough to tell', () => {
    const rate = new JobRate();
    expect(rate.add(progress(0), 0)).toEqual({ unitsPerSecond: null, secondsLeft: null });
    expect(rate.add(progress(50), 500).unitsPerSecond).toBeNull();
    expect(rate.add(progress(200), 2_000)).toEqual({ unitsPerSecond: 100, secondsLeft: 8 });
    for (let second = 3; second <= 20; second++) rate.add(progress(200 + (second - 2) * 10), second * 1_000);
    expect(rate.add(progress(390), 21_000).unitsPerSecond).toBe(10);
  });

  it('begins anew with each phase and after a pause', () => {
    const rate = new JobRate();
    rate.add(progress(0), 0);
    rate.add(progress(500), 5_000);
    expect(rate.add(progress(0, 'sorting'), 5_100).unitsPerSecond).toBeNull();
    rate.add(progress(10, 'sorting'), 7_000);
    rate.reset();
    expect(rate.add(progress(11, 'sorting'), 60_000).unitsPerSecond).toBeNull();
  });
});

describe('names of case files', () => {
  it('are taken by every system', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (name) => {
        const safe = safeFileName(name);
        expect(safe).not.toMatch(/[<>:"/\\|?*\p{Cc}]/u);
        expect(safe).not.toBe('');
        expect(safe).not.toMatch(/[. ]$/);
      }),
    );
    expect(safeFileName('con')).toBe('Case con');
    expect(safeFileName('../../etc/passwd')).not.toContain('/');
  });

  it('never name something else that is there', () => {
    const file = path.join(temporaryFolder(), 'taken.spoor');
    writeFileSync(file, 'something');
    expect(() => chosenCaseFile(file)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(chosenCaseFile('/nowhere/x')).toBe('/nowhere/x.spoor');
    expect(chosenCaseFile('/nowhere/X.SPOOR')).toBe('/nowhere/X.SPOOR');
  });
});

describe('searches of a reader', () => {
  const query = (text: string) => {
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return parsed.query;
  };
  const patient = (): WorkContext => ({
    signal: new AbortController().signal,
    cancelFlag: new Int32Array(1),
    onProgress: () => undefined,
  });
  const index = memoryIndex(
    Array.from({ length: 400 }, (_, i) => {
      const raw = record(i);
      return { fields: normalise(raw), raw: JSON.stringify(raw), source: null, tags: [], findings: [] };
    }),
    { recordsPerBlock: 20 },
  );

  it('run once for calls that ask at the same time, and are kept', async () => {
    const searches = new PreparedSearches(index);
    const [one, two] = await Promise.all([
      searches.run(query('/PutRole/'), patient()),
      searches.run(query('/PutRole/'), patient()),
    ]);
    expect(one).toBe(two);
    expect(await searches.run(query('/PutRole/'), patient())).toBe(one);
    searches.forget();
    expect(await searches.run(query('/PutRole/'), patient())).not.toBe(one);
  });

  it('stop in the middle of a scan when nobody wants them any more', async () => {
    const searches = new PreparedSearches(index);
    // Turns after the first block, as another thread would do it.
    let looked = 0;
    const signal = new AbortController().signal;
    const context = {
      ...patient(),
      signal: new Proxy(signal, { get: (of, name) => (name === 'aborted' ? ++looked > 1 : Reflect.get(of, name)) }),
    };
    await expect(searches.run(query('/PutRole/'), context)).rejects.toMatchObject({ code: 'cancelled' });
    const after = await searches.run(query('/PutRole/'), patient());
    expect(after.prepared.selection.matches).toBe(400);
  });

  it('go on for a call that still waits when another is cancelled', async () => {
    const searches = new PreparedSearches(index);
    const gone = patient();
    Atomics.store(gone.cancelFlag!, 0, 1);
    const [one, two] = await Promise.allSettled([
      searches.run(query('/PutRole/'), gone),
      searches.run(query('/PutRole/'), patient()),
    ]);
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    expect(two.status).toBe('fulfilled');
  });
});
