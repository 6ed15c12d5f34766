/** What stands for a missing value. */
export const missing = '–';

/** Keeps the last part, which tells most: `AWSReservedSSO_Secu…/analyst`. Cuts whole characters. */
export function shortenMiddle(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const lastSlash = text.lastIndexOf('/');
  const tail = lastSlash < 0 ? [] : Array.from(text.slice(lastSlash));
  const fits = tail.length > 1 && tail.length < most - 4;
  const tailLength = fits ? tail.length : Math.floor((most - 1) / 2);
  const head = characters.slice(0, most - 1 - tailLength).join('');
  return `${head}…${characters.slice(characters.length - tailLength).join('')}`;
}

/** Hashes and keys in lists: `9c41…e07b`. Full in detail and on copy. */
export function shortenHash(hash: string): string {
  return hash.length <= 12 ? hash : `${hash.slice(0, 4)}…${hash.slice(-4)}`;
}

/**
 * Text of a log made visible: control characters and those that reorder or hide text are shown as their code, so that
 * no value can pose as another. The value itself is never changed; copies get it as it is.
 */
export function revealHidden(text: string): string {
  return text.replace(
    // Controls, bidirectional marks and overrides, zero-width characters, tags, line and paragraph separators.
    /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

const longestCell = 400;

/** A value for a table cell: visible, and cut so that a value of a megabyte does not stall the browser's layout. */
export function cellText(value: string | null): string {
  if (value === null || value === '') return missing;
  return revealHidden(value.length > longestCell ? `${value.slice(0, longestCell)}…` : value);
}
