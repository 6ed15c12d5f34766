import type { Span } from '../../../ui/time-range.ts';

/** Bucket borders around a span, at least one bucket. */
export function snapped(span: Span, startEpochSeconds: number, bucketSeconds: number): Span {
  const low = Math.min(span.fromEpochSeconds, span.toEpochSeconds);
  const high = Math.max(span.fromEpochSeconds, span.toEpochSeconds);
  const from = startEpochSeconds + Math.floor((low - startEpochSeconds) / bucketSeconds) * bucketSeconds;
  const to = startEpochSeconds + Math.ceil((high - startEpochSeconds) / bucketSeconds) * bucketSeconds;
  return { fromEpochSeconds: from, toEpochSeconds: Math.max(to, from + bucketSeconds) };
}

/** Whole seconds in order, at least one. */
export function exact(span: Span): Span {
  const low = Math.floor(Math.min(span.fromEpochSeconds, span.toEpochSeconds));
  const high = Math.ceil(Math.max(span.fromEpochSeconds, span.toEpochSeconds));
  return { fromEpochSeconds: low, toEpochSeconds: Math.max(high, low + 1) };
}

/** The span moved, stopped at the limits. */
export function moved(span: Span, bySeconds: number, limits: Span): Span {
  const by = Math.min(
    limits.toEpochSeconds - span.toEpochSeconds,
    Math.max(limits.fromEpochSeconds - span.fromEpochSeconds, bySeconds),
  );
  return { fromEpochSeconds: span.fromEpochSeconds + by, toEpochSeconds: span.toEpochSeconds + by };
}

/** One edge moved; the edges never cross. */
export function resized(span: Span, side: 'from' | 'to', bySeconds: number, least: number, limits: Span): Span {
  if (side === 'from') {
    const from = Math.max(limits.fromEpochSeconds, span.fromEpochSeconds + bySeconds);
    return { ...span, fromEpochSeconds: Math.min(from, span.toEpochSeconds - least) };
  }
  const to = Math.min(limits.toEpochSeconds, span.toEpochSeconds + bySeconds);
  return { ...span, toEpochSeconds: Math.max(to, span.fromEpochSeconds + least) };
}

/** The shown span made `factor` times as long around a moment, inside the limits. */
export function zoomed(span: Span, atEpochSeconds: number, factor: number, limits: Span): Span {
  const length = span.toEpochSeconds - span.fromEpochSeconds;
  const share = (atEpochSeconds - span.fromEpochSeconds) / length;
  const next = Math.max(1, Math.round(length * factor));
  const from = Math.round(atEpochSeconds - share * next);
  return {
    fromEpochSeconds: Math.max(limits.fromEpochSeconds, from),
    toEpochSeconds: Math.max(Math.max(limits.fromEpochSeconds, from) + 1, Math.min(limits.toEpochSeconds, from + next)),
  };
}

/** Events of the buckets that a span covers; null where its edges cut buckets. */
export function countInSpan(
  span: Span,
  histogram: { startEpochSeconds: number; bucketSeconds: number; counts: readonly number[] },
): number | null {
  const { startEpochSeconds, bucketSeconds, counts } = histogram;
  const from = (span.fromEpochSeconds - startEpochSeconds) / bucketSeconds;
  const to = (span.toEpochSeconds - startEpochSeconds) / bucketSeconds;
  if (!Number.isInteger(from) || !Number.isInteger(to)) return null;
  return counts.slice(Math.max(0, from), Math.max(0, to)).reduce((sum, count) => sum + count, 0);
}
