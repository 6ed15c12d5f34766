import type { LeafContent } from './types.ts';

/** The first bytes of a stream, and a stream that still has all of them. */
export interface Peeked {
  head: Buffer;
  content: LeafContent;
}

/** Looks at the first `count` bytes. A stream that ends within them becomes a buffer. */
export async function peek(content: LeafContent, count: number): Promise<Peeked> {
  if (content instanceof Uint8Array) {
    return { head: Buffer.from(content.buffer, content.byteOffset, content.byteLength), content };
  }
  const iterator = content[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < count) {
    const next = await iterator.next();
    if (next.done === true) {
      const whole = Buffer.concat(first);
      return { head: whole, content: whole };
    }
    first.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(first), content: rejoin(first, iterator) };
}

async function* rejoin(
  first: Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let ended = false;
  try {
    yield* first;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) {
        ended = true;
        return;
      }
      yield next.value;
    }
  } finally {
    if (!ended) await rest.return?.();
  }
}
