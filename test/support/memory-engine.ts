import { createHash, randomUUID } from 'node:crypto';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseSummary } from '../../src/shared/contract/case.ts';
import { calls, type CallOutput, type EngineCallName, type ParsedInput } from '../../src/shared/contract/calls.ts';
import type { Engine, EngineCallOptions, EngineEvent, EngineOptions } from '../../src/shared/contract/engine.ts';
import { AppError, cancelled, toErrorData } from '../../src/shared/contract/errors.ts';
import type { EventMessage } from '../../src/shared/contract/events.ts';
import type { JobRow, JobState } from '../../src/shared/contract/jobs.ts';
import { countsOf, importFile, matching, ordered, rowOf, summaryOf, type MemoryCase } from './memory-case.ts';

/** What a test may do to the engine from outside, and what it saw. */
export interface EngineControl {
  /** Calls of these names wait until they are cancelled or let go. */
  hold: Set<EngineCallName>;
  letGo(): void;
  calls: { name: EngineCallName; input: unknown; client: string; slot: string | null }[];
  /** Calls that were cancelled while they ran. */
  cancelled: EngineCallName[];
  emit(clients: readonly string[] | null, message: EventMessage): void;
  /** Imports stay running until this is called. */
  holdJobs: boolean;
  endJobs(): void;
  openCases(): { client: string; file: string }[];
  closed: boolean;
  /** Told after each call. */
  onCall: (name: EngineCallName) => void;
}

type Handlers = {
  [Name in EngineCallName]: (
    input: ParsedInput<Name>,
    options: EngineCallOptions,
  ) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

/** The engine's contract on plain arrays: for tests of hosts, which must not depend on SQLite or workers. */
export function createMemoryEngine(options: EngineOptions): { engine: Engine; control: EngineControl } {
  const cases = new Map<string, MemoryCase>();
  const listeners = new Set<(event: EngineEvent) => void>();
  const jobs = new Map<string, { row: JobRow; client: string; file: string }>();
  const waiting = new Set<() => void>();

  const control: EngineControl = {
    hold: new Set(),
    letGo() {
      for (const go of waiting) go();
    },
    calls: [],
    cancelled: [],
    emit: (clients, message) => {
      for (const listener of listeners) listener({ clients, message });
    },
    holdJobs: false,
    endJobs: () => {
      for (const id of jobs.keys()) endJob(id, 'done');
    },
    openCases: () => [...cases].map(([client, { file }]) => ({ client, file })),
    closed: false,
    onCall: () => {},
  };

  const caseOf = (client: string): MemoryCase => {
    const found = cases.get(client);
    if (found === undefined) throw new AppError('not-found', 'No case is open in this window.');
    return found;
  };
  const granted = (token: string, client: string) => {
    const found = options.resolveGrant(token, client);
    if (found === undefined) throw new AppError('file-access', 'This path was not granted.');
    return found;
  };
  const open = (client: string, file: string, title = path.basename(file, '.spoor')): CaseSummary => {
    const shared = [...cases.values()].find((other) => other.file === file);
    cases.set(client, {
      file,
      subjects: shared?.subjects ?? [],
      generation: 1,
      settings: { title, reference: '', timeZone: 'utc', accountNames: {} },
      readOnly: shared !== undefined,
      bookmarks: new Set(),
      undo: new Map(),
      view: null,
      sources: shared?.sources ?? [],
    });
    return summaryOf(caseOf(client));
  };
  const eventOf = (client: string, id: string) => {
    const subject = caseOf(client).subjects.find((each) => each.fields.id === id);
    if (subject === undefined) throw new AppError('not-found', `There is no event ${id}.`);
    return subject;
  };
  function startJob(client: string, kind: JobRow['kind'], title: string, run: () => void): { jobId: string } {
    const row: JobRow = {
      id: randomUUID(),
      kind,
      title,
      state: 'running',
      progress: { phase: kind, done: 0, total: 1, unit: 'files' },
      startedEpochMilliseconds: Date.now(),
      endedEpochMilliseconds: null,
      unitsPerSecond: null,
      secondsLeft: null,
      canPause: true,
      canCancel: true,
      reason: null,
      counts: {},
      problems: 0,
      firstProblems: [],
    };
    jobs.set(row.id, { row, client, file: caseOf(client).file });
    control.emit([client], { name: 'job.progress', payload: row });
    // The caller learns the job's id before the job can end.
    setImmediate(() => {
      if (jobs.get(row.id)?.row.state !== 'running') return;
      run();
      if (!control.holdJobs) endJob(row.id, 'done');
    });
    return { jobId: row.id };
  }
  function endJob(id: string, state: JobState): void {
    const job = jobs.get(id);
    if (job === undefined || job.row.state !== 'running') return;
    job.row = { ...job.row, state, endedEpochMilliseconds: Date.now() };
    control.emit([job.client], { name: 'job.ended', payload: job.row });
  }
  const setJob = (jobId: string, state: JobState) => {
    const job = jobs.get(jobId);
    if (job === undefined) throw new AppError('not-found', 'There is no such job.');
    if (state === 'cancelled') endJob(jobId, 'cancelled');
    else job.row = { ...job.row, state };
    return null;
  };
  const change = (of: MemoryCase, changed: number, undo: () => void) => {
    const undoToken = randomUUID();
    of.undo.set(undoToken, undo);
    return { changed, undoToken };
  };
  /** The window has a case, and that case has none of these. */
  const none = <Value>(client: string, value: Value): Value => {
    caseOf(client);
    return value;
  };

  const handlers: Handlers = {
    'case.current': (_input, { client }) => (cases.has(client) ? summaryOf(caseOf(client)) : null),
    'case.create': ({ name, location, reference }, { client }) => {
      const file = location === null ? path.join(options.caseFolder, `${name}.spoor`) : granted(location, client).path;
      if (existsSync(file)) throw new AppError('invalid-input', `${path.basename(file)} is already there.`);
      writeFileSync(file, 'memory');
      open(client, file, name);
      caseOf(client).settings.reference = reference;
      return summaryOf(caseOf(client));
    },
    'case.open': ({ grant }, { client }) => {
      const { path: file } = granted(grant, client);
      if (!existsSync(file)) throw new AppError('file-access', `${path.basename(file)} is not there.`);
      return open(client, file);
    },
    'case.close': (_input, { client }) => {
      for (const [id, job] of jobs) if (job.client === client) endJob(id, 'cancelled');
      cases.delete(client);
      return null;
    },
    'case.sample': (_input, { client }) => {
      const file = path.join(options.caseFolder, 'Sample.spoor');
      writeFileSync(file, 'memory');
      return open(client, file);
    },
    'case.summary': (_input, { client }) => summaryOf(caseOf(client)),
    'case.settings.set': (input, { client }) => {
      const given = Object.entries(input).filter(([, value]) => value !== undefined);
      return Object.assign(caseOf(client).settings, Object.fromEntries(given));
    },
    'import.preview': ({ grants }, { client }) => {
      const found = grants.map((grant) => granted(grant, client));
      const sizeBytes = found.reduce((sum, grant) => sum + statSync(grant.path).size, 0);
      const format = { format: 'cloudtrail', label: 'CloudTrail', files: found.length, sizeBytes, wouldRead: true };
      return { files: found.length, sizeBytes, formats: [format], skipped: [], alreadyLoaded: 0, complete: true };
    },
    'import.start': ({ grants }, { client }) => {
      const of = caseOf(client);
      const found = grants.map((grant) => granted(grant, client));
      return startJob(client, 'import', `Import ${found.length} files`, () => {
        for (const grant of found) importFile(of, grant.path, grant.displayName);
        of.generation += 1;
        const payload = { generation: of.generation, summary: summaryOf(of) };
        control.emit([client], { name: 'case.changed', payload });
      });
    },
    'jobs.list': (_input, { client }) =>
      [...jobs.values()].filter((job) => job.client === client).map((job) => job.row),
    'jobs.pause': ({ jobId }) => setJob(jobId, 'paused'),
    'jobs.resume': ({ jobId }) => setJob(jobId, 'running'),
    'jobs.cancel': ({ jobId }) => setJob(jobId, 'cancelled'),
    'sources.page': ({ offset, limit }, { client }) => {
      const of = caseOf(client);
      const rows = of.sources.slice(offset, offset + limit).map((source, index) => ({
        id: offset + index,
        parentId: null,
        kind: 'file' as const,
        displayName: source.displayName,
        locator: source.file,
        format: 'cloudtrail',
        state: 'done' as const,
        reason: null,
        sizeBytes: null,
        sha256: null,
        contentSha256: null,
        counts: countsOf(of),
        problems: 0,
        firstEpochSeconds: null,
        lastEpochSeconds: null,
        addedEpochSeconds: 0,
        hasChildren: false,
      }));
      return { rows, total: of.sources.length, counts: countsOf(of) };
    },
    'sources.problems': (_input, { client }) => none(client, { rows: [], total: 0, byCode: [] }),
    'sources.problemBytes': () => {
      throw new AppError('not-found', 'There is no such problem.');
    },
    'sources.removePreview': ({ sourceIds }, { client }) => {
      const of = caseOf(client);
      const eventsLost = sourceIds.reduce((sum, id) => sum + (of.sources[id]?.events ?? 0), 0);
      return { sources: sourceIds.length, eventsLost, eventsKept: of.subjects.length - eventsLost, marksLost: 0 };
    },
    'sources.remove': ({ sourceIds }, { client }) => {
      const of = caseOf(client);
      return startJob(client, 'remove', 'Remove sources', () => {
        const gone = new Set(sourceIds.map((id) => of.sources[id]?.displayName));
        of.subjects = of.subjects.filter((subject) => !gone.has(subject.source ?? undefined));
        of.sources = of.sources.filter((source) => !gone.has(source.displayName));
      });
    },
    'sources.exportManifest': ({ grant }, { client }) => {
      const of = caseOf(client);
      const text = JSON.stringify(of.sources);
      writeFileSync(granted(grant, client).path, text);
      return { sources: of.sources.length, sha256: createHash('sha256').update(text).digest('hex') };
    },
    'search.run': ({ scope, facets }, { client }) => {
      const of = caseOf(client);
      const found = matching(of, scope);
      return {
        generation: of.generation,
        total: of.subjects.length,
        matches: found.length,
        milliseconds: 0,
        facets: Object.fromEntries(facets.map((name) => [name, { values: [], distinct: 0, missing: found.length }])),
        histogram: null,
      };
    },
    'search.rows': (input, { client }) => {
      const of = caseOf(client);
      const found = ordered(of, input);
      const lines = found.slice(input.from, input.from + input.count).map((subject, index) => ({
        line: input.from + index,
        event: rowOf(of, subject),
        repeats: 1,
        fromEpochSeconds: subject.fields.timeEpochSeconds,
        toEpochSeconds: subject.fields.timeEpochSeconds,
        member: false,
      }));
      return { generation: of.generation, matches: found.length, lineCount: found.length, lines };
    },
    'search.lineOf': (input, { client }) => {
      const line = ordered(caseOf(client), input).findIndex((subject) => subject.fields.id === input.eventId);
      return { line: line === -1 ? null : line };
    },
    'search.nextMarked': (_input, { client }) => none(client, null),
    'search.facet': (_input, { client }) => none(client, { values: [], distinct: 0, missing: 0 }),
    'search.complete': ({ scope }, { client }) => ({ values: [], matches: matching(caseOf(client), scope).length }),
    'search.valueCounts': ({ values }, { client }) => none(client, { counts: values.map(() => 0) }),
    'search.compare': ({ scope }, { client }) => ({
      matches: matching(caseOf(client), scope).length,
      beforeFromEpochSeconds: null,
      beforeToEpochSeconds: null,
      matchesBefore: 0,
      lastBeforeEpochSeconds: null,
    }),
    'search.extent': ({ scope }, { client }) => {
      const found = ordered(caseOf(client), { scope, order: 'asc' }).map(({ fields }) => ({
        id: fields.id ?? '',
        timeEpochSeconds: fields.timeEpochSeconds,
      }));
      return { matches: found.length, first: found[0] ?? null, last: found.at(-1) ?? null };
    },
    'timeline.context': (_input, { client }) => ({
      caseFromEpochSeconds: summaryOf(caseOf(client)).firstEpochSeconds,
      caseToEpochSeconds: summaryOf(caseOf(client)).lastEpochSeconds,
      uncollected: [],
      markers: [],
    }),
    'event.detail': ({ eventId }, { client }) => {
      const subject = eventOf(client, eventId);
      const sha256 = createHash('sha256').update(subject.raw).digest('hex');
      return {
        row: rowOf(caseOf(client), subject),
        fields: subject.fields,
        recordText: subject.raw,
        recordLength: subject.raw.length,
        sha256,
        lengthBytes: Buffer.byteLength(subject.raw),
        source: {
          id: 0,
          displayName: subject.source ?? '',
          locator: subject.source ?? '',
          sha256: null,
          position: 'byte 0',
        },
        copies: 0,
        conflicts: 0,
        note: null,
      };
    },
    'event.recordText': ({ eventId, offset, length }, { client }) => ({
      text: eventOf(client, eventId).raw.slice(offset, offset + length),
    }),
    'event.copies': (_input, { client }) => none(client, { copies: [], total: 0 }),
    'marks.bookmark': ({ target, on }, { client }) => {
      const of = caseOf(client);
      const ids = 'ids' in target ? target.ids : matching(of, target.scope).map((subject) => subject.fields.id ?? '');
      const before = new Set(of.bookmarks);
      for (const id of ids)
        if (on) of.bookmarks.add(id);
        else of.bookmarks.delete(id);
      control.emit([client], { name: 'marks.changed', payload: { eventIds: ids } });
      return change(of, ids.length, () => {
        of.bookmarks = before;
      });
    },
    'marks.tag': (_input, { client }) => change(caseOf(client), 0, () => {}),
    'marks.note': (_input, { client }) => change(caseOf(client), 0, () => {}),
    'marks.undo': ({ undoToken }, { client }) => {
      const of = caseOf(client);
      const undo = of.undo.get(undoToken);
      if (undo === undefined) throw new AppError('not-found', 'There is nothing to undo.');
      undo();
      return change(of, 1, () => {});
    },
    'marks.tags': (_input, { client }) => none(client, []),
    'marks.list': (_input, { client }) => none(client, { rows: [], total: 0 }),
    'saved.list': (_input, { client }) => none(client, []),
    'saved.save': (input, { client }) => none(client, { ...input, id: input.id ?? randomUUID(), savedEpochSeconds: 0 }),
    'saved.delete': (_input, { client }) => none(client, null),
    'view.get': (_input, { client }) => ({ state: caseOf(client).view }),
    'view.set': ({ state }, { client }) => {
      caseOf(client).view = state;
      return null;
    },
    'export.start': ({ scope, grant }, { client }) => {
      const of = caseOf(client);
      const { path: file } = granted(grant, client);
      return startJob(client, 'export', 'Export', () => {
        writeFileSync(
          file,
          matching(of, scope)
            .map((subject) => `${subject.raw}\n`)
            .join(''),
        );
      });
    },
    'audit.page': (_input, { client }) => none(client, { rows: [], total: 0 }),
  };

  const engine: Engine = {
    async call(name, input, callOptions) {
      try {
        const parsed = calls[name].input.parse(input);
        control.calls.push({ name, input: parsed, client: callOptions.client, slot: callOptions.slot });
        if (control.hold.has(name)) await held(name, callOptions);
        const handler = handlers[name] as (input: unknown, options: EngineCallOptions) => unknown;
        const value = await handler(parsed, callOptions);
        control.onCall(name);
        return { ok: true, value: value as never };
      } catch (error) {
        return { ok: false, error: toErrorData(error) };
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const id of jobs.keys()) endJob(id, 'cancelled');
      cases.clear();
      control.closed = true;
      return Promise.resolve();
    },
  };

  function held(name: EngineCallName, { signal }: EngineCallOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        waiting.delete(go);
        resolve();
      };
      waiting.add(go);
      signal.addEventListener(
        'abort',
        () => {
          control.cancelled.push(name);
          waiting.delete(go);
          reject(cancelled());
        },
        { once: true },
      );
    });
  }
  return { engine, control };
}
