import { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import { AppError } from '../../shared/contract/errors.ts';
import type { ArchiveMember } from './expand.ts';
import { isJunk, junkReason } from './junk.ts';
import type { LeafContent } from './types.ts';

type Entry = Readable & { header: Header };

/**
 * The files in a tar archive, in order. Folders and links are left out: they hold no content. Each member's content has
 * to be read (or given up) before the next is asked for.
 *
 * @param report called where the archive itself is damaged; members before that are kept
 */
export async function* tarMembers(
  content: LeafContent,
  report: (code: string, message: string) => void,
): AsyncGenerator<ArchiveMember, void, undefined> {
  const archive = extract();
  const input = Readable.from(content instanceof Uint8Array ? pieces(content) : content, { objectMode: false });
  input.on('error', (error) => archive.destroy(error));
  input.pipe(archive);
  try {
    for await (const entry of archive as AsyncIterable<Entry>) {
      const type = entry.header.type;
      if (type === 'file' || type === 'contiguous-file' || type == null) {
        const name = entry.header.name;
        if (isJunk(name)) yield { name, content: null, failure: junkReason };
        else yield { name, content: entryContent(entry), failure: null };
      }
      entry.resume();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    report(
      'damaged-archive',
      `The tar archive is damaged or cut off (${(error as Error).message}); members after this are missing.`,
    );
  } finally {
    input.destroy();
    archive.destroy();
  }
}

async function* entryContent(entry: Entry): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const bytes of entry as AsyncIterable<Uint8Array>) yield bytes;
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  const pieceBytes = 256 * 1024;
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
