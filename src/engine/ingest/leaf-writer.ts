import type { LookAlikeCode } from './look-alikes.ts';
import type { ChildSink, LeafFormat, LeafProblem, ReaderSink, RecordSpan } from './types.ts';

/** A record of a child, waiting to be delivered. */
interface ChildLines {
  sink: ChildSink;
  lines: Buffer[];
  spans: RecordSpan[];
  bytes: number;
}

const newline = Buffer.from('\n');

/** Items without a record among them that are remembered one by one; a file with more is hardly CloudTrail. */
const mostPending = 100_000;

/**
 * Stands between a reader and its sink. Content and rejections are held back until the first record shows that the leaf
 * is CloudTrail, so that a skipped leaf leaves nothing behind.
 */
export class LeafWriter {
  records = 0;
  rejected = 0;
  /** Format of the first record. */
  format: LeafFormat | null = null;
  isConfirmed = false;
  readonly lookAlikes = new Map<LookAlikeCode, number[]>();
  /** Items in record position that are no records: all, those that are objects with members, those that are empty. */
  otherCount = 0;
  otherObjects = 0;
  otherEmpty = 0;
  /** Whether the content ended inside a list. */
  isCutOff = false;
  readonly pendingDamage: { problem: LeafProblem; isCloudTrail: boolean }[] = [];
  pendingChildBytes = 0;
  private readonly pendingOthers: LeafProblem[] = [];
  private readonly pendingProblems: LeafProblem[] = [];
  private readonly children = new Map<string, ChildLines>();
  private held: Uint8Array[] = [];
  private heldTotal = 0;
  private spans: RecordSpan[] = [];
  private readonly sink: ReaderSink;
  private readonly heldBytes: number;

  constructor(sink: ReaderSink, heldBytes: number) {
    this.sink = sink;
    this.heldBytes = heldBytes;
  }

  /** A record at bytes of the window; `start` is relative to the window and made relative to the chunk on delivery. */
  record(span: RecordSpan, format: LeafFormat): void {
    this.format ??= format;
    this.records += 1;
    this.spans.push(span);
    if (!this.isConfirmed) this.confirm();
  }

  /** A record whose text is not in the content: one line of a child. */
  childRecord(name: string, format: LeafFormat, text: Buffer, value: Record<string, unknown>): void {
    let child = this.children.get(name);
    if (child === undefined) {
      child = { sink: this.sink.child(name, format), lines: [], spans: [], bytes: 0 };
      this.children.set(name, child);
    }
    this.format ??= format;
    this.records += 1;
    child.spans.push({ start: child.bytes, length: text.length, codec: 0, value });
    child.lines.push(text, newline);
    child.bytes += text.length + 1;
    this.pendingChildBytes += text.length + 1;
    if (!this.isConfirmed) this.confirm();
  }

  /** An item in record position that is no record. */
  other(position: string, what: string, shape: 'object' | 'empty' | 'other' = 'other'): void {
    const problem = { position, code: 'not-a-record', message: what };
    this.otherCount += 1;
    if (shape === 'object') this.otherObjects += 1;
    if (shape === 'empty') this.otherEmpty += 1;
    if (this.isConfirmed) this.reject(problem);
    else if (this.pendingOthers.length < mostPending) this.pendingOthers.push(problem);
  }

  lookAlike(code: LookAlikeCode, position: number): void {
    const positions = this.lookAlikes.get(code);
    if (positions === undefined) this.lookAlikes.set(code, [position]);
    else positions.push(position);
  }

  damage(problem: LeafProblem, isCloudTrail: boolean): void {
    if (this.isConfirmed) this.reject(problem);
    else this.pendingDamage.push({ problem, isCloudTrail });
  }

  reject(problem: LeafProblem): void {
    this.rejected += 1;
    this.sink.reject(problem);
  }

  problem(problem: LeafProblem): void {
    if (problem.code === 'truncated') this.isCutOff = true;
    if (this.isConfirmed) this.sink.problem(problem);
    else this.pendingProblems.push(problem);
  }

  /** From here on the leaf counts as CloudTrail: what was held back is reported. */
  confirm(): void {
    if (this.isConfirmed) return;
    this.isConfirmed = true;
    for (const { problem } of this.pendingDamage) this.reject(problem);
    for (const problem of this.pendingOthers) this.reject(problem);
    const more = this.otherCount - this.pendingOthers.length;
    if (more > 0) {
      this.reject({
        position: null,
        code: 'not-a-record',
        message: `${more} more items before the first record are no records.`,
      });
    }
    for (const problem of this.pendingProblems) this.sink.problem(problem);
    this.pendingDamage.length = 0;
    this.pendingOthers.length = 0;
    this.pendingProblems.length = 0;
  }

  /** Delivers the first `length` bytes of the window with the records found in them. */
  async deliver(window: Uint8Array, length: number): Promise<void> {
    if (length > 0) {
      const spans = this.spans;
      this.spans = [];
      await this.content(window.length === length ? window : window.subarray(0, length), spans);
    }
    if (this.pendingChildBytes > 0) await this.deliverChildren();
  }

  private async content(bytes: Uint8Array, spans: RecordSpan[]): Promise<void> {
    if (!this.isConfirmed) {
      this.held.push(bytes);
      this.heldTotal += bytes.length;
      if (this.heldTotal > this.heldBytes) await this.releaseHeld();
      return;
    }
    if (this.held.length > 0) await this.releaseHeld();
    await this.sink.chunk(bytes, spans);
  }

  /** Delivers content that was held back; also for content that is kept although it has no records. */
  async releaseHeld(): Promise<void> {
    const held = this.held;
    this.held = [];
    this.heldTotal = 0;
    for (const bytes of held) await this.sink.chunk(bytes, []);
  }

  private async deliverChildren(): Promise<void> {
    for (const child of this.children.values()) {
      if (child.lines.length === 0) continue;
      const { lines, spans, sink } = child;
      child.lines = [];
      child.spans = [];
      child.bytes = 0;
      await sink.chunk(Buffer.concat(lines), spans);
    }
    this.pendingChildBytes = 0;
  }
}
