/**
 * Reads the text that Athena, Hive and Java print for structs, maps and lists: `{type=IAMUser, arn=…, list=[a, b]}`. The
 * form has no quotes and so is ambiguous; a comma counts as a separator only where `name=` follows (in structs).
 * Best effort: returns null where the text does not have this form.
 */
export function parseStructText(text: string): unknown {
  const trimmed = text.trim();
  if (!/^[{[]/.test(trimmed) || trimmed.length > 1_000_000) return null;
  const reader = new StructReader(trimmed);
  const value = reader.value(0);
  return reader.failed || reader.at !== trimmed.length ? null : value;
}

/** What separates two members of a struct: a comma and the next name. Names have no spaces or brackets. */
const nextName = /, ?(?=[\w.:@/-]+=)/y;
const name = /[\w.:@/-]+(?==)/y;

class StructReader {
  at = 0;
  failed = false;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): unknown {
    const first = this.text[this.at];
    if (depth > 32) this.failed = true;
    if (this.failed) return null;
    if (first === '{') return this.struct(depth);
    if (first === '[') return this.list(depth);
    return null;
  }

  private struct(depth: number): Record<string, unknown> {
    const members: [string, unknown][] = [];
    this.at += 1;
    while (!this.failed && this.text[this.at] !== '}') {
      name.lastIndex = this.at;
      const key = name.exec(this.text)?.[0];
      if (key === undefined) {
        this.failed = true;
        break;
      }
      this.at += key.length + 1;
      members.push([key, this.isOpening() ? this.value(depth + 1) : this.scalar(true)]);
      nextName.lastIndex = this.at;
      this.at += nextName.exec(this.text)?.[0].length ?? 0;
      if (this.at >= this.text.length) this.failed = true;
    }
    this.at += 1;
    return Object.fromEntries(members);
  }

  private list(depth: number): unknown[] {
    const items: unknown[] = [];
    this.at += 1;
    while (!this.failed && this.text[this.at] !== ']') {
      const start = this.at;
      items.push(this.isOpening() ? this.value(depth + 1) : this.scalar(false));
      if (this.text[this.at] === ',') this.at += this.text[this.at + 1] === ' ' ? 2 : 1;
      // A bracket of the wrong kind would be met again and again.
      if (this.at >= this.text.length || this.at === start) this.failed = true;
    }
    this.at += 1;
    return items;
  }

  private isOpening(): boolean {
    return this.text[this.at] === '{' || this.text[this.at] === '[';
  }

  /** Text up to the next separator or the bracket that closes what it is in. */
  private scalar(inStruct: boolean): string | null {
    const start = this.at;
    let open = 0;
    for (; this.at < this.text.length; this.at += 1) {
      const letter = this.text[this.at];
      if (letter === '{' || letter === '[') open += 1;
      else if (letter === '}' || letter === ']') {
        if (open === 0) break;
        open -= 1;
      } else if (letter === ',' && open === 0) {
        if (!inStruct) break;
        nextName.lastIndex = this.at;
        if (nextName.test(this.text)) break;
      }
    }
    const text = this.text.slice(start, this.at);
    return text === 'null' ? null : text;
  }
}
