import { AppError } from '../contract/errors.ts';
import type { ValueTerm } from './ast.ts';
import { compileCidr } from './cidr.ts';
import { compileAnchoredWildcard } from './wildcard.ts';

export type StringPredicate = (value: string) => boolean;

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const integer = /^[+-]?\d+$/;

/** The finite number a text spells in decimal, or null. */
export function finiteNumber(text: string): number | null {
  if (!decimal.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/**
 * Negative, zero or positive as `a` sorts before, with or after `b`: as numbers when both are finite decimal numbers
 * (integers exactly, however long), else by UTF-16 code units.
 */
export function compareValues(a: string, b: string): number {
  const left = finiteNumber(a);
  const right = finiteNumber(b);
  if (left === null || right === null) return a < b ? -1 : a > b ? 1 : 0;
  if (left === right && integer.test(a) && integer.test(b)) {
    const difference = BigInt(a.replace(/^\+/, '')) - BigInt(b.replace(/^\+/, ''));
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  return left - right;
}

/** A regular expression of a query. Throws `invalid-query` where the parser would have refused it. */
export function compileRegex(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new AppError('invalid-query', `/${source}/${flags} is not a regular expression.`, { cause: error });
  }
}

/**
 * Compiles a term to a test of one value as text. Exact terms are case-sensitive equality, wildcards cover the whole
 * value, regular expressions match anywhere in it, `present` is always true. Throws `invalid-query` for a regular
 * expression or CIDR block the parser would have refused, so that its negation cannot match everything.
 */
export function compileStringTerm(term: ValueTerm): StringPredicate {
  switch (term.kind) {
    case 'exact': {
      const { text } = term;
      return (value) => value === text;
    }
    case 'wildcard':
      return compileAnchoredWildcard(term.pattern);
    case 'present':
      return () => true;
    case 'range':
      return compileRange(term);
    case 'compare':
      return compileCompare(term.operator, term.text);
    case 'cidr': {
      const matches = compileCidr(term.text);
      if (matches === null) throw new AppError('invalid-query', `"${term.text}" is not a CIDR block.`);
      return matches;
    }
    case 'regex': {
      const expression = compileRegex(term.source, term.flags);
      return (value) => expression.test(value);
    }
  }
}

function compileRange(term: ValueTerm & { kind: 'range' }): StringPredicate {
  const { low, high } = term;
  const above = low === null ? null : compileCompare(term.includesLow ? '>=' : '>', low);
  const below = high === null ? null : compileCompare(term.includesHigh ? '<=' : '<', high);
  return (value) => (above === null || above(value)) && (below === null || below(value));
}

function compileCompare(operator: '>' | '>=' | '<' | '<=', text: string): StringPredicate {
  switch (operator) {
    case '>':
      return (value) => compareValues(value, text) > 0;
    case '>=':
      return (value) => compareValues(value, text) >= 0;
    case '<':
      return (value) => compareValues(value, text) < 0;
    case '<=':
      return (value) => compareValues(value, text) <= 0;
  }
}

const serviceSuffix = '.amazonaws.com';

/** The form in which a field keeps a value: `service` without `.amazonaws.com`, all others as they are. */
export function canonicalValue(field: string, text: string): string {
  if (field !== 'service' || !text.endsWith(serviceSuffix)) return text;
  return text.slice(0, -serviceSuffix.length);
}

/** What evaluation needs to know from outside the language. */
export interface MatchOptions {
  /** The family a user agent belongs to, or null where it has none. */
  agentFamily?: ((agent: string) => string | null) | undefined;
}

/**
 * Compiles a term to a test of one stored value of a documented field other than `time`: what `compileStringTerm`
 * does, with the suffix of services ignored in exact terms, and user agents found by their family as well.
 */
export function compileFieldTerm(field: string, term: ValueTerm, options: MatchOptions = {}): StringPredicate {
  const matches = compileStringTerm(term.kind === 'exact' ? { ...term, text: canonicalValue(field, term.text) } : term);
  const { agentFamily } = options;
  if (field !== 'agent' || agentFamily === undefined) return matches;
  return (value) => {
    if (matches(value)) return true;
    const family = agentFamily(value);
    return family !== null && matches(family);
  };
}

/** Compiles a term to a test of one leaf of a record (see `record-path.ts`): text, number or boolean. */
export function compileLeafTerm(term: ValueTerm): (leaf: unknown) => boolean {
  if (term.kind === 'present') return isPresent;
  const matches = compileStringTerm(term);
  const number = term.kind === 'exact' ? finiteNumber(term.text) : null;
  return (leaf) => {
    if (typeof leaf === 'string') return matches(leaf);
    if (typeof leaf === 'boolean') return matches(String(leaf));
    if (typeof leaf !== 'number') return false;
    return leaf === number || matches(String(leaf));
  };
}

/** CloudTrail writes absent values as null, '', {} or [] at will; the four count as absent. */
export function isPresent(leaf: unknown): boolean {
  if (leaf === null || leaf === undefined || leaf === '') return false;
  return typeof leaf !== 'object' || Object.keys(leaf).length > 0;
}
