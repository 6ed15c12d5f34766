import type { LoopbackObject } from './types.ts';

/** A bucket of the loopback S3 with its keys in the order of S3 (bytes of UTF-8). */
export class LoopbackBucket {
  readonly name: string;
  readonly region: string;
  /** Readers must say that they pay. */
  requesterPays = false;
  /** Accounts that may read; without it all. */
  readers: Set<string> | null = null;
  readonly #objects = new Map<string, LoopbackObject>();
  #sorted: string[] | null = null;

  constructor(name: string, region: string) {
    this.name = name;
    this.region = region;
  }

  put(key: string, object: LoopbackObject | Buffer | string): void {
    const value =
      typeof object === 'string' || Buffer.isBuffer(object)
        ? { body: Buffer.isBuffer(object) ? object : Buffer.from(object) }
        : object;
    if (!this.#objects.has(key)) this.#sorted = null;
    this.#objects.set(key, value);
  }

  remove(key: string): void {
    if (this.#objects.delete(key)) this.#sorted = null;
  }

  get(key: string): LoopbackObject | undefined {
    return this.#objects.get(key);
  }

  keys(): readonly string[] {
    this.#sorted ??= [...this.#objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return this.#sorted;
  }
}
