const quote = 0x22;
const backslash = 0x5c;
const newline = 0x0a;
const carriageReturn = 0x0d;

/** Whether the text takes more than one line. */
export function hasLineBreak(text: Uint8Array): boolean {
  return text.includes(newline) || text.includes(carriageReturn);
}

/**
 * JSON without the white space between its tokens. Works on bytes, so that numbers, escapes, key order and duplicate
 * keys stay as they were written. A raw line break inside a string, which JSON forbids but some readers accept,
 * becomes its escape.
 *
 * @param text UTF-8 JSON; text that is no JSON comes back without the white space outside double quotes
 */
export function minifyJson(text: Uint8Array): Uint8Array {
  // A line break in a string takes two bytes instead of one.
  const minified = new Uint8Array(text.length * 2);
  let length = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i]!;
    if (isInString) {
      if (byte === newline || byte === carriageReturn) {
        minified[length++] = backslash;
        minified[length++] = byte === newline ? 0x6e : 0x72;
        continue;
      }
      minified[length++] = byte;
      if (byte === quote) isInString = false;
      else if (byte === backslash && i + 1 < text.length && text[i + 1] !== newline && text[i + 1] !== carriageReturn) {
        minified[length++] = text[++i]!;
      }
      continue;
    }
    if (byte === 0x20 || byte === 0x09 || byte === newline || byte === carriageReturn) continue;
    minified[length++] = byte;
    if (byte === quote) isInString = true;
  }
  return minified.slice(0, length);
}
