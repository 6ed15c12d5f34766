import {
  closeBrace,
  closeBracket,
  colon,
  incomplete,
  keyText,
  mayBeJsonText,
  malformed,
  nextCandidate,
  nextMember,
  openBrace,
  openBracket,
  quote,
  skipSeparators,
  skipValue,
  skipWhitespace,
  type Member,
} from './json-scan.ts';
import { BorderScan } from './border-scan.ts';
import { strictScan } from './json-strict.ts';

// One for all leaves of a thread: it holds compiled code and a copy of the window it works on.
const borders = new BorderScan();

/** Keys under which products put lists of records, with what they are lists of. */
const containerKeys = new Set([
  'Records',
  'records',
  'Events',
  'events',
  'logEvents',
  'results',
  'QueryResultRows',
  'Findings',
  'configurationItems',
  'value',
  'data',
  'items',
  'messages',
]);

/** Where an item was found: the key of its list, `[]` for a list of its own, or null between top-level values. */
export type ItemPlace = string | null;

export interface Damage {
  /** Absolute position of the item that cannot be read. */
  start: number;
  cause: 'broken' | 'cut-off' | 'too-large';
  /** Absolute position of the first byte that cannot be right, where known. */
  at: number | null;
  /** Whether the damaged stretch has the marks of CloudTrail records. */
  isCloudTrail: boolean;
}

export interface ItemHandler {
  /** A complete value in item position; `false` when it is not valid JSON. */
  item(bytes: Buffer, start: number, end: number, place: ItemPlace): boolean;
  /** Whether a valid value found while looking for the end of damage is one to go on from. */
  leadsOn(bytes: Buffer, start: number, end: number): boolean;
  /** A stretch that could not be used; reading went on at absolute position `resumedAt`. */
  damaged(damage: Damage, resumedAt: number): void;
  /** Something odd that costs no record, at an absolute position. */
  odd(code: 'truncated' | 'unexpected-bracket', position: number): void;
  /** True when enough has been taken for one delivery; `at` is relative to the bytes. */
  isFull(at: number): boolean;
}

export interface ItemOptions {
  /** Largest single item. */
  recordBytes: number;
  /** Whether lines carry text before their JSON, as in `2026-03-14T02:11:50.000Z {…}`. */
  prefixed: boolean;
}

/** From this size on an item without an end is checked by the grammar, in case a lost quote hides its end. */
const suspiciousBytes = 2 * 1024 * 1024;

/**
 * Walks JSON text of any size and finds its items: top-level values, members of lists, and the lists inside the
 * well-known containers. Damage is confined: reading goes on at the next value that is a record or leads to one.
 *
 * The machine works on a window of the content and is called again with more (`run`); what it finds depends on the
 * content alone, never on where windows end.
 */
export class JsonItems {
  /** Open lists (with their keys) and the objects around them (null). */
  private readonly frames: ItemPlace[] = [];
  private readonly handler: ItemHandler;
  private readonly options: ItemOptions;
  private readonly member: Member = { keyStart: 0, keyEnd: 0, valueStart: 0 };
  private damage: Damage | null = null;
  private sawDamage = false;
  private base = 0;
  /** Top-level values seen. */
  topLevelValues = 0;
  /** Key of the first list that was entered. */
  firstContainer: ItemPlace = null;

  constructor(handler: ItemHandler, options: ItemOptions) {
    this.handler = handler;
    this.options = options;
  }

  /**
   * Works through `bytes` from `at`. Returns how far it came and why it stopped: `more` (call again with bytes that
   * start at or before the returned position and reach further), `full` (call again as soon as the handler has
   * delivered) or `end`.
   *
   * @param base absolute position of `bytes[0]`
   * @param isFinal whether the content ends with these bytes
   */
  run(bytes: Buffer, at: number, base: number, isFinal: boolean): { at: number; stop: 'more' | 'full' | 'end' } {
    this.base = base;
    const end = bytes.length;
    for (;;) {
      if (this.handler.isFull(at)) return { at, stop: 'full' };
      let next: number;
      if (this.damage !== null) next = this.recover(bytes, at, end, isFinal);
      else if (this.frames.length > 0 && this.frames.at(-1) === null) next = this.stepObject(bytes, at, end, isFinal);
      else {
        at = skipSeparators(bytes, at, end);
        next = at >= end ? incomplete : this.stepItem(bytes, at, end, isFinal);
      }
      if (next >= 0) {
        at = next;
        continue;
      }
      if (next === malformed) {
        this.startDamage(bytes, at, end, 'broken');
        at += 1;
        continue;
      }
      if (!isFinal && (this.damage !== null || end - at < this.options.recordBytes)) {
        if (this.damage !== null || end - at < suspiciousBytes) return { at, stop: 'more' };
        if (at >= end || strictScan(bytes, at, end).state !== 'malformed') return { at, stop: 'more' };
        this.startDamage(bytes, at, end, 'broken');
        at += 1;
        continue;
      }
      if (at < end && this.damage === null) {
        this.startDamage(bytes, at, end, end - at >= this.options.recordBytes ? 'too-large' : 'cut-off');
        at += 1;
        continue;
      }
      this.finish(end);
      return { at: end, stop: 'end' };
    }
  }

  private finish(end: number): void {
    if (this.damage !== null) {
      this.handler.damaged(this.damage, this.base + end);
      this.damage = null;
    } else if (this.frames.length > 0 && !this.sawDamage) this.handler.odd('truncated', this.base + end);
    this.frames.length = 0;
  }

  /** The next thing between top-level values or inside a list; `at` is on a byte that is no separator. */
  private stepItem(bytes: Buffer, at: number, end: number, isFinal: boolean): number {
    const byte = bytes[at];
    const place = this.frames.at(-1) ?? null;
    const isTopLevel = this.frames.length === 0;
    if (byte === closeBracket || byte === closeBrace) return this.closeAt(at, byte, isTopLevel);
    if (isTopLevel) {
      if (this.options.prefixed && byte !== openBrace) return this.skipPrefix(bytes, at, end, isFinal);
      if (byte === openBracket) {
        this.enter('[]');
        return at + 1;
      }
      if (byte === openBrace) return this.probeObject(bytes, at, end);
    }
    // Between top-level values only a text that is JSON itself makes sense; another is a quote out of place.
    if (isTopLevel && byte === quote && at + 1 < end && !mayBeJsonText(bytes[at + 1])) return malformed;
    const itemEnd = borders.end(bytes, at, end);
    if (itemEnd < 0) return itemEnd;
    const isOpenEnded = byte !== openBrace && byte !== openBracket && byte !== quote;
    if (isOpenEnded && itemEnd === end && !isFinal) return incomplete;
    if (isTopLevel && isOpenEnded) return malformed;
    if (byte === quote && !isTopLevel) {
      // A text that turns out to be a key: the object around it lost its brace.
      const next = skipWhitespace(bytes, itemEnd, end);
      if (next >= end && !isFinal) return incomplete;
      if (bytes[next] === colon) return malformed;
    }
    return this.take(bytes, at, itemEnd, place);
  }

  private take(bytes: Buffer, start: number, end: number, place: ItemPlace): number {
    if (place === null) this.topLevelValues += 1;
    if (this.handler.item(bytes, start, end, place)) return end;
    this.startDamage(bytes, start, end, 'broken');
    return start + 1;
  }

  /** A top-level object: entered where it holds a list of records, else taken whole. */
  private probeObject(bytes: Buffer, start: number, end: number): number {
    let at = start + 1;
    for (;;) {
      const found = nextMember(bytes, at, end, this.member);
      if (found < 0) return found;
      const valueStart = this.member.valueStart;
      if (found === 0) return this.take(bytes, start, valueStart, null);
      const inside = this.enterMember(bytes, valueStart);
      if (inside === 1) {
        this.topLevelValues += 1;
        return valueStart + 1;
      }
      at = skipValue(bytes, valueStart, end);
      if (at < 0) return at;
    }
  }

  /** Goes on with the members of an object that holds a list of records. */
  private stepObject(bytes: Buffer, at: number, end: number, isFinal: boolean): number {
    const found = nextMember(bytes, at, end, this.member);
    if (found < 0) return found;
    const valueStart = this.member.valueStart;
    if (found === 0) {
      this.frames.pop();
      return valueStart;
    }
    if (this.enterMember(bytes, valueStart) === 1) return valueStart + 1;
    const valueEnd = skipValue(bytes, valueStart, end);
    return valueEnd === end && !isFinal ? incomplete : valueEnd;
  }

  /** Enters the value of `member` where its key says that it is a list of records (or holds one); 1 if it did. */
  private enterMember(bytes: Buffer, valueStart: number): 0 | 1 {
    const first = bytes[valueStart];
    if (first !== openBracket && first !== openBrace) return 0;
    const key = this.member.keyEnd - this.member.keyStart > 20 ? '' : keyText(bytes, this.member);
    const isHits = key === 'hits';
    if (first === openBrace ? !isHits : !isHits && !containerKeys.has(key)) return 0;
    // The object around the list; for Elastic's {"hits":{"hits":[…]}} there are two.
    if (this.frames.length === 0) this.frames.push(null);
    if (first === openBrace) this.frames.push(null);
    else this.enter(key);
    return 1;
  }

  private enter(key: string): void {
    this.frames.push(key);
    this.firstContainer ??= key;
  }

  private closeAt(at: number, byte: number, isTopLevel: boolean): number {
    if (isTopLevel || byte === closeBrace) {
      if (!this.sawDamage) this.handler.odd('unexpected-bracket', this.base + at);
      this.sawDamage = true;
    }
    this.frames.pop();
    if (byte === closeBrace && this.frames.length > 0 && this.frames.at(-1) === null) this.frames.pop();
    return at + 1;
  }

  /** Text before the JSON of a line. A line without JSON is an item that is none. */
  private skipPrefix(bytes: Buffer, at: number, end: number, isFinal: boolean): number {
    let stop = at;
    while (stop < end && bytes[stop] !== openBrace && bytes[stop] !== 0x0a) stop += 1;
    if (stop >= end && !isFinal) return incomplete;
    if (stop < end && bytes[stop] === openBrace) return stop;
    this.topLevelValues += 1;
    this.handler.item(bytes, at, stop, 'line');
    return stop;
  }

  private startDamage(bytes: Buffer, start: number, end: number, cause: Damage['cause']): void {
    const scan = strictScan(bytes, start, end);
    const stretch = bytes.subarray(start, Math.min(end, start + 65_536));
    this.damage = {
      start: this.base + start,
      cause: scan.state === 'malformed' ? 'broken' : cause,
      at: scan.state === 'malformed' ? this.base + scan.at : null,
      isCloudTrail: ['"eventSource', '"eventVersion', 'CloudTrailEvent', 'eventName'].some((mark) =>
        stretch.includes(mark),
      ),
    };
    this.sawDamage = true;
  }

  /**
   * Looks from `at` for a value to go on from. The search also looks inside what a lost quote has swallowed: every `{`
   * is tried by the grammar, which fails within a few bytes where it is not the start of a value.
   */
  private recover(bytes: Buffer, at: number, end: number, isFinal: boolean): number {
    for (;;) {
      const candidate = nextCandidate(bytes, at, end);
      if (candidate === incomplete) {
        if (isFinal) return incomplete;
        // The last bytes could be the start of a candidate.
        return at < end - 2 ? end - 2 : incomplete;
      }
      const scan = strictScan(bytes, candidate, end);
      if (scan.state === 'incomplete' && !isFinal && end - candidate < this.options.recordBytes) {
        return candidate > at ? candidate : incomplete;
      }
      if (scan.state === 'complete' && this.handler.leadsOn(bytes, candidate, scan.at)) {
        const damage = this.damage;
        this.damage = null;
        if (damage !== null) this.handler.damaged(damage, this.base + candidate);
        while (this.frames.length > 0 && this.frames.at(-1) === null) this.frames.pop();
        return candidate;
      }
      at = candidate + 1;
    }
  }
}
