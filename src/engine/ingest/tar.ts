import type { ArchiveMember } from './expand.ts';
import { ContentWindow } from './content-window.ts';
import { isJunk, junkReason } from './junk.ts';
import type { LeafContent } from './types.ts';

const blockBytes = 512;
const stretchBytes = 256 * 1024;
/** Long names and attributes come as members of their own; anything larger is no such thing. */
const longestAttributesBytes = 1024 * 1024;

interface Header {
  name: string;
  type: string;
  lengthBytes: number;
}

/**
 * The files in a tar archive (POSIX.1-2001 with the GNU and old forms), in order. Folders and links are left out: they
 * hold no content. Each member's content has to be read (or given up) before the next is asked for. Read by hand, so
 * that a cut off archive gives everything before the cut and a damaged header costs only its member.
 *
 * @param report called where the archive itself is damaged
 */
export async function* tarMembers(
  content: LeafContent,
  report: (code: string, message: string) => void,
): AsyncGenerator<ArchiveMember, void, undefined> {
  const window = new ContentWindow(content);
  let attributes: { name?: string; lengthBytes?: number } = {};
  let isLost = false;
  try {
    for (;;) {
      await window.fill(blockBytes);
      if (window.bytes.length < blockBytes) {
        if (window.bytes.some((byte) => byte !== 0))
          report('damaged-archive', `The tar archive is cut off at byte ${window.base}.`);
        return;
      }
      const header = tarHeader(window.bytes);
      if (header === null) {
        // Blocks of zeros end an archive; another may follow.
        const isPadding = window.bytes.subarray(0, blockBytes).every((byte) => byte === 0);
        if (!isPadding && !isLost) {
          report('damaged-archive', `The tar archive is damaged at byte ${window.base}; a member may be missing.`);
        }
        isLost = !isPadding;
        window.advance(blockBytes);
        continue;
      }
      isLost = false;
      window.advance(blockBytes);
      if ('xgLK'.includes(header.type)) {
        const text = await memberText(window, header.lengthBytes);
        if (header.type === 'L') attributes.name = text.split('\0')[0] ?? '';
        if (header.type === 'x') attributes = { ...attributes, ...paxAttributes(text) };
        continue;
      }
      const name = attributes.name ?? header.name;
      const lengthBytes = attributes.lengthBytes ?? header.lengthBytes;
      attributes = {};
      const end = window.base + lengthBytes;
      if ('0\x007'.includes(header.type) && !name.endsWith('/')) {
        if (isJunk(name)) yield { name, content: null, failure: junkReason };
        else yield { name, content: memberContent(window, end), failure: null };
      } else if (header.type === 'S') {
        const message = 'A sparse file, which is not supported. Unpack the archive and load the folder.';
        yield { name, content: null, failure: { code: 'unsupported-archive', message, expected: false } };
      }
      await skipTo(window, end + ((blockBytes - (lengthBytes % blockBytes)) % blockBytes));
    }
  } finally {
    await window.close();
  }
}

/** The header in a block; null where its checksum is wrong. */
export function tarHeader(block: Uint8Array): Header | null {
  if (block.length < blockBytes || block[0] === 0) return null;
  let sum = 0;
  for (let index = 0; index < blockBytes; index += 1) {
    sum += index >= 148 && index < 156 ? 0x20 : (block[index] as number);
  }
  if (octal(block, 148, 156) !== sum) return null;
  const isPosix = text(block, 257, 263) === 'ustar';
  const prefix = isPosix && block[262] === 0 ? text(block, 345, 500) : '';
  const name = text(block, 0, 100);
  const lengthBytes = (block[124] as number) & 0x80 ? base256(block, 124, 136) : octal(block, 124, 136);
  const type = String.fromCharCode(block[156] as number);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type,
    lengthBytes: '125'.includes(type) ? 0 : lengthBytes,
  };
}

function text(block: Uint8Array, start: number, end: number): string {
  const zero = block.indexOf(0, start);
  return Buffer.from(block.subarray(start, zero >= start && zero < end ? zero : end)).toString('utf8');
}

function octal(block: Uint8Array, start: number, end: number): number {
  const digits = text(block, start, end).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : -1;
}

/** The GNU form of sizes over 8 GiB. */
function base256(block: Uint8Array, start: number, end: number): number {
  let value = (block[start] as number) & 0x7f;
  for (let index = start + 1; index < end; index += 1) value = value * 256 + (block[index] as number);
  return value;
}

/** `path` and `size` of a POSIX attribute block, whose lines are `length key=value`. */
function paxAttributes(block: string): { name?: string; lengthBytes?: number } {
  const found: { name?: string; lengthBytes?: number } = {};
  for (const line of block.split('\n')) {
    const [, key, value] = /^\d+ (path|size)=(.*)$/s.exec(line) ?? [];
    if (key === 'path' && value !== undefined) found.name = value;
    if (key === 'size' && value !== undefined && /^\d{1,15}$/.test(value)) found.lengthBytes = Number(value);
  }
  return found;
}

async function memberText(window: ContentWindow, lengthBytes: number): Promise<string> {
  const end = window.base + lengthBytes;
  await window.fill(Math.min(lengthBytes, longestAttributesBytes));
  const value = window.bytes.toString('utf8', 0, Math.min(lengthBytes, window.bytes.length));
  await skipTo(window, end + ((blockBytes - (lengthBytes % blockBytes)) % blockBytes));
  return value;
}

async function* memberContent(window: ContentWindow, end: number): AsyncGenerator<Uint8Array, void, undefined> {
  while (window.base < end) {
    await window.fill(stretchBytes);
    const bytes = window.bytes.subarray(0, end - window.base);
    if (bytes.length === 0) throw new Error(`the tar archive is cut off at byte ${window.base}, inside this member`);
    window.advance(bytes.length);
    yield bytes;
  }
}

async function skipTo(window: ContentWindow, position: number): Promise<void> {
  while (window.base < position) {
    await window.fill(stretchBytes);
    if (window.bytes.length === 0) return;
    window.advance(Math.min(window.bytes.length, position - window.base));
  }
}
