// Which words a block must hold so that a record of it can match: the filters of blocks answer that without reading
// the block. Only what is certain is asked for; a term that gives nothing certain reads every block.
import type { ValueTerm } from '../../shared/query/ast.ts';
import { isFilterToken, maxTokenBytes } from '../store/tokens.ts';
import { isAscii } from './needle.ts';
import { literalSegments } from './wildcard.ts';

/** Every group must have at least one of its tokens in the block. */
export type TokenNeeds = readonly (readonly string[])[];

/** More alternatives than this cost more to ask than a block costs to read. */
const maxAlternatives = 256;

const noWords: readonly string[] = [];

interface Piece {
  text: string;
  /** The literal itself ends the word there: the neighbour is no word character. */
  closedLeft: boolean;
  closedRight: boolean;
  /** Character before the piece, '' at the start. */
  before: string;
}

/** The words of a literal; its own ends count as closed where told so. */
function piecesOf(literal: string, startClosed: boolean, endClosed: boolean): Piece[] {
  const pieces: Piece[] = [];
  for (const found of literal.matchAll(/[A-Za-z0-9\u0080-\uffff]+/g)) {
    const end = found.index + found[0].length;
    pieces.push({
      text: found[0],
      closedLeft: found.index > 0 || startClosed,
      closedRight: end < literal.length || endClosed,
      before: found.index > 0 ? literal[found.index - 1]! : '',
    });
  }
  return pieces;
}

function isAskable(token: string): boolean {
  return token.length <= maxTokenBytes && isFilterToken(token);
}

/** Lower-casing turns the Kelvin sign into k and a dotted capital I into i: then these letters say nothing. */
function isCertain(piece: string, asciiOnly: boolean): boolean {
  return isAscii(piece) && (asciiOnly || !/[ki]/i.test(piece));
}

const joinedWords = new WeakMap<readonly string[], { count: number; text: string }>();

/** All plain words, each between line feeds: one search in it beats one look at each of 100,000 words. */
function joined(plainWords: readonly string[]): string {
  const known = joinedWords.get(plainWords);
  if (known?.count === plainWords.length) return known.text;
  const text = `\n${plainWords.join('\n')}\n`;
  joinedWords.set(plainWords, { count: plainWords.length, text });
  return text;
}

/** The piece as a whole word, or inside a plain word where its open end allows that; null where nothing is certain. */
function alternatives(piece: Piece, plainWords: readonly string[]): string[] | null {
  const token = piece.text.toLowerCase();
  if (!isAskable(token)) return null;
  const tokens = new Set([token]);
  const text = joined(plainWords);
  const sought = `${piece.closedLeft ? '\n' : ''}${token}${piece.closedRight ? '\n' : ''}`;
  for (let at = text.indexOf(sought); at >= 0;) {
    const inside = piece.closedLeft ? at + 1 : at;
    const end = text.indexOf('\n', inside);
    const word = text.slice(text.lastIndexOf('\n', inside) + 1, end);
    if (!isAskable(word)) return null;
    tokens.add(word);
    if (tokens.size > maxAlternatives) return null;
    at = text.indexOf(sought, end);
  }
  return [...tokens];
}

/** Needs of a bare word: its inner pieces are whole words, its outer ones may lie inside plain words. */
export function wordNeeds(text: string, plainWords: () => readonly string[]): TokenNeeds {
  const asciiOnly = isAscii(text);
  const needs: string[][] = [];
  for (const piece of piecesOf(text, false, false)) {
    const whole = piece.closedLeft && piece.closedRight;
    // Folded by Unicode, a word with a Kelvin sign counts as plain, but is none of the plain words of the case.
    if (!isCertain(piece.text, asciiOnly) || !(whole || asciiOnly)) continue;
    const tokens = alternatives(piece, whole ? noWords : plainWords());
    if (tokens) needs.push(tokens);
  }
  return needs;
}

/** Needs of a substring: only its inner pieces are whole words. `asciiOnly`: the whole term is folded as ASCII. */
export function phraseNeeds(text: string, asciiOnly: boolean = isAscii(text)): TokenNeeds {
  return piecesOf(text, false, false)
    .filter((piece) => piece.closedLeft && piece.closedRight && isCertain(piece.text, asciiOnly))
    .map((piece) => piece.text.toLowerCase())
    .filter(isAskable)
    .map((token) => [token]);
}

/** Needs of a wildcard in free text: the inner pieces of what is literal in it. */
export function wildcardNeeds(pattern: string): TokenNeeds {
  return literalSegments(pattern).segments.flatMap((text) => phraseNeeds(text, isAscii(pattern)));
}

// Characters that no JSON writer in use spells as an escape ending in letters (`\n`, `\u003c`), so that a word after
// one of them is a whole word in the raw text too. A slash may be written `\/`, which ends a word as well.
const neverEscaped = /[-_.:@/,; ()[\]{}|#!*$~^?%]/;

function valueNeeds(literal: string, startClosed: boolean, endClosed: boolean): string[] {
  return piecesOf(literal, startClosed, endClosed)
    .filter((piece) => piece.closedLeft && piece.closedRight && isAscii(piece.text))
    .filter((piece) => piece.before === '' || neverEscaped.test(piece.before))
    .map((piece) => piece.text.toLowerCase());
}

/** Whether a number of a record could print as this text or equal it; its raw spelling may differ (1000 and 1e3). */
export function mayBeNumber(text: string): boolean {
  return Number.isFinite(Number(text)) || /^-?Infinity$/.test(text);
}

const numberPiece = /^(?:[0-9]+(?:e[0-9]*)?|e[0-9]*|infinity)$/;

/** Needs of a term on a record path: the keys of the path, and the whole words of a literal value. */
export function pathNeeds(path: string, term: ValueTerm): TokenNeeds {
  const tokens = path
    .split('.')
    .filter((segment) => !/^[0-9]+$/.test(segment))
    .flatMap((segment) => valueNeeds(segment, true, true));
  if (term.kind === 'exact' && !mayBeNumber(term.text)) tokens.push(...valueNeeds(term.text, true, true));
  if (term.kind === 'wildcard') {
    const { segments, startsOpen, endsOpen } = literalSegments(term.pattern);
    segments.forEach((text, i) => {
      const startClosed = i === 0 && !startsOpen;
      const endClosed = i === segments.length - 1 && !endsOpen;
      tokens.push(...valueNeeds(text, startClosed, endClosed).filter((token) => !numberPiece.test(token)));
    });
  }
  return [...new Set(tokens)].filter(isAskable).map((token) => [token]);
}
