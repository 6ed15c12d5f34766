import type { CancelSignal } from '../../shared/contract/jobs.ts';
import { concludeLeaf } from './conclude-leaf.ts';
import { ContentWindow } from './content-window.ts';
import { csvHeader } from './csv-header.ts';
import { readCsv } from './csv-reader.ts';
import { detectEncoding, transcode, utf8MarkLength } from './encoding.ts';
import { readJson } from './json-reader.ts';
import { LeafWriter } from './leaf-writer.ts';
import { defaultLimits, defaultSizes, type IngestLimits, type IngestSizes } from './limits.ts';
import { lookAlikeReason, type LookAlikeCode } from './look-alikes.ts';
import { peek } from './byte-stream.ts';
import { binaryKind } from './sniff.ts';
import { textKind } from './text-kinds.ts';
import type { LeafContent, LeafResult, ReaderSink, TextEncoding } from './types.ts';

export interface ReadLeafOptions {
  signal?: CancelSignal | undefined;
  limits?: Partial<IngestLimits> | undefined;
  sizes?: Partial<IngestSizes> | undefined;
}

/** Enough to tell text from binary content and its encoding. */
const sniffedBytes = 4096;

/**
 * Reads one piece of content, whatever it is, and delivers its records to `sink`. What the content is, is found from
 * its bytes alone. Damage never throws: it ends in rejections, problems, or the result.
 *
 * @throws AppError `cancelled`, and what `content` and `sink` throw
 */
export async function readLeaf(
  content: LeafContent,
  sink: ReaderSink,
  options: ReadLeafOptions = {},
): Promise<LeafResult> {
  const limits = { ...defaultLimits, ...options.limits };
  const sizes = { ...defaultSizes, ...options.sizes };
  const peeked = await peek(content, sniffedBytes);
  const head = peeked.head.subarray(0, sniffedBytes);
  const encoding = detectEncoding(head);
  const writer = new LeafWriter(sink, sizes.heldBytes);
  if (encoding === 'utf-8') {
    const binary = head.length === 0 ? 'empty' : binaryKind(head);
    if (binary !== null) {
      await giveUp(peeked.content);
      return skipped(binary, 'none');
    }
  }
  const lossy = (): void =>
    writer.problem({
      position: null,
      code: 'encoding',
      message: 'The text is not valid UTF-16 throughout; the bytes that are not were replaced.',
    });
  const text = encoding === 'utf-8' ? peeked.content : transcode(peeked.content, encoding, lossy);
  const window = new ContentWindow(text);
  try {
    await window.fill(sizes.windowBytes);
    return await readText(window, writer, encoding, { limits, sizes, signal: options.signal });
  } finally {
    await window.close();
  }
}

async function readText(
  window: ContentWindow,
  writer: LeafWriter,
  encoding: TextEncoding,
  options: { limits: IngestLimits; sizes: IngestSizes; signal: CancelSignal | undefined },
): Promise<LeafResult> {
  const start = utf8MarkLength(window.bytes);
  const head = window.bytes.subarray(start, Math.min(window.bytes.length, start + options.sizes.windowBytes));
  const header = csvHeader(window.bytes, start);
  if (header !== null) {
    await readCsv(window, header, writer, options);
    return await concludeLeaf(writer, { kind: 'csv', header }, head, encoding);
  }
  const kind = textKind(head, window.isFinal);
  if (kind.kind === 'look-alike') return skipped(kind.code, encoding);
  const read = await readJson(window, start, writer, { ...options, prefixed: kind.kind === 'prefixed' });
  return await concludeLeaf(writer, { ...read, kind: kind.kind }, head, encoding);
}

function skipped(code: LookAlikeCode, encoding: TextEncoding): LeafResult {
  return { state: 'skipped', format: 'unknown', reason: lookAlikeReason(code), encoding, records: 0, rejected: 0 };
}

/** Ends a stream that nobody wants to read; one that was never asked for anything would not pass the end on. */
async function giveUp(content: LeafContent): Promise<void> {
  if (content instanceof Uint8Array) return;
  const iterator = content[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.return?.();
}
