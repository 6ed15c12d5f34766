import { createHash } from 'node:crypto';

/**
 * Event ids are kept as 16 bytes. A canonical UUID (lower case) is its own bytes; any other text is the first half of
 * its SHA-256, with the text kept aside ("odd ids").
 */
export const eventIdBytes = 16;

// Value of a lower-case hex digit, 255 for any other character code below 128.
const hexValue = new Uint8Array(128).fill(255);
for (const [value, digit] of [...'0123456789abcdef'].entries()) hexValue[digit.charCodeAt(0)] = value;

/** Writes the 16 bytes of an id at `offset`. Returns false when the id is no canonical UUID, hence odd. */
export function writeEventId(id: string, target: Uint8Array, offset: number): boolean {
  if (writeUuid(id, target, offset)) return true;
  target.set(createHash('sha256').update(id).digest().subarray(0, eventIdBytes), offset);
  return false;
}

function writeUuid(id: string, target: Uint8Array, offset: number): boolean {
  if (id.length !== 36) return false;
  let position = offset;
  for (let i = 0; i < 36; i += 2) {
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (id.charCodeAt(i) !== 0x2d) return false;
      i--;
      continue;
    }
    const high = id.charCodeAt(i);
    const low = id.charCodeAt(i + 1);
    if (high > 127 || low > 127) return false;
    const byte = (hexValue[high]! << 4) | hexValue[low]!;
    if (hexValue[high] === 255 || hexValue[low] === 255) return false;
    target[position++] = byte;
  }
  return true;
}

/** The id that stands for a record without one: `sha256:` and the SHA-256 of its canonical JSON. */
export function idOfContent(record: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(record)).digest('hex')}`;
}

/** JSON with keys in code-unit order and no white space: equal for equal content, however it was written. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** The id of 16 stored bytes as text: a UUID, or what `odd` holds for them. */
export function readEventId(bytes: Uint8Array, offset: number, odd: ReadonlyMap<string, string>): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset + offset, eventIdBytes).toString('hex');
  const kept = odd.size === 0 ? undefined : odd.get(hex);
  if (kept !== undefined) return kept;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
