import * as fc from 'fast-check';
import type { Query, TextTerm, ValueExpression, ValueTerm } from '../../src/shared/query/ast.ts';
import { queryField } from '../../src/shared/query/fields.ts';
import { compareValues } from '../../src/shared/query/values.ts';

/**
 * What random queries are about. Values of `time` are times to the second (`2026-03-14T02:34:50Z`); words are not empty;
 * fields with a closed list of values have only such.
 */
export interface QueryVocabulary {
  /** Values by documented field. */
  fields: Record<string, string[]>;
  /** Texts to be found in raw records. */
  words: string[];
  /** Values by record path. */
  paths: Record<string, string[]>;
}

export type Random = () => number;

/** A small seeded generator (mulberry32); the same seed gives the same numbers everywhere. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A random well-formed query, one the parser could have made, with every kind of term and nesting. Values are those
 * of the vocabulary, pieces of them, and some that occur nowhere.
 */
export function randomQuery(random: Random, vocabulary: QueryVocabulary): Query {
  if (random() < 0.01) return { kind: 'all' };
  return or(random, 3, (depth) => leaf(random, vocabulary, depth));
}

/** Seeds for property tests: a failure names the seed, and the seed makes the same queries again. */
export const seedArbitrary: fc.Arbitrary<number> = fc.integer({ min: 0, max: 0x7fffffff });

/** Random well-formed queries for property tests. */
export function queryArbitrary(vocabulary: QueryVocabulary): fc.Arbitrary<Query> {
  return seedArbitrary.map((seed) => randomQuery(seededRandom(seed), vocabulary));
}

const hostilePieces = Array.from('aB7 \t\n"\\*?:/()[]{}-<>=.@!éKß😀\u200b\u202e“»\u00a0\u2028').concat([
  'AND',
  'OR',
  'NOT',
  'TO',
  '&&',
  '||',
  '\ud800',
  '\u0000',
  '10.0.0.0/8',
  '2026-03-14',
]);

/** A vocabulary whose values are full of what has a meaning in the grammar. */
export function hostileVocabulary(random: Random): QueryVocabulary {
  const text = () => Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(random, hostilePieces)).join('');
  const texts = () => Array.from({ length: 3 }, text);
  const names = ['event', 'service', 'principal', 'agent', 'ip', 'resource', 'id', 'tag'];
  const paths = ['errorMessage', 'requestParameters.bucketName', 'requestParameters.s3:x-amz acl.0'];
  return {
    fields: Object.fromEntries(names.map((name) => [name, texts()])),
    words: texts(),
    paths: Object.fromEntries(paths.map((path) => [path, texts()])),
  };
}

/** Random well-formed queries over hostile values. */
export const hostileQueryArbitrary: fc.Arbitrary<Query> = seedArbitrary.map((seed) => {
  const random = seededRandom(seed);
  return randomQuery(random, hostileVocabulary(random));
});

function pick<T>(random: Random, choices: readonly T[]): T {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new Error('Nothing to choose from.');
  return choice;
}

type Node<T> =
  | { kind: 'and'; items: T[]; explicit: boolean }
  | { kind: 'or'; items: T[] }
  | { kind: 'not'; item: T; word: boolean }
  | { kind: 'group'; item: T };

// The readers of the grammar, turned around; see `parse.ts`.

function or<T>(random: Random, depth: number, leaf: (depth: number) => T | Node<T>): T {
  const item = () => impliedAnd(random, depth, leaf);
  if (depth <= 0 || random() > 0.3) return item();
  return build<T>({ kind: 'or', items: several(random, item) });
}

function impliedAnd<T>(random: Random, depth: number, leaf: (depth: number) => T | Node<T>): T {
  const item = () => explicitAnd(random, depth, leaf);
  if (depth <= 0 || random() > 0.4) return item();
  return build<T>({ kind: 'and', items: several(random, item), explicit: false });
}

function explicitAnd<T>(random: Random, depth: number, leaf: (depth: number) => T | Node<T>): T {
  const item = () => operand(random, depth - 1, leaf);
  if (depth <= 0 || random() > 0.15) return item();
  return build<T>({ kind: 'and', items: several(random, item), explicit: true });
}

function operand<T>(random: Random, depth: number, leaf: (depth: number) => T | Node<T>): T {
  const choice = random();
  if (depth > 0 && choice < 0.2)
    return build<T>({ kind: 'not', item: operand(random, depth - 1, leaf), word: random() < 0.5 });
  if (depth > 0 && choice < 0.35) return build<T>({ kind: 'group', item: or(random, depth - 1, leaf) });
  return leaf(depth) as T;
}

function several<T>(random: Random, item: () => T): T[] {
  return Array.from({ length: 2 + Math.floor(random() * 2) }, item);
}

function build<T>(node: Node<T>): T {
  return node as T;
}

function leaf(random: Random, vocabulary: QueryVocabulary, depth: number): Query {
  const choice = random();
  if (choice < 0.2 && vocabulary.words.length > 0) return { kind: 'text', term: textTerm(random, vocabulary.words) };
  const isPath = choice > 0.8 && Object.keys(vocabulary.paths).length > 0;
  const values = isPath ? vocabulary.paths : vocabulary.fields;
  const field = pick(random, Object.keys(values));
  return { kind: 'field', field, value: valueExpression(random, field, values[field] ?? [], depth) };
}

function valueExpression(random: Random, field: string, values: readonly string[], depth: number): ValueExpression {
  const value = (): ValueExpression => ({ kind: 'value', term: valueTerm(random, field, values) });
  if (depth <= 0 || random() > 0.25) return value();
  return { kind: 'group', item: or<ValueExpression>(random, Math.min(depth, 2), value) };
}

function textTerm(random: Random, words: readonly string[]): TextTerm {
  const text = pieceOf(random, pick(random, words));
  const choice = random();
  if (choice < 0.4) return { kind: 'word', text: mixCase(random, text) };
  if (choice < 0.6) return { kind: 'phrase', text: mixCase(random, text) };
  if (choice < 0.8) return { kind: 'wildcard', pattern: wildcardFrom(random, text) };
  return { kind: 'regex', ...regexFrom(random, text) };
}

function valueTerm(random: Random, field: string, values: readonly string[]): ValueTerm {
  const known = values.length > 0 ? pick(random, values) : 'none';
  const choice = random();
  const isTime = field === 'time';
  if (choice < 0.1) return { kind: 'present' };
  if (choice < 0.2) return rangeTerm(random, field, values);
  if (choice < 0.27)
    return { kind: 'compare', operator: pick(random, ['>', '>=', '<', '<=']), text: timeOr(random, field, known) };
  if (choice < 0.4) return { kind: 'regex', ...regexFrom(random, pieceOf(random, known)) };
  if (choice < 0.55) return wildcardTerm(random, known);
  if (field === 'ip' && choice < 0.75) return { kind: 'cidr', text: cidrFrom(random, known) };
  const isAbsent = queryField(field)?.choices == null && !isTime && random() < 0.15;
  const text = isTime ? timeOr(random, field, known) : isAbsent ? `${known}x` : known;
  return { kind: 'exact', text, quoted: text === '' || random() < 0.3 };
}

function timeOr(random: Random, field: string, known: string): string {
  if (field !== 'time') return known;
  // The same time to the day, the hour, the minute or the second.
  return pick(random, [known, known.slice(0, 10), known.slice(0, 13), known.slice(0, 16)]);
}

function rangeTerm(random: Random, field: string, values: readonly string[]): ValueTerm {
  const bounds = [0, 1].map(() => timeOr(random, field, values.length > 0 ? pick(random, values) : 'none'));
  // Times of ISO 8601 sort as text, whatever the unit they are written to.
  const [low = '', high = ''] = bounds.toSorted(compareValues);
  return {
    kind: 'range',
    low: random() < 0.15 ? null : low,
    high: random() < 0.15 ? null : high,
    includesLow: random() < 0.6,
    includesHigh: random() < 0.6,
  };
}

function wildcardTerm(random: Random, text: string): ValueTerm {
  const pattern = wildcardFrom(random, text);
  return pattern === '*' ? { kind: 'present' } : { kind: 'wildcard', pattern };
}

/** Replaces some of a text by `*` and `?`, at least one, and keeps the rest literal. */
function wildcardFrom(random: Random, text: string): string {
  const characters = Array.from(text, (character) => ('*?\\'.includes(character) ? `\\${character}` : character));
  const wild = 1 + Math.floor(random() * 2);
  for (let count = 0; count < wild; count++) {
    const at = Math.floor(random() * (characters.length + 1));
    if (random() < 0.4) characters.splice(at, 1, '?');
    else characters.splice(at, Math.floor(random() * 4), '*');
  }
  return characters.join('');
}

/** A regular expression that finds the text, or nearly. */
function regexFrom(random: Random, text: string): { source: string; flags: string } {
  const flags = pick(random, ['', 'i', 's', 'm', 'u', 'iu', 'ims']);
  const literal = new RegExp(text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`)).source;
  const source = pick(random, [
    literal,
    `^${literal}`,
    `${literal}$`,
    `(?:${literal}|[^/a-f]{2})`,
    String.raw`[/\]]|${literal}.?`,
  ]);
  return { source, flags };
}

function cidrFrom(random: Random, known: string): string {
  const [a, b, c, d] = known.split('.');
  if (
    /^(?:\d{1,3}\.){3}\d{1,3}$/.test(known) &&
    [a, b, c, d].every((part) => String(Number(part)) === part && Number(part) < 256)
  ) {
    return `${known}/${pick(random, [0, 8, 12, 16, 23, 24, 25, 31, 32])}`;
  }
  if (/^[\da-f:]+::[\da-f]+$/i.test(known)) return `${known}/${pick(random, [16, 32, 48, 64, 127, 128])}`;
  return pick(random, ['10.0.0.0/8', '198.51.100.0/24', '0.0.0.0/0', '2001:db8::/32', '::/0', '::ffff:10.0.0.0/104']);
}

/** A text as it is, or a piece of it. */
function pieceOf(random: Random, text: string): string {
  if (text.length < 2 || random() < 0.4) return text;
  const start = Math.floor(random() * text.length);
  return text.slice(start, start + 1 + Math.floor(random() * (text.length - start)));
}

function mixCase(random: Random, text: string): string {
  const choice = random();
  return choice < 0.2 ? text.toUpperCase() : choice < 0.4 ? text.toLowerCase() : text;
}
