import { examine, isJsonText, type Finding } from './examine.ts';
import type { Damage, ItemHandler, ItemPlace } from './json-items.ts';
import { arrayItems, findPath, type PathStep, type Span } from './json-scan.ts';
import { isObject, isRecordShape } from './record-shape.ts';
import type { LookAlikeCode } from './look-alikes.ts';
import { recordCodec, type LeafFormat, type RecordCodec } from './types.ts';

type Fields = Record<string, unknown>;

/** Where an `ItemTaker` puts what it finds. Positions are absolute. */
export interface ItemOutput {
  record(start: number, end: number, codec: RecordCodec, value: Fields, format: LeafFormat, bytes: Buffer): void;
  rebuilt(value: Fields, format: LeafFormat): void;
  /** Text or packed bytes that hold records of their own; false when nothing could be made of them. */
  unpack(content: Buffer, isPacked: boolean, format: LeafFormat, position: number): void;
  other(position: number, what: string, shape?: 'object' | 'empty'): void;
  lookAlike(code: LookAlikeCode, position: number): void;
  damaged(damage: Damage, resumedAt: number): void;
  reject(position: number, code: string, message: string): void;
  odd(code: 'truncated' | 'unexpected-bracket', position: number): void;
  isFull(at: number): boolean;
}

/** Formats of direct records by the list they were found in. */
const placeFormats: Readonly<Record<string, LeafFormat>> = { Records: 's3-log', logEvents: 'cloudwatch-subscription' };

/** Turns the items that `JsonItems` finds into records, by what `examine` says they are. */
export class ItemTaker implements ItemHandler {
  /** Position of `bytes[0]`, set before each run. */
  base = 0;
  /** Whether lists were entered whose items were empty or missing. */
  private readonly output: ItemOutput;

  constructor(output: ItemOutput) {
    this.output = output;
  }

  item(bytes: Buffer, start: number, end: number, place: ItemPlace): boolean {
    if (place === 'line') {
      this.output.other(this.base + start, 'A line without JSON.');
      return true;
    }
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8', start, end));
    } catch {
      return false;
    }
    const format = (place === null ? 'json-lines' : placeFormats[place]) ?? 'records-array';
    this.take(bytes, { start, end }, value, format, 0);
    return true;
  }

  leadsOn(bytes: Buffer, start: number, end: number): boolean {
    try {
      return leadsToRecord(JSON.parse(bytes.toString('utf8', start, end)), 0);
    } catch {
      return false;
    }
  }

  damaged(damage: Damage, resumedAt: number): void {
    this.output.damaged(damage, resumedAt);
  }

  odd(code: 'truncated' | 'unexpected-bracket', position: number): void {
    this.output.odd(code, position);
  }

  isFull(at: number): boolean {
    return this.output.isFull(at);
  }

  /** Follows one value to its records; `depth` counts the wrappers around it. */
  private take(bytes: Buffer, span: Span, value: unknown, format: LeafFormat, depth: number): void {
    if (isRecordShape(value)) {
      this.output.record(this.base + span.start, this.base + span.end, recordCodec.plain, value, format, bytes);
      return;
    }
    const position = this.base + span.start;
    if (depth > 12) {
      this.output.reject(position, 'too-deep', 'Wrappers inside wrappers, more than twelve deep.');
      return;
    }
    if (typeof value === 'string') return this.takeText(bytes, span, value, format);
    const finding = examine(value);
    if (finding.kind === 'rebuilt') {
      const rebuiltFormat = outerFormat(format, finding.format);
      for (const record of finding.records) this.output.rebuilt(record, rebuiltFormat);
      for (let row = finding.unusable ?? 0; row > 0; row -= 1) {
        this.output.reject(position, 'not-a-record', 'A row of this table lacks what makes a record.');
      }
    } else if (finding.kind === 'look-alike') this.output.lookAlike(finding.code, position);
    else if (finding.kind === 'damaged-record') {
      this.output.reject(position, 'not-a-record', `A record that lacks ${finding.missing}.`);
    } else if (finding.kind === 'none') this.output.other(position, describe(value), shapeOf(value));
    else if (finding.kind !== 'record') this.follow(bytes, span, value, finding, format, depth);
  }

  private follow(
    bytes: Buffer,
    span: Span,
    value: unknown,
    finding: Extract<Finding, { path: readonly PathStep[] }>,
    format: LeafFormat,
    depth: number,
  ): void {
    const target = valueAt(value, finding.path);
    const targetSpan = findPath(bytes, span.start, span.end, finding.path);
    if (targetSpan === null) {
      this.output.reject(this.base + span.start, 'not-a-record', 'The record inside could not be located.');
      return;
    }
    const innerFormat = outerFormat(format, finding.format);
    if (finding.kind === 'payload') {
      const packed = Buffer.from(String(target), 'base64');
      this.output.unpack(packed, true, innerFormat, this.base + targetSpan.start);
    } else if (Array.isArray(target)) {
      let index = 0;
      for (const item of arrayItems(bytes, targetSpan.start, targetSpan.end)) {
        this.take(bytes, item, target[index], innerFormat, depth + 1);
        index += 1;
      }
    } else this.take(bytes, targetSpan, target, innerFormat, depth + 1);
  }

  private takeText(bytes: Buffer, span: Span, text: string, format: LeafFormat): void {
    const position = this.base + span.start;
    if (!isJsonText(text)) {
      this.output.other(position, 'A text that is not JSON.');
      return;
    }
    let inner: unknown;
    try {
      inner = JSON.parse(text);
    } catch {
      inner = undefined;
    }
    if (isRecordShape(inner)) {
      this.output.record(position, this.base + span.end, recordCodec.jsonString, inner, format, bytes);
    } else this.output.unpack(Buffer.from(text, 'utf8'), false, format, position);
  }
}

/** The outermost wrapper names the leaf; lists and lines alone say nothing. */
function outerFormat(outer: LeafFormat, inner: LeafFormat): LeafFormat {
  const isPlain = outer === 'records-array' || outer === 'json-lines' || outer === 's3-log' || outer === 'nested';
  return isPlain ? (inner === 'records-array' ? outer : inner) : outer;
}

function valueAt(value: unknown, path: readonly PathStep[]): unknown {
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PathStep, unknown>)[step];
  }
  return value;
}

function shapeOf(value: unknown): 'object' | 'empty' | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const isEmpty = Object.keys(value).length === 0;
  return isEmpty ? 'empty' : Array.isArray(value) ? undefined : 'object';
}

function describe(value: unknown): string {
  if (value === null) return 'null in the place of a record.';
  if (Array.isArray(value))
    return value.length === 0 ? 'An empty list in the place of a record.' : 'A list that is no record.';
  if (isObject(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0) return 'An empty object in the place of a record.';
    const shown = keys.slice(0, 5).map((key) => (key.length > 40 ? `${key.slice(0, 40)}…` : key));
    return `An object that is no CloudTrail record (keys ${shown.join(', ')}${keys.length > 5 ? ', …' : ''}).`;
  }
  return `A ${typeof value} in the place of a record.`;
}

/** Whether a value is a record, holds one, or is a known look-alike: a safe place to go on after damage. */
function leadsToRecord(value: unknown, depth: number): boolean {
  if (depth > 12) return false;
  if (isRecordShape(value)) return true;
  if (typeof value === 'string') {
    if (!isJsonText(value)) return false;
    try {
      return leadsToRecord(JSON.parse(value), depth + 1);
    } catch {
      return false;
    }
  }
  const finding = examine(value);
  if (finding.kind === 'rebuilt' || finding.kind === 'payload') return true;
  if (finding.kind === 'look-alike') return depth === 0;
  if (finding.kind !== 'inside') return false;
  const target = valueAt(value, finding.path);
  return Array.isArray(target)
    ? target.some((item) => leadsToRecord(item, depth + 1))
    : leadsToRecord(target, depth + 1);
}
