import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { isPlainWord, wordsOf } from '../../../src/shared/query/words.ts';
import { newWordCollector } from '../../../src/engine/store/word-collector.ts';
import {
  filterMayContain,
  isFilterToken,
  maxTokenBytes,
  TokenCollector,
  tokenHash,
  type WordCollector,
} from '../../../src/engine/store/tokens.ts';
import { jsonLines, records } from '../../support/fixtures.ts';

/** What a collector makes of stretches of text, each a block of its own. */
function collect(collector: WordCollector, blocks: readonly Uint8Array[], extra: number | null = null) {
  return blocks.map((bytes) => {
    collector.add(bytes, 0, bytes.length);
    return {
      filter: Buffer.from(collector.takeFilter(extra)).toString('hex'),
      words: collector.takePlainWords().sort(),
    };
  });
}

const wordCharacters = [...'abcxyzABCXYZ0189', 'é', '漢', '\u{1F600}', '\u212A', 'ſ'];
const otherCharacters = [...' "\\:/-_.,{}[]@`~^\u0000\n\t'];
const runOf = (characters: string[], maxLength: number) =>
  fc.array(fc.constantFrom(...characters), { maxLength }).map((list) => list.join(''));
/** Text in which borders of words, 16-byte and 64-byte steps, and the longest words fall together. */
const hostileText = fc
  .array(
    fc.oneof(
      runOf([...'abcdefghXYZ'], 20),
      runOf([...'abz059'], 44),
      runOf(wordCharacters, 24),
      runOf(otherCharacters, 3),
      fc.constantFrom(
        ...[1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 40, 41, 63, 64, 65, 127, 128, 129, 300].map((n) => 'k'.repeat(n)),
      ),
      fc.constantFrom('12345678', '1234', 'ab1', 'a123456789', 'a12345678', '\\u0041bc', 'Z'.repeat(128) + '1'),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(parts.join(''), 'utf8'));
const anyBytes = fc.uint8Array({ maxLength: 700 }).map((bytes) => Buffer.from(bytes));

/** Filter words of a text by the definition in characters. */
const filterWordsOf = (text: string): string[] =>
  wordsOf(text)
    // The Kelvin sign is a word character of its own, though its lower case is an ASCII letter.
    .map((word) => word.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))
    .filter(isFilterToken);

describe('the compiled word collector', () => {
  it('is built, so that these tests are about it', () => {
    expect(newWordCollector()).not.toBeInstanceOf(TokenCollector);
  });

  it('makes the same filters and finds the same plain words as its definition', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(hostileText, anyBytes), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (blocks, marked) => {
          const extra = marked ? 0x5bd1e995 : null;
          expect(collect(newWordCollector(), blocks, extra)).toEqual(collect(new TokenCollector(), blocks, extra));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('agrees on stretches of a larger buffer, on several additions to a block, and on nothing', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(), fc.nat(), (bytes, a, b) => {
        const [start, end] = [a % (bytes.length + 1), b % (bytes.length + 1)].sort((x, y) => x - y) as [number, number];
        const results = [newWordCollector(), new TokenCollector()].map((collector) => {
          collector.add(bytes, start, end);
          collector.add(bytes, 0, start);
          collector.add(bytes, 0, 0);
          return [Buffer.from(collector.takeFilter(null)).toString('hex'), collector.takePlainWords().sort()];
        });
        expect(results[0]).toEqual(results[1]);
      }),
    );
  });

  it('agrees when its tables, its input and its filter grow', () => {
    // 60,000 words, more than twice what every table starts with; then a small block again.
    const many = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `w${i.toString(36)} q${i}x `).join(''));
    const blocks = [
      Buffer.from('alpha beta'),
      many,
      Buffer.from('alpha gamma'),
      Buffer.alloc(0),
      many.subarray(0, 900_001),
    ];
    expect(collect(newWordCollector(), blocks)).toEqual(collect(new TokenCollector(), blocks));
  });

  it('agrees on log text, whatever was in its memory before', () => {
    const text = Buffer.from(jsonLines(records(300)));
    const reused = newWordCollector();
    for (const noise of ['é'.repeat(900), 'Az09'.repeat(40_000)])
      reused.add(Buffer.from(noise), 0, Buffer.byteLength(noise));
    reused.takeFilter(null);
    reused.takePlainWords();
    expect(collect(reused, [text])).toEqual(collect(new TokenCollector(), [text]));
  });
});

describe('the definition of the words of a filter', () => {
  it('never denies a word of the text', () => {
    fc.assert(
      fc.property(hostileText, (bytes) => {
        const collector = new TokenCollector();
        collector.add(bytes, 0, bytes.length);
        const filter = collector.takeFilter(null);
        const text = bytes.toString('utf8');
        expect(filterWordsOf(text).filter((word) => !filterMayContain(filter, tokenHash(word)))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('lists the plain words of the text, each once', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { maxLength: 3 }), (blocks) => {
        const collector = new TokenCollector();
        const found = blocks.flatMap((bytes) => {
          collector.add(bytes, 0, bytes.length);
          collector.takeFilter(null);
          return collector.takePlainWords();
        });
        const words = blocks.flatMap((bytes) => wordsOf(bytes.toString('utf8')));
        const expected = words.filter((word) => word.length > 2 && isPlainWord(word)).map((word) => word.toLowerCase());
        expect(found.toSorted()).toEqual([...new Set(expected)].toSorted());
      }),
    );
  });

  it('denies nearly every word that is not there', () => {
    const collector = new TokenCollector();
    const text = Buffer.from(Array.from({ length: 4000 }, (_, i) => `present${i}`).join(' '));
    collector.add(text, 0, text.length);
    const filter = collector.takeFilter(null);
    let falseHits = 0;
    for (let i = 0; i < 20_000; i++) if (filterMayContain(filter, tokenHash(`absent${i}`))) falseHits++;
    expect(falseHits).toBeLessThan(60);
  });

  it('holds what tells blocks apart, and says so', () => {
    expect(['abc', 'a1b2c', '12345', 'k'.repeat(maxTokenBytes)].filter((token) => !isFilterToken(token))).toEqual([]);
    expect(
      ['', 'ab', 'a1b2', '1234', 'k'.repeat(maxTokenBytes + 1), 'Abc', 'naïve', 'a b'].filter(isFilterToken),
    ).toEqual([]);
  });

  it('takes an empty text for a filter that denies everything', () => {
    const filter = new TokenCollector().takeFilter(null);
    expect(filter.length).toBe(8);
    expect(filterMayContain(filter, tokenHash('anything'))).toBe(false);
  });
});

describe('without kernels', () => {
  const before = process.env.SPOOR_KERNELS;
  afterEach(() => {
    if (before === undefined) delete process.env.SPOOR_KERNELS;
    else process.env.SPOOR_KERNELS = before;
  });

  it('the definition does the work', () => {
    process.env.SPOOR_KERNELS = 'off';
    expect(newWordCollector()).toBeInstanceOf(TokenCollector);
  });
});
