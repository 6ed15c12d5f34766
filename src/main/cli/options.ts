import { InvalidArgumentError } from 'commander';
import type { Query } from '../../shared/query/ast.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import { BrokenQuery } from './failures.ts';

/** Options that every command takes. */
export interface CommonOptions {
  json?: true;
}

export const jsonOption = ['--json', 'one JSON document on stdout and nothing else there'] as const;
export const queryArgument = ['[query]', 'what to look for, in quotes; all events where left out'] as const;

/** Parses a query or throws it as broken. */
export function readQuery(text: string | undefined): Query {
  const result = parseQuery(text ?? '');
  if (!result.ok) throw new BrokenQuery(text ?? '', result.error);
  return result.query;
}

/** A whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text.replaceAll(/[_,]/g, ''));
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`A whole number of at least ${least} is needed.`);
    }
    return value;
  };
}

/** Commas and repeated flags add up to one list. */
export function list(text: string, before: readonly string[] | undefined): string[] {
  return [
    ...(before ?? []),
    ...text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ];
}
