import type { LeafContent, TextEncoding } from './types.ts';

/** The encoding of text by its first bytes: byte order mark, else the zero bytes that UTF-16 puts into plain letters. */
export function detectEncoding(head: Uint8Array): Exclude<TextEncoding, 'none'> {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(head.length >> 1, 512);
  if (pairs < 2) return 'utf-8';
  let zeroFirst = 0;
  let zeroSecond = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (head[pair * 2] === 0) zeroFirst += 1;
    if (head[pair * 2 + 1] === 0) zeroSecond += 1;
  }
  if (zeroSecond > pairs * 0.7 && zeroFirst < pairs * 0.05) return 'utf-16le';
  return zeroFirst > pairs * 0.7 && zeroSecond < pairs * 0.05 ? 'utf-16be' : 'utf-8';
}

/** Length of the UTF-8 byte order mark at the start, or 0. */
export function utf8MarkLength(head: Uint8Array): number {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
}

/**
 * UTF-16 content as UTF-8, byte order mark included, so that the original can be made again.
 *
 * @param lossy called once where the content is no valid UTF-16 and so cannot be made again exactly
 */
export async function* transcode(
  content: LeafContent,
  encoding: 'utf-16le' | 'utf-16be',
  lossy: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  let isLossy = false;
  const encode = (text: string): Buffer => {
    if (!isLossy && text.includes('\uFFFD')) {
      isLossy = true;
      lossy();
    }
    return Buffer.from(text, 'utf8');
  };
  for await (const bytes of content instanceof Uint8Array ? [content] : content) {
    yield encode(decoder.decode(bytes, { stream: true }));
  }
  yield encode(decoder.decode());
}
