import { createHash, type Hash } from 'node:crypto';
import { read } from 'node:fs';
import { promisify } from 'node:util';
import { cancelled } from '../../shared/contract/errors.ts';
import type { CancelSignal } from '../../shared/contract/jobs.ts';

const readAt = promisify(read);
const stretchBytes = 1024 * 1024;

/** An open file that is hashed as it is read, so that reading it once is enough. */
export class HashedFile {
  readonly descriptor: number;
  readonly lengthBytes: number;
  private readonly hash: Hash = createHash('sha256');
  private hashedBytes = 0;

  constructor(descriptor: number, lengthBytes: number) {
    this.descriptor = descriptor;
    this.lengthBytes = lengthBytes;
  }

  /** The file from its start. */
  async *stream(): AsyncGenerator<Uint8Array, void, undefined> {
    let at = 0;
    for (;;) {
      const bytes = await this.stretch(at);
      if (bytes.length === 0) return;
      if (at === this.hashedBytes) this.update(bytes);
      at += bytes.length;
      yield bytes;
    }
  }

  /** Lower-case hex SHA-256 of the whole file; null where it cannot be read to its end. */
  async digest(signal: CancelSignal | undefined): Promise<string | null> {
    try {
      for (;;) {
        if (signal?.aborted === true) throw cancelled();
        const bytes = await this.stretch(this.hashedBytes);
        if (bytes.length === 0) return this.hash.digest('hex');
        this.update(bytes);
      }
    } catch (error) {
      if (signal?.aborted === true) throw error;
      return null;
    }
  }

  private update(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.hashedBytes += bytes.length;
  }

  private async stretch(at: number): Promise<Uint8Array> {
    const buffer = Buffer.allocUnsafeSlow(stretchBytes);
    const { bytesRead } = await readAt(this.descriptor, buffer, 0, stretchBytes, at);
    return buffer.subarray(0, bytesRead);
  }
}
