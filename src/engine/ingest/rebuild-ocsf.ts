export function rebuildOcsf(_value: Record<string, unknown>): Record<string, unknown> | null {
  return null;
}
