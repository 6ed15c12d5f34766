import { array, assert, asyncProperty, constantFrom, integer, nat, record as fields, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectLeaf, stretches } from '../../support/collect-leaf.ts';
import {
  eventBridge,
  eventId,
  jsonLines,
  logFile,
  lookupEvent,
  record,
  records,
  text,
} from '../../support/fixtures.ts';

const ids = (...numbers: number[]): string[] => numbers.map(eventId);

/** A log file of five records with the text of the third replaced. */
function withDamage(change: (third: string) => string): string {
  const texts = records(5).map(text);
  return `{"Records":[${texts.map((one, index) => (index === 2 ? change(one) : one)).join(',')}]}`;
}

const damages: [name: string, change: (third: string) => string, code: string][] = [
  ['a lost closing brace', (one) => one.slice(0, -1), 'broken-json'],
  ['a lost opening brace', (one) => one.slice(1), 'broken-json'],
  ['a lost quote in a key', (one) => one.replace('"eventTime"', 'eventTime"'), 'broken-json'],
  ['a lost quote at the end of a text', (one) => one.replace('iam.amazonaws.com"', 'iam.amazonaws.com'), 'broken-json'],
  ['a lost quote in the last text', (one) => one.replace('"Management"', '"Management'), 'broken-json'],
  ['a lost colon', (one) => one.replace('"eventName":', '"eventName"'), 'broken-json'],
  ['a raw newline in a text', (one) => one.replace('aws-cli', 'aws\ncli'), 'broken-json'],
  ['a trailing comma', (one) => one.replace(/\}$/, ',}'), 'broken-json'],
  ['garbage in place of the record', () => '@@@@ no json here @@@@', 'broken-json'],
  ['zero bytes in the middle', (one) => `${one.slice(0, 300)}${'\0'.repeat(50)}${one.slice(350)}`, 'broken-json'],
  ['an end that never came', (one) => one.slice(0, 400), 'broken-json'],
  ['null', () => 'null', 'not-a-record'],
  ['an empty object', () => '{}', 'not-a-record'],
  ['a number', () => '17', 'not-a-record'],
  ['a text', () => '"record"', 'not-a-record'],
  ['an object of another kind', () => '{"a":1}', 'not-a-record'],
  ['a record that lost its name', (one) => one.replace('"eventName"', '"eventNome"'), 'not-a-record'],
];

describe('damage costs the record it is in and no other', () => {
  test.each(damages)('%s', async (_name, change, code) => {
    const content = withDamage(change);
    const read = await collectLeaf(content);
    expect(read.ids).toEqual(ids(1, 2, 4, 5));
    expect(read.result.state).toBe('read');
    expect(read.content.toString('utf8')).toBe(content);
    expect(read.rejects).toHaveLength(1);
    const start = Buffer.byteLength(`{"Records":[${text(record(1))},${text(record(2))},`);
    expect(read.rejects[0]).toMatchObject({ position: `byte ${start}`, code });
  });

  test('a header that lost its quote', async () => {
    const read = await collectLeaf(logFile(records(3)).replace('"Records"', '"Records'));
    expect(read.ids).toEqual(ids(1, 2, 3));
    expect(read.rejects).toHaveLength(1);
  });

  test('content cut off inside a record', async () => {
    const whole = logFile(records(3));
    const cut = whole.slice(0, whole.length - 200);
    const read = await collectLeaf(cut);
    expect(read.ids).toEqual(ids(1, 2));
    expect(read.rejects).toMatchObject([{ code: 'truncated' }]);
  });

  test('content cut off between records', async () => {
    const read = await collectLeaf(`{"Records":[${text(record(1))},`);
    expect(read.ids).toEqual(ids(1));
    expect(read.rejects).toEqual([]);
    expect(read.problems).toMatchObject([{ code: 'truncated' }]);
  });

  test('content cut off before any record is failed evidence, not skipped', async () => {
    const read = await collectLeaf('{"Records":[{"eventVersion":"1.08","eventSource":"s3.amaz');
    expect(read.result).toMatchObject({ state: 'failed', reason: { code: 'truncated' } });
    expect(read.rejects).toHaveLength(1);
    expect(read.content).toHaveLength(57);
  });

  test('a broken wrapper gives its record away', async () => {
    const wrapped = records(3).map((item) => text(eventBridge(item)));
    const read = await collectLeaf([wrapped[0], wrapped[1]?.replace('"source":', '"source'), wrapped[2]].join('\n'));
    expect(read.ids).toEqual(ids(1, 2, 3));
    expect(read.rejects).toHaveLength(1);
  });

  test('a broken LookupEvents item gives the text of its record away', async () => {
    const items = records(3).map((item) => text(lookupEvent(item)));
    const broken = items.map((item, index) => (index === 1 ? item.replace('"Username":', '"Username') : item));
    const read = await collectLeaf(`{"Events":[${broken.join(',')}]}`);
    expect(read.ids).toEqual(ids(1, 2, 3));
    expect(read.rejects).toHaveLength(1);
  });

  test('a broken line', async () => {
    const lines = records(4).map(text);
    lines[1] = String(lines[1]).slice(0, 200);
    const read = await collectLeaf(lines.join('\n'));
    expect(read.ids).toEqual(ids(1, 3, 4));
    expect(read.rejects).toHaveLength(1);
  });

  test('a message that is cut off inside its text', async () => {
    const events = records(3).map((item, index) => ({ message: index === 1 ? text(item).slice(0, 300) : text(item) }));
    const read = await collectLeaf(text({ events }));
    expect(read.ids).toEqual(ids(1, 3));
    expect(read.rejects).toHaveLength(1);
  });
});

/** Small windows, so that every border falls everywhere. */
const smallSizes = { windowBytes: 3000, heldBytes: 10_000 };
const fuzz = { numRuns: 150 };

describe('whatever the bytes', () => {
  const sample = Buffer.from(logFile(records(12)));
  const starts = records(12).map((_, index) => Buffer.byteLength(`{"Records":[${records(index).map(text).join(',')}`));

  test('one changed byte costs at most the record it is in', async () => {
    const byte = fields({ at: nat(sample.length - 1), value: nat(255) });
    await assert(
      asyncProperty(byte, async ({ at, value }) => {
        const damaged = Buffer.from(sample);
        damaged[at] = value;
        const read = await collectLeaf(damaged);
        const hit = starts.findLastIndex((start) => start <= at) + 1;
        const lost = ids(...Array.from({ length: 12 }, (_, index) => index + 1)).filter((id) => !read.ids.includes(id));
        expect(lost.every((id) => id === eventId(hit))).toBe(true);
        expect(read.result.state === 'skipped' || read.content.equals(damaged)).toBe(true);
      }),
      fuzz,
    );
  });

  test('inserted garbage and cuts never throw and cost at most what they touch', async () => {
    const change = fields({
      at: nat(sample.length),
      cut: nat(3000),
      garbage: uint8Array({ maxLength: 40 }),
    });
    await assert(
      asyncProperty(change, async ({ at, cut, garbage }) => {
        const end = Math.min(sample.length, at + cut);
        const damaged = Buffer.concat([sample.subarray(0, at), garbage, sample.subarray(end)]);
        const read = await collectLeaf(damaged);
        for (const [index, start] of starts.entries()) {
          const next = starts[index + 1] ?? sample.length - 2;
          const isWhole = next <= at || start + 1 > end;
          // A cut can join two records to one that is valid JSON, with whole records inside it.
          const isKept = read.texts.some((one) => one.includes(eventId(index + 1)));
          expect(isKept || !isWhole, `record ${index + 1}`).toBe(true);
        }
      }),
      fuzz,
    );
  });

  test('the sizes in which content arrives change nothing', async () => {
    const broken = withDamage((one) => one.replace('"Management"', '"Management')) + jsonLines(records(5, 100));
    const bytes = Buffer.from(broken);
    const whole = await collectLeaf(bytes);
    expect(whole.ids).toHaveLength(9);
    const sizes = array(integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 5 });
    await assert(
      asyncProperty(sizes, constantFrom(1500, 3000, 50_000), async (stretch, windowBytes) => {
        const read = await collectLeaf(stretches(bytes, stretch), { sizes: { ...smallSizes, windowBytes } });
        expect(read.places).toEqual(whole.places);
        expect(read.rejects).toEqual(whole.rejects);
        expect(read.content.equals(bytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('bytes of any kind never throw', async () => {
    const token = constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      '{"Records":[',
      '"a"',
      '1',
      'null',
      '\n',
      ' ',
      text(record(1)),
    );
    await assert(
      asyncProperty(array(token, { maxLength: 40 }), async (tokens) => {
        const content = tokens.join('');
        const read = await collectLeaf(stretches(Buffer.from(content), [7]), { sizes: smallSizes });
        expect(read.result.state === 'skipped' || read.content.toString('utf8') === content).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

test('one record of 50 MB is taken whole; one over the limit is rejected where it starts', async () => {
  const big = record(2, { requestParameters: { blob: 'x'.repeat(50 * 1024 * 1024) } });
  const content = Buffer.from(logFile([record(1), big, record(3)]));
  const read = await collectLeaf(stretches(content, [1024 * 1024]));
  expect(read.ids).toEqual(ids(1, 2, 3));
  const small = await collectLeaf(
    stretches(Buffer.from(logFile([record(1), record(2, { more: 'y'.repeat(90_000) }), record(3)])), [999]),
    {
      limits: { recordBytes: 20_000 },
      sizes: { windowBytes: 8000 },
    },
  );
  expect(small.ids).toEqual(ids(1, 3));
  const start = Buffer.byteLength(`{"Records":[${text(record(1))},`);
  expect(small.rejects).toMatchObject([{ position: `byte ${start}`, code: 'too-large' }]);
});

test('a large file comes in chunks that join to the file', async () => {
  const content = Buffer.from(logFile(records(400)));
  const read = await collectLeaf(content, { sizes: { windowBytes: 100_000 } });
  expect(read.chunkCount).toBeGreaterThan(3);
  expect(read.ids).toHaveLength(400);
  expect(read.content.equals(content)).toBe(true);
});
