import type { LeafFormat } from './types.ts';
export type RebuiltRow =
  | { kind: 'text'; column: string; format: LeafFormat }
  | { kind: 'record'; record: Record<string, unknown>; format: LeafFormat };
export function rebuildRow(_row: Record<string, unknown>): RebuiltRow | null {
  return null;
}
