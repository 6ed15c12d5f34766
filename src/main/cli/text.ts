// Characters that move the cursor, run terminal commands, hide or reorder text.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/** Text from a log or a file name for a terminal: whoever wrote it must not drive the terminal of whoever reads it. */
export function printable(text: string): string {
  return text.replace(unprintable, escaped);
}

/**
 * JSON in one line whose text is the same to a parser, with what would drive a terminal spelled as escapes. Characters
 * beyond the basic plane are left alone: JSON has no escape of one piece for them, and they only hide.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(unprintable, (character) =>
    character.length > 1 ? character : escaped(character),
  );
}

/** `1,234,567`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 file`, `2 files`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** `12.3 MB`, decimal units. */
export function byteSize(bytes: number): string {
  let value = bytes;
  for (const unit of ['bytes', 'kB', 'MB', 'GB']) {
    if (value < 1000) return unit === 'bytes' ? counted(value, 'byte') : `${value.toFixed(1)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1)} TB`;
}

export type Align = 'left' | 'right';

/** Wider cells stand out of their column instead of being cut. */
const widestColumn = 48;

/** Writes rows as aligned columns two spaces apart, values whole. Widths come from `sample` and the headings. */
export class Table {
  readonly #widths: number[];
  readonly #align: readonly Align[];
  readonly #headings: readonly string[];

  constructor(headings: readonly string[], align: readonly Align[], sample: readonly (readonly string[])[]) {
    this.#headings = headings;
    this.#align = align;
    this.#widths = headings.map((heading, column) =>
      sample.reduce(
        (widest, row) => Math.max(widest, Math.min(widestColumn, width(row[column] ?? ''))),
        width(heading),
      ),
    );
  }

  heading(): string {
    return this.line(this.#headings);
  }

  line(cells: readonly string[]): string {
    const padded = cells.map((cell, column) => {
      const room = ' '.repeat(Math.max(0, this.#widths[column]! - width(cell)));
      return this.#align[column] === 'right' ? room + cell : cell + room;
    });
    return `${padded.join('  ').trimEnd()}\n`;
  }
}

/** A whole table of printable cells. */
export function tableText(
  headings: readonly string[],
  align: readonly Align[],
  rows: readonly (readonly string[])[],
): string {
  const table = new Table(headings, align, rows);
  return table.heading() + rows.map((row) => table.line(row)).join('');
}

function width(text: string): number {
  return [...text].length;
}
