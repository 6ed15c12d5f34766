import { describe, expect, it } from 'vitest';
import { openCase } from '../../../src/engine/entry.ts';
import { eventId } from '../../support/fixtures.ts';
import { everything, scope, TestEngine } from './engine-client.ts';
import { writeAwkward, writeManyFiles } from './evidence.ts';

const regex = scope('/role.ops.*xxx/');

async function matches(engine: TestEngine, query: string, client = 'one'): Promise<number> {
  return (await engine.call('search.extent', { scope: scope(query) }, client)).matches;
}

describe('jobs', () => {
  it('pause at a safe point, let marks through, go on, and lose nothing', async () => {
    const engine = TestEngine.forTest();
    writeManyFiles(engine.file('logs'), 24, 200);
    await engine.call('case.create', { name: 'Busy', location: null });
    const { jobId } = await engine.call('import.start', { grants: [engine.grant(engine.file('logs'))] });
    await engine.call('jobs.pause', { jobId });
    // The import stands still at its first commit; what it has is there to be searched.
    const first = await engine.event('case.changed', ({ summary }) => summary.events > 0);
    expect(first.summary.events).toBeLessThan(24 * 200);
    expect((await engine.call('jobs.list', {}))[0]).toMatchObject({ id: jobId, state: 'paused', kind: 'import' });
    const rows = await engine.call('search.rows', { scope: everything, order: 'asc', from: 0, count: 20 });
    expect(rows.generation).toBe(first.generation);
    const ids = rows.lines.map(({ event }) => event.id);
    const marked = await engine.call('marks.tag', { target: { ids }, tag: 'early', on: true });
    expect(marked.changed).toBe(20);
    expect(await matches(engine, 'tag:early')).toBe(20);

    await engine.call('jobs.resume', { jobId });
    // Marks and reads go on beside the import.
    await engine.call('marks.note', { eventId: ids[0]!, text: 'while it runs' });
    const job = await engine.ended(jobId);
    expect(job).toMatchObject({ state: 'done', counts: { added: 24 * 200, read: 24 }, canPause: false });
    const { summary, generation } = await engine.event('case.changed', (change) => change.summary.events === 24 * 200);
    expect(generation).toBeGreaterThan(first.generation);
    expect(summary.generation).toBe(generation);
    expect(await matches(engine, 'tag:early')).toBe(20);
    expect((await engine.call('event.detail', { eventId: ids[0]! })).note!.text).toBe('while it runs');
    const generations = engine.events.flatMap(({ message }) =>
      message.name === 'case.changed' ? [message.payload.generation] : [],
    );
    expect(generations).toEqual(generations.toSorted((a, b) => a - b));
    // An answer of the generation before is still to be had.
    const old = await engine.call('search.run', {
      scope: everything,
      generation: generation - 1,
      facets: [],
      facetLimit: 1,
      histogram: false,
    });
    expect(old.generation).toBe(generation - 1);
    expect(old.total).toBeLessThanOrEqual(24 * 200);
  });

  it('cancel keeps what was loaded, and importing again goes on', async () => {
    const engine = TestEngine.forTest();
    writeManyFiles(engine.file('logs'), 24, 200);
    await engine.call('case.create', { name: 'Cancelled', location: null });
    const grants = [engine.grant(engine.file('logs'))];
    const { jobId } = await engine.call('import.start', { grants });
    await engine.call('jobs.pause', { jobId });
    const waiting = await engine.call('import.start', { grants });
    await engine.event('case.changed', ({ summary }) => summary.events > 0);
    expect((await engine.call('jobs.list', {})).map(({ state }) => state)).toEqual(['queued', 'paused']);
    await engine.call('jobs.cancel', { jobId: waiting.jobId });
    expect(await engine.ended(waiting.jobId)).toMatchObject({ state: 'cancelled' });
    await engine.call('jobs.cancel', { jobId });
    const cancelled = await engine.ended(jobId);
    expect(cancelled.state).toBe('cancelled');
    const loaded = (await engine.call('case.summary', {})).events;
    expect(loaded).toBe(cancelled.counts['added']);
    expect(loaded).toBeGreaterThan(0);
    const again = await engine.call('import.start', { grants });
    expect(await engine.ended(again.jobId)).toMatchObject({ state: 'done', counts: { added: 24 * 200 - loaded } });
    expect((await engine.call('case.summary', {})).events).toBe(24 * 200);
  });

  it('go on after their worker died', async () => {
    const engine = TestEngine.forTest();
    writeManyFiles(engine.file('logs'), 24, 200);
    await engine.call('case.create', { name: 'Crashing', location: null });
    const { jobId } = await engine.call('import.start', { grants: [engine.grant(engine.file('logs'))] });
    await engine.call('jobs.pause', { jobId });
    await engine.event('case.changed', ({ summary }) => summary.events > 0);
    const writer = engine.workers.findLast(({ entry }) => entry === 'writer')!;
    await writer.worker.terminate();
    await engine.event('engine.restarted');
    await engine.call('jobs.resume', { jobId });
    expect(await engine.ended(jobId)).toMatchObject({ state: 'done' });
    expect((await engine.call('case.summary', {})).events).toBe(24 * 200);
  });

  it('call uploads what the user dropped, also when they go on after a crash', async () => {
    const engine = TestEngine.forTest();
    const spool = engine.file('spool-7');
    writeManyFiles(spool, 24, 200);
    writeAwkward(`${spool}/awkward`);
    await engine.call('case.create', { name: 'Uploads', location: null });
    const grant = engine.grant(spool, { kind: 'folder', displayName: 'dropped/logs', temporary: true });
    const { jobId } = await engine.call('import.start', { grants: [grant] });
    await engine.call('jobs.pause', { jobId });
    await engine.event('case.changed', ({ summary }) => summary.events > 0);
    await engine.workers.findLast(({ entry }) => entry === 'writer')!.worker.terminate();
    await engine.event('engine.restarted');
    await engine.call('jobs.resume', { jobId });
    expect(await engine.ended(jobId)).toMatchObject({ state: 'done' });
    const [folder] = (await engine.call('sources.page', { limit: 5 })).rows;
    expect(folder).toMatchObject({ locator: 'dropped/logs', displayName: 'logs' });
    const inside = await engine.call('sources.page', { parentId: folder!.id, limit: 500 });
    expect(inside.total).toBe(24 + 5);
    expect(inside.rows.every(({ locator }) => locator.startsWith('dropped/logs/'))).toBe(true);
    const { lines } = await engine.call('search.rows', { scope: everything, order: 'asc', from: 0, count: 1 });
    expect(lines[0]!.event.source).toMatch(/^dropped\/logs\//);
    const problems = await engine.call('sources.problems', { limit: 10 });
    expect(problems.total).toBeGreaterThan(0);
    const audit = JSON.stringify(await engine.call('audit.page', { limit: 100 }));
    expect(audit).not.toContain('spool-7');
  });

  it('that fail say why', async () => {
    const engine = TestEngine.forTest();
    writeAwkward(engine.file('logs'));
    await engine.caseOf(engine.file('logs'), 'Failing');
    const { jobId } = await engine.call('export.start', {
      scope: everything,
      format: 'csv',
      order: 'desc',
      grant: engine.grant(engine.file('no-such-folder/out.csv'), { kind: 'save' }),
    });
    const job = await engine.ended(jobId);
    expect(job).toMatchObject({ state: 'failed', reason: expect.stringContaining('out.csv') });
  });
});

describe('windows', () => {
  it('share a case: the first writes, the next takes over when it closes', async () => {
    const engine = TestEngine.forTest();
    writeAwkward(engine.file('logs'));
    await engine.caseOf(engine.file('logs'), 'Shared');
    const { displayPath } = await engine.call('case.summary', {});
    const second = await engine.call('case.open', { grant: engine.grant(displayPath) }, 'two');
    expect(second).toMatchObject({ readOnly: true, readOnlyReason: expect.stringContaining('another window') });
    const mark = { target: { ids: [eventId(1)] }, on: true };
    const refused = await engine.result('marks.bookmark', mark, { client: 'two' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'case-read-only' } });
    expect(
      await engine.result('import.start', { grants: [engine.grant(engine.file('logs'))] }, { client: 'two' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'case-read-only' },
    });
    // A window that cannot write still finds its view again.
    const leftOff = { screen: 'events', query: '', matches: null, fromEpochSeconds: null, toEpochSeconds: null };
    await engine.call('view.set', { state: 'second', leftOff }, 'two');
    expect(await engine.call('view.get', {}, 'two')).toEqual({ state: 'second' });
    expect(await engine.call('view.get', {}, 'one')).toEqual({ state: null });
    // It sees what the first does.
    await engine.call('marks.tag', { target: { ids: [eventId(2)] }, tag: 'seen', on: true });
    await engine.event('marks.changed', (_payload, clients) => clients?.includes('two') === true);
    expect(await matches(engine, 'tag:seen', 'two')).toBe(1);
    await engine.call('case.close', {});
    await engine.event('case.changed', ({ summary }, clients) => !summary.readOnly && clients?.join() === 'two');
    expect((await engine.call('marks.bookmark', mark, 'two')).changed).toBe(1);
    // Opened for reading only, it stays so.
    const third = await engine.call('case.open', { grant: engine.grant(displayPath), readOnly: true }, 'three');
    expect(third.readOnlyReason).toContain('reading only');
  });

  it('of another process hold the lock: the case opens read-only and says who has it', async () => {
    const engine = TestEngine.forTest();
    writeAwkward(engine.file('logs'));
    await engine.caseOf(engine.file('logs'), 'Locked');
    const { displayPath } = await engine.call('case.summary', {});
    await engine.call('case.close', {});
    const holder = openCase(displayPath, { mode: 'write', program: 'another program' });
    const opened = await engine.call('case.open', { grant: engine.grant(displayPath) });
    expect(opened).toMatchObject({ readOnly: true, readOnlyReason: expect.stringContaining('another program') });
    expect(await matches(engine, 'event:PutRolePolicy')).toBe(opened.events);
    await engine.call('case.close', {});
    holder.close();
    expect(await engine.call('case.open', { grant: engine.grant(displayPath) })).toMatchObject({ readOnly: false });
  });
});

describe('searches', () => {
  it('are cancelled by their caller, and by a newer one in their slot', async () => {
    const engine = TestEngine.forTest();
    writeManyFiles(engine.file('logs'), 8, 200);
    await engine.caseOf(engine.file('logs'), 'Slots');
    const input = { scope: regex, facets: [], facetLimit: 1, histogram: false };
    const abort = new AbortController();
    const asked = engine.result('search.run', input, { signal: abort.signal });
    abort.abort();
    expect(await asked).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    const older = engine.result('search.run', input, { slot: 'facets' });
    const other = engine.result('search.run', input, { slot: 'rows' });
    const newer = engine.result('search.run', input, { slot: 'facets' });
    expect(await older).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await other).toMatchObject({ ok: true, value: { matches: 1_600 } });
    expect(await newer).toMatchObject({ ok: true, value: { matches: 1_600 } });
  });

  it('survive the death of their worker', async () => {
    const engine = TestEngine.forTest();
    writeManyFiles(engine.file('logs'), 8, 200);
    await engine.caseOf(engine.file('logs'), 'Reader');
    const pending = Array.from({ length: 20 }, (_, i) =>
      engine.result('search.run', { scope: scope(`/ops.*x{${i + 1}}/`), facets: [], facetLimit: 1, histogram: false }),
    );
    // The calls have reached the engine but not yet their worker.
    await Promise.resolve();
    const reader = engine.workers.findLast(({ entry }) => entry === 'reader')!;
    await reader.worker.terminate();
    const results = await Promise.all(pending);
    expect(results).toContainEqual(
      expect.objectContaining({ ok: false, error: expect.objectContaining({ code: 'engine-crashed' }) }),
    );
    await engine.event('engine.restarted');
    expect(await matches(engine, 'event:PutRolePolicy')).toBe(1_600);
    expect((await engine.call('marks.bookmark', { target: { ids: [eventId(1)] }, on: true })).changed).toBe(1);
  });

  it('are no longer answered when the worker dies again and again', async () => {
    const engine = TestEngine.forTest();
    writeAwkward(engine.file('logs'));
    await engine.caseOf(engine.file('logs'), 'Dying');
    for (let deaths = 1; deaths <= 4; deaths++) {
      await engine.workers.findLast(({ entry }) => entry === 'reader')!.worker.terminate();
      const result = await engine.result('search.extent', { scope: everything });
      expect(result.ok).toBe(deaths < 4);
    }
  });
});
