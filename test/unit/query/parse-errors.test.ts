import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { formatQueryError } from '../../../src/shared/query/print.ts';

function errorOf(text: string) {
  const result = parseQuery(text);
  if (result.ok) throw new Error(`"${text}" parses as ${JSON.stringify(result.query)}`);
  return result.error;
}

// Each row: the query, and below it carets under the place of the error; then a piece of the message and of the hint.
const errors: [text: string, mark: string, message: string, hint?: string][] = [
  // operators without operands
  ['a AND', '  ^^^', 'AND has nothing after it'],
  ['a OR ', '  ^^', 'OR has nothing after it'],
  ['AND a', '^^^', 'AND has nothing before it', '"AND"'],
  ['OR', '^^', 'OR has nothing before it'],
  ['a OR OR b', '  ^^', 'OR has nothing after it'],
  ['a AND OR b', '  ^^^', 'AND has nothing after it'],
  ['NOT', '^^^', 'NOT has nothing after it'],
  ['a NOT OR b', '  ^^^', 'NOT has nothing after it'],
  ['(a OR) b', '   ^^', 'OR has nothing after it'],
  ['event:(A OR)', '         ^^', 'OR has nothing after it'],
  ['-', '^', 'minus sign', '"-"'],
  ['a - b', '  ^', 'minus sign'],
  ['(-)', ' ^', 'minus sign'],
  ['a && b', '  ^^', 'not an operator', 'AND'],
  ['a || b', '  ^^', 'not an operator', 'OR'],
  // parentheses
  ['(a', '^', 'not closed'],
  ['a (b (c)', '  ^', 'not closed'],
  ['(', '^', 'not closed'],
  ['a)', ' ^', 'closes nothing'],
  ['a ) b', '  ^', 'closes nothing'],
  ['()', '^^', 'nothing between'],
  ['event:( )', '      ^^^', 'nothing between'],
  ['event:(A', '      ^', 'not closed'],
  ['foo(bar)', '   ^', 'cannot stand inside', 'quotes'],
  ['agent:x/2(y)', '         ^', 'cannot stand inside an unquoted value'],
  // quotes
  ['"abc', '^^^^', 'no closing quote'],
  ['a "b\\"', '  ^^^^', 'no closing quote'],
  ['event:"x', '      ^^', 'no closing quote'],
  ['""', '^^', 'nothing between these quotes'],
  ['"a"b', '   ^', 'without a space'],
  ['a"b"', ' ^', 'cannot stand inside'],
  ['"eventName":x', '           ^', 'without a space', 'without quotes'],
  ['“abc”', '^', 'not a quotation mark', 'straight'],
  ['event:“abc”', '      ^', 'not a quotation mark'],
  ['ab\u200bc', '  ^', 'invisible character here (U+200B)'],
  ['abc\\', '   ^', 'escapes nothing'],
  // regular expressions
  ['/abc', '^^^^', 'no closing slash', 'quotes'],
  ['/a[/', '^^^^', 'no closing slash'],
  ['//', '^^', 'is empty'],
  ['event:/(/', '      ^^^', 'not valid: Unterminated group'],
  ['/a/g', '   ^', '"g" cannot be a flag'],
  ['/a/ii', '   ^^', '"i" cannot be a flag'],
  ['/aws/lambda/x', '     ^^^^^^^^', 'not a list of flags', 'quotes'],
  ['requestParameters.path:/', '                       ^', 'no closing slash', 'quotes'],
  // fields
  ['evnt:x', '^^^^', 'no field "evnt"', 'Did you mean event:?'],
  ['user:x', '^^^^', 'no field "user"', 'principal'],
  ['eventname:x', '^^^^^^^^^', 'no field', 'eventName'],
  ['https://example.com/a', '^^^^^', 'no field "https"', '"https://example.com/a"'],
  ['12:30', '^^^^^', 'not a field name', '"12:30"'],
  ['10.0.0.1:443', '^^^^^^^^^^^^', 'not a field name', '"10.0.0.1:443"'],
  [':x', '^^', 'not a field name', '":x"'],
  ['a..b:x', '^^^^', 'not a path'],
  ['userIdentity.:x', '^^^^^^^^^^^^^', 'not a path'],
  ['resources[0].ARN:x', '^^^^^^^^^^^^^^^^^^', 'not a field name', 'resources.0.ARN'],
  ['!event:x', '^^^^^^^^', 'not a field name', '-event:x'],
  ['–event:x', '^^^^^^^^', 'not a field name', '-event:x'],
  ['arn:aws:iam::111122223333:user/x', '^'.repeat(32), 'An ARN on its own', 'arn:arn:aws:iam::111122223333:user/x'],
  ['2001:db8::1', '^^^^^^^^^^^', 'IPv6', 'ip:2001:db8::1'],
  ['event:', '^^^^^^', 'has no value', 'event:*'],
  ['event: x', '^^^^^^', 'has no value'],
  ['(event:)', ' ^^^^^^', 'has no value'],
  ['event:NOT x', '      ^^^', 'operator and cannot be a value', '-event:'],
  ['region:OR', '       ^^', 'operator and cannot be a value', '"OR"'],
  ['outcome:Denied', '        ^^^^^^', 'never "Denied"', 'outcome:denied'],
  ['-lane:(human OR robot)', '                ^^^^^', 'never "robot"', 'human, automation, service'],
  ['category:"mgmt"', '         ^^^^^^', 'never "mgmt"'],
  // ranges and comparisons
  ['[a TO b]', '^', 'needs a field'],
  ['>5', '^', 'needs a field'],
  ['{"eventName"', '^', 'needs a field'],
  ['time:[2026-03-14', '     ^^^^^^^^^^^', 'the word TO'],
  ['time:[2026-03-14 2026-03-15]', '     ^^^^^^^^^^^^^^^^^^^^^^', 'the word TO'],
  ['time:[2026-03-14 to 2026-03-15]', '     ^^^^^^^^^^^^^^', 'the word TO'],
  ['time:[]', '     ^', 'no lower bound'],
  ['time:[2026-03-14 TO ]', '     ^^^^^^^^^^^^^^^', 'no upper bound'],
  ['time:[2026-03-14 TO 2026-03-15', '     ^^^^^^^^^^^^^^^^^^^^^^^^^', 'not closed'],
  ['requestParameters.n:[1 TO 2]x', '                            ^', 'without a space'],
  ['requestParameters.n:[a* TO b]', '                     ^^', 'wildcards'],
  ['requestParameters.n:[10 TO 9]', '                    ^^^^^^^^^', 'ends before it begins'],
  ['requestParameters.n:[b TO a]', '                    ^^^^^^^^', 'ends before it begins'],
  ['requestParameters.n:>', '                    ^', 'has no value after it'],
  ['requestParameters.n:>= 5', '                    ^^', 'has no value after it', 'without a space'],
  ['requestParameters.n:>5*', '                     ^^', 'wildcards'],
  // addresses and times
  ['ip:10.0.0.0/33', '   ^^^^^^^^^^^', 'not a CIDR block'],
  ['ip:10.0.0/8', '   ^^^^^^^^', 'not a CIDR block'],
  ['ip:255.090.254.5/8', '   ^^^^^^^^^^^^^^^', 'not a CIDR block'],
  ['ip:(10.0.0.0/8 OR ::/129)', '                  ^^^^^^', 'not a CIDR block'],
  ['time:yesterday', '     ^^^^^^^^^', 'not a time', '2026-03-14T02:34'],
  ['time:2026-02-30', '     ^^^^^^^^^^', 'not a time that exists'],
  ['time:"2026-13-01"', '     ^^^^^^^^^^^^', 'not a time that exists'],
  ['time:>=2026-03-14T25', '       ^^^^^^^^^^^^^', 'not a time that exists'],
  ['time:[2026-03-14 TO 2026-03-32]', '                    ^^^^^^^^^^', 'not a time that exists'],
  ['time:[2026-03-15 TO 2026-03-14]', '     ^^^^^^^^^^^^^^^^^^^^^^^^^^', 'ends before it begins'],
];

describe('every broken query says where and why', () => {
  test.each(errors)('%s', (text, mark, message, hint) => {
    const error = errorOf(text);
    expect(' '.repeat(error.start) + '^'.repeat(error.end - error.start)).toBe(mark);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^\S.*\.$/s);
    expect(error.hint ?? '').toContain(hint ?? '');
  });
});

describe('bounds', () => {
  test('nesting of 100 levels is read, 101 is refused at the level too many', () => {
    expect(parseQuery(`${'('.repeat(100)}a${')'.repeat(100)}`).ok).toBe(true);
    expect(errorOf(`${'('.repeat(101)}a${')'.repeat(101)}`)).toMatchObject({ start: 100, end: 101 });
    expect(errorOf(`${'-'.repeat(101)}a`)).toMatchObject({ start: 100 });
    expect(errorOf(`event:${'('.repeat(50_000)}`).message).toContain('nested deeper');
    expect(errorOf('NOT '.repeat(10_000)).message).toContain('nested deeper');
  });

  test('depth counts levels, not terms', () => {
    expect(parseQuery(Array.from({ length: 500 }, () => '(a OR -b)').join(' ')).ok).toBe(true);
  });

  test('65,536 characters are read, one more is refused', () => {
    expect(parseQuery('a'.repeat(65_536)).ok).toBe(true);
    expect(errorOf('a'.repeat(65_537))).toMatchObject({ start: 65_536, end: 65_537 });
  });
});

describe('formatQueryError', () => {
  const show = (text: string) => formatQueryError(text, errorOf(text)).split('\n');

  test('marks the place under the query', () => {
    expect(show('error:* evnt:x')).toEqual([
      'error:* evnt:x',
      '        ^^^^',
      'There is no field "evnt".',
      'Did you mean event:? To search for the text put it in quotes: "evnt:x".',
    ]);
  });

  test('shows the line that holds the error', () => {
    expect(show('error:*\n\tevnt:x\nb').slice(0, 2)).toEqual([' evnt:x', ' ^^^^']);
    expect(show('"a\nb').slice(0, 2)).toEqual(['"a', '^^']);
    expect(show('\n)').slice(0, 2)).toEqual([')', '^']);
  });

  test('marks code points and replaces what would move the cursor', () => {
    expect(show('"😀é\u001b[31m" )').slice(0, 2)).toEqual(['"😀é\ufffd[31m" )', '          ^']);
  });

  test('cuts a long line around the place', () => {
    const [line, mark] = show(`${'a '.repeat(300)}evnt:x ${'b '.repeat(300)}`);
    expect(line?.length).toBeLessThanOrEqual(124);
    expect(line?.slice(mark?.indexOf('^'), (mark?.lastIndexOf('^') ?? 0) + 1)).toBe('evnt');
  });
});
