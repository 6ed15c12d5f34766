import { loadKernel, type KernelExports } from '../kernel/load.ts';
import { incomplete, openBrace, openBracket, skipValue } from './json-scan.ts';

interface BordersKernel extends KernelExports {
  input(bytes: number): number;
  skip(at: number, end: number): number;
}

/** Finds the ends of values in a window of content, with the compiled kernel where there is one. */
export class BorderScan {
  readonly #kernel = loadKernel<BordersKernel>('borders');
  /** Bytes that the kernel's memory holds. Keeping them keeps their memory from being used for others. */
  #held: Buffer = Buffer.alloc(0);
  #memory = new Uint8Array(0);

  /** As `skipValue`; content must not change between calls with the same bytes. */
  end(bytes: Buffer, at: number, end: number): number {
    const first = bytes[at];
    if (this.#kernel === null || (first !== openBrace && first !== openBracket)) return skipValue(bytes, at, end);
    const offset = this.#offset(bytes);
    const found = this.#kernel.skip(at + offset, end + offset);
    return found < 0 ? incomplete : found - offset;
  }

  /** Where `bytes` begin in the held bytes; takes them in first where they are others. */
  #offset(bytes: Buffer): number {
    const held = this.#held;
    const offset = bytes.byteOffset - held.byteOffset;
    if (bytes.buffer === held.buffer && offset >= 0 && offset + bytes.length <= held.length) return offset;
    const input = this.#kernel!.input(bytes.length);
    if (this.#memory.buffer !== this.#kernel!.memory.buffer) this.#memory = new Uint8Array(this.#kernel!.memory.buffer);
    this.#memory.set(bytes, input);
    this.#held = bytes;
    return 0;
  }
}
