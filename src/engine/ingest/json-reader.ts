import { cancelled } from '../../shared/contract/errors.ts';
import type { CancelSignal } from '../../shared/contract/jobs.ts';
import type { ContentWindow } from './content-window.ts';
import { ItemTaker, type ItemOutput } from './item-taker.ts';
import { JsonItems } from './json-items.ts';
import type { LeafWriter } from './leaf-writer.ts';
import type { IngestLimits, IngestSizes } from './limits.ts';
import type { LeafFormat } from './types.ts';
import { describeDamage, unpack } from './unpack.ts';

/** Most decoded content that waits for its delivery. */
const childBytesAtOnce = 16 * 1024 * 1024;

export interface JsonRead {
  topLevelValues: number;
  /** Key of the first list that was entered, see `JsonItems`. */
  firstContainer: string | null;
}

/**
 * Reads JSON text of any arrangement: one value, lines, values back to back, lists in containers, or lines with text
 * before their JSON.
 *
 * @param start bytes of a byte order mark to step over
 */
export async function readJson(
  window: ContentWindow,
  start: number,
  writer: LeafWriter,
  options: { limits: IngestLimits; sizes: IngestSizes; prefixed: boolean; signal: CancelSignal | undefined },
): Promise<JsonRead> {
  const { limits, sizes } = options;
  const output = leafOutput(writer, limits, sizes);
  const taker = new ItemTaker(output);
  const items = new JsonItems(taker, { recordBytes: limits.recordBytes, prefixed: options.prefixed });
  let at = start;
  let size = sizes.windowBytes;
  for (;;) {
    if (options.signal?.aborted === true) throw cancelled();
    taker.base = window.base;
    output.base = window.base;
    const { at: reached, stop } = items.run(window.bytes, at, window.base, window.isFinal);
    await writer.deliver(window.bytes, reached);
    window.advance(reached);
    at = 0;
    if (stop === 'end') break;
    if (stop === 'more') {
      // A value that fills the window asks for a larger one; otherwise the window goes back to its usual size.
      size = window.bytes.length >= size ? size * 2 : Math.max(sizes.windowBytes, window.bytes.length * 2);
      await window.fill(size);
    }
  }
  return { topLevelValues: items.topLevelValues, firstContainer: items.firstContainer };
}

function leafOutput(writer: LeafWriter, limits: IngestLimits, sizes: IngestSizes): ItemOutput & { base: number } {
  return {
    base: 0,
    record(start, end, codec, value, format): void {
      writer.record({ start: start - this.base, length: end - start, codec, value }, format);
    },
    rebuilt(value, format): void {
      writer.childRecord('rebuilt.jsonl', format, Buffer.from(JSON.stringify(value), 'utf8'), value);
    },
    unpack(content: Buffer, isPacked: boolean, format: LeafFormat, position: number): void {
      const unpacked = unpack(content, isPacked, limits);
      for (const { text, value } of unpacked.records) writer.childRecord('decoded.jsonl', format, text, value);
      for (const value of unpacked.rebuilt) this.rebuilt(value, format);
      for (const code of unpacked.lookAlikes) writer.lookAlike(code, position);
      for (const what of unpacked.rejected) writer.other(`byte ${position}`, `Inside the packed content: ${what}`);
    },
    other: (position, what, shape) => writer.other(`byte ${position}`, what, shape),
    lookAlike: (code, position) => writer.lookAlike(code, position),
    damaged: (damage, resumedAt) => {
      const length = resumedAt - damage.start;
      const code = damage.cause === 'broken' ? 'broken-json' : damage.cause === 'cut-off' ? 'truncated' : 'too-large';
      const message = `${describeDamage(damage)} ${length} bytes could not be used.`;
      writer.damage({ position: `byte ${damage.start}`, code, message }, damage.isCloudTrail);
    },
    reject(position, code, message): void {
      writer.confirm();
      writer.reject({ position: `byte ${position}`, code, message });
    },
    odd: (code, position) =>
      writer.problem({
        position: `byte ${position}`,
        code,
        message:
          code === 'truncated'
            ? 'The content ends inside a list of records; what follows is missing.'
            : 'A closing bracket without an opening one.',
      }),
    isFull: (at) =>
      at >= Math.min(sizes.deliveredBytes, sizes.windowBytes) || writer.pendingChildBytes >= childBytesAtOnce,
  };
}
