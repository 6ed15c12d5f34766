import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bridge } from '../../../src/renderer/src/bridge.ts';
import { detailBlocks, pivotsOf } from '../../../src/renderer/src/features/events/detail/detail-model.ts';
import { leavesOf } from '../../../src/renderer/src/features/events/detail/record-leaves.ts';
import { rowGlyph, rowText } from '../../../src/renderer/src/features/events/event-words.ts';
import {
  arrangedFacets,
  defaultFacetLayout,
  facetRows,
  movedFacet,
  rowName,
} from '../../../src/renderer/src/features/events/facets/facet-model.ts';
import { constantFields, foldedSentence } from '../../../src/renderer/src/features/events/table/column-folding.ts';
import {
  addIds,
  idsOfLines,
  isMarked,
  markCount,
  markTarget,
  noMarks,
  toggleIds,
} from '../../../src/renderer/src/features/events/table/row-marks.ts';
import type { LinesInput } from '../../../src/renderer/src/features/events/table/use-result-lines.ts';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import type {
  EventDetail,
  EventRow,
  FacetResult,
  ResultLine,
  SearchReply,
} from '../../../src/shared/contract/search.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { eventId, record } from '../../support/fixtures.ts';

function query(text: string) {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.query;
}

function rowOf(number: number, changes: Record<string, unknown> = {}): EventRow {
  const { resources, ...fields } = normalise(record(number, changes));
  return {
    ...fields,
    id: fields.id ?? '',
    resource: resources[0] ?? null,
    source: 'trail.json.gz',
    marks: { bookmarked: false, tags: [], hasNote: false, findings: [] },
  };
}

describe('facets', () => {
  const result: FacetResult = {
    values: [
      ['AccessDenied', 613],
      ['Throttling', 9],
    ],
    distinct: 2,
    missing: 2_487,
  };

  test('begin in the order of the design and move one before another', () => {
    const labels = (layout: Parameters<typeof arrangedFacets>[0]) =>
      arrangedFacets(layout)
        .filter(({ isShown }) => isShown)
        .map(({ label }) => label);
    expect(labels(defaultFacetLayout).slice(0, 6)).toEqual([
      'Outcome',
      'Event name',
      'Service',
      'Principal',
      'Error code',
      'Source IP',
    ]);
    const moved = movedFacet(defaultFacetLayout, 'ip', 'event');
    expect(labels(moved).slice(0, 3)).toEqual(['Outcome', 'Source IP', 'Event name']);
    expect(labels(movedFacet(moved, 'ip', null)).at(-1)).toBe('Source IP');
    const hidden = { ...defaultFacetLayout, shown: { outcome: false, tag: true } };
    expect(labels(hidden)[0]).toBe('Event name');
    expect(labels(hidden)).toContain('Tag');
  });

  test('keep every facet once, whatever order was stored', () => {
    const names = arrangedFacets(defaultFacetLayout).map(({ field }) => field);
    fc.assert(
      fc.property(fc.shuffledSubarray([...names, 'gone from a later version']), (order) => {
        const arranged = arrangedFacets({ ...defaultFacetLayout, order }).map(({ field }) => field);
        expect([...arranged].sort()).toEqual([...names].sort());
      }),
    );
  });

  test('show marked values first, also those that no event has now, and events without a value', () => {
    expect(facetRows(query(''), 'error', result)).toEqual([
      { value: null, count: 2_487, mark: null },
      { value: 'AccessDenied', count: 613, mark: null },
      { value: 'Throttling', count: 9, mark: null },
    ]);
    const marked = facetRows(query('error:Gone -error:Throttling'), 'error', result, new Map([['Gone', 0]]));
    expect(marked.slice(0, 2)).toEqual([
      { value: 'Gone', count: 0, mark: 'included' },
      { value: 'Throttling', count: 9, mark: 'excluded' },
    ]);
    expect(facetRows(query('-error:*'), 'error', result)[0]).toEqual({ value: null, count: 2_487, mark: 'included' });
    expect(facetRows(query(''), 'event', undefined)).toEqual([]);
  });

  test('name a row with its count and state', () => {
    const name = rowName('AccessDenied', { value: 'AccessDenied', count: 613, mark: 'excluded' }, '613 events');
    expect(name).toBe('AccessDenied, 613 events, excluded');
  });
});

describe('columns that are the same in every row', () => {
  const reply = (facets: SearchReply['facets']): SearchReply => ({
    generation: 1,
    total: 900,
    matches: 40,
    milliseconds: 1,
    facets,
    histogram: null,
  });
  const one: FacetResult = { values: [['us-east-1', 40]], distinct: 1, missing: 0 };

  test('are those with one value, or one exact value asked for', () => {
    const fields = ['region', 'ip', 'account'] as const;
    expect(constantFields(query(''), reply({ region: one }), fields)).toEqual([
      { field: 'region', value: 'us-east-1' },
    ]);
    // A facet leaves its own filter out, so only the filter itself can tell.
    const asked = reply({
      ip: {
        values: [
          ['1.2.3.4', 40],
          ['5.6.7.8', 9],
        ],
        distinct: 2,
        missing: 0,
      },
    });
    expect(constantFields(query('ip:1.2.3.4'), asked, fields)).toEqual([{ field: 'ip', value: '1.2.3.4' }]);
  });

  test.each([
    [
      'two values',
      query(''),
      {
        values: [
          ['a', 20],
          ['b', 20],
        ],
        distinct: 2,
        missing: 0,
      },
    ],
    ['rows without a value', query(''), { values: [['a', 39]], distinct: 1, missing: 1 }],
    ['a value asked for by pattern', query('region:us-*'), one],
    ['several values asked for', query('region:(us-east-1 OR eu-west-1)'), one],
    ['a value left out', query('-region:us-east-1'), one],
  ] as [string, ReturnType<typeof query>, FacetResult][])('%s do not fold', (_name, asked, facet) => {
    expect(constantFields(asked, reply({ region: facet }), ['region'])).toEqual([]);
  });

  test('one row never folds its columns', () => {
    expect(constantFields(query(''), { ...reply({ region: one }), matches: 1 }, ['region'])).toEqual([]);
  });

  test('are named in one sentence', () => {
    expect(foldedSentence(['Source'])).toBe('Source is the same in every row');
    expect(foldedSentence(['Principal', 'Source', 'Outcome'])).toBe(
      'Principal, Source and Outcome are the same in every row',
    );
  });
});

describe('marked rows', () => {
  test('toggle, extend, and become what an edit is about', () => {
    const two = toggleIds(noMarks, ['a', 'b']);
    expect([markCount(two), isMarked(two, 'a'), isMarked(two, 'c')]).toEqual([2, true, false]);
    expect(markTarget(two)).toEqual({ ids: ['a', 'b'] });
    expect(markTarget(toggleIds(two, ['a', 'b']))).toBeNull();
    expect(markCount(toggleIds(two, ['a', 'c']))).toBe(3);
    expect(markCount(addIds(two, ['b', 'c']))).toBe(3);
    const scope = { query: 'a', range: null };
    const all = { kind: 'all' as const, scope, count: 9 };
    expect([markTarget(all), isMarked(all, 'x'), markCount(all)]).toEqual([{ scope }, true, 9]);
  });

  test('of a closed group are all its events', async () => {
    const line = (number: number, repeats: number, at: number): ResultLine => ({
      line: at,
      event: rowOf(number),
      repeats,
      fromEpochSeconds: 0,
      toEpochSeconds: 0,
      member: false,
    });
    const closed = [line(1, 1, 0), line(2, 3, 1), line(5, 1, 2)];
    const opened = [line(1, 1, 0), line(2, 3, 1), line(3, 1, 2), line(4, 1, 3), line(5, 1, 4)];
    const call = (_name: string, input: { from: number; count: number; openGroups: string[] }) => {
      const lines = input.openGroups.includes(eventId(2)) ? opened : closed;
      return Promise.resolve({ lines: lines.slice(input.from, input.from + input.count) });
    };
    const bridge = { call } as unknown as Bridge;
    const input: LinesInput = { scope: { query: '', range: null }, order: 'asc', groupRepeats: true, openGroups: [] };
    const ids = await idsOfLines(bridge, input, 0, 2);
    expect(ids).toEqual([1, 2, 3, 4, 5].map(eventId));
    expect(await idsOfLines(bridge, { ...input, openGroups: [eventId(2)] }, 1, 2)).toEqual([2, 3].map(eventId));
  });
});

describe('rows', () => {
  test('have the glyph of root use or the call, whatever came of it', () => {
    expect(rowGlyph(rowOf(1))).toBe('write');
    expect(rowGlyph(rowOf(1, { readOnly: true, errorCode: 'AccessDenied' }))).toBe('read');
    expect(rowGlyph(rowOf(1, { eventName: 'CreateAccessKey' }))).toBe('root');
    expect(rowGlyph(rowOf(1, { eventName: 'CreateAccessKey', errorCode: 'AccessDenied' }))).toBe('write');
    expect(rowGlyph(rowOf(1, { eventCategory: 'Data', readOnly: true }))).toBe('data');
  });

  test('are copied as one line with full values and UTC time', () => {
    const text = rowText(rowOf(1, { sourceIPAddress: 'a\tb\nc' }), ['event', 'ip', 'error']);
    expect(text).toBe('2026-03-14T02:00:01Z\tPutRolePolicy\ta b c\t');
  });
});

describe('the detail of an event', () => {
  function detailOf(changes: Record<string, unknown> = {}): [EventDetail, Record<string, unknown>] {
    const found = record(1, changes);
    const text = JSON.stringify(found);
    return [
      {
        row: rowOf(1, changes),
        fields: normalise(found),
        recordText: text,
        recordLength: text.length,
        sha256: 'ab'.repeat(32),
        lengthBytes: text.length,
        source: { id: 1, displayName: 'a.json', locator: 'a.json', sha256: null, position: 'byte 12' },
        copies: 2,
        conflicts: 1,
        note: null,
      },
      found,
    ];
  }
  const context = { zone: 'utc' as const, accountNames: { '111122223333': 'acme-build' } };
  const values = (blocks: ReturnType<typeof detailBlocks>, title: string) =>
    blocks.find((block) => block.title === title)?.rows.map(({ label, value, note }) => [label, value, note]) ?? [];

  test('says who, what, where and when, and where it was found', () => {
    const [detail, found] = detailOf();
    const blocks = detailBlocks(detail, found, context);
    expect(blocks.map(({ title }) => title)).toEqual(['Who', 'What', 'Where and when', 'Evidence']);
    expect(values(blocks, 'Who')).toContainEqual([
      'Principal',
      'arn:aws:sts::111122223333:assumed-role/ops/alice',
      undefined,
    ]);
    expect(values(blocks, 'Who')).toContainEqual(['MFA', 'Not used', undefined]);
    expect(values(blocks, 'What')).toContainEqual(['Action', 'iam:PutRolePolicy', 'iam.amazonaws.com']);
    expect(values(blocks, 'What')).toContainEqual(['Request', 'ops', 'roleName']);
    expect(values(blocks, 'What')).toContainEqual(['Response', 'Empty in the record.', undefined]);
    expect(values(blocks, 'Where and when')).toContainEqual(['Account', '111122223333', 'acme-build']);
    expect(values(blocks, 'Evidence')).toContainEqual(['Found in', 'a.json', 'byte 12']);
    expect(values(blocks, 'Evidence')).toContainEqual(['Found again', '2 times, the same record', undefined]);
  });

  test('cuts a long request and says that there is more', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, `value ${index}`]));
    const [detail, found] = detailOf({ requestParameters: many });
    const rows = values(detailBlocks(detail, found, context), 'What');
    expect(rows.filter(([, value]) => value?.startsWith('value '))).toHaveLength(14);
    expect(rows).toContainEqual(['', 'More in the record below.', undefined]);
  });

  test('a name that an ARN ends with is not said twice', () => {
    const arn = 'arn:aws:s3:::acme-payroll';
    const [detail, found] = detailOf();
    detail.fields.resources = [arn, 'acme-payroll', 'other'];
    const targets = detailBlocks(detail, found, context)
      .flatMap(({ rows }) => rows)
      .filter(({ target }) => target?.field === 'resource');
    expect(targets.map(({ value }) => value)).toEqual([arn, 'other']);
  });

  test('offers to go on with every value the event has', () => {
    const [detail] = detailOf();
    expect(pivotsOf(detail).map(({ label }) => label)).toEqual([
      'Principal',
      'IP',
      'Key',
      'Target',
      'Session',
      'Event',
    ]);
    detail.fields.ip = null;
    expect(pivotsOf(detail).map(({ label }) => label)).not.toContain('IP');
  });

  test('finds scalars in their order and stops, however deep or wide a record is', () => {
    expect(leavesOf({ a: [{ b: 1 }, { b: true }], c: null }, 'p', 9)).toEqual([
      { path: 'p.a.b', name: 'a.b', value: '1' },
      { path: 'p.a.b', name: 'a.b', value: 'true' },
      { path: 'p.c', name: 'c', value: 'null' },
    ]);
    let deep: unknown = 'bottom';
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    expect(leavesOf(deep, 'p', 3)).toEqual([{ path: 'p', name: '', value: 'bottom' }]);
    expect(
      leavesOf(
        Array.from({ length: 100_000 }, (_, index) => index),
        'p',
        5,
      ),
    ).toHaveLength(5);
  });
});
