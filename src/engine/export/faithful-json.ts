import { isSensitiveKey, maskedText, maskTokensInText } from '../../shared/cloudtrail/identifiers.ts';
import type { JsonObject } from '../../shared/cloudtrail/record.ts';

/** JSON source text access (ECMAScript 2026), which the runtime has and its type library does not name yet. */
interface JsonWithSource {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): object;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
}

const json = JSON as unknown as JsonWithSource;

// What plain parsing would get wrong: numbers of many digits, fractions, exponents and -0 (looked for after a colon,
// bracket or comma, also in strings, where it does no harm), and keys of credentials, also spelled with escapes.
const needsCare = /[:[,]\s*-?(?:\d{16}|\d+[.eE])|[:[,]\s*-0|\\u|token|secret|password|assertion|private|material/i;

/**
 * Parses a record for an export that leaves the case: credentials are masked, and a number that JavaScript cannot hold
 * exactly (an integer above 2^53, `0.0`, `1e400`) stays the text it was, so that `JSON.stringify` writes it back as it
 * was found.
 */
export function parseMasked(text: string): JsonObject {
  if (!needsCare.test(text)) return JSON.parse(text) as JsonObject;
  return json.parse(maskTokensInText(text), (key, value, { source }) => {
    if (typeof value === 'number' && source !== undefined && String(value) !== source) return json.rawJSON(source);
    if (typeof value === 'string' && value !== '' && isSensitiveKey(key)) return maskedText;
    return value;
  }) as JsonObject;
}

/** True for an object or array, false for every value that is a leaf, numbers kept as text among them. */
export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !json.isRawJSON(value);
}

/** A leaf as text without quotes; objects and arrays as JSON. Null where there is no value. */
export function valueText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}
