import type { LeafContent } from './types.ts';

/**
 * A stretch of content in memory that moves forward. Filled to sizes of its own choosing, so that what readers see does
 * not depend on the sizes in which the content arrives.
 */
export class ContentWindow {
  /** Unread content from `base` on. Never written to after it was handed out. */
  bytes: Buffer;
  /** Position of `bytes[0]` in the content. */
  base = 0;
  /** Whether `bytes` reaches to the end of the content. */
  isFinal: boolean;
  private readonly source: AsyncIterator<Uint8Array> | null;
  private readonly pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private sourceEnded = false;

  constructor(content: LeafContent) {
    if (content instanceof Uint8Array) {
      this.bytes = asBuffer(content);
      this.source = null;
      this.isFinal = true;
    } else {
      this.bytes = Buffer.alloc(0);
      this.source = content[Symbol.asyncIterator]();
      this.isFinal = false;
    }
  }

  /** Drops the first `count` bytes, which were delivered. */
  advance(count: number): void {
    this.bytes = this.bytes.subarray(count);
    this.base += count;
  }

  /** Makes `bytes` exactly `size` long, or as long as the content lasts. Errors of the source pass through. */
  async fill(size: number): Promise<void> {
    while (!this.sourceEnded && this.source !== null && this.bytes.length + this.pendingBytes <= size) {
      const next = await this.source.next();
      if (next.done === true) {
        this.sourceEnded = true;
        break;
      }
      if (next.value.length === 0) continue;
      this.pending.push(next.value);
      this.pendingBytes += next.value.length;
    }
    const added = Math.min(this.pendingBytes, Math.max(0, size - this.bytes.length));
    if (added > 0) this.append(added);
    this.isFinal = this.source === null || (this.sourceEnded && this.pendingBytes === 0);
  }

  private append(count: number): void {
    const joined = Buffer.allocUnsafeSlow(this.bytes.length + count);
    joined.set(this.bytes, 0);
    let at = this.bytes.length;
    while (count > 0) {
      const first = this.pending[0] as Uint8Array;
      const part = first.length <= count ? first : first.subarray(0, count);
      joined.set(part, at);
      at += part.length;
      count -= part.length;
      this.pendingBytes -= part.length;
      if (part === first) this.pending.shift();
      else this.pending[0] = first.subarray(part.length);
    }
    this.bytes = joined;
  }

  /** Ends the source early, for content that nobody wants. */
  async close(): Promise<void> {
    if (this.source !== null && !this.sourceEnded) await this.source.return?.();
    this.sourceEnded = true;
  }
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
