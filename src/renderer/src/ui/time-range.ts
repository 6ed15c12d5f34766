/** Start inclusive, end exclusive. */
export interface Span {
  fromEpochSeconds: number;
  toEpochSeconds: number;
}

/** Null is open on that side. */
export interface OpenRange {
  fromEpochSeconds: number | null;
  toEpochSeconds: number | null;
}

/** Open ends and no range at all are those of the extent. */
export function closedRange(range: OpenRange | null, extent: Span): Span {
  return {
    fromEpochSeconds: range?.fromEpochSeconds ?? extent.fromEpochSeconds,
    toEpochSeconds: range?.toEpochSeconds ?? extent.toEpochSeconds,
  };
}

const hour = 3_600;
const day = 24 * hour;

/** Ranges worth one press: the whole case, and its last stretches. Evidence is old, so "last" counts from its end. */
export function rangePresets(shown: Span, extent: Span): { label: string; range: Span | null }[] {
  const length = extent.toEpochSeconds - extent.fromEpochSeconds;
  const last = (label: string, seconds: number) =>
    seconds < length
      ? [{ label, range: { fromEpochSeconds: extent.toEpochSeconds - seconds, toEpochSeconds: extent.toEpochSeconds } }]
      : [];
  const width = shown.toEpochSeconds - shown.fromEpochSeconds;
  const wider = { fromEpochSeconds: shown.fromEpochSeconds - width, toEpochSeconds: shown.toEpochSeconds + width };
  return [
    { label: 'Whole case', range: null },
    ...last('Last hour', hour),
    ...last('Last 24 h', day),
    ...last('Last 7 d', 7 * day),
    ...(width < length ? [{ label: 'Three times as wide', range: wider }] : []),
  ];
}
