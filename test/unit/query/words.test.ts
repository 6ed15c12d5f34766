import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTextTerm, isPlainWord, matchesPhrase, matchesWord, wordsOf } from '../../../src/shared/query/words.ts';

test('words are runs of letters, digits and characters from U+0080 on', () => {
  expect(wordsOf('"arn:aws:iam::1:user/Zoë_x-9"')).toEqual(['arn', 'aws', 'iam', '1', 'user', 'Zoë', 'x', '9']);
  expect(wordsOf('')).toEqual([]);
});

test.each([
  ['backdoor', true],
  ['MyBackdoorUser1', true],
  ['a12345678', true],
  ['a123456789', false],
  ['AKIAIOSFODNN7EXAMPLE', false],
  ['198', false],
  ['zoë', false],
  ['a'.repeat(40), true],
  ['a'.repeat(41), false],
  ['', false],
])('isPlainWord(%s) is %s', (word, plain) => {
  expect(isPlainWord(word)).toBe(plain);
});

describe('a word term', () => {
  test.each<[raw: string, term: string, found: boolean, why: string]>([
    ['"userName":"MyBackdoorUser1"', 'backdoor', true, 'inside a plain word'],
    ['"BACKDOOR"', 'Backdoor', true, 'case is ignored'],
    ['"ip":"198.51.100.230"', '198.51.100.23', false, 'its end cuts a word that is not plain'],
    ['"ip":"198.51.100.23"', '198.51.100.23', true, 'both ends on borders'],
    ['1198.51.100.23', '198.51.100.23', false, 'its start cuts a word that is not plain'],
    ['my-acme-payroll-2', 'acme-payroll', true, 'borders at punctuation'],
    ['xacme-payrolls', 'acme-payroll', true, 'each end cuts a plain word'],
    ['9acme-payroll', 'acme-payroll', false, 'the start cuts 9acme'],
    ['198.51.100.230 198.51.100.23', '198.51.100.23', true, 'a later occurrence counts'],
    ['AKIAIOSFODNN7EXAMPLE', 'EXAMPLE', false, 'inside an identifier'],
    ['AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE', true, 'a whole identifier'],
    ['11', '1', false, 'no border on one side, not plain'],
    ['aaaa1', 'aa', true, 'overlapping occurrences'],
    ['abc.', '.', true, 'punctuation has no border to keep'],
    ['abc-def', '-', true, 'punctuation between words'],
    ['xzoë', 'zoë', false, 'the word is not plain'],
    ['ZOË', 'zoë', true, 'Unicode case where the term has such characters'],
    ['\u212aelvin', 'kelvin', false, 'the Kelvin sign is no K for an ASCII term'],
    [`${'a'.repeat(41)}`, 'aaa', false, 'a word too long to be plain'],
    [`${'a'.repeat(40)}`, 'aaa', true, 'the longest plain word'],
    ['x', '', false, 'nothing is not found'],
  ])('%s / %s: %s (%s)', (raw, term, found) => {
    expect(matchesWord(raw, term)).toBe(found);
  });

  test('agrees with a naive reading of the definition', () => {
    const unit = fc.constantFrom('a', 'B', '1', '9', '-', '.', 'é', ' ');
    const naive = (raw: string, term: string) => {
      const fold = (text: string) => text.toLowerCase();
      const spans = [...raw.matchAll(/[A-Za-z0-9\u0080-\uffff]+/g)].map((word) => ({
        start: word.index,
        end: word.index + word[0].length,
        plain: isPlainWord(word[0]),
      }));
      const holds = (at: number) => spans.every((word) => at <= word.start || at >= word.end || word.plain);
      return Array.from({ length: raw.length - term.length + 1 }, (_, start) => start).some(
        (start) =>
          fold(raw.slice(start, start + term.length)) === fold(term) && holds(start) && holds(start + term.length),
      );
    };
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 24 }), fc.string({ unit, minLength: 1, maxLength: 5 }), (raw, term) => {
        expect(matchesWord(raw, term)).toBe(raw.length >= term.length && naive(raw, term));
      }),
      { numRuns: 5000 },
    );
  });
});

test('a phrase is a substring, ignoring case as a word does', () => {
  expect(matchesPhrase('x198.51.100.230', '98.51.100.23')).toBe(true);
  expect(matchesPhrase('{"A":"B c"}', 'b C"')).toBe(true);
  expect(matchesPhrase('\u212a', 'k')).toBe(false);
  expect(matchesPhrase('ÀB', 'àb')).toBe(true);
  expect(matchesPhrase('x', '')).toBe(false);
});

describe('a bare wildcard', () => {
  const matches = (pattern: string, raw: string) => compileTextTerm({ kind: 'wildcard', pattern })(raw);
  test.each<[pattern: string, raw: string, found: boolean]>([
    ['back*r', '{"a":"MyBACKdoor"}', true],
    ['back*r', '{"back":"r"}', false],
    ['b?d', '"bad"', true],
    ['b?d', '"b"d', false],
    ['b?d', '"b😀d"', true],
    ['*', '', true],
    ['*x*', 'abx', true],
    ['*x*', 'ab', false],
    [String.raw`a\*`, 'ab', false],
    [String.raw`a\*`, 'A*', true],
    [String.raw`a\\b`, String.raw`A\B`, true],
    ['a":"*z', '"a":"bcz"', true],
    ['a":"*z', '"a":"bc","d":"z"', false],
    ['a*b*c', '"a b" "a c" "a-b-c"', true],
    ['a*b*c', '"ab" "bc"', false],
    ['À*b', 'xàyB', true],
    ['a"a*b"', '"a"a"a b"', true],
  ])('%s in %s: %s', (pattern, raw, found) => {
    expect(matches(pattern, raw)).toBe(found);
  });

  test('agrees with a regular expression', () => {
    const unit = fc.constantFrom('a', 'b', '"', '*', '?', '.');
    fc.assert(
      fc.property(
        fc.string({ unit, minLength: 1, maxLength: 6 }),
        fc.string({ unit, maxLength: 16 }),
        (pattern, raw) => {
          const source = pattern
            .replaceAll('.', String.raw`\.`)
            .replaceAll('*', '[^"]*')
            .replaceAll('?', '[^"]');
          expect(matches(pattern, raw)).toBe(new RegExp(source, 'i').test(raw));
        },
      ),
      { numRuns: 5000 },
    );
  });

  test('stays quick on text made to slow it down', () => {
    expect(matches('a*a*a*a*a*a*b', 'a'.repeat(200_000))).toBe(false);
    expect(matches('a*c', '"a'.repeat(100_000))).toBe(false);
  });
});

test('a bare regular expression is taken as written', () => {
  const matches = (source: string, flags: string, raw: string) =>
    compileTextTerm({ kind: 'regex', source, flags })(raw);
  expect(matches('^\\{"A"', '', '{"A":1}')).toBe(true);
  expect(matches('"a"', '', '{"A":1}')).toBe(false);
  expect(matches('"a"', 'i', '{"A":1}')).toBe(true);
  expect(matches('a.b', '', 'a\nb')).toBe(false);
  expect(matches('a.b', 's', 'a\nb')).toBe(true);
  expect(() => matches('(', '', '')).toThrow('not a regular expression');
});
