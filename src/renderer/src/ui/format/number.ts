const thousands = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A whole count with separators: `1,214,806`. Never shortened; `10k` is for axes (`formatAxisCount`). */
export function formatCount(count: number): string {
  return thousands.format(count);
}

/** `1 event`, `3,617 events`; `many` where adding an s is wrong. */
export function formatQuantity(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** For axes alone: `950`, `10k`, `1.5M`. */
export function formatAxisCount(count: number): string {
  const short = (value: number, unit: string) => `${Number(value.toPrecision(3))}${unit}`;
  if (count >= 1e9) return short(count / 1e9, 'G');
  if (count >= 1e6) return short(count / 1e6, 'M');
  return count >= 1e4 ? short(count / 1e3, 'k') : formatCount(count);
}

/** Whole above 10 %, one decimal below; a share that is not nothing never reads `0 %`, nor one short of all `100%`. */
export function formatPercent(fraction: number): string {
  const percent = fraction * 100;
  if (percent > 0 && percent < 0.1) return '<0.1%';
  if (percent > 99.5 && percent < 100) return '>99%';
  return percent < 10 && !Number.isInteger(percent) ? `${oneDecimal.format(percent)}%` : `${Math.round(percent)}%`;
}

/** A ratio: `1,305×`, `2.4×` below ten. */
export function formatRatio(ratio: number): string {
  return `${ratio < 10 && !Number.isInteger(ratio) ? oneDecimal.format(ratio) : formatCount(ratio)}×`;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Powers of ten: `812 B`, `96 MB`, `1.31 GB`. Three digits at most. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.6 kB would print as 1000 kB.
  while (Math.round(value) >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${Number(value.toFixed(digits))} ${byteUnits[unit]}`;
}

/** Work per second: `14,200 events/s`, `2.0 requests/s`. */
export function formatRate(perSecond: number, unit: string): string {
  return `${perSecond < 10 ? oneDecimal.format(perSecond) : formatCount(perSecond)} ${unit}/s`;
}
