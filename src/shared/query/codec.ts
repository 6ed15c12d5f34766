import type { ParseResult, Query } from './ast.ts';
import { parseQuery } from './parse.ts';
import { printQuery } from './print.ts';

/** Version of the language in which queries are kept (saved searches, view states, reports). */
export const queryVersion = 1;

/** Entry N turns the text of version N into that of version N + 1. Queries outlive the app that saved them. */
const upgrades: ReadonlyMap<number, (text: string) => string> = new Map();

for (let version = 1; version < queryVersion; version++) {
  if (!upgrades.has(version)) throw new Error(`There is no upgrade of queries from version ${version}.`);
}

/** A query as a string to keep: version, colon, text. */
export function encodeQuery(query: Query): string {
  return `${queryVersion}:${printQuery(query)}`;
}

/** Reads what `encodeQuery` of this or an earlier version wrote. Offsets of errors are those of `encoded`. */
export function decodeQuery(encoded: string): ParseResult {
  const head = /^([1-9]\d{0,8}):/.exec(encoded);
  if (head === null) {
    return { ok: false, error: { message: 'This is not a saved query.', start: 0, end: encoded.length } };
  }
  const saved = Number(head[1]);
  const start = head[0].length;
  if (saved > queryVersion) {
    const message = `This query was saved by a newer version of Spoor (query language ${saved}).`;
    return { ok: false, error: { message, hint: 'Update Spoor to open it.', start: 0, end: start - 1 } };
  }
  let text = encoded.slice(start);
  for (let version = saved; version < queryVersion; version++) text = upgrades.get(version)?.(text) ?? text;
  const result = parseQuery(text);
  if (result.ok) return result;
  const { error } = result;
  return { ok: false, error: { ...error, start: error.start + start, end: error.end + start } };
}
