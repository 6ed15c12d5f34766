import type { TextTerm, ValueTerm } from '../../shared/query/ast.ts';
import { valuesAtPath } from '../../shared/query/record-path.ts';
import { compileNeedle, findNeedle, isAscii, standsAsWord, type Needle } from './needle.ts';
import { noRow } from './record-rows.ts';
import type { OpenBlock } from './open-block.ts';
import { mayBeNumber, pathNeeds, phraseNeeds, wildcardNeeds, wordNeeds, type TokenNeeds } from './prune.ts';
import { literalSegments } from './wildcard.ts';
import { escapedAlphanumericToken, type RawRecords, type SearchIndex } from './types.ts';

/** A test that cannot be answered from columns; it runs block by block, on what the columns leave over. */
export interface LateTest {
  /** False when no record of the block can match. */
  mayMatch(raw: RawRecords, block: number): boolean;
  /** The candidates of the open block that match: 1 for each, by position in the block. */
  scan(open: OpenBlock, candidates: Uint8Array): Uint8Array;
}

function meets(needs: TokenNeeds, raw: RawRecords, block: number): boolean {
  return needs.every((tokens) => tokens.some((token) => raw.mayContain(block, token)));
}

/**
 * Marks candidates with an occurrence of the needle that `accepts` agrees to; every occurrence in a record is tried.
 * One search runs over each run of candidates, and hits are mapped to records on the way.
 */
function markHits(
  needle: Needle,
  open: OpenBlock,
  candidates: Uint8Array,
  accepts: (bytes: Uint8Array, hit: number, recordStart: number, recordEnd: number) => boolean,
): Uint8Array {
  const { bytes, starts, ends } = open.content();
  const length = needle.folded.length;
  const matched = new Uint8Array(candidates.length);
  for (const run of open.runs(candidates)) {
    const to = ends[run.to - 1]!;
    let record = run.from;
    let hit = findNeedle(needle, bytes, starts[run.from]!, to);
    while (hit >= 0) {
      while (hit >= ends[record]!) record++;
      const inside = hit >= starts[record]! && hit + length <= ends[record]!;
      let next = hit + 1;
      if (inside && accepts(bytes, hit, starts[record]!, ends[record]!)) {
        matched[record] = 1;
        next = ends[record]!;
      }
      hit = findNeedle(needle, bytes, next, to);
    }
  }
  return matched;
}

const anywhere = (): boolean => true;

/** Candidates whose text passes; `needle`, where there is one, says which are worth decoding. */
function scanTexts(needle: Needle | null, passes: (text: string) => boolean): LateTest['scan'] {
  return (open, candidates) => {
    const likely = needle ? markHits(needle, open, candidates, anywhere) : candidates;
    const matched = new Uint8Array(candidates.length);
    for (let i = 0; i < matched.length; i++) if (likely[i] === 1 && passes(open.text(i))) matched[i] = 1;
    return matched;
  };
}

function longest(texts: readonly string[]): string {
  let best = '';
  for (const text of texts) if (text.length > best.length) best = text;
  return best;
}

/**
 * The longest ASCII stretch that must be in the raw text in one of its cases. A term with other characters is folded
 * by Unicode, where the Kelvin sign becomes k and the dotted capital I begins with i: these letters break a stretch.
 */
function needleOf(texts: readonly string[], foldsAll: boolean): Needle | null {
  const usable = foldsAll ? /[^\u0080-\uffffki]+/gi : /[^\u0080-\uffff]+/g;
  const best = longest(texts.flatMap((text) => text.match(usable) ?? []));
  return best === '' ? null : compileNeedle(best);
}

/** Free text on the raw record. `passes` is the meaning of the term on text; `plainWords` is asked only if needed. */
export function textTest(
  term: TextTerm,
  passes: (raw: string) => boolean,
  plainWords: () => readonly string[],
): LateTest {
  const needs = textNeeds(term, plainWords);
  return { mayMatch: (raw, block) => meets(needs, raw, block), scan: textScan(term, passes) };
}

function textNeeds(term: TextTerm, plainWords: () => readonly string[]): TokenNeeds {
  if (term.kind === 'word') return wordNeeds(term.text, plainWords);
  if (term.kind === 'phrase') return phraseNeeds(term.text);
  return term.kind === 'wildcard' ? wildcardNeeds(term.pattern) : [];
}

function textScan(term: TextTerm, passes: (raw: string) => boolean): LateTest['scan'] {
  if (term.kind === 'regex') return scanTexts(null, passes);
  if (term.kind === 'wildcard') {
    return scanTexts(needleOf(literalSegments(term.pattern).segments, !isAscii(term.pattern)), passes);
  }
  if (term.text === '' || !isAscii(term.text)) return scanTexts(needleOf([term.text], true), passes);
  const needle = compileNeedle(term.text);
  if (term.kind === 'phrase') return (open, candidates) => markHits(needle, open, candidates, anywhere);
  const length = needle.folded.length;
  return (open, candidates) =>
    markHits(needle, open, candidates, (bytes, hit, from, to) => standsAsWord(bytes, hit, hit + length, from, to));
}

// What any JSON writer leaves as it is, unless it writes `\u00…`.
const plainStretch = /[A-Za-z0-9\-_.:@,; ()[\]{}|#!*$~^?%+=&<>'`]+/g;

/** Text that must be in the raw record, unless characters are spelled as `\u00…` escapes there. */
function pathNeedle(path: string, term: ValueTerm): Needle | null {
  const texts =
    term.kind === 'exact' && !mayBeNumber(term.text)
      ? [term.text]
      : term.kind === 'wildcard'
        ? literalSegments(term.pattern).segments
        : [];
  const stretches = texts.flatMap((text) => text.match(plainStretch) ?? []);
  // A number prints in other ways than it is written.
  const value = longest(
    term.kind === 'wildcard' ? stretches.filter((text) => !/^[-+.0-9e]*$|infinity/i.test(text)) : stretches,
  );
  const keys = path.split('.').filter((segment) => !/^[0-9]+$/.test(segment));
  const key = longest(keys.flatMap((text) => text.match(plainStretch) ?? []));
  const best = value.length >= 3 || value.length >= key.length ? value : key;
  return best === '' ? null : compileNeedle(best);
}

const escapeBytes = Buffer.from('\\u00');

/** A term on a record path: `passes` is its meaning on one value of the path. */
export function pathTest(path: string, term: ValueTerm, passes: (value: unknown) => boolean): LateTest {
  const needs = pathNeeds(path, term);
  const needle = pathNeedle(path, term);
  return {
    mayMatch: (raw, block) => meets(needs, raw, block) || raw.mayContain(block, escapedAlphanumericToken),
    scan(open, candidates) {
      const likely = needle ? markHits(needle, open, candidates, anywhere) : candidates;
      const matched = new Uint8Array(candidates.length);
      const { starts, ends } = open.content();
      const buffer = open.buffer();
      for (let i = 0; i < matched.length; i++) {
        if (candidates[i] !== 1) continue;
        if (likely[i] !== 1 && !buffer.subarray(starts[i], ends[i]).includes(escapeBytes)) continue;
        if (valuesAtPath(open.value(i), path).some(passes)) matched[i] = 1;
      }
      return matched;
    },
  };
}

/** A term on eventIDs other than a plain value. */
export function idTest(index: SearchIndex, passes: (id: string) => boolean): LateTest {
  return {
    mayMatch: () => true,
    scan(open, candidates) {
      const matched = new Uint8Array(candidates.length);
      for (let i = 0; i < matched.length; i++) {
        if (candidates[i] !== 1) continue;
        const row = open.row(i);
        if (row !== noRow && passes(index.eventId(row))) matched[i] = 1;
      }
      return matched;
    },
  };
}
