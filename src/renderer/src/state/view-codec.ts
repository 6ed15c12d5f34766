import * as z from 'zod';
import { timeRangeSchema } from '../../../shared/contract/search.ts';
import { parseQuery } from '../../../shared/query/parse.ts';
import { printQuery } from '../../../shared/query/print.ts';
import type { View } from './query-slice.ts';

const version1 = z.object({
  version: z.literal(1),
  screen: z.string().max(40),
  query: z.string(),
  range: timeRangeSchema.nullable(),
  chosenEventId: z.string().nullable(),
  scrollTopPixels: z.number().nonnegative(),
  openPane: z.string().nullable(),
});

/** A view as text, kept with the case so that it reopens where it was left. */
export function encodeView(view: View): string {
  const { query, ...rest } = view;
  return JSON.stringify({ version: 1, ...rest, query: printQuery(query) } satisfies z.infer<typeof version1>);
}

/** Null for text of another make, or whose query no longer parses: the case then opens as if it were new here. */
export function decodeView(text: string): View | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = version1.safeParse(data);
  if (!parsed.success) return null;
  const query = parseQuery(parsed.data.query);
  if (!query.ok) return null;
  const { version: _version, ...rest } = parsed.data;
  return { ...rest, query: query.query };
}
