import type { IngestLimits } from './limits.ts';
import type { SkipReason } from './types.ts';

/** A limit was reached. Thrown inside the expansion only, never out of it. */
export class StopExpansion extends Error {
  readonly reason: SkipReason;
  readonly locator: string;
  /** Whether the rest of the file is not read either. */
  readonly isWholeFile: boolean;

  constructor(locator: string, message: string, isWholeFile: boolean) {
    super(message);
    this.name = 'StopExpansion';
    this.locator = locator;
    this.isWholeFile = isWholeFile;
    this.reason = { code: 'archive-bomb', message, expected: false };
  }
}

/** Counts what one file unpacks to, over all its layers, against the limits. */
export class ExpansionBudget {
  /** Bytes of the file as found. */
  fileBytes = 0;
  private readonly limits: IngestLimits;
  private totalBytes = 0;
  private entries = 0;

  constructor(limits: IngestLimits) {
    this.limits = limits;
  }

  /** Whether that much more output is within the limits. */
  allows(count: number): boolean {
    const total = this.totalBytes + count;
    return count <= this.limits.leafBytes && total <= this.limits.fileBytes && !this.isOverRatio(total);
  }

  /**
   * @param count bytes that were just unpacked
   * @param leafBytes bytes unpacked so far from the member they belong to
   * @throws StopExpansion
   */
  take(count: number, leafBytes: number, locator: string): void {
    this.totalBytes += count;
    const { limits } = this;
    if (leafBytes > limits.leafBytes) {
      throw new StopExpansion(
        locator,
        `${locator} unpacks to more than ${limits.leafBytes} bytes, the limit of one member.`,
        false,
      );
    }
    if (this.totalBytes > limits.fileBytes) {
      throw new StopExpansion(
        locator,
        `The file unpacks to more than ${limits.fileBytes} bytes in all; stopped in ${locator}.`,
        true,
      );
    }
    if (this.isOverRatio(this.totalBytes)) {
      throw new StopExpansion(
        locator,
        `The file unpacks to more than ${limits.ratio} times its size, which no real log does; stopped in ${locator}.`,
        true,
      );
    }
  }

  takeEntry(locator: string): void {
    this.entries += 1;
    if (this.entries <= this.limits.entries) return;
    throw new StopExpansion(
      locator,
      `${locator} has more than ${this.limits.entries} members, the limit of one file.`,
      true,
    );
  }

  private isOverRatio(total: number): boolean {
    return total > this.limits.ratioFromBytes && total > this.limits.ratio * this.fileBytes;
  }
}
