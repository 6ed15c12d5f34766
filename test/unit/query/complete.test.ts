import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyCompletion, completionAt } from '../../../src/shared/query/complete.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { printQuery } from '../../../src/shared/query/print.ts';
import { hostileQueryArbitrary, hostileVocabulary, seedArbitrary, seededRandom } from '../../support/random-query.ts';

/** `|` marks the caret. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  return { text: marked.replace('|', ''), caret };
}

describe('completionAt', () => {
  // kind, field, prefix, and the text that a choice replaces
  test.each<[marked: string, kind: string, field: string | undefined, prefix: string, replaced: string]>([
    ['|', 'field', undefined, '', ''],
    ['ev|', 'field', undefined, 'ev', 'ev'],
    ['e|v', 'field', undefined, 'e', 'ev'],
    ['-ev|', 'field', undefined, 'ev', 'ev'],
    ['(ev|', 'field', undefined, 'ev', 'ev'],
    ['a |', 'field', undefined, '', ''],
    ['ev|ent:x', 'field', undefined, 'ev', 'event:'],
    ['requestParameters.s3\\:x|', 'field', undefined, 'requestParameters.s3:x', 'requestParameters.s3\\:x'],
    ['event:|', 'value', 'event', '', ''],
    ['event:| x', 'value', 'event', '', ''],
    ['event:Con|', 'value', 'event', 'Con', 'Con'],
    ['event:Con|sole', 'value', 'event', 'Con', 'Console'],
    ['event:a\\ b|', 'value', 'event', 'a b', 'a\\ b'],
    ['event:"Con s|', 'value', 'event', 'Con s', '"Con s'],
    ['event:"Con| s" x', 'value', 'event', 'Con', '"Con s"'],
    ['event:"Con s"|', 'value', 'event', 'Con s', '"Con s"'],
    ['event:"a \\"b|', 'value', 'event', 'a "b', '"a \\"b'],
    ['event:"|', 'value', 'event', '', '"'],
    ['event:(|', 'value', 'event', '', ''],
    ['event:(A OR B|', 'value', 'event', 'B', 'B'],
    ['event:(A OR -B|)', 'value', 'event', 'B', 'B'],
    ['event:(A (B|))', 'value', 'event', 'B', 'B'],
    ['event:(A) re|', 'field', undefined, 're', 're'],
    ['event:A re|', 'field', undefined, 're', 're'],
    ['arn:arn:aws|', 'value', 'arn', 'arn:aws', 'arn:aws'],
    ['event:G*|', 'none', undefined, '', ''],
    ['event:/Ge|', 'none', undefined, '', ''],
    ['event:/a b/ x|', 'field', undefined, 'x', 'x'],
    ['time:[2026|', 'none', undefined, '', ''],
    ['time:[2026 TO *] x|', 'field', undefined, 'x', 'x'],
    ['time:>20|', 'none', undefined, '', ''],
    ['"acme|', 'none', undefined, '', ''],
    ['"acme" x|', 'field', undefined, 'x', 'x'],
    ['/re|', 'none', undefined, '', ''],
    ['event:A A|', 'operator', undefined, 'A', 'A'],
    ['event:A OR|', 'operator', undefined, 'OR', 'OR'],
    ['N|', 'operator', undefined, 'N', 'N'],
    ['A|', 'field', undefined, 'A', 'A'],
    ['a OR A|', 'field', undefined, 'A', 'A'],
    ['a-b|', 'field', undefined, 'a-b', 'a-b'],
  ])('%s', (marked, kind, field, prefix, replaced) => {
    const { text, caret } = at(marked);
    const found = completionAt(text, caret);
    expect({ kind: found.kind, field: found.field, prefix: found.prefix }).toEqual({ kind, field, prefix });
    expect(text.slice(found.replaceStart, found.replaceEnd)).toBe(replaced);
  });
});

describe('applyCompletion', () => {
  test.each<[marked: string, choice: string, after: string]>([
    ['ev|', 'event', 'event:|'],
    ['ev|ent:x', 'error', 'error:|x'],
    ['-ip:x ev| y', 'event', '-ip:x event:| y'],
    ['x|', 'requestParameters.a b', 'requestParameters.a\\ b:|'],
    ['event:Con|', 'ConsoleLogin', 'event:ConsoleLogin |'],
    ['event:| x', 'ConsoleLogin', 'event:ConsoleLogin| x'],
    ['event:(A OR |)', 'B', 'event:(A OR B|)'],
    ['agent:"aws|', 'aws cli "x"', String.raw`agent:"aws cli \"x\"" |`],
    ['event:(|', '-x', 'event:("-x" |'],
    ['a A|', 'AND', 'a AND |'],
    ['"x|', 'event', '"x|'],
  ])('%s + %s', (marked, choice, after) => {
    const { text, caret } = at(marked);
    const applied = applyCompletion(text, completionAt(text, caret), choice);
    expect(`${applied.text.slice(0, applied.caret)}|${applied.text.slice(applied.caret)}`).toBe(after);
  });
});

test('at every caret of any query the replaced text is around the caret', () => {
  fc.assert(
    fc.property(hostileQueryArbitrary, fc.nat(), (query, place) => {
      const text = printQuery(query);
      const caret = place % (text.length + 1);
      const { replaceStart, replaceEnd } = completionAt(text, caret);
      expect(replaceStart).toBeLessThanOrEqual(caret);
      expect(replaceEnd).toBeGreaterThanOrEqual(caret);
      expect(replaceEnd).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 3000 },
  );
});

test('a chosen value is read as exactly that value, whatever it holds', () => {
  fc.assert(
    fc.property(seedArbitrary, (seed) => {
      const choice = hostileVocabulary(seededRandom(seed)).words[0] ?? '';
      for (const marked of ['event:|', 'event:(|)', 'event:(A OR |)']) {
        const { text, caret } = at(marked);
        const applied = applyCompletion(text, completionAt(text, caret), choice);
        const result = parseQuery(applied.text);
        expect(JSON.stringify(result)).toContain(`{"kind":"exact","text":${JSON.stringify(choice)}`);
      }
    }),
    { numRuns: 1000 },
  );
});
