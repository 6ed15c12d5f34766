import { crc32 } from 'node:zlib';
import { fromBufferPromise, fromFdPromise, getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl';
import { AppError } from '../../shared/contract/errors.ts';
import type { ArchiveMember } from './expand.ts';
import { asBuffer } from './content-window.ts';
import { HashedFile } from './hashed-file.ts';
import { isJunk, junkReason } from './junk.ts';
import type { IngestLimits } from './limits.ts';
import { spool, type Spooled } from './spool.ts';
import type { LeafContent, SkipReason } from './types.ts';

const options = { lazyEntries: true, decodeStrings: false, autoClose: false };

/**
 * The files in a zip archive, in the order of its directory. A zip that comes as a stream is taken in first, as its
 * directory is at its end. Each member's content has to be read (or given up) before the next is asked for.
 *
 * @param report called where the archive itself is damaged
 */
export async function* zipMembers(
  content: HashedFile | LeafContent,
  limits: IngestLimits,
  report: (code: string, message: string) => void,
): AsyncGenerator<ArchiveMember, void, undefined> {
  let spooled: Spooled | null = null;
  let zip: ZipFile | null = null;
  try {
    if (content instanceof HashedFile) zip = await fromFdPromise(content.descriptor, options);
    else {
      spooled = content instanceof Uint8Array ? { bytes: asBuffer(content) } : await spool(content, limits.memoryBytes);
      zip =
        'bytes' in spooled ? await fromBufferPromise(spooled.bytes, options) : await openPromise(spooled.path, options);
    }
    for await (const entry of zip.eachEntry()) yield* member(zip, entry, limits);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    report('damaged-archive', `The zip archive is damaged or cut off (${message}).`);
  } finally {
    // A descriptor that is not ours stays open.
    if (!(content instanceof HashedFile)) zip?.close();
    if (spooled !== null && 'remove' in spooled) await spooled.remove();
  }
}

async function* member(
  zip: ZipFile,
  entry: Entry,
  limits: IngestLimits,
): AsyncGenerator<ArchiveMember, void, undefined> {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  if (name.endsWith('/')) return;
  const failure = isJunk(name) ? junkReason : refusal(name, entry, limits);
  if (failure !== null) {
    yield { name, content: null, failure };
    return;
  }
  let stream;
  try {
    stream = await zip.openReadStreamPromise(entry);
  } catch (error) {
    const message = `The member cannot be opened (${error instanceof Error ? error.message : String(error)}).`;
    yield { name, content: null, failure: { code: 'damaged-archive', message, expected: false } };
    return;
  }
  try {
    yield { name, content: checked(stream, entry.crc32), failure: null };
  } finally {
    stream.destroy();
  }
}

/** Why a member is not opened, by what the directory says of it. */
function refusal(name: string, entry: Entry, limits: IngestLimits): SkipReason | null {
  const size = entry.uncompressedSize;
  if (entry.isEncrypted()) {
    const message = 'The member is encrypted. Unpack the archive with its password and load the folder.';
    return { code: 'encrypted', message, expected: false };
  }
  if (size > limits.leafBytes) {
    const message = `${name} claims ${size} bytes; the limit of one member is ${limits.leafBytes}.`;
    return { code: 'archive-bomb', message, expected: false };
  }
  if (size > limits.ratioFromBytes && size > limits.ratio * entry.compressedSize) {
    const message = `${name} claims to unpack ${entry.compressedSize} bytes to ${size}, more than the limit of ${limits.ratio} times.`;
    return { code: 'archive-bomb', message, expected: false };
  }
  if (!entry.canDecodeFileData()) {
    const message = `The member is compressed by method ${entry.compressionMethod}, which is not supported. Unpack the archive and load the folder.`;
    return { code: 'unsupported-archive', message, expected: false };
  }
  return null;
}

/** The content, failing at its end where it does not match its checksum. */
async function* checked(
  stream: AsyncIterable<Uint8Array>,
  expected: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let crc = 0;
  for await (const bytes of stream) {
    crc = crc32(bytes, crc);
    yield bytes;
  }
  if (crc !== expected) throw new Error('the content does not match its checksum');
}
