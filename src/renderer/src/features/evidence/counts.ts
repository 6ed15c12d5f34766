import type { SourceCounts } from '../../../../shared/contract/case.ts';
import { formatCount, formatQuantity } from '../../ui/format/number.ts';

/** One equation of the evidence: what came in is what became of it. */
export interface Reconciliation {
  /** `39 files listed = 31 read + 7 skipped + 1 failed`. */
  sentence: string;
  /** False when the sides differ: that must never happen, and must never be hidden. */
  holds: boolean;
}

export function filesReconciliation({ files }: SourceCounts): Reconciliation {
  const { listed, read, skipped, failed, pending } = files;
  const parts = [`${formatCount(read)} read`, `${formatCount(skipped)} skipped`, `${formatCount(failed)} failed`];
  if (pending > 0) parts.push(`${formatCount(pending)} still to read`);
  return {
    sentence: `${formatQuantity(listed, 'file')} listed = ${parts.join(' + ')}`,
    holds: listed === read + skipped + failed + pending,
  };
}

export function recordsReconciliation({ records }: SourceCounts): Reconciliation {
  const { seen, added, duplicates, rejected } = records;
  return {
    sentence: `${formatQuantity(seen, 'record')} seen = ${formatCount(added)} added + ${formatQuantity(duplicates, 'duplicate')} + ${formatCount(rejected)} rejected`,
    holds: seen === added + duplicates + rejected,
  };
}
