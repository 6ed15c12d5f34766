import { loadKernel, type KernelExports } from '../kernel/load.ts';
import { filterBytes, TokenCollector, type WordCollector } from './tokens.ts';

interface WordsKernel extends KernelExports {
  init(seed: number): void;
  input(bytes: number): number;
  addWords(bytes: number): number;
  freshPlaces(): number;
  blockHashCount(): number;
  addToken(hash: number): void;
  buildFilter(bytes: number): number;
  clearBlock(): void;
}

/** The compiled collector (`kernel/assembly/words.ts`). */
class KernelCollector implements WordCollector {
  readonly #kernel: WordsKernel;
  // Views of the kernel's memory; made again when it has grown.
  #bytes: Uint8Array;
  #numbers: Int32Array;
  #fresh: string[] = [];

  constructor(kernel: WordsKernel) {
    this.#kernel = kernel;
    kernel.init((Math.random() * 0x100000000) | 0);
    this.#bytes = new Uint8Array(kernel.memory.buffer);
    this.#numbers = new Int32Array(kernel.memory.buffer);
  }

  #refresh(): void {
    if (this.#bytes.length > 0) return;
    this.#bytes = new Uint8Array(this.#kernel.memory.buffer);
    this.#numbers = new Int32Array(this.#kernel.memory.buffer);
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const input = this.#kernel.input(length);
    this.#refresh();
    this.#bytes.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), input);
    const fresh = this.#kernel.addWords(length);
    if (fresh === 0) return;
    this.#refresh();
    const places = this.#kernel.freshPlaces() / 4;
    for (let i = 0; i < fresh; i++) {
      const from = input + this.#numbers[places + i * 2]!;
      const to = input + this.#numbers[places + i * 2 + 1]!;
      this.#fresh.push(
        Buffer.from(this.#bytes.buffer, from, to - from)
          .toString('latin1')
          .toLowerCase(),
      );
    }
  }

  takeFilter(extra: number | null): Uint8Array {
    if (extra !== null) this.#kernel.addToken(extra | 0);
    const bytes = filterBytes(this.#kernel.blockHashCount());
    const start = this.#kernel.buildFilter(bytes);
    this.#refresh();
    const filter = this.#bytes.slice(start, start + bytes);
    this.#kernel.clearBlock();
    return filter;
  }

  takePlainWords(): string[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}

/** The fastest collector there is. */
export function newWordCollector(): WordCollector {
  const kernel = loadKernel<WordsKernel>('words');
  return kernel ? new KernelCollector(kernel) : new TokenCollector();
}
