import type { Query, ValueExpression } from '../../../../../shared/query/ast.ts';
import { parseAddress } from '../../../../../shared/query/cidr.ts';
import { valueTerm } from '../../../../../shared/query/edit.ts';

/** Several lines pasted at once, understood as values of one field. */
export interface PastedValues {
  /** Null: text to look for anywhere in the record. */
  field: string | null;
  /** Noun for the preview line: "addresses". */
  noun: string;
  values: string[];
}

interface Kind {
  field: string;
  noun: string;
  test: (value: string) => boolean;
}

const kinds: readonly Kind[] = [
  { field: 'ip', noun: 'addresses', test: (value) => parseAddress(value) !== null },
  { field: 'key', noun: 'access keys', test: (value) => /^(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,124}$/.test(value) },
  { field: 'arn', noun: 'ARNs', test: (value) => /^arn:[\w-]*:/.test(value) },
  { field: 'account', noun: 'accounts', test: (value) => /^\d{12}$/.test(value) },
  {
    field: 'id',
    noun: 'event IDs',
    test: (value) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  },
  { field: 'event', noun: 'event names', test: (value) => /^[A-Z][a-z]+[A-Z][A-Za-z0-9]*$/.test(value) },
];

/** Lists from tickets and tables come with quotes, commas and defanged dots (`198[.]51[.]100[.]23`). */
function clean(line: string): string {
  return line
    .trim()
    .replace(/^["'`]+|["'`,;]+$/g, '')
    .replaceAll('[.]', '.')
    .trim();
}

/** All lines of one kind become values of its field; lines of several kinds are looked for as text. */
export function pastedValues(lines: readonly string[]): PastedValues {
  const values = [...new Set(lines.map(clean).filter((value) => value !== ''))];
  const kind = kinds.find(({ test }) => values.every(test));
  return kind === undefined ? { field: null, noun: 'texts', values } : { field: kind.field, noun: kind.noun, values };
}

/** One clause that holds where any of the values does. */
export function clauseOfPasted({ field, values }: PastedValues): Query {
  const [first] = values;
  if (first === undefined) return { kind: 'all' };
  if (field === null) {
    const items = values.map((text): Query => ({ kind: 'text', term: { kind: 'phrase', text } }));
    return items.length === 1 ? (items[0] ?? { kind: 'all' }) : { kind: 'group', item: { kind: 'or', items } };
  }
  const items = values.map((value): ValueExpression => ({ kind: 'value', term: valueTerm(value) }));
  const value: ValueExpression =
    items.length === 1 && items[0] !== undefined ? items[0] : { kind: 'group', item: { kind: 'or', items } };
  return { kind: 'field', field, value };
}
