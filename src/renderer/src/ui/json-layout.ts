/** A record of a hundred thousand open brackets must not become gigabytes of spaces. */
const deepestIndent = 100;

/**
 * JSON text with one member a line, indented by two spaces. Works on the text, so that numbers, escapes, the order of
 * keys and keys that occur twice stay exactly as in the record. Text that is not JSON comes out with its own characters.
 */
export function layOutJson(text: string): string {
  const token = /"(?:[^"\\]|\\[\s\S])*"?|[{}[\],:]|[^\s"{}[\],:]+/g;
  let out = '';
  let depth = 0;
  let isFresh = true;
  const line = () => `\n${'  '.repeat(Math.min(depth, deepestIndent))}`;
  for (const [part] of text.matchAll(token)) {
    if (part === '{' || part === '[') {
      if (isFresh && out !== '') out += line();
      out += part;
      depth += 1;
      isFresh = true;
    } else if (part === '}' || part === ']') {
      depth = Math.max(0, depth - 1);
      out += isFresh ? part : `${line()}${part}`;
      isFresh = false;
    } else {
      if (isFresh && out !== '') out += line();
      isFresh = false;
      if (part === ',') out += `,${line()}`;
      else out += part === ':' ? ': ' : part;
    }
  }
  return out;
}
