import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsIdentifier } from '../../../src/engine/generate/identifiers.ts';
import { Chooser, Random } from '../../../src/engine/generate/random.ts';
import { parseStories, storyNames } from '../../../src/engine/generate/options.ts';
import { quote } from '../../../src/engine/generate/record.ts';
import { epochSeconds, fileTime, iamTime, isoTime, stsTime } from '../../../src/engine/generate/times.ts';

const draw = (random: Random): number[] => Array.from({ length: 20 }, () => random.next());

describe('Random', () => {
  it('repeats itself for a seed and differs for another', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 }), ([one = '', other = '']) => {
        expect(draw(new Random(one))).toEqual(draw(new Random(one)));
        expect(draw(new Random(one))).not.toEqual(draw(new Random(other)));
      }),
    );
  });

  it('forks by label, whatever was drawn before', () => {
    const used = new Random('seed');
    draw(used);
    expect(draw(used.fork('a'))).toEqual(draw(new Random('seed').fork('a')));
    expect(draw(used.fork('a'))).not.toEqual(draw(used.fork('b')));
  });

  it('stays inside its bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -50, max: 50 }), fc.nat(500), (seed, low, span) => {
        const value = new Random(seed).between(low, low + span);
        expect(Number.isInteger(value) && value >= low && value <= low + span).toBe(true);
      }),
    );
  });

  it('makes UUIDs of version 4 and letters of the asked length', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(80), (seed, length) => {
        const random = new Random(seed);
        expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        for (const text of [
          random.hex(length),
          random.base32(length),
          random.base64(length),
          random.alphanumeric(length),
        ])
          expect(text).toHaveLength(length);
      }),
    );
  });

  it('spreads evenly', () => {
    const random = new Random('even');
    const counts = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 20_000; index++) counts[random.below(10)]!++;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(220);
  });
});

describe('Chooser', () => {
  it('draws in proportion to the weights and never what weighs nothing', () => {
    const chooser = new Chooser([
      ['a', 1],
      ['never', 0],
      ['b', 3],
    ]);
    const random = new Random('weights');
    const counts = { a: 0, never: 0, b: 0 };
    for (let index = 0; index < 8000; index++) counts[chooser.draw(random) as keyof typeof counts]++;
    expect(counts.never).toBe(0);
    expect(counts.b / counts.a).toBeGreaterThan(2.7);
    expect(counts.b / counts.a).toBeLessThan(3.3);
  });

  it('needs an item', () => {
    expect(() => new Chooser([])).toThrow(RangeError);
  });
});

describe('awsIdentifier', () => {
  /** The account that is encoded in an identifier, by the published bit layout. */
  const accountOf = (id: string): string => {
    let bits = 0n;
    for (const letter of id.slice(4, 20))
      bits = (bits << 5n) | BigInt('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter));
    return (((bits >> 32n) & 0x7fffffffff80n) >> 7n).toString().padStart(12, '0');
  };

  it('carries the account as real ones do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), fc.string(), (number, seed) => {
        const account = String(number).padStart(12, '0');
        const key = awsIdentifier('ASIA', account, new Random(seed));
        expect(key).toMatch(/^ASIA[Q-Z2-7][A-Z2-7]{15}$/);
        expect(accountOf(key)).toBe(account);
        expect(accountOf(awsIdentifier('AROA', account, new Random(seed), 17))).toBe(account);
      }),
    );
  });
});

describe('text forms', () => {
  it('writes times as the services do', () => {
    const time = epochSeconds('2026-03-14T00:07:09Z');
    expect([isoTime(time), fileTime(time), stsTime(time), iamTime(time)]).toEqual([
      '2026-03-14T00:07:09Z',
      '20260314T0007Z',
      'Mar 14, 2026, 12:07:09 AM',
      'Mar 14, 2026 12:07:09 AM',
    ]);
    expect(stsTime(time + 13 * 3600)).toBe('Mar 14, 2026, 1:07:09 PM');
    expect(() => epochSeconds('yesterday')).toThrow(RangeError);
  });

  it('agrees with Date for every second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (time) => {
        expect(isoTime(time)).toBe(new Date(time * 1000).toISOString().replace('.000', ''));
      }),
    );
  });

  it('quotes any text as JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(quote(text))).toBe(text);
      }),
    );
  });

  it('reads the names of stories', () => {
    expect(parseStories('all')).toEqual([...storyNames]);
    expect(parseStories('none')).toEqual([]);
    expect(parseStories('ci-role, key-leak')).toEqual(['ci-role', 'key-leak']);
    expect(() => parseStories('ci-role,nothing')).toThrow('There is no story "nothing"');
  });
});
