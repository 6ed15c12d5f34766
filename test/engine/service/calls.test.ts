import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyCase } from '../../../src/engine/case/verify.ts';
import { openCase } from '../../../src/engine/entry.ts';
import { calls, isEngineCallName, type CallName, type CallOutput } from '../../../src/shared/contract/calls.ts';
import { facetNames, histogramSeries } from '../../../src/shared/contract/search.ts';
import { eventId } from '../../support/fixtures.ts';
import { everything, scope, TestEngine } from './engine-client.ts';
import { writeEvidence } from './evidence.ts';

/** Every call of the engine, on one real case. */
describe('calls of the engine', () => {
  let engine: TestEngine;
  /** In the evidence. */
  let events: number;
  const asked = new Set<string>();

  beforeAll(async () => {
    engine = new TestEngine();
    const call = engine.engine.call.bind(engine.engine);
    engine.engine.call = (name, input, options) => {
      asked.add(name);
      return call(name, input, options);
    };
    ({ events } = await writeEvidence(engine.file('evidence')));
    await engine.caseOf(engine.file('evidence'), 'Calls');
  });

  afterAll(async () => {
    await engine.close();
  });

  it('summarise the case, and the figures reconcile', async () => {
    const summary = await engine.call('case.summary', {});
    expect(await engine.call('case.current', {})).toEqual(summary);
    expect(await engine.call('case.current', {}, 'somebody else')).toBeNull();
    expect(summary).toMatchObject({
      name: 'Calls',
      readOnly: false,
      readOnlyReason: null,
      sources: 1,
      isSample: false,
    });
    expect(summary.records).toBe(summary.events + summary.duplicates + summary.rejected);
    expect(summary).toMatchObject({ events, duplicates: 6, rejected: 1 });
    expect(summary.accounts.reduce((sum, account) => sum + account.events, 0)).toBe(summary.events);
    expect(summary.activity!.counts.reduce((sum, count) => sum + count, 0)).toBe(summary.events);
    expect(summary.activity!.counts.length).toBeLessThanOrEqual(60);
    expect(summary.sizeBytes).toBeGreaterThan(100_000);
  });

  it('keep settings', async () => {
    const set = await engine.call('case.settings.set', {
      reference: 'ACME-7',
      accountNames: { '111122223333': 'production' },
    });
    expect(set).toMatchObject({ title: 'Calls', reference: 'ACME-7', timeZone: 'utc' });
    const summary = await engine.call('case.summary', {});
    expect(summary.settings).toEqual(set);
    expect(summary.accounts.find(({ account }) => account === '111122223333')?.name).toBe('production');
  });

  it('search: facets, histogram and their sums agree', async () => {
    const run = await engine.call('search.run', {
      scope: everything,
      facets: [...facetNames],
      facetLimit: 500,
      histogram: true,
    });
    expect(run.matches).toBe(run.total);
    for (const field of ['outcome', 'category', 'lane'] as const) {
      const { values, missing } = run.facets[field]!;
      expect(values.reduce((sum, [, count]) => sum + count, missing)).toBe(run.matches);
    }
    const { counts, series } = run.histogram!;
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(run.matches);
    counts.forEach((count, i) => {
      expect(histogramSeries.reduce((sum, name) => sum + series[name][i]!, 0)).toBe(count);
    });
    const sum = (name: (typeof histogramSeries)[number]) => series[name].reduce((total, count) => total + count, 0);
    const denied = await engine.call('search.extent', { scope: scope('outcome:denied') });
    expect(sum('denied')).toBe(denied.matches);
    const reads = await engine.call('search.extent', {
      scope: scope('-outcome:denied category:management access:read'),
    });
    expect(sum('read')).toBe(reads.matches);
    const data = await engine.call('search.extent', {
      scope: scope('-outcome:denied category:(data OR aggregated OR insight)'),
    });
    expect(sum('data')).toBe(data.matches);
  });

  it('search: rows come in order, by page, alone and grouped, and lines are found again', async () => {
    for (const order of ['asc', 'desc'] as const) {
      const lines = { scope: everything, order, generation: null };
      const rows: CallOutput<'search.rows'>['lines'] = [];
      let total = 1;
      for (let from = 0; from < total; from += 500) {
        const page = await engine.call('search.rows', { ...lines, from, count: 500 });
        total = page.lineCount;
        rows.push(...page.lines);
      }
      expect(new Set(rows.map(({ event }) => event.id)).size).toBe(events);
      const times = rows.map(({ event }) => event.timeEpochSeconds);
      expect(times).toEqual(times.toSorted((a, b) => (order === 'asc' ? a - b : b - a)));
      const some = rows[700]!.event.id;
      expect(await engine.call('search.lineOf', { ...lines, eventId: some })).toEqual({ line: 700 });

      const grouped = await engine.call('search.rows', { ...lines, groupRepeats: true, from: 0, count: 500 });
      expect(grouped.lineCount).toBeLessThan(events);
      const large = grouped.lines.find(({ repeats }) => repeats > 2)!;
      expect(large.toEpochSeconds).toBeGreaterThanOrEqual(large.fromEpochSeconds);
      const opened = await engine.call('search.rows', {
        ...lines,
        groupRepeats: true,
        openGroups: [large.event.id],
        from: large.line,
        count: large.repeats + 1,
      });
      expect(opened.lineCount).toBe(grouped.lineCount + large.repeats - 1);
      expect(opened.lines.map(({ member }) => member)).toEqual([
        false,
        ...Array.from({ length: large.repeats - 1 }, () => true),
        false,
      ]);
      const { event, outcome, principal } = large.event;
      for (const member of opened.lines.slice(1, -1)) expect(member.event).toMatchObject({ event, outcome, principal });
    }
    expect(
      await engine.call('search.lineOf', { scope: scope('event:Nothing'), order: 'asc', eventId: eventId(1) }),
    ).toEqual({
      line: null,
    });
  });

  it('search: values, completion, comparison, extent', async () => {
    const facet = await engine.call('search.facet', {
      scope: everything,
      field: 'event',
      contains: 'get',
      offset: 1,
      limit: 3,
    });
    expect(facet.values).toHaveLength(3);
    for (const [value] of facet.values) expect(value.toLowerCase()).toContain('get');
    const values = facet.values.map(([value]) => value);
    const counts = await engine.call('search.valueCounts', {
      scope: everything,
      field: 'event',
      values: [...values, 'Nothing'],
    });
    expect(counts.counts).toEqual([...facet.values.map(([, count]) => count), 0]);
    // Under the field's own filter too.
    const narrowed = await engine.call('search.valueCounts', {
      scope: scope(`event:${values[0]}`),
      field: 'event',
      values,
    });
    expect(narrowed.counts).toEqual([facet.values[0]![1], 0, 0]);
    for (const [field, value] of [
      ['id', eventId(3)],
      ['requestParameters.roleName', 'ops'],
      ['time', '2026-03-14T02:00:03Z'],
      ['tag', 'nothing'],
      ['agent', 'aws-cli/2.15.0 {"quoted \\" [brackets]"} é 漢'],
    ] as const) {
      const printed = JSON.stringify(value);
      const expected =
        field === 'tag' ? 0 : (await engine.call('search.extent', { scope: scope(`${field}:${printed}`) })).matches;
      const found = await engine.call('search.valueCounts', { scope: everything, field, values: [value] });
      expect({ field, counts: found.counts }).toEqual({ field, counts: [expected] });
    }
    const completed = await engine.call('search.complete', {
      scope: everything,
      field: 'service',
      text: 'i',
      limit: 5,
    });
    expect(completed.values[0]!.value.startsWith('i')).toBe(true);
    const byPath = await engine.call('search.complete', {
      scope: scope('event:PutRolePolicy'),
      field: 'requestParameters.roleName',
      text: 'op',
      limit: 5,
    });
    expect(byPath.values).toContainEqual({ value: 'ops', count: 16 });
    expect(
      (await engine.call('search.complete', { scope: everything, field: 'time', text: '2', limit: 5 })).values,
    ).toEqual([]);

    const extent = await engine.call('search.extent', { scope: scope('event:PutRolePolicy principal:ops/alice') });
    const rows = await engine.call('search.rows', {
      scope: scope('event:PutRolePolicy principal:ops/alice'),
      order: 'asc',
      from: 0,
      count: 500,
    });
    expect(extent.first!.id).toBe(rows.lines[0]!.event.id);
    expect(extent.last!.id).toBe(rows.lines.at(-1)!.event.id);
    const border = rows.lines[6]!.event.timeEpochSeconds;
    const comparison = await engine.call('search.compare', {
      scope: {
        query: 'event:PutRolePolicy principal:ops/alice',
        range: { fromEpochSeconds: border, toEpochSeconds: null },
      },
    });
    expect(comparison).toMatchObject({
      matches: rows.lines.filter(({ event }) => event.timeEpochSeconds >= border).length,
      matchesBefore: rows.lines.filter(({ event }) => event.timeEpochSeconds < border).length,
      lastBeforeEpochSeconds: rows.lines.findLast(({ event }) => event.timeEpochSeconds < border)!.event
        .timeEpochSeconds,
      beforeToEpochSeconds: border,
    });
    expect(await engine.call('search.compare', { scope: everything })).toMatchObject({
      beforeFromEpochSeconds: null,
      matchesBefore: 0,
    });
    const none = await engine.call('search.extent', {
      scope: { query: '', range: { fromEpochSeconds: 9, toEpochSeconds: 9 } },
    });
    expect(none).toEqual({ matches: 0, first: null, last: null });
  });

  it('timeline: the case, new credentials, and logging that was switched off', async () => {
    const context = await engine.call('timeline.context', {});
    const summary = await engine.call('case.summary', {});
    expect(context.caseFromEpochSeconds).toBe(summary.firstEpochSeconds);
    expect(context.markers.some(({ kind }) => kind === 'credential')).toBe(true);
    const stopped = await engine.call('search.rows', {
      scope: scope('event:StopLogging outcome:success'),
      order: 'asc',
      from: 0,
      count: 10,
    });
    expect(stopped.matches).toBeGreaterThan(0);
    const stop = stopped.lines[0]!.event;
    const gap = context.uncollected.find(({ eventIds }) => eventIds.includes(stop.id))!;
    expect(gap.fromEpochSeconds).toBe(stop.timeEpochSeconds);
    expect(gap.toEpochSeconds).toBeGreaterThan(gap.fromEpochSeconds);
    expect(gap.label).toContain(stop.account!);
  });

  it('event: the record as found, where it lies, and its copies', async () => {
    const evidence = readFileSync(path.join(engine.file('evidence'), 'awkward', 'a.jsonl'));
    const detail = await engine.call('event.detail', { eventId: eventId(2) });
    const line = evidence.toString('utf8').split('\n')[1]!;
    expect(detail.recordText).toBe(line);
    expect(detail.recordLength).toBe(line.length);
    expect(detail.sha256).toBe(createHash('sha256').update(line).digest('hex'));
    expect(detail.source).toMatchObject({ displayName: 'a.jsonl', position: `byte ${evidence.indexOf(line)}` });
    expect(detail.source.sha256).toBe(createHash('sha256').update(evidence).digest('hex'));
    expect(detail).toMatchObject({ copies: 1, conflicts: 0, note: null });
    expect(detail.fields.resources.length).toBeGreaterThan(0);
    expect(await engine.call('event.recordText', { eventId: eventId(2), offset: 5, length: 10 })).toEqual({
      text: line.slice(5, 15),
    });
    // The copy that says more stands for the event; the two it replaced are other content.
    const richer = await engine.call('event.detail', { eventId: eventId(3) });
    expect(richer.recordText).toContain('more than the others say');
    expect(richer).toMatchObject({ copies: 0, conflicts: 2 });
    const { copies, total } = await engine.call('event.copies', { eventId: eventId(3), limit: 10 });
    expect(total).toBe(2);
    expect(copies.map(({ displayName, identical }) => [displayName, identical])).toEqual([
      ['a.jsonl', false],
      ['b.jsonl', false],
    ]);
    expect(copies[0]!.position).toBe(`byte ${evidence.indexOf(evidence.toString('utf8').split('\n')[2]!)}`);
    expect(await engine.result('event.detail', { eventId: 'no such event' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('marks: set, seen everywhere, undone and redone exactly', async () => {
    const ids = [eventId(1), eventId(4)];
    const marked = await engine.call('marks.bookmark', { target: { ids: [...ids, 'unknown'] }, on: true });
    expect(marked.changed).toBe(2);
    expect(await engine.event('marks.changed', ({ eventIds }) => eventIds?.length === 2)).toEqual({ eventIds: ids });
    expect((await engine.call('marks.bookmark', { target: { ids }, on: true })).changed).toBe(0);
    const tagged = await engine.call('marks.tag', {
      target: { scope: scope('event:PutRolePolicy principal:ops/alice') },
      tag: 'staging',
      on: true,
    });
    expect(await engine.call('marks.tags', {})).toEqual([{ tag: 'staging', events: tagged.changed }]);
    const byTag = await engine.call('search.run', {
      scope: scope('tag:staging'),
      facets: ['tag'],
      facetLimit: 5,
      histogram: false,
    });
    expect(byTag.matches).toBe(tagged.changed);
    expect(byTag.facets.tag!.values).toEqual([['staging', tagged.changed]]);
    await engine.call('marks.note', { eventId: eventId(4), text: 'first' });
    const noted = await engine.call('marks.note', { eventId: eventId(4), text: 'second' });
    const detail = await engine.call('event.detail', { eventId: eventId(4) });
    expect(detail.row.marks).toEqual({ bookmarked: true, tags: ['staging'], hasNote: true, findings: [] });
    expect(detail.note!.text).toBe('second');
    const list = await engine.call('marks.list', { limit: 3 });
    expect(list.rows[0]!.id).toBe(eventId(4));
    expect(list.total).toBe(tagged.changed);
    const table = { scope: everything, order: 'asc' as const };
    const first = await engine.call('search.nextMarked', { ...table, fromLine: -1, direction: 'next' });
    expect(await engine.call('search.lineOf', { ...table, eventId: first!.id })).toEqual({ line: first!.line });
    expect(
      await engine.call('search.nextMarked', { ...table, fromLine: first!.line, direction: 'previous' }),
    ).toBeNull();

    const undone = await engine.call('marks.undo', { undoToken: noted.undoToken });
    expect((await engine.call('event.detail', { eventId: eventId(4) })).note!.text).toBe('first');
    await engine.call('marks.undo', { undoToken: undone.undoToken });
    expect((await engine.call('event.detail', { eventId: eventId(4) })).note!.text).toBe('second');
    const untagged = await engine.call('marks.undo', { undoToken: tagged.undoToken });
    expect(untagged.changed).toBe(tagged.changed);
    expect(await engine.call('marks.tags', {})).toEqual([]);
    const gone = await engine.call('search.run', {
      scope: scope('tag:staging'),
      facets: [],
      facetLimit: 1,
      histogram: false,
    });
    expect(gone.matches).toBe(0);
    await engine.call('marks.undo', { undoToken: untagged.undoToken });
    expect(await engine.call('marks.tags', {})).toEqual([{ tag: 'staging', events: tagged.changed }]);
    expect(await engine.result('marks.undo', { undoToken: tagged.undoToken })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    expect(await engine.result('marks.note', { eventId: 'unknown', text: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('saved searches, the view and the audit log', async () => {
    const search = { id: null, name: 'Roles', query: 'event:PutRolePolicy', fromEpochSeconds: null, toEpochSeconds: 5 };
    const saved = await engine.call('saved.save', search);
    const renamed = await engine.call('saved.save', { ...search, id: saved.id, name: 'Policies' });
    expect(await engine.call('saved.list', {})).toEqual([renamed]);
    await engine.call('saved.delete', { id: saved.id });
    expect(await engine.call('saved.list', {})).toEqual([]);
    expect(await engine.result('saved.delete', { id: saved.id })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });

    const leftOff = { screen: 'events', query: '', matches: null, fromEpochSeconds: null, toEpochSeconds: null };
    expect(await engine.call('view.get', {})).toEqual({ state: null });
    await engine.call('view.set', { state: '{"v":1}', leftOff });
    expect(await engine.call('view.get', {})).toEqual({ state: '{"v":1}' });

    const audit = await engine.call('audit.page', { limit: 500 });
    const actions = audit.rows.map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(['bookmark set', 'tag set', 'note changed', 'search saved', 'import done']),
    );
    expect(audit.rows.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: audit.total }, (_, i) => audit.total - i),
    );
  });

  it('sources: what was added, what is inside, and problems with their bytes', async () => {
    const top = await engine.call('sources.page', { limit: 10 });
    const [folder] = top.rows;
    expect(folder).toMatchObject({ kind: 'folder', displayName: 'evidence', hasChildren: true, parentId: null });
    const { files, records } = top.counts;
    expect(files.listed).toBe(files.read + files.skipped + files.failed + files.pending);
    expect(records.seen).toBe(records.added + records.duplicates + records.rejected);
    expect(folder!.counts).toEqual(top.counts);
    const inside = await engine.call('sources.page', { parentId: folder!.id, limit: 500 });
    expect(inside.total).toBe(files.listed);
    expect(inside.rows.find(({ displayName }) => displayName.endsWith('a.jsonl'))).toMatchObject({
      state: 'done',
      counts: { records: { seen: 12, added: 12, duplicates: 0, rejected: 0 } },
    });
    const skipped = await engine.call('sources.page', { state: 'skipped', limit: 10 });
    expect(skipped.rows.map(({ displayName }) => path.basename(displayName))).toEqual(['readme.txt']);

    const problems = await engine.call('sources.problems', { sourceId: folder!.id, limit: 10 });
    expect(problems.byCode.find(({ code }) => code === 'conflicting-copy')?.count).toBe(1);
    const conflict = problems.rows.find(({ code }) => code === 'conflicting-copy')!;
    const shown = await engine.call('sources.problemBytes', { problemId: conflict.id });
    const bytes = Buffer.from(shown.base64, 'base64');
    const marked = bytes.subarray(shown.markStart, shown.markStart + shown.markLengthBytes).toString('utf8');
    expect(JSON.parse(marked)).toMatchObject({ eventID: eventId(3), errorMessage: 'more than the others say' });
    const damage = problems.rows.find(({ code }) => code !== 'conflicting-copy')!;
    expect(damage).toMatchObject({ source: 'd.jsonl', hasBytes: true });
    const broken = await engine.call('sources.problemBytes', { problemId: damage.id, contextBytes: 64 });
    const content = readFileSync(path.join(engine.file('evidence'), 'awkward', 'd.jsonl'));
    expect(broken.contentLengthBytes).toBe(content.length);
    const around = Buffer.from(broken.base64, 'base64');
    expect(content.subarray(broken.startByte, broken.startByte + around.length).equals(around)).toBe(true);
    expect(around.subarray(broken.markStart).toString('utf8')).toContain('broken');
    expect(await engine.result('sources.problemBytes', { problemId: 9_999 })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('preview: what would be read and what is here already', async () => {
    const preview = await engine.call('import.preview', {
      grants: [engine.grant(engine.file('evidence'), { kind: 'folder' })],
    });
    const { files } = (await engine.call('sources.page', { limit: 1 })).counts;
    expect(preview).toMatchObject({ files: files.listed, alreadyLoaded: files.read, complete: true });
    expect(preview.formats).toContainEqual(expect.objectContaining({ format: 's3-log', wouldRead: true }));
    expect(preview.formats).toContainEqual(expect.objectContaining({ format: 'json-lines', wouldRead: true }));
    expect(preview.skipped.map(({ name }) => path.basename(name))).toEqual(['readme.txt']);
  });

  it('manifest and export write files that can be checked', async () => {
    const file = engine.file('manifest.json');
    const written = await engine.call('sources.exportManifest', { grant: engine.grant(file, { kind: 'save' }) });
    const text = readFileSync(file);
    expect(written.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    const manifest = JSON.parse(text.toString('utf8')) as {
      sources: { locator: string; foundSha256: string }[];
      audit: object;
    };
    expect(manifest.sources).toHaveLength(written.sources);
    expect(manifest.audit).toMatchObject({ headSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const a = path.join(engine.file('evidence'), 'awkward', 'a.jsonl');
    expect(manifest.sources.find(({ locator }) => locator === a)?.foundSha256).toBe(
      createHash('sha256').update(readFileSync(a)).digest('hex'),
    );

    const out = engine.file('out.jsonl');
    const exported = await engine.call('export.start', {
      scope: scope('event:PutRolePolicy principal:ops/alice'),
      format: 'jsonl',
      order: 'asc',
      grant: engine.grant(out, { kind: 'save' }),
    });
    const job = await engine.ended(exported.jobId);
    expect(job).toMatchObject({ state: 'done', kind: 'export', counts: { events: 16 } });
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(16);
    const [newest] = (await engine.call('audit.page', { limit: 1 })).rows;
    expect(newest).toMatchObject({ action: 'events exported', detail: { events: 16, file: out } });
    const broken = await engine.result('export.start', {
      scope: scope('event:('),
      format: 'csv',
      order: 'asc',
      grant: engine.grant(out, { kind: 'save' }),
    });
    expect(broken).toMatchObject({ ok: false, error: { code: 'invalid-query' } });
  });

  it('removing a source says what it takes, takes it, and leaves a sound case', async () => {
    const [folder] = (await engine.call('sources.page', { limit: 1 })).rows;
    const inside = await engine.call('sources.page', { parentId: folder!.id, limit: 500 });
    const named = (name: string) => inside.rows.find(({ displayName }) => displayName.endsWith(name))!.id;
    const sourceIds = [named('a.jsonl'), named('c.jsonl')];
    const preview = await engine.call('sources.removePreview', { sourceIds });
    // Of the twelve records of a, five are in b too.
    expect(preview).toMatchObject({ sources: 2, eventsLost: 7, eventsKept: 5 });
    expect(preview.marksLost).toBeGreaterThan(0);
    const { jobId } = await engine.call('sources.remove', { sourceIds });
    expect(await engine.ended(jobId)).toMatchObject({
      state: 'done',
      kind: 'remove',
      counts: { eventsLost: 7, eventsKept: 5 },
    });
    const summary = await engine.call('case.summary', {});
    expect(summary).toMatchObject({ events: events - 7, duplicates: 0 });
    const moved = await engine.call('event.detail', { eventId: eventId(3) });
    expect(moved.source.displayName).toBe('b.jsonl');
    expect(moved.recordText).not.toContain('more than the others say');
    expect(moved).toMatchObject({ copies: 0, conflicts: 0 });
    expect(await engine.result('event.detail', { eventId: eventId(9) })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    const caseFile = openCase(summary.displayPath, { mode: 'read', program: 'test' });
    const verified = await verifyCase(caseFile, { signal: new AbortController().signal, onProgress: () => undefined });
    caseFile.close();
    expect(verified.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(await engine.result('sources.remove', { sourceIds })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('refuse bad input and paths that nobody granted, as data', async () => {
    const bad = await engine.result('search.rows', { scope: everything, order: 'asc', from: -1, count: 1 });
    expect(bad).toMatchObject({ ok: false, error: { code: 'invalid-input', detail: expect.stringContaining('from') } });
    const stranger = await engine.result('case.open', { grant: 'abcdefghijklmnopqrstuv' });
    expect(stranger).toMatchObject({ ok: false, error: { code: 'file-access' } });
    const missing = await engine.result('case.open', { grant: engine.grant(engine.file('none.spoor')) });
    expect(missing).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(existsSync(engine.file('none.spoor'))).toBe(false);
    expect(await engine.result('case.summary', {}, { client: 'nobody' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    const jobs = await engine.call('jobs.list', {});
    expect(jobs.at(-1)).toMatchObject({ state: 'done', kind: 'import', title: 'Import evidence' });
    expect(jobs.map(({ kind }) => kind)).toEqual(['remove', 'export', 'import']);
    for (const name of ['jobs.pause', 'jobs.resume', 'jobs.cancel'] as const) {
      expect(await engine.result(name, { jobId: 'none' })).toMatchObject({ ok: false, error: { code: 'not-found' } });
    }
  });

  it('open the sample case, close it, and open the other one again', async () => {
    const mine = (await engine.call('case.summary', {})).displayPath;
    const sample = await engine.call('case.sample', {});
    expect(sample).toMatchObject({ isSample: true, name: 'Sample case' });
    expect(sample.events).toBeGreaterThanOrEqual(12_000);
    const [trail] = (await engine.call('sources.page', { limit: 5 })).rows;
    expect(trail).toMatchObject({ kind: 'sample', locator: 'Sample organization trail' });
    // The other case was let go: it is one file again.
    expect(existsSync(`${mine}-wal`)).toBe(false);
    await engine.call('case.close', {});
    expect(await engine.call('case.current', {})).toBeNull();
    const again = await engine.call('case.open', { grant: engine.grant(mine) });
    expect(again).toMatchObject({ events: events - 7, readOnly: false, settings: { reference: 'ACME-7' } });
    expect(await engine.call('marks.tags', {})).toHaveLength(1);
  });

  it('were all asked', () => {
    const names = (Object.keys(calls) as CallName[]).filter(isEngineCallName);
    expect(names.filter((name) => !asked.has(name))).toEqual([]);
  });
});
