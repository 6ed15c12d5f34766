import { histogramSeries, type HistogramResult, type HistogramSeries } from '../../../../../shared/contract/search.ts';
import { formatDuration } from '../../../ui/format/duration.ts';
import { formatQuantity } from '../../../ui/format/number.ts';
import { formatIso, formatRange, type TimeZone } from '../../../ui/format/time.ts';

/** Names in the order of the legend, denied first as it stands on top. */
export const legend: readonly { series: HistogramSeries; word: string }[] = [
  { series: 'denied', word: 'Denied' },
  { series: 'network', word: 'Network' },
  { series: 'data', word: 'Data' },
  { series: 'write', word: 'Write' },
  { series: 'read', word: 'Read' },
];

/** `2 min`, `1 h`, `1 d`: the length of a bar, beside the title. */
export function bucketWords(bucketSeconds: number): string {
  return formatDuration(bucketSeconds).replace(/ 00 (?:s|min)$/, '');
}

/** One sentence for those who cannot see the chart. */
export function chartLabel(histogram: HistogramResult, matches: number, zone: TimeZone): string {
  const { startEpochSeconds, bucketSeconds, counts } = histogram;
  const end = startEpochSeconds + bucketSeconds * counts.length;
  const most = counts.reduce((best, count, index) => (count > (counts[best] ?? 0) ? index : best), 0);
  const { text } = formatRange(startEpochSeconds, end, zone);
  const peak = startEpochSeconds + most * bucketSeconds;
  const when = formatRange(peak, peak + bucketSeconds, zone).text;
  return `${formatQuantity(matches, 'event')} per ${bucketWords(bucketSeconds)}, ${text}; most in ${when}, ${formatQuantity(counts[most] ?? 0, 'event')}.`;
}

export interface ChartTableRow {
  fromEpochSeconds: number;
  toEpochSeconds: number;
  total: number;
  series: Record<HistogramSeries, number>;
}

/** The bars that hold events, as rows. */
export function chartRows({ startEpochSeconds, bucketSeconds, counts, series }: HistogramResult): ChartTableRow[] {
  return counts.flatMap((total, index) => {
    if (total === 0) return [];
    const from = startEpochSeconds + index * bucketSeconds;
    const own = Object.fromEntries(histogramSeries.map((name) => [name, series[name][index] ?? 0]));
    return [
      {
        fromEpochSeconds: from,
        toEpochSeconds: from + bucketSeconds,
        total,
        series: own as Record<HistogramSeries, number>,
      },
    ];
  });
}

/** The numbers behind the chart, tab separated, times in UTC. */
export function chartTsv(histogram: HistogramResult): string {
  const head = ['start', 'end', ...histogramSeries, 'total'].join('\t');
  const rows = chartRows(histogram).map((row) =>
    [
      formatIso(row.fromEpochSeconds),
      formatIso(row.toEpochSeconds),
      ...histogramSeries.map((name) => row.series[name]),
      row.total,
    ].join('\t'),
  );
  return [head, ...rows].join('\n');
}
