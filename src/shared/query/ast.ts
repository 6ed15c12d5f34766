/**
 * The syntax tree of a query. It keeps what the user wrote (grouping, quoting, NOT or minus), so that printing a
 * parsed query gives the text back, and it is the only form in which queries travel inside Spoor.
 *
 * A tree is well formed when the parser could have made it: `all` stands alone; `and` and `or` have two items or more;
 * the items of `or` are no `or`, those of an implied `and` no `or` and no implied `and`, those of an explicit `and`
 * and the item of `not` are no `and` and no `or` (`a AND b c` is an implied `and` of an explicit one and `c`).
 * The printer brackets any other tree so that it keeps its meaning.
 */
export type Query =
  | { kind: 'all' }
  | { kind: 'and'; items: Query[]; explicit: boolean }
  | { kind: 'or'; items: Query[] }
  | { kind: 'not'; item: Query; word: boolean }
  /** Parentheses the user wrote. */
  | { kind: 'group'; item: Query }
  | { kind: 'field'; field: string; value: ValueExpression }
  | { kind: 'text'; term: TextTerm };

/** `field:(a OR b)` keeps its group; a single value is a leaf. */
export type ValueExpression =
  | { kind: 'value'; term: ValueTerm }
  | { kind: 'and'; items: ValueExpression[]; explicit: boolean }
  | { kind: 'or'; items: ValueExpression[] }
  | { kind: 'not'; item: ValueExpression; word: boolean }
  | { kind: 'group'; item: ValueExpression };

export type ValueTerm =
  | { kind: 'exact'; text: string; quoted: boolean }
  /** `pattern` with `*` (any run) and `?` (any one character); a backslash makes either, or a backslash, literal. */
  | { kind: 'wildcard'; pattern: string }
  | { kind: 'present' }
  | { kind: 'range'; low: string | null; high: string | null; includesLow: boolean; includesHigh: boolean }
  | { kind: 'compare'; operator: '>' | '>=' | '<' | '<='; text: string }
  | { kind: 'cidr'; text: string }
  /** `source` is what stands between the slashes: a slash in it has its backslash, or stands in a class. */
  | { kind: 'regex'; source: string; flags: string };

export type TextTerm =
  /** A bare word: found as a whole word, and inside plain words (see `words.ts`). */
  | { kind: 'word'; text: string }
  /** A quoted string: a substring of the raw record. */
  | { kind: 'phrase'; text: string }
  /** A bare word with `*` or `?`: the wildcard is matched anywhere in the raw record. */
  | { kind: 'wildcard'; pattern: string }
  | { kind: 'regex'; source: string; flags: string };

/** Where in the text an error is, in UTF-16 units, and what to do about it. */
export interface QueryError {
  message: string;
  hint?: string | undefined;
  start: number;
  end: number;
}

export type ParseResult = { ok: true; query: Query } | { ok: false; error: QueryError };
