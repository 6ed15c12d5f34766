import * as fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from '../../../src/engine/export/csv.ts';
import { parseMasked, valueText } from '../../../src/engine/export/faithful-json.ts';
import { hasLineBreak, minifyJson } from '../../../src/engine/export/minify-json.ts';
import { ocsfClassOf } from '../../../src/engine/export/ocsf-class.ts';

const minified = (text: string): string => Buffer.from(minifyJson(Buffer.from(text, 'utf8'))).toString('utf8');

describe('minifyJson', () => {
  it('gives what JSON.stringify would, from any indentation', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom('\t', '  ', '\n \r'), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const pretty = JSON.stringify(value, null, indent === '\n \r' ? 1 : indent).replaceAll(
          '\n',
          indent === '\n \r' ? '\r\n' : '\n',
        );
        const line = minifyJson(Buffer.from(pretty, 'utf8'));
        expect(hasLineBreak(line)).toBe(false);
        expect(Buffer.from(line).toString('utf8')).toBe(JSON.stringify(value));
      }),
    );
  });

  it('keeps numbers, escapes and doubled keys as they are written', () => {
    expect(minified('{ "a" : 12345678901234567890.10 ,\n "a":1E+2, "\\u0041 b\\\\" : "x  \\" y" }')).toBe(
      '{"a":12345678901234567890.10,"a":1E+2,"\\u0041 b\\\\":"x  \\" y"}',
    );
  });

  it('spells a raw line break in a string as its escape', () => {
    expect(minified('{"a":"1\n2\r3"}')).toBe(String.raw`{"a":"1\n2\r3"}`);
  });
});

describe('csvCell', () => {
  it('is read back as it was, but for the guard of formulas', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('=1+1', '+1', '-1', '@x', '\tx', '\rx', 'a,"b"\r\nc'),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 5 }), (values) => {
        const expected = values.map((text) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text));
        expect(parse(csvLine(values), { record_delimiter: '\r\n', bom: false })).toEqual([expected]);
      }),
    );
  });

  it('leaves absent values empty', () => {
    expect(csvCell(null)).toBe('');
  });
});

describe('parseMasked', () => {
  it('keeps numbers that JavaScript would change', () => {
    const text = '{"a":12345678901234567890,"b":0.0,"c":[1e400,7],"d":-0}';
    expect(JSON.stringify(parseMasked(text))).toBe(text);
    expect(valueText(parseMasked(text)['a'])).toBe('12345678901234567890');
  });

  it('masks credentials by key and inside text', () => {
    const inner = JSON.stringify({ credentials: { sessionToken: 'INNERTOKEN' } });
    const record = { a: { sessionToken: 'OUTERTOKEN', 'X-Amz-Security-Token': 'QUERYTOKEN' }, message: inner };
    const masked = JSON.stringify(parseMasked(JSON.stringify(record)));
    expect(masked).not.toMatch(/INNERTOKEN|OUTERTOKEN|QUERYTOKEN/);
    const escaped = String.raw`{"session\u0054oken":"OUTERTOKEN"}`;
    expect(JSON.stringify(parseMasked(escaped))).not.toContain('OUTERTOKEN');
  });
});

describe('ocsfClassOf', () => {
  it.each([
    ['ConsoleLogin', 'signin.amazonaws.com', 3002, 1],
    ['ExitRole', 'signin.amazonaws.com', 3002, 2],
    ['CreateUser', 'iam.amazonaws.com', 3001, 1],
    ['AttachUserPolicy', 'iam.amazonaws.com', 3001, 7],
    ['CreateUser', 'cognito-idp.amazonaws.com', 6003, 1],
    ['DescribeInstances', 'ec2.amazonaws.com', 6003, 2],
    ['PutObject', 's3.amazonaws.com', 6003, 3],
    ['DeleteTrail', 'cloudtrail.amazonaws.com', 6003, 4],
    ['AssumeRole', 'sts.amazonaws.com', 6003, 99],
  ])('%s of %s is class %i, activity %i', (event, source, classUid, activityId) => {
    expect(ocsfClassOf(event, source)).toMatchObject({ classUid, activityId });
  });
});
