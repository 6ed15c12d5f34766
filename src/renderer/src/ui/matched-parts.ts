export interface MatchedPart {
  text: string;
  isMatch: boolean;
}

/** Splits a text at every occurrence of the words, whatever their case. */
export function matchedParts(text: string, words: string): MatchedPart[] {
  const lower = text.toLowerCase();
  // Lower case of some letters has another length; places would then be wrong.
  if (lower.length !== text.length) return [{ text, isMatch: false }];
  const marks = Array.from({ length: text.length }, () => false);
  for (const word of new Set(words.trim().toLowerCase().split(/\s+/))) {
    if (word === '') continue;
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) {
      marks.fill(true, at, at + word.length);
    }
  }
  const parts: MatchedPart[] = [];
  for (let start = 0; start < text.length;) {
    let end = start + 1;
    while (end < text.length && marks[end] === marks[start]) end += 1;
    parts.push({ text: text.slice(start, end), isMatch: marks[start] === true });
    start = end;
  }
  return parts;
}
