import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeLabel, clauseView, clauseViews } from '../../../src/renderer/src/features/events/query/clause-view.ts';
import {
  alsoOptions,
  clauseOptions,
  completionOf,
  fieldOptions,
  negatedDraft,
  valueOptions,
  wantsCompletion,
} from '../../../src/renderer/src/features/events/query/completion-options.ts';
import {
  addAlternative,
  applyDraft,
  draftOfClause,
  emptyDraft,
  isInstant,
  previewDraft,
  queryWithoutDraft,
  type Draft,
} from '../../../src/renderer/src/features/events/query/draft.ts';
import { clauseOfPasted, pastedValues } from '../../../src/renderer/src/features/events/query/pasted-values.ts';
import { fixOf } from '../../../src/renderer/src/features/events/query/query-fix.ts';
import {
  filterText,
  onlyValue,
  presenceOf,
  togglePresence,
} from '../../../src/renderer/src/features/events/value-query.ts';
import type { Query } from '../../../src/shared/query/ast.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { printQuery } from '../../../src/shared/query/print.ts';

function query(text: string): Query {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.query;
}

const typed = (text: string, caret = text.length): Draft => ({ clause: null, text, caret });

function applied(before: string, draft: Draft): string {
  const result = applyDraft(query(before), draft);
  if (!result.ok) throw new Error(result.error.message);
  return printQuery(result.query);
}

describe('a draft', () => {
  test('is added at the end, in its place, or takes its clause away', () => {
    expect(applied('ip:1.2.3.4', typed('error:*'))).toBe('ip:1.2.3.4 error:*');
    expect(applied('ip:1.2.3.4', typed('  '))).toBe('ip:1.2.3.4');
    expect(applied('a OR b', typed('error:*'))).toBe('(a OR b) error:*');
    const opened = draftOfClause(query('ip:1.2.3.4 event:A'), 0);
    expect(opened).toEqual({ clause: 0, text: 'ip:1.2.3.4', caret: 10 });
    expect(applied('ip:1.2.3.4 event:A', { ...opened, text: 'ip:5.6.7.8' })).toBe('ip:5.6.7.8 event:A');
    expect(applied('ip:1.2.3.4 event:A', { ...opened, text: '' })).toBe('event:A');
    expect(draftOfClause(query('event:A'), 3)).toBe(emptyDraft);
    expect(printQuery(queryWithoutDraft(query('ip:1.2.3.4 event:A'), opened))).toBe('event:A');
  });

  test('that is no query stays one, with its place', () => {
    const result = applyDraft(query('ip:1.2.3.4'), typed('event:('));
    expect(result.ok).toBe(false);
  });

  test.each([
    ['error:Acc', 'error:Acc*'],
    ['error:Acc*', 'error:Acc*'],
    ['-error:Acc', '-error:Acc*'],
    ['error:(A OR Acc)', 'error:(A OR Acc*)', 'error:(A OR Acc'.length],
    ['error:"Acc"', 'error:"Acc"'],
    ['time:2026', 'time:2026'],
    ['event:', null],
    ['event:(A', null],
    ['payroll', null],
    ['"payroll"', null],
    ['requestParameters.bucketName:acme', null],
    ['event:A payroll', null],
  ])('%s is previewed as %s', (text, expected, caret = text.length) => {
    const found = previewDraft(query('ip:1.2.3.4'), typed(text, caret));
    expect(found === null ? null : printQuery(found)).toBe(expected === null ? null : `ip:1.2.3.4 ${expected}`);
  });

  test('of columns alone is instant, text and record paths are not', () => {
    expect(isInstant(query('event:A (ip:1.2.3.4 OR -error:*)'))).toBe(true);
    expect(isInstant(query('event:A (ip:1.2.3.4 OR acme)'))).toBe(false);
    expect(isInstant(query('userIdentity.userName:x'))).toBe(false);
  });

  test('takes another value at a comma', () => {
    expect(addAlternative(typed('error:A'))).toEqual({ clause: null, text: 'error:(A OR )', caret: 12 });
    const second = typed('error:(A OR B)', 'error:(A OR B'.length);
    expect(addAlternative(second)?.text).toBe('error:(A OR B OR )');
    expect(addAlternative(typed('error:'))).toBeNull();
    expect(addAlternative(typed('acme'))).toBeNull();
  });
});

describe('completion', () => {
  test('opens after a colon or two letters', () => {
    expect(wantsCompletion(completionOf(typed('e')))).toBe(false);
    expect(wantsCompletion(completionOf(typed('ev')))).toBe(true);
    expect(wantsCompletion(completionOf(typed('event:')))).toBe(true);
    expect(wantsCompletion(completionOf(typed('')))).toBe(false);
  });

  test('a caret beyond the text is the end of the text', () => {
    expect(completionOf(typed('', 30))).toMatchObject({ kind: 'field', replaceStart: 0, replaceEnd: 0 });
    expect(completionOf(typed('event:A', 90))).toMatchObject({ kind: 'value', field: 'event', prefix: 'A' });
  });

  test('offers fields, values as whole clauses, and ways around a value', () => {
    const word = typed('pri');
    expect(fieldOptions(word, completionOf(word)).map(({ label }) => label)).toContain('principal:');
    const [clause] = clauseOptions(word, completionOf(word), 'principal', [{ value: 'print admin', count: 3 }]);
    expect(clause).toMatchObject({ label: 'principal:"print admin"', count: 3, isComplete: true });
    expect(clause?.accepted.text.trim()).toBe('principal:"print admin"');

    const value = typed('error:Acc');
    const [first] = valueOptions(value, completionOf(value), [{ value: 'AccessDenied', count: 5 }]);
    expect(first?.accepted.text.trim()).toBe('error:AccessDenied');
    expect(alsoOptions(value, completionOf(value)).map(({ label }) => label)).toEqual(['error:Acc*', '-error:*']);
    const empty = typed('error:');
    expect(alsoOptions(empty, completionOf(empty)).map(({ label }) => label)).toEqual(['-error:*', 'error:*']);
  });

  test('as NOT is the opposite condition', () => {
    expect(negatedDraft(typed('error:A '))?.text).toBe('-error:A');
    expect(negatedDraft(typed('a OR b'))?.text).toBe('-(a OR b)');
    expect(negatedDraft(typed('-error:A'))?.text).toBe('error:A');
    expect(negatedDraft(typed('event:('))).toBeNull();
    expect(negatedDraft(typed(' '))).toBeNull();
  });
});

describe('repairs', () => {
  const repaired = (text: string) => {
    const parsed = parseQuery(text);
    return parsed.ok ? text : fixOf(text, parsed.error);
  };

  test.each([
    ['evnt:CreateUser', 'event:CreateUser'],
    ['event:(A OR B', 'event:(A OR B)'],
    ['evnt:(A OR B', 'event:(A OR B)'],
    ['"acme', '"acme"'],
    ['event:A)', 'event:A'],
    ['a && b', 'a AND b'],
    ['event:', 'event:*'],
    ['“acme”', '"acme"'],
    ['arn:aws:iam::111122223333:user/x', 'arn:arn:aws:iam::111122223333:user/x'],
    ['event:A OR', 'event:A'],
  ])('%s becomes %s', (text, expected) => {
    expect(repaired(text)).toBe(expected);
  });

  test('always make a query, whatever was typed', () => {
    const piece = fc.constantFrom('event:', 'ip:', '(', ')', ' OR ', '"', 'A', ' ', '-', '/', '[', ' AND ', 'x:', '“');
    const always = fc.check(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const fixed = repaired(pieces.join(''));
        return fixed === null || parseQuery(fixed).ok;
      }),
      { numRuns: 400 },
    );
    expect(always.counterexample).toBeNull();
  });
});

describe('pasted lines', () => {
  test.each([
    [['198.51.100.23', '2001:db8::1'], 'ip', 'ip:(198.51.100.23 OR 2001\\:db8\\:\\:1)'],
    [['198[.]51[.]100[.]23,'], 'ip', 'ip:198.51.100.23'],
    [['AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE'], 'key', 'key:(AKIAIOSFODNN7EXAMPLE OR ASIAIOSFODNN7EXAMPLE)'],
    [['111122223333'], 'account', 'account:111122223333'],
    [['CreateUser', 'StopLogging'], 'event', 'event:(CreateUser OR StopLogging)'],
    [['CreateUser', '198.51.100.23'], null, '("CreateUser" OR "198.51.100.23")'],
  ])('%j are values of %s', (lines, field, expected) => {
    const pasted = pastedValues(lines);
    expect(pasted.field).toBe(field);
    const clause = clauseOfPasted(pasted);
    expect(printQuery(clause).replaceAll('"', '')).toBe(printQuery(query(expected)).replaceAll('"', ''));
  });

  test('count each value once, and lines of nothing not at all', () => {
    expect(pastedValues(['a b', '', ' a b ', '"a b"']).values).toEqual(['a b']);
  });
});

describe('pills', () => {
  test('show a clause by field and value', () => {
    expect(clauseView(query('NOT event:(A OR B)'))).toMatchObject({ field: 'event', value: '(A OR B)', negated: true });
    expect(clauseView(query('"acme payroll"'))).toMatchObject({ field: null, value: '"acme payroll"', negated: false });
    const many = `event:(${Array.from({ length: 9 }, (_, index) => `E${index}`).join(' OR ')})`;
    expect(clauseView(query(many)).value).toBe('9 values');
    expect(clauseViews(query('a b -c')).map(({ value }) => value)).toEqual(['a', 'b', 'c']);
  });

  test('make hidden characters visible and cut long values', () => {
    const view = clauseView({
      kind: 'field',
      field: 'principal',
      value: { kind: 'value', term: { kind: 'exact', text: `\u202Egpj${'x'.repeat(500)}`, quoted: true } },
    });
    expect(view.value).toContain('⟨U+202E⟩');
    expect(view.value.length).toBeLessThan(100);
  });

  test('name the step on the undo stack', () => {
    expect(changeLabel(query('a'), query('a ip:1.2.3.4'))).toBe('filter ip:1.2.3.4');
    expect(changeLabel(query('a ip:1.2.3.4'), query('a'))).toBe('remove filter on ip');
    expect(changeLabel(query('a'), query('a'))).toBe('filter change');
  });
});

describe('values as filters', () => {
  test('only this value replaces the others of its field', () => {
    expect(printQuery(onlyValue(query('ip:(1.2.3.4 OR 5.6.7.8) -ip:9.9.9.9 a'), 'ip', '5.6.7.8'))).toBe('a ip:5.6.7.8');
    expect(filterText('principal', 'a b')).toBe('principal:"a b"');
  });

  test('events without a value are asked for, left out, and neither', () => {
    const without = togglePresence(query('a'), 'error', 'missing');
    expect(printQuery(without)).toBe('a -error:*');
    expect(presenceOf(without, 'error')).toBe('missing');
    const other = togglePresence(without, 'error', 'present');
    expect(printQuery(other)).toBe('a error:*');
    expect(presenceOf(other, 'error')).toBe('present');
    expect(printQuery(togglePresence(other, 'error', 'present'))).toBe('a');
    expect(presenceOf(query('error:A'), 'error')).toBeNull();
  });
});
