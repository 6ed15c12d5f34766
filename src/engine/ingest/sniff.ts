import { gzipHeaderLength, isZstd } from './compressed.ts';
import { tarHeader } from './tar.ts';
import type { LookAlikeCode } from './look-alikes.ts';
import type { ContainerLayer } from './types.ts';

/** The container that content is, by its first bytes (a tar header needs 512 of them); null for none. */
export function containerKind(head: Uint8Array): ContainerLayer | null {
  if (head.length < 4) return null;
  if (head[0] === 0x1f && head[1] === 0x8b && gzipHeaderLength(head.subarray(0, 4)) !== -2) return 'gzip';
  if (isZstd(head)) return 'zstd';
  const isZip = head[0] === 0x50 && head[1] === 0x4b;
  // A member, or the end record of an empty archive, or the marker of a split archive.
  if (
    isZip &&
    ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6) || (head[2] === 7 && head[3] === 8))
  ) {
    return 'zip';
  }
  return tarHeader(head) === null ? null : 'tar';
}

const magics: readonly (readonly [signature: string, code: LookAlikeCode])[] = [
  ['PAR1', 'parquet'],
  ['\x89PNG', 'image'],
  ['\xff\xd8\xff', 'image'],
  ['GIF8', 'image'],
  ['RIFF', 'image'],
  ['BM', 'image'],
  ['\0\0\x01\0', 'image'],
  ['%PDF', 'document'],
  ['\xd0\xcf\x11\xe0', 'document'],
  ['BZh', 'unsupported-archive'],
  ['\xfd7zXZ', 'unsupported-archive'],
  ['7z\xbc\xaf', 'unsupported-archive'],
  ['Rar!', 'unsupported-archive'],
  ['SQLite format 3', 'binary'],
  ['\x7fELF', 'binary'],
  ['MZ', 'binary'],
  ['Obj\x01', 'binary'],
  ['ORC', 'binary'],
];

/** What binary content is, or null for text. */
export function binaryKind(head: Buffer): LookAlikeCode | null {
  const controls = controlShare(head);
  if (controls === 0) return null;
  const start = head.toString('latin1', 0, 16);
  for (const [signature, code] of magics) if (start.startsWith(signature)) return code;
  // Text in which a few bytes were overwritten is damaged evidence, not binary content.
  const text = head.toString('latin1');
  if (controls < 0.02 || /"(?:Records|eventVersion|eventSource|eventName|CloudTrailEvent)"/.test(text)) return null;
  // Athena writes the columns as protocol buffers: catalog "hive", then names and types.
  if (text.includes('hive') && /varchar|integer|bigint|boolean/.test(text)) return 'athena-metadata';
  return 'binary';
}

/** Share of control characters that no text has; UTF-16 is told apart before. */
function controlShare(head: Uint8Array): number {
  let controls = 0;
  for (let i = 0; i < head.length; i += 1) {
    const byte = head[i] as number;
    const isTextual = byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b || byte === 0x1e;
    if (!isTextual) controls += 1;
  }
  return controls / Math.max(1, head.length);
}
