import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DedupeTable } from '../../../src/engine/store/dedupe.ts';
import {
  canonicalJson,
  eventIdBytes,
  idOfContent,
  readEventId,
  writeEventId,
} from '../../../src/engine/store/event-id.ts';
import { EventIdTable } from '../../../src/engine/store/event-id-table.ts';
import { listedSet, renumberSet, singleSet } from '../../../src/engine/store/resource-sets.ts';
import { isInTimeOrder, orderByTime } from '../../../src/engine/store/time-order.ts';
import { VarintReader, VarintWriter } from '../../../src/engine/store/varint.ts';

const word32 = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffffffff }));

describe('varints', () => {
  it('give back every 32-bit number', () => {
    fc.assert(
      fc.property(fc.array(word32, { maxLength: 400 }), (numbers) => {
        const writer = new VarintWriter();
        for (const number of numbers) writer.write(number);
        const reader = new VarintReader(writer.take());
        expect(numbers.map(() => reader.read())).toEqual(numbers);
        expect(reader.done).toBe(true);
        expect(writer.take()).toHaveLength(0);
      }),
    );
    const writer = new VarintWriter();
    const borders = [0, 127, 128, 16_383, 16_384, 2 ** 21 - 1, 2 ** 21, 2 ** 28 - 1, 2 ** 28, 2 ** 31, 2 ** 32 - 1];
    for (const number of borders) writer.write(number);
    const reader = new VarintReader(writer.take());
    expect(borders.map(() => reader.read())).toEqual(borders);
  });

  it('say so when they are cut off', () => {
    const writer = new VarintWriter();
    writer.write(300);
    const reader = new VarintReader(writer.take().subarray(0, 1));
    expect(() => reader.read()).toThrow(RangeError);
  });
});

describe('order by time', () => {
  const times = fc.oneof(
    fc.array(word32, { maxLength: 300 }),
    fc.array(fc.integer({ min: 1_773_453_600, max: 1_773_453_605 }), { maxLength: 300 }),
    fc.array(fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1), { maxLength: 50 }),
  );

  it('is that of a stable sort', () => {
    fc.assert(
      fc.property(times, (list) => {
        const expected = list.map((_, row) => row).sort((a, b) => list[a]! - list[b]! || a - b);
        const sorted = Uint32Array.from(list);
        expect(Array.from(orderByTime(sorted))).toEqual(expected);
        expect(isInTimeOrder(sorted.toSorted())).toBe(true);
        const isSorted = list.every((time, row) => row === 0 || time >= list[row - 1]!);
        expect(isInTimeOrder(sorted)).toBe(isSorted);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the table of event ids of an import', () => {
  it('finds every record under its id after growing, also where 64 bits are the same', () => {
    const table = new DedupeTable();
    const expected = new Map<string, number[]>();
    // More than twice the starting capacity, a third of the ids shared by several records.
    for (let record = 0; record < 150_000; record++) {
      const low = Math.imul(record % 100_000, 0x9e3779b1) >>> 0;
      const high = (record % 100_000) % 7;
      table.add(low, high, record);
      const key = `${low}/${high}`;
      expected.set(key, [...(expected.get(key) ?? []), record]);
    }
    expect(table.count).toBe(150_000);
    let checked = 0;
    for (const [key, records] of expected) {
      if (checked++ % 13 !== 0) continue;
      const [low, high] = key.split('/').map(Number) as [number, number];
      const found: number[] = [];
      for (let slot = table.find(low, high); slot >= 0; slot = table.find(low, high, slot))
        found.push(table.recordAt(slot));
      expect(found.sort((a, b) => a - b)).toEqual(records);
    }
    expect(table.find(1, 99)).toBe(-1);
  });

  it('holds ids that all fall into one slot, and lets one be replaced', () => {
    const table = new DedupeTable();
    for (let record = 0; record < 500; record++) table.add(0, 0, record);
    table.add(0, 1, 900);
    const slots: number[] = [];
    for (let slot = table.find(0, 0); slot >= 0; slot = table.find(0, 0, slot)) slots.push(slot);
    expect(slots.map((slot) => table.recordAt(slot)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 500 }, (_, i) => i),
    );
    table.replace(table.find(0, 1), 4_000_000_000);
    expect(table.recordAt(table.find(0, 1))).toBe(4_000_000_000);
    expect(table.count).toBe(501);
  });

  it('makes room beforehand without losing anything', () => {
    const table = new DedupeTable();
    table.add(7, 7, 3);
    table.reserve(200_000);
    table.reserve(10);
    expect(table.recordAt(table.find(7, 7))).toBe(3);
  });
});

describe('event ids', () => {
  const odd = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.uuid().map((id) => id.toUpperCase()),
    fc.uuid().map((id) => id.replaceAll('-', '')),
    fc.uuid().map((id) => `${id.slice(0, 35)}g`),
    fc.uuid().map((id) => `é${id.slice(1)}`),
    fc.constantFrom('', 'x'.repeat(200), '00000000-0000-0000-0000-00000000000', '-'.repeat(36)),
  );

  it('come back from their 16 bytes', () => {
    fc.assert(
      fc.property(fc.uuid(), odd, fc.nat(20), (uuid, other, offset) => {
        const bytes = new Uint8Array(offset + eventIdBytes);
        expect(writeEventId(uuid, bytes, offset)).toBe(true);
        expect(readEventId(bytes, offset, new Map())).toBe(uuid);

        expect(writeEventId(other, bytes, offset)).toBe(false);
        const hex = createHash('sha256').update(other).digest('hex').slice(0, 32);
        expect(Buffer.from(bytes.subarray(offset)).toString('hex')).toBe(hex);
        expect(readEventId(bytes, offset, new Map([[hex, other]]))).toBe(other);
      }),
    );
  });

  it('of records without one follow from their content alone', () => {
    const one = { b: [1, { y: 2, x: 'é' }], a: null };
    const same = JSON.parse('{ "a": null,\n "b": [1, {"x": "\\u00e9", "y": 2.0}] }') as unknown;
    expect(idOfContent(one)).toBe(idOfContent(same));
    expect(idOfContent(one)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(idOfContent({ ...one, a: '' })).not.toBe(idOfContent(one));
    expect(canonicalJson({ b: 1, a: [undefined, 'x'] })).toBe('{"a":[null,"x"],"b":1}');
  });

  it('find their row, also among ids that agree in the parts that are hashed', () => {
    const ids = new Uint8Array(3000 * eventIdBytes);
    const view = new DataView(ids.buffer);
    for (let row = 0; row < 3000; row++) view.setUint32(row * eventIdBytes + 4, row);
    const table = new EventIdTable(ids, 3000);
    for (const row of [0, 1, 1499, 2999]) expect(table.find(ids.subarray(row * 16, row * 16 + 16))).toBe(row);
    const absent = new Uint8Array(16).fill(9);
    expect(table.find(absent)).toBe(-1);
    expect(new EventIdTable(new Uint8Array(0), 0).find(absent)).toBe(-1);
  });

  it('are found in bytes that are not aligned', () => {
    const bytes = new Uint8Array(1 + 2 * eventIdBytes);
    writeEventId('00000000-0000-4000-8000-0000000000aa', bytes, 1);
    writeEventId('00000000-0000-4000-8000-0000000000bb', bytes, 17);
    const table = new EventIdTable(bytes.subarray(1), 2);
    expect(table.find(bytes.slice(17, 33))).toBe(1);
  });
});

describe('resource sets', () => {
  it('keep what they are under another numbering', () => {
    const resources = [0, 10, 20, 30];
    const sets = [0, 5];
    expect(renumberSet(0, resources, sets)).toBe(0);
    expect(renumberSet(singleSet(2), resources, sets)).toBe(singleSet(20));
    expect(renumberSet(listedSet(1), resources, sets)).toBe(listedSet(5));
  });
});
