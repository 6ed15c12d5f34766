import { patternCharacters } from './syntax.ts';

/** Between two `*`: literal text and `?` (null), in order. */
type Piece = readonly (string | null)[];

/** Pieces of a pattern between its stars; `a*b` has two, `*` has two empty ones. */
function piecesOf(pattern: string): Piece[] {
  const pieces: (string | null)[][] = [[]];
  for (const { character, special } of patternCharacters(pattern)) {
    const piece = pieces.at(-1) ?? [];
    const last = piece.at(-1);
    if (special && character === '*') pieces.push([]);
    else if (special) piece.push(null);
    else if (typeof last === 'string') piece[piece.length - 1] = last + character;
    else piece.push(character);
  }
  return pieces;
}

/** End of `piece` when it stands at `at`, or -1. `?` takes one code point, and no quotation mark if `forbidQuote`. */
function matchAt(text: string, at: number, piece: Piece, forbidQuote: boolean): number {
  let position = at;
  for (const part of piece) {
    if (part !== null) {
      if (!text.startsWith(part, position)) return -1;
      position += part.length;
    } else {
      if (position >= text.length || (forbidQuote && text[position] === '"')) return -1;
      position += (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
    }
  }
  return position;
}

/** First place in [from, limit] where `piece` stands, or null. */
function find(text: string, piece: Piece, from: number, limit: number, forbidQuote: boolean) {
  const head = piece[0];
  // A search for the head must not run past the limit: with many short runs that would be quadratic.
  const reach = typeof head === 'string' ? text.slice(0, limit + head.length) : text;
  for (let start = from; start <= limit; start++) {
    if (typeof head === 'string') {
      start = reach.indexOf(head, start);
      if (start === -1) return null;
    }
    const end = matchAt(text, start, piece, forbidQuote);
    if (end !== -1) return { start, end };
  }
  return null;
}

/** Compiles a pattern that must cover the whole value. Case-sensitive; time linear in value x pattern. */
export function compileAnchoredWildcard(pattern: string): (value: string) => boolean {
  const pieces = piecesOf(pattern);
  const first = pieces[0] ?? [];
  const last = pieces.at(-1) ?? [];
  if (pieces.length === 1) return (value) => matchAt(value, 0, first, false) === value.length;
  const middle = pieces.slice(1, -1);
  const lengths = last.map((part) =>
    part === null ? { least: 1, most: 2 } : { least: part.length, most: part.length },
  );
  const least = lengths.reduce((sum, length) => sum + length.least, 0);
  const most = lengths.reduce((sum, length) => sum + length.most, 0);
  return (value) => {
    let position = matchAt(value, 0, first, false);
    if (position === -1) return false;
    for (const piece of middle) {
      const found = find(value, piece, position, value.length, false);
      if (found === null) return false;
      position = found.end;
    }
    for (let start = Math.max(position, value.length - most); start <= value.length - least; start++) {
      if (matchAt(value, start, last, false) === value.length) return true;
    }
    return false;
  };
}

/**
 * Compiles a pattern that may stand anywhere in a raw record; neither `*` nor `?` crosses a quotation mark, so that
 * a match stays inside one JSON string. The caller folds case.
 */
export function compileFloatingWildcard(pattern: string): (text: string) => boolean {
  const pieces = piecesOf(pattern).filter((piece) => piece.length > 0);
  const [first, ...rest] = pieces;
  if (first === undefined) return () => true;
  const holdsQuote = pieces.some((piece) => piece.some((part) => part?.includes('"')));
  return (text) => {
    let from = 0;
    for (;;) {
      const found = find(text, first, from, text.length, true);
      if (found === null) return false;
      let end = found.end;
      let run = end;
      // The earliest place of each piece is the best one: whatever a later place can reach before the next quotation
      // mark, the earliest can reach too.
      const complete = rest.every((piece) => {
        const quote = text.indexOf('"', end);
        run = quote === -1 ? text.length : quote;
        const next = find(text, piece, end, run, true);
        if (next === null) return false;
        end = next.end;
        return true;
      });
      if (complete) return true;
      // Without quotation marks in the pattern a match lies in one run, so the rest of this run cannot hold one.
      from = holdsQuote ? found.start + 1 : run + 1;
    }
  };
}
