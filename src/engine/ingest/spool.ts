import { mkdtempSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Content that needs random access: in memory, or in a temporary file of our own naming. */
export type Spooled = { bytes: Buffer } | { path: string; remove(): Promise<void> };

/** Takes a stream in: up to `memoryBytes` in memory, more in a temporary file, which `remove` deletes. */
export async function spool(content: AsyncIterable<Uint8Array>, memoryBytes: number): Promise<Spooled> {
  const iterator = content[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return { bytes: Buffer.concat(parts) };
    parts.push(next.value);
    length += next.value.length;
    if (length > memoryBytes) break;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-'));
  const remove = async (): Promise<void> => await rm(folder, { recursive: true, force: true });
  const file = path.join(folder, 'archive');
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      for (const bytes of parts) await handle.writeFile(bytes);
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) break;
        await handle.writeFile(next.value);
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    await iterator.return?.();
    await remove();
    throw error;
  }
  return { path: file, remove };
}
