import * as z from 'zod';
import { scopeSchema } from './search.ts';

/** Which events to mark: by id, or everything a scope matches. */
export const markTargetSchema = z.union([
  z.strictObject({ ids: z.array(z.string().min(1).max(200)).min(1).max(10_000) }),
  z.strictObject({ scope: scopeSchema }),
]);
export type MarkTarget = z.infer<typeof markTargetSchema>;

export const tagName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  // Control and bidirectional characters would let one tag pose as another.
  .regex(/^[^\p{Cc}\p{Cf}]+$/u);

/** Every change of marks can be undone, and its undoing redone, by the token it returns. */
export interface MarkChange {
  changed: number;
  undoToken: string;
}

export interface TagCount {
  tag: string;
  events: number;
}

export interface SavedSearch {
  id: string;
  name: string;
  /** Query text in its printed form. */
  query: string;
  fromEpochSeconds: number | null;
  toEpochSeconds: number | null;
  savedEpochSeconds: number;
}
