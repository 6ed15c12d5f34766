import { createHash } from 'node:crypto';

/**
 * Event ids are kept as 16 bytes. A canonical UUID (lower case) is its own bytes; any other text, and the canonical
 * form of a record without an id, is the first half of its SHA-256, with the text kept aside ("odd ids").
 */
export interface KeptEventId {
  /** 16 bytes as lower-case hex; this is also the key of `odd`. */
  hex: string;
  /** The id to show, when it is not the UUID of `hex`. */
  odd: string | null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function keepEventId(id: string): KeptEventId {
  if (uuid.test(id)) return { hex: id.replaceAll('-', ''), odd: null };
  return { hex: createHash('sha256').update(id).digest('hex').slice(0, 32), odd: id };
}

/** Identity of a record that carries no event id: SHA-256 over its canonical JSON (keys sorted). */
export function keepIdOfContent(record: unknown): KeptEventId {
  const hash = createHash('sha256').update(canonicalJson(record)).digest('hex');
  return keepEventId(`sha256:${hash}`);
}

/** JSON with keys in code-unit order and no white space. Deep input is handled without recursion limits in practice (records nest at most some dozens of levels). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

export function uuidOfHex(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
