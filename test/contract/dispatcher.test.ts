import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallResult } from '../../src/shared/contract/call.ts';
import { calls, isEngineCallName, type CallName, type EngineCallName } from '../../src/shared/contract/calls.ts';
import type { EngineOptions } from '../../src/shared/contract/engine.ts';
import { AppError, fromErrorData, type ErrorCode } from '../../src/shared/contract/errors.ts';
import { commonHandlers, unsupported } from '../../src/main/common-handlers.ts';
import { createSettingsStore } from '../../src/main/app-settings.ts';
import { createDispatcher } from '../../src/main/dispatcher.ts';
import type { HostHandlers } from '../../src/main/host-handlers.ts';
import { createPathGrants } from '../../src/main/path-grants.ts';
import { createRecentCases } from '../../src/main/recent-cases.ts';
import { createMemoryEngine } from '../support/memory-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Exhaustive by its type: a new code that is not listed here does not compile. */
const errorCodes: Record<ErrorCode, true> = {
  cancelled: true,
  'not-found': true,
  'invalid-input': true,
  'invalid-query': true,
  'case-locked': true,
  'case-read-only': true,
  'case-from-future': true,
  'case-corrupt': true,
  'not-a-case': true,
  'disk-full': true,
  'file-access': true,
  'aws-auth': true,
  'aws-denied': true,
  'aws-throttled': true,
  'aws-unreachable': true,
  'parse-failed': true,
  'engine-crashed': true,
  unsupported: true,
  internal: true,
};

function setUp(overrides: Partial<HostHandlers> = {}, engineOverride?: (name: EngineCallName) => CallResult<unknown>) {
  const folder = temporaryFolder();
  const grants = createPathGrants(folder);
  const places = {
    dataFolder: folder,
    caseFolder: folder,
    homeFolder: folder,
    rendererFolder: folder,
    version: '1.2.3',
  };
  const options: EngineOptions = { resolveGrant: grants.resolve, caseFolder: folder, appVersion: '1.2.3' };
  const { engine, control } = createMemoryEngine(options);
  const no = () => {
    throw unsupported('such thing', 'It is a test.');
  };
  const host: HostHandlers = {
    ...commonHandlers({
      locations: places,
      settings: createSettingsStore(folder),
      recent: createRecentCases(folder),
      grants,
      runtime: 'test',
      onSettings: () => {},
    }),
    'app.dialog.open': no,
    'app.dialog.save': no,
    'app.reveal': no,
    'app.window.new': no,
    'app.window.state': no,
    'files.list': no,
    'files.grant': no,
    'files.grantSave': no,
    'upload.begin': no,
    'upload.end': no,
    'upload.abort': no,
    ...overrides,
  };
  const called: string[] = [];
  const dispatcher = createDispatcher({
    engine: engineOverride === undefined ? engine : { ...engine, call: async (name) => engineOverride(name) as never },
    host,
    checkReplySize: true,
    onCall: ({ name, error }) => called.push(`${name} ${error ?? 'ok'}`),
  });
  let ids = 0;
  const call = async (name: string, input: unknown, more: { client?: string; slot?: string; id?: string } = {}) => {
    ids += 1;
    const request = { kind: 'call', id: more.id ?? `id-${ids}`, name, input, slot: more.slot ?? null };
    // Everything crosses a border as data.
    const wire = JSON.parse(JSON.stringify(request)) as unknown;
    const result = await dispatcher.handle(more.client ?? 'a', wire);
    return JSON.parse(JSON.stringify(result)) as {
      ok: boolean;
      value: never;
      error: { code: string; message: string };
    };
  };
  return { call, control, dispatcher, called, grants, folder };
}

const codeOf = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error?.code);

describe('the table of calls', () => {
  test('every call has a schema, a side and a name of its kind', () => {
    for (const [name, definition] of Object.entries(calls)) {
      expect(name).toMatch(/^[a-z]+(\.[a-z][A-Za-z]*)+$/);
      expect(['host', 'engine']).toContain(definition.side);
      expect(typeof definition.input.safeParse).toBe('function');
    }
  });

  test.each(Object.keys(calls) as CallName[])('%s refuses input that is not its own', async (name) => {
    const { call, control } = setUp();
    for (const input of [null, 'text', 7, [], { surprise: 1 }, { client: 'other' }]) {
      expect(codeOf(await call(name, input))).toBe('invalid-input');
    }
    expect(control.calls).toEqual([]);
  });

  test('arbitrary input never reaches a handler unparsed and never throws', async () => {
    const { call, control } = setUp();
    const names = Object.keys(calls) as CallName[];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (name, input) => {
        const before = control.calls.length;
        const result = await call(name, input);
        const refused = codeOf(result) === 'invalid-input';
        expect(refused || calls[name].input.safeParse(input).success).toBe(true);
        expect(refused && control.calls.length > before).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('a path in place of a grant is refused by the schema or by the engine', async () => {
    const { call } = setUp();
    expect(codeOf(await call('case.open', { grant: '/etc/passwd' }))).toBe('invalid-input');
    expect(codeOf(await call('case.open', { grant: 'A'.repeat(22) }))).toBe('file-access');
  });

  test('a query nested deeper than the stack is refused', async () => {
    const { dispatcher } = setUp();
    let query: unknown = { kind: 'all' };
    for (let depth = 0; depth < 20_000; depth += 1) query = { kind: 'group', item: query };
    const input = { scope: { query, range: null }, facets: [], facetLimit: 1, histogram: false };
    const result = await dispatcher.handle('a', { kind: 'call', id: '1', name: 'search.run', input, slot: null });
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });
});

describe('errors', () => {
  test.each(Object.keys(errorCodes) as ErrorCode[])('%s survives the wire', async (code) => {
    const thrown = new AppError(code, 'What happened.', { hint: 'What to do.', detail: 'More.' });
    const byHost = setUp({
      'app.info': () => {
        throw thrown;
      },
    });
    const byEngine = setUp({}, () => ({ ok: false, error: thrown.toData() }));
    for (const result of [await byHost.call('app.info', {}), await byEngine.call('case.current', {})]) {
      if (result.ok) throw new Error('expected a failure');
      const received = fromErrorData(result.error as never);
      expect(received).toMatchObject({ code, message: 'What happened.', hint: 'What to do.', detail: 'More.' });
    }
  });

  test('a defect travels as internal, with its stack for the log', async () => {
    const { call } = setUp({
      'app.info': () => {
        throw new TypeError('broken');
      },
    });
    expect(await call('app.info', {})).toMatchObject({ ok: false, error: { code: 'internal', message: 'broken' } });
  });

  test('an unknown call is refused by name, also one that every object has', async () => {
    const { call, called } = setUp();
    for (const name of ['no.such', 'toString', '__proto__', 'constructor']) {
      expect(codeOf(await call(name, {}))).toBe('invalid-input');
    }
    // What a stranger sent does not get into the log.
    expect(new Set(called)).toEqual(new Set(['(unknown) invalid-input']));
  });

  test('a malformed request is answered', async () => {
    const { dispatcher } = setUp();
    for (const request of [null, 1, 'x', {}, { kind: 'call' }, { kind: 'drop', paths: ['/etc/passwd'] }]) {
      expect(await dispatcher.handle('a', request)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    }
  });

  test('a reply over the limit is a defect, not a delivery', async () => {
    const { call } = setUp({}, () => ({ ok: true, value: 'x'.repeat(1_000_001) }));
    expect(codeOf(await call('case.current', {}))).toBe('internal');
  });
});

describe('cancelling', () => {
  const search = { scope: { query: '', range: null }, facets: [], facetLimit: 10, histogram: false };

  async function withCase() {
    const parts = setUp();
    await parts.call('case.create', { name: 'one', location: null });
    await parts.call('case.create', { name: 'two', location: null }, { client: 'b' });
    parts.control.hold.add('search.run');
    return parts;
  }

  test('cancel reaches the running work and the call ends as cancelled', async () => {
    const { call, dispatcher, control } = await withCase();
    const running = call('search.run', search, { id: 'mine' });
    expect(await dispatcher.handle('a', { kind: 'cancel', id: 'mine' })).toBeNull();
    expect(codeOf(await running)).toBe('cancelled');
    expect(control.cancelled).toEqual(['search.run']);
  });

  test('one window cannot cancel the call of another', async () => {
    const { call, dispatcher, control } = await withCase();
    const running = call('search.run', search, { id: 'mine' });
    await dispatcher.handle('b', { kind: 'cancel', id: 'mine' });
    control.letGo();
    expect(codeOf(await running)).toBe('ok');
  });

  test('the newest call in a slot wins; other slots and windows are left alone', async () => {
    const { call, control } = await withCase();
    const old = call('search.run', search, { slot: 'rows' });
    const otherSlot = call('search.run', search, { slot: 'facets' });
    const noSlot = call('search.run', search);
    const otherWindow = call('search.run', search, { slot: 'rows', client: 'b' });
    const newest = call('search.run', search, { slot: 'rows' });
    expect(codeOf(await old)).toBe('cancelled');
    control.letGo();
    const others = await Promise.all([otherSlot, noSlot, otherWindow, newest]);
    expect(others.map(codeOf)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(control.cancelled).toEqual(['search.run']);
    expect(control.calls.filter(({ slot }) => slot === 'rows').length).toBe(3);
  });

  test('closing a window cancels what it has running, and nothing else', async () => {
    const { call, dispatcher, control } = await withCase();
    const mine = [call('search.run', search), call('search.run', search)];
    const other = call('search.run', search, { client: 'b' });
    dispatcher.release('a');
    expect((await Promise.all(mine)).map(codeOf)).toEqual(['cancelled', 'cancelled']);
    control.letGo();
    expect(codeOf(await other)).toBe('ok');
  });

  test('an id in use is refused, and free again afterwards', async () => {
    const { call, control } = await withCase();
    const first = call('search.run', search, { id: 'same' });
    expect(codeOf(await call('search.run', search, { id: 'same' }))).toBe('invalid-input');
    control.letGo();
    expect(codeOf(await first)).toBe('ok');
    control.hold.clear();
    expect(codeOf(await call('search.run', search, { id: 'same' }))).toBe('ok');
  });

  test('a window with too many calls in flight gets no more', async () => {
    const { call, control } = await withCase();
    const many = Array.from({ length: 510 }, () => call('search.run', search));
    control.letGo();
    const codes = (await Promise.all(many)).map(codeOf);
    expect(codes.filter((code) => code === 'ok').length).toBe(500);
    expect(codes.filter((code) => code === 'invalid-input').length).toBe(10);
  });
});

test('the engine answers every call of its side', async () => {
  const { call, control } = setUp();
  await call('case.create', { name: 'one', location: null });
  const engineCalls = (Object.keys(calls) as CallName[]).filter(isEngineCallName);
  for (const name of engineCalls) await call(name, {});
  // Those with required input are refused before; what came through was answered, not lost.
  expect(control.calls.map(({ name }) => name)).toContain('case.summary');
});
