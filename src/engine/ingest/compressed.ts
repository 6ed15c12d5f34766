import * as zlib from 'node:zlib';
import { ContentWindow } from './content-window.ts';
import { MemberDecoder } from './member-decoder.ts';
import type { LeafContent, LeafProblem } from './types.ts';

/** Input taken at a time from a stream; damage costs at most the output of the piece it lies in. */
const streamPieceBytes = 64 * 1024;
/** Smaller for content in memory, where damage should cost as little as possible. */
const memoryPieceBytes = 4 * 1024;
/** Longer than any sane gzip header (an extra field of 64 KB, a name, a comment). */
const headerBytes = 160 * 1024;

export type CompressionProblem = LeafProblem & {
  /** Whether content is missing or doubtful, as opposed to bytes after the end. */
  isDamage: boolean;
};

const unusable = -2;
const incomplete = -1;

/** Length of the gzip member header (RFC 1952) at the start of `bytes`, `incomplete` or `unusable`. */
export function gzipHeaderLength(bytes: Uint8Array): number {
  const [first, second, method, flags] = bytes;
  if ((first ?? 0x1f) !== 0x1f || (second ?? 0x8b) !== 0x8b || (method ?? 8) !== 8 || (flags ?? 0) > 0x1f)
    return unusable;
  if (bytes.length < 10 || flags === undefined) return incomplete;
  let at = 10;
  if ((flags & 4) !== 0) {
    if (bytes.length < at + 2) return incomplete;
    at += 2 + (bytes[at] as number) + ((bytes[at + 1] as number) << 8);
  }
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, at);
    if (zero < 0) return incomplete;
    at = zero + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  return at <= bytes.length ? at : incomplete;
}

/** Whether the bytes look like a gzip header written by a real program; used to find a member again after damage. */
function isLikelyGzipHeader(bytes: Uint8Array): boolean {
  const extra = bytes[8] ?? 0;
  const system = bytes[9] ?? 0;
  return gzipHeaderLength(bytes) > 0 && (extra === 0 || extra === 2 || extra === 4) && (system <= 13 || system === 255);
}

/**
 * Output of a small gzip file in one go, or null where it is anything but one whole member of plausible size: the
 * stream decoder then says exactly what is wrong. The size hint of the trailer makes this 1.4 times faster; it is
 * bounded and never trusted.
 */
export function gunzipWhole(bytes: Buffer, maxOutputBytes: number): Buffer | null {
  if (bytes.length < 18) return null;
  const claimedBytes = bytes.readUInt32LE(bytes.length - 4);
  // Deflate cannot do better than 1032 to 1.
  if (claimedBytes > maxOutputBytes || claimedBytes > bytes.length * 1032) return null;
  try {
    const output = zlib.gunzipSync(bytes, {
      chunkSize: Math.max(claimedBytes + 1, 1024),
      maxOutputLength: maxOutputBytes,
    });
    return output.length === claimedBytes ? output : null;
  } catch {
    return null;
  }
}

/**
 * Output of a gzip stream of any number of members. Everything that can be read is: after damage, reading goes on at the
 * next member. Zero padding between and after members is ignored, as gzip does.
 *
 * @param report called with positions in the compressed bytes
 */
export async function* gunzip(
  content: LeafContent,
  report: (problem: CompressionProblem) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieceBytes = content instanceof Uint8Array ? memoryPieceBytes : streamPieceBytes;
  const window = new ContentWindow(content);
  try {
    for (;;) {
      await window.fill(headerBytes);
      const padding = leadingZeros(window.bytes);
      if (padding > 0) {
        window.advance(padding);
        continue;
      }
      if (window.bytes.length === 0) return;
      const header = gzipHeaderLength(window.bytes);
      if (header > 0) {
        window.advance(header);
        if (yield* inflateMember(window, pieceBytes, report)) continue;
      } else if (header === incomplete && window.isFinal) {
        report({ position: `byte ${window.base}`, code: 'truncated', message: cutOff('gzip'), isDamage: true });
        return;
      }
      const from = window.base;
      const found = await findMember(window);
      if (header <= 0) {
        report({
          position: `byte ${from}`,
          code: 'trailing-bytes',
          message: `${window.base - from} bytes after the end of the gzip stream are not part of it and were left out.`,
          isDamage: false,
        });
      }
      if (!found) return;
    }
  } finally {
    await window.close();
  }
}

function cutOff(kind: string): string {
  return `The ${kind} stream is cut off here; what could be read before it was kept.`;
}

function leadingZeros(bytes: Uint8Array): number {
  let count = 0;
  while (count < bytes.length && bytes[count] === 0) count += 1;
  return count;
}

/** Output of the deflate stream at the window and check of its trailer; true where the window is after a whole member. */
async function* inflateMember(
  window: ContentWindow,
  pieceBytes: number,
  report: (problem: CompressionProblem) => void,
): AsyncGenerator<Uint8Array, boolean, undefined> {
  const decoder = new MemberDecoder(
    zlib.createInflateRaw({ chunkSize: 256 * 1024, finishFlush: zlib.constants.Z_SYNC_FLUSH }),
  );
  let crc = 0;
  let outputBytes = 0;
  try {
    for (;;) {
      await window.fill(pieceBytes);
      const piece = window.bytes.subarray(0, pieceBytes);
      if (piece.length === 0) {
        report({ position: `byte ${window.base}`, code: 'truncated', message: cutOff('gzip'), isDamage: true });
        return true;
      }
      const { output, ended, consumed, error } = await decoder.write(piece);
      for (const bytes of output) {
        crc = zlib.crc32(bytes, crc);
        outputBytes += bytes.length;
        yield bytes;
      }
      if (error !== null) {
        report({
          position: `byte ${window.base + consumed}`,
          code: 'damaged-archive',
          message: `The gzip stream is damaged here (${error.message}); content after it may be missing.`,
          isDamage: true,
        });
        return false;
      }
      window.advance(ended ? consumed : piece.length);
      if (ended) break;
    }
  } finally {
    decoder.close();
  }
  await window.fill(8);
  const trailer = window.bytes.subarray(0, 8);
  if (trailer.length < 8) {
    report({ position: `byte ${window.base}`, code: 'truncated', message: cutOff('gzip'), isDamage: true });
  } else if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== outputBytes % 2 ** 32) {
    report({
      position: `byte ${window.base}`,
      code: 'checksum',
      message: 'The content does not match the checksum of the gzip stream: it was damaged or altered.',
      isDamage: true,
    });
  }
  window.advance(trailer.length);
  return true;
}

/** Moves the window to the next likely gzip header, or to the end of the content. */
async function findMember(window: ContentWindow): Promise<boolean> {
  window.advance(Math.min(1, window.bytes.length));
  for (;;) {
    await window.fill(headerBytes);
    for (let at = window.bytes.indexOf(0x1f); at >= 0; at = window.bytes.indexOf(0x1f, at + 1)) {
      if (!isLikelyGzipHeader(window.bytes.subarray(at))) continue;
      window.advance(at);
      return true;
    }
    if (window.isFinal) {
      window.advance(window.bytes.length);
      return false;
    }
    window.advance(Math.max(1, window.bytes.length - 16));
  }
}

export function isZstd(bytes: Uint8Array): boolean {
  const isFrame = bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
  // Skippable frames (RFC 8878, 3.1.2) may come first.
  const isSkippable = ((bytes[0] ?? 0) & 0xf0) === 0x50 && bytes[1] === 0x2a && bytes[2] === 0x4d && bytes[3] === 0x18;
  return isFrame || isSkippable;
}

/** Output of a Zstandard stream of any number of frames; problems as for `gunzip`. */
export async function* unzstd(
  content: LeafContent,
  report: (problem: CompressionProblem) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieceBytes = content instanceof Uint8Array ? memoryPieceBytes : streamPieceBytes;
  const window = new ContentWindow(content);
  try {
    for (;;) {
      await window.fill(pieceBytes);
      if (window.bytes.length === 0) return;
      if (!isZstd(window.bytes)) {
        report({
          position: `byte ${window.base}`,
          code: 'trailing-bytes',
          message: 'The bytes after the end of the zstd stream are not part of it and were left out.',
          isDamage: false,
        });
        return;
      }
      if (!(yield* decodeFrame(window, pieceBytes, report))) return;
    }
  } finally {
    await window.close();
  }
}

async function* decodeFrame(
  window: ContentWindow,
  pieceBytes: number,
  report: (problem: CompressionProblem) => void,
): AsyncGenerator<Uint8Array, boolean, undefined> {
  const decoder = new MemberDecoder(zlib.createZstdDecompress({ chunkSize: 256 * 1024 }));
  try {
    for (;;) {
      await window.fill(pieceBytes);
      const piece = window.bytes.subarray(0, pieceBytes);
      const isLast = piece.length === 0;
      const step = isLast ? { ...(await decoder.finish()), ended: true, consumed: 0 } : await decoder.write(piece);
      yield* step.output;
      if (step.error !== null) {
        report({
          position: `byte ${window.base + step.consumed}`,
          code: isLast ? 'truncated' : 'damaged-archive',
          message: isLast ? cutOff('zstd') : `The zstd stream is damaged here (${step.error.message}).`,
          isDamage: true,
        });
        return false;
      }
      window.advance(step.ended ? step.consumed : piece.length);
      if (step.ended) return !isLast;
    }
  } finally {
    decoder.close();
  }
}
