import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordCodec } from '../../../src/engine/ingest/types.ts';
import { escapedAlphanumericToken } from '../../../src/engine/search/types.ts';
import { openCase } from '../../../src/engine/case/open.ts';
import {
  BlockBuilder,
  blockTargetBytes,
  compress,
  decodeJsonString,
  decodeLayout,
  decompress,
  type EncodedBlock,
} from '../../../src/engine/store/blocks.ts';
import {
  DictionaryPages,
  GrowingDictionary,
  readDictionaryValues,
  StoredDictionary,
} from '../../../src/engine/store/dictionary.ts';
import { RawStore } from '../../../src/engine/store/raw-store.ts';
import { isFilterToken } from '../../../src/engine/store/tokens.ts';
import { newWordCollector } from '../../../src/engine/store/word-collector.ts';
import { wordsOf } from '../../../src/shared/query/words.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

interface Piece {
  text: string;
  kind: 'between' | 'plain' | 'jsonString';
  /** Whether the block ends after it. */
  cut: boolean;
}

const pieceText = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.stringMatching(/^[A-Za-z0-9 "/.:-]{0,80}$/),
  fc.constantFrom('{"eventID":"a"}', 'backdoor\\u0041', 'ünïcode naïve', 'k'.repeat(130), '\ud83d\ude00smile'),
);
const piece: fc.Arbitrary<Piece> = fc
  .record({
    text: pieceText,
    kind: fc.constantFrom('between' as const, 'plain' as const, 'jsonString' as const),
    cut: fc.boolean(),
  })
  // Records are objects: their braces keep their words apart from what lies beside them.
  .map((made) => (made.kind === 'between' ? made : { ...made, text: `{${made.text}}` }));

/** Bytes of a piece as they stand in the content. */
function bytesOf({ text, kind }: Piece): Buffer {
  return Buffer.from(kind === 'jsonString' ? JSON.stringify(text) : text, 'utf8');
}

function build(pieces: readonly Piece[]): EncodedBlock[] {
  const builder = new BlockBuilder(newWordCollector());
  for (const item of pieces) {
    const bytes = bytesOf(item);
    // Somewhere in a larger buffer, as readers deliver it.
    const chunk = Buffer.concat([Buffer.from('..'), bytes, Buffer.from('..')]);
    if (item.kind === 'between') builder.append(chunk, 2, 2 + bytes.length);
    else if (item.kind === 'plain') builder.appendRecord(chunk, 2, 2 + bytes.length, recordCodec.plain, null);
    else builder.appendRecord(chunk, 2, 2 + bytes.length, recordCodec.jsonString, decodeJsonString(bytes));
    if (item.cut) builder.cut();
  }
  builder.cut();
  return builder.take();
}

/** A case of nothing but these blocks. */
function storeOf(blocks: readonly EncodedBlock[]): { store: RawStore; close: () => void } {
  const caseFile = openCase(path.join(temporaryFolder(), 'x.spoor'), { mode: 'write', program: 'test' });
  const { database } = caseFile;
  let record = 0;
  blocks.forEach(({ records, bytes, layout, data, filter }, i) => {
    database.prepare('INSERT INTO block VALUES (?, ?, ?, ?, ?, ?)').run(i + 1, record, records, bytes, layout, data);
    database.prepare('INSERT INTO filter VALUES (?, ?)').run(i + 1, filter);
    record += records;
  });
  return { store: new RawStore(database), close: () => caseFile.close() };
}

describe('blocks', () => {
  it('give back their content and their records, and no filter denies a word of a record', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const blocks = build(pieces);
        const content = Buffer.concat(blocks.map(({ data, bytes }) => decompress(data, bytes)));
        expect(content.toString('hex')).toBe(Buffer.concat(pieces.map(bytesOf)).toString('hex'));

        const { store, close } = storeOf(blocks);
        const expected = pieces.flatMap(({ text, kind }) =>
          kind === 'between' ? [] : [Buffer.from(text, 'utf8').toString()],
        );
        const read = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
        expect(expected.map((_, record) => read(store.readRecord(record)))).toEqual(expected);
        const scanned: string[] = [];
        for (let block = 0; block < store.blockCount; block++) {
          const { bytes, starts, ends } = store.readBlock(block);
          starts.forEach((start, i) => {
            const text = read(bytes.subarray(start, ends[i]));
            scanned.push(text);
            const words = wordsOf(text).map((word) => word.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()));
            expect(words.filter((word) => isFilterToken(word) && !store.mayContain(block, word))).toEqual([]);
            const isEscaped = /\\u00[3-7]/.test(text);
            expect(isEscaped && !store.mayContain(block, escapedAlphanumericToken)).toBe(false);
          });
        }
        expect(scanned).toEqual(expected);
        close();
      }),
      { numRuns: 25 },
    );
  });

  it('mark letters and digits spelled as escapes, and nothing else', () => {
    const escapes: [text: string, marked: boolean][] = [
      ['{"a":"\\u0041dmin"}', true],
      ['{"a":"\\u0030"}', true],
      ['{"a":"\\u007a"}', true],
      ['{"a":"\\u0022quoted\\u000a\\u002f"}', false],
      ['{"a":"\\u00e9\\u0141\\u6f22"}', false],
      ['{"a":"plain"}', false],
      ['\\u00', false],
    ];
    const { store, close } = storeOf(build(escapes.map(([text]) => ({ text, kind: 'plain', cut: true }))));
    expect(escapes.map((_, block) => store.mayContain(block, escapedAlphanumericToken))).toEqual(
      escapes.map(([, marked]) => marked),
    );
    close();
  });

  it('take up room to their target, and one larger record whole', () => {
    const builder = new BlockBuilder(newWordCollector());
    expect(builder.room).toBe(blockTargetBytes);
    const large = Buffer.from(`{"a":"${'x'.repeat(5_000_000)}"}`);
    builder.appendRecord(large, 0, large.length, recordCodec.plain, null);
    expect(builder.room).toBeLessThan(0);
    builder.cut();
    const small = Buffer.from('{"b":1}');
    builder.appendRecord(small, 0, small.length, recordCodec.plain, null);
    builder.cut();
    builder.cut();
    const [first, second, ...more] = builder.take();
    expect(more).toEqual([]);
    expect(Buffer.compare(decompress(first!.data, first!.bytes), large)).toBe(0);
    expect(Buffer.from(decompress(second!.data, second!.bytes)).toString()).toBe('{"b":1}');
    expect(builder.take()).toEqual([]);
  });

  it('are found by the records in them, with blocks without records between', () => {
    const between: Piece = { text: 'nothing', kind: 'between', cut: true };
    const one = (text: string, cut: boolean): Piece => ({ text, kind: 'plain', cut });
    const { store, close } = storeOf(
      build([between, one('a', false), one('b', true), between, between, one('c', true), between]),
    );
    expect([0, 1, 2].map((record) => store.blockOf(record))).toEqual([1, 1, 4]);
    expect([0, 1, 2].map((record) => Buffer.from(store.readRecord(record)).toString())).toEqual(['a', 'b', 'c']);
    expect([store.blockOfId(1), store.blockOfId(6), store.blockOfId(7)]).toEqual([0, 5, -1]);
    close();
  });

  it('tell damage', () => {
    const [block] = build([{ text: 'some text that is long enough', kind: 'plain', cut: true }]);
    const damaged = { ...block!, data: block!.data.slice() };
    damaged.data[damaged.data.length - 1]! ^= 1;
    const shortLayout = { ...block!, layout: block!.layout.subarray(0, 1) };
    const wrongLength = { ...block!, bytes: block!.bytes + 1 };
    for (const wrong of [damaged, shortLayout, wrongLength]) {
      const { store, close } = storeOf([wrong]);
      expect(() => store.readRecord(0)).toThrow(expect.objectContaining({ code: 'case-corrupt' }));
      close();
    }
    expect(() => decompress(compress(Buffer.from('abc')), 2)).toThrow(RangeError);
    expect(() => decodeLayout(block!.layout, 2)).toThrow(RangeError);
  });
});

describe('dictionaries', () => {
  it('number values in the order in which they came, over all transactions', () => {
    const caseFile = openCase(path.join(temporaryFolder(), 'x.spoor'), { mode: 'write', program: 'test' });
    const { database } = caseFile;
    const texts = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('__proto__', '\ud800', ''),
    );
    fc.assert(
      fc.property(fc.array(fc.array(texts, { maxLength: 8 }), { maxLength: 5 }), (transactions) => {
        database.exec('DELETE FROM dictionary_page');
        const pages = new DictionaryPages(database);
        const expected: string[] = [];
        for (const values of transactions) {
          const dictionary = new GrowingDictionary('event', readDictionaryValues<string>(database, 'event'));
          for (const value of values) {
            if (!expected.includes(value)) expected.push(value);
            expect(dictionary.idOf(value)).toBe(expected.indexOf(value) + 1);
          }
          dictionary.flush(pages);
          dictionary.flush(pages);
        }
        const stored = StoredDictionary.read(database, 'event');
        expect(stored.values).toEqual([null, ...expected]);
        expect(expected.map((value) => stored.idOf(value))).toEqual(expected.map((_, i) => i + 1));
        expect(stored.idOf('never seen')).toBeUndefined();
      }),
    );
    const pages = new DictionaryPages(database);
    database.exec('DELETE FROM dictionary_page');
    pages.write('event', 1, ['a']);
    pages.write('event', 3, ['c']);
    expect(() => readDictionaryValues(database, 'event')).toThrow('hole');
    caseFile.close();
  });
});
