import { callMeaning } from '../../shared/cloudtrail/glyph.ts';
import type { EventFields } from '../../shared/cloudtrail/event.ts';
import { histogramSeries, type HistogramResult, type HistogramSeries } from '../../shared/contract/search.ts';
import type { PreparedSearch } from '../search/crossfilter.ts';
import { histogram } from '../search/histogram.ts';
import { addRow, wordsFor } from '../kernel/row-set.ts';
import { firstRowFrom } from '../search/time-rows.ts';
import type { CaseIndex } from '../store/case-index.ts';
import { derivedOf, type LoadedIndex } from './loaded-index.ts';

/** Series that get a set of rows of their own; the first of the stack is what they leave. */
const ownSeries = histogramSeries.filter((series) => series !== 'read');

/** Series of an event: denied before anything else, then the kind of call. */
function seriesOf(fields: Pick<EventFields, 'outcome' | 'category' | 'access'>): HistogramSeries {
  if (fields.outcome === 'denied') return 'denied';
  const meaning = callMeaning(fields);
  if (meaning === 'insight') return 'data';
  return meaning === 'data' || meaning === 'network' || meaning === 'read' ? meaning : 'write';
}

interface SeriesRows {
  rows: ReadonlyMap<HistogramSeries, Uint32Array>;
}

/** The rows of each series, one bit a row. */
function seriesRows({ index }: LoadedIndex): SeriesRows {
  const fields = ['outcome', 'category', 'access'] as const;
  const [outcomes, categories, accesses] = fields.map((field) => index.column(field)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const table = seriesTable(index);
  const sets = histogramSeries.map(() => new Uint32Array(wordsFor(index.count)));
  for (let row = 0; row < index.count; row++) {
    const series =
      table.series[(outcomes[row]! * table.categories + categories[row]!) * table.accesses + accesses[row]!]!;
    addRow(sets[series]!, row);
  }
  return { rows: new Map(histogramSeries.map((series, i) => [series, sets[i]!])) };
}

/** Series number of each combination of outcome, category and access that the dictionaries allow. */
function seriesTable(index: CaseIndex): { series: Uint8Array; categories: number; accesses: number } {
  const values = (field: 'outcome' | 'category' | 'access') => index.dictionary(field).values;
  const [outcomes, categories, accesses] = [values('outcome'), values('category'), values('access')];
  const series = new Uint8Array(outcomes.length * categories.length * accesses.length);
  let at = 0;
  for (const outcome of outcomes) {
    for (const category of categories) {
      for (const access of accesses) {
        const fields = {
          outcome: outcome ?? 'success',
          category: category ?? 'management',
          access,
        } as Pick<EventFields, 'outcome' | 'category' | 'access'>;
        series[at++] = histogramSeries.indexOf(seriesOf(fields));
      }
    }
  }
  return { series, categories: categories.length, accesses: accesses.length };
}

/** The histogram of a search with its stack; the series add up to the counts. */
export function stackedHistogram(loaded: LoadedIndex, prepared: PreparedSearch): HistogramResult | null {
  const { index } = loaded;
  const { kernel, selection, time } = prepared;
  const whole = histogram(index, kernel, selection, time);
  if (whole === null) return null;
  const { bucketSeconds, startEpochSeconds, counts } = whole;
  const borders = new Uint32Array(counts.length + 1);
  for (let i = 0; i < borders.length; i++) borders[i] = firstRowFrom(index, startEpochSeconds + i * bucketSeconds);
  const sets = derivedOf(loaded, seriesRows).rows;
  const rest = Array.from(counts);
  const series = { read: rest } as Record<HistogramSeries, number[]>;
  const matching = kernel.allocateWords(selection.rows.length);
  for (const name of ownSeries) {
    const set = sets.get(name)!;
    for (let word = 0; word < matching.length; word++) matching[word] = selection.rows[word]! & set[word]!;
    const own = Array.from(kernel.countBetween(matching, borders));
    series[name] = own;
    own.forEach((count, i) => (rest[i]! -= count));
  }
  return { bucketSeconds, startEpochSeconds, counts: Array.from(counts), series };
}
