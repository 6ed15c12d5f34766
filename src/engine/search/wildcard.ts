import { patternCharacters } from '../../shared/query/syntax.ts';

export interface LiteralSegments {
  /** The literal stretches between wildcards, in order, with escapes resolved; none is empty. */
  segments: string[];
  /** The pattern begins, or ends, with a wildcard. */
  startsOpen: boolean;
  endsOpen: boolean;
}

/** What is literal in a pattern with `*`, `?` and backslash escapes. */
export function literalSegments(pattern: string): LiteralSegments {
  const characters = patternCharacters(pattern);
  const segments: string[] = [];
  let text = '';
  for (const { character, special } of characters) {
    if (!special) {
      text += character;
      continue;
    }
    if (text !== '') segments.push(text);
    text = '';
  }
  if (text !== '') segments.push(text);
  return { segments, startsOpen: characters[0]?.special ?? false, endsOpen: characters.at(-1)?.special ?? false };
}
