import { valueTerm } from './edit.ts';
import { printValueTerm } from './print.ts';
import { escapeName, isSpace } from './syntax.ts';

/** What can be completed at the caret. Offsets are UTF-16 units of the text. */
export interface Completion {
  kind: 'field' | 'value' | 'operator' | 'none';
  /** The field whose values are wanted. */
  field?: string;
  /** What is typed before the caret, escapes and quotes resolved. */
  prefix: string;
  /** What a choice replaces: the whole term around the caret. */
  replaceStart: number;
  replaceEnd: number;
}

/**
 * Finds what can be completed at a caret. Works on unfinished text: it reads the terms before the caret as the parser
 * would and looks no further than the term the caret is in.
 */
export function completionAt(text: string, wantedCaret: number): Completion {
  // An editor may report a caret of text that is already gone.
  const caret = Math.min(wantedCaret, text.length);
  const none: Completion = { kind: 'none', prefix: '', replaceStart: caret, replaceEnd: caret };
  /** Open parentheses: the field whose values they hold (null outside of `field:( )`), and whether a term came before. */
  const open: { field: string | null; hasTerm: boolean }[] = [{ field: null, hasTerm: false }];
  let at = 0;
  while (at < caret) {
    const level = open.at(-1) ?? { field: null, hasTerm: false };
    const character = text[at] ?? '';
    if (isSpace(character) || (character === '-' && startsTerm(text, at))) {
      at++;
    } else if (character === '(') {
      level.hasTerm = true;
      open.push({ field: level.field, hasTerm: false });
      at++;
    } else if (character === ')') {
      if (open.length > 1) open.pop();
      at++;
    } else {
      const name = level.field === null ? nameAt(text, at) : null;
      if (name !== null && caret <= name.colon) {
        return { kind: 'field', prefix: unescape(text.slice(at, caret)), replaceStart: at, replaceEnd: name.colon + 1 };
      }
      const field = name === null ? level.field : name.name;
      const start = name === null ? at : name.colon + 1;
      if (name !== null && text[start] === '(') {
        level.hasTerm = true;
        open.push({ field, hasTerm: false });
        at = start + 1;
        continue;
      }
      const end = termEnd(text, start, field !== null);
      if (caret <= end) return completionIn(text, start, end, caret, field, level.hasTerm) ?? none;
      level.hasTerm = !isOperator(text.slice(start, end));
      at = end;
    }
  }
  const field = open.at(-1)?.field ?? null;
  // The caret stands before a term: a choice goes in front of it.
  return field === null ? { ...none, kind: 'field' } : { ...none, kind: 'value', field };
}

function completionIn(
  text: string,
  start: number,
  end: number,
  caret: number,
  field: string | null,
  hasTerm: boolean,
): Completion | null {
  const first = text[start] ?? '';
  const typed = text.slice(start, caret);
  if (field === null) {
    if ('"/[{<>'.includes(first) && first !== '') return null;
    const operator = ['AND', 'OR', 'NOT'].find((word) => typed !== '' && word.startsWith(typed));
    const kind = operator !== undefined && (hasTerm || operator === 'NOT') ? 'operator' : 'field';
    return { kind, prefix: unescape(typed), replaceStart: start, replaceEnd: end };
  }
  if ('/[{<>'.includes(first) && first !== '') return null;
  if (first === '"') {
    // Without a closing quote the rest of the text would count as quoted; replace no more than was typed.
    const replaceEnd = isClosed(text, start, end) ? end : caret;
    const isAfter = replaceEnd === end && caret === end && caret > start + 1 && isClosed(text, start, end);
    const inside = text.slice(start + 1, isAfter ? caret - 1 : caret);
    return { kind: 'value', field, prefix: unescapeQuoted(inside), replaceStart: start, replaceEnd };
  }
  if (/(?<!\\)(?:\\\\)*[*?]/.test(typed)) return null;
  return { kind: 'value', field, prefix: unescape(typed), replaceStart: start, replaceEnd: end };
}

/** The name and colon of a field at `at`, or null where no field begins. */
function nameAt(text: string, at: number): { name: string; colon: number } | null {
  if ('"/[{<>'.includes(text[at] ?? '')) return null;
  const end = bareEnd(text, at, ':');
  return text[end] === ':' && end > at ? { name: unescape(text.slice(at, end)), colon: end } : null;
}

/** End of the term that begins at `at`; the end of the text where it is not finished. */
function termEnd(text: string, at: number, isValue: boolean): number {
  const first = text[at];
  if (first === '"') return delimitedEnd(text, at, '"');
  if (first === '/') return bareEnd(text, delimitedEnd(text, at, '/'), '');
  if (isValue && (first === '[' || first === '{')) {
    const close = /[\]}]/g;
    close.lastIndex = at;
    const found = close.exec(text);
    return found === null ? text.length : found.index + 1;
  }
  return bareEnd(text, at, '');
}

function bareEnd(text: string, from: number, stops: string): number {
  let at = from;
  for (; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\') at++;
    else if (isSpace(character) || '()"'.includes(character) || stops.includes(character)) return at;
  }
  return text.length;
}

function delimitedEnd(text: string, start: number, delimiter: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === delimiter) return at + 1;
  }
  return text.length;
}

function isClosed(text: string, start: number, end: number): boolean {
  if (end - start < 2 || text[end - 1] !== '"') return false;
  let backslashes = 0;
  while (text[end - 2 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 0;
}

function startsTerm(text: string, at: number): boolean {
  const before = text[at - 1];
  return before === undefined || isSpace(before) || before === '(' || before === '-';
}

function isOperator(term: string): boolean {
  return term === 'AND' || term === 'OR' || term === 'NOT';
}

function unescape(source: string): string {
  return source.replaceAll(/\\([^])/g, '$1');
}

function unescapeQuoted(source: string): string {
  return source.replaceAll(/\\(["\\])/g, '$1');
}

/**
 * Puts a choice in: a field or path with its colon, a value quoted where needed, or an operator. A value or operator
 * at the end of the text gets a space after it. The caret comes to stand where typing goes on.
 */
export function applyCompletion(text: string, completion: Completion, choice: string): { text: string; caret: number } {
  const { kind, replaceStart, replaceEnd } = completion;
  if (kind === 'none') return { text, caret: replaceEnd };
  const before = text.slice(0, replaceStart);
  const after = text.slice(replaceEnd);
  const isTight = after !== '' && (isSpace(after[0] ?? '') || after.startsWith(')'));
  let inserted: string;
  if (kind === 'field') inserted = `${escapeName(choice)}:`;
  else if (kind === 'value') inserted = printValueTerm(completion.field ?? '', valueTerm(choice));
  else inserted = choice;
  if (kind !== 'field' && !isTight) inserted += ' ';
  return { text: before + inserted + after, caret: before.length + inserted.length };
}
