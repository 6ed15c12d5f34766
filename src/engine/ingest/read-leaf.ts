import type { CancelSignal } from '../../shared/contract/jobs.ts';
import { ContentWindow } from './content-window.ts';
import { readJson, type JsonRead } from './json-reader.ts';
import { LeafWriter } from './leaf-writer.ts';
import { defaultLimits, defaultSizes, type IngestLimits, type IngestSizes } from './limits.ts';
import { lookAlikeReason, type LookAlikeCode } from './look-alikes.ts';
import type { LeafContent, LeafFormat, LeafResult, ReaderSink, SkipReason } from './types.ts';

export interface ReadLeafOptions {
  signal?: CancelSignal | undefined;
  limits?: Partial<IngestLimits> | undefined;
  sizes?: Partial<IngestSizes> | undefined;
}

/**
 * Reads one piece of content, whatever it is, and delivers its records to `sink`. What the content is, is found from
 * its bytes alone. Damage never throws: it ends in rejections, problems, or the result.
 *
 * @throws what `content` and `sink` throw, and the reason of `signal`
 */
export async function readLeaf(
  content: LeafContent,
  sink: ReaderSink,
  options: ReadLeafOptions = {},
): Promise<LeafResult> {
  const limits = { ...defaultLimits, ...options.limits };
  const sizes = { ...defaultSizes, ...options.sizes };
  const window = new ContentWindow(content);
  const writer = new LeafWriter(sink, sizes.heldBytes);
  try {
    await window.fill(sizes.windowBytes);
    const read = await readJson(window, 0, writer, { limits, sizes, prefixed: false, signal: options.signal });
    return await conclude(writer, read);
  } finally {
    await window.close();
  }
}

async function conclude(writer: LeafWriter, read: JsonRead): Promise<LeafResult> {
  if (writer.isConfirmed) {
    for (const [code, positions] of writer.lookAlikes) {
      const reason = lookAlikeReason(code);
      for (const position of positions) {
        writer.reject({ position: `byte ${position}`, code: reason.code, message: reason.message });
      }
    }
    await writer.releaseHeld();
    return result(writer, 'read', leafFormat(writer, read), null);
  }
  const code: LookAlikeCode = 'not-cloudtrail';
  return result(writer, 'skipped', 'unknown', lookAlikeReason(code));
}

function leafFormat(writer: LeafWriter, read: JsonRead): LeafFormat {
  const format = writer.format ?? 's3-log';
  return format === 'json-lines' && read.topLevelValues === 1 ? 'single-record' : format;
}

function result(
  writer: LeafWriter,
  state: LeafResult['state'],
  format: LeafFormat,
  reason: SkipReason | null,
): LeafResult {
  return { state, format, reason, encoding: 'utf-8', records: writer.records, rejected: writer.rejected };
}
