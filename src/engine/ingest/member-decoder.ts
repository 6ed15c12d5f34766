import type { Transform } from 'node:stream';

/** The part of Node's zlib streams that is used; `bytesWritten` counts the input the decoder has taken. */
type Decoder = Transform & { bytesWritten: number };

export interface DecodedPiece {
  output: Buffer[];
  /** The member ended inside this piece. */
  ended: boolean;
  /** Bytes of the piece that belong to the member. */
  consumed: number;
  error: Error | null;
}

/**
 * Decodes one compressed member from pieces of input. Node's own handling of several members is not used because it
 * either fails at or silently drops what follows a member; here the caller learns where a member ends.
 */
export class MemberDecoder {
  private readonly decoder: Decoder;
  private output: Buffer[] = [];
  private error: Error | null = null;
  private fed = 0;

  constructor(decoder: Transform) {
    this.decoder = decoder as Decoder;
    this.decoder.on('data', (bytes: Buffer) => this.output.push(bytes));
    this.decoder.on('error', (error: Error) => {
      this.error ??= error;
    });
  }

  async write(piece: Uint8Array): Promise<DecodedPiece> {
    const before = this.fed;
    this.fed += piece.length;
    await this.settle((done) => this.decoder.write(piece, () => done()));
    const ended = this.error === null && this.decoder.bytesWritten < this.fed;
    return { ...this.take(), ended, consumed: Math.max(0, this.decoder.bytesWritten - before) };
  }

  /** No more input; `error` says when the member is cut off (where the decoder can tell). */
  async finish(): Promise<Pick<DecodedPiece, 'output' | 'error'>> {
    await this.settle((done) => this.decoder.once('end', done).end());
    return this.take();
  }

  close(): void {
    this.decoder.destroy();
  }

  private take(): Pick<DecodedPiece, 'output' | 'error'> {
    const output = this.output;
    this.output = [];
    return { output, error: this.error };
  }

  private async settle(start: (done: () => void) => void): Promise<void> {
    if (this.error !== null) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.decoder.off('error', done);
        resolve();
      };
      this.decoder.once('error', done);
      start(done);
    });
  }
}
