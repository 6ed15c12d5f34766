import { memo, useState } from 'react';
import type { Comparison, Scope, SearchReply, TimelineContext } from '../../../../../shared/contract/search.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { useEngineQuery } from '../../../data/use-engine-query.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { formatCount, formatQuantity } from '../../../ui/format/number.ts';
import { formatRange, type TimeZone } from '../../../ui/format/time.ts';
import { Switch } from '../../../ui/Switch.tsx';
import type { Span } from '../../../ui/time-range.ts';
import { useStableHandlers } from '../use-stable-handlers.ts';
import { countInSpan } from './brush.ts';
import { bucketWords, chartRows, legend } from './chart-text.ts';
import { comparisonSentence } from './comparison-sentence.ts';
import { Histogram } from './Histogram.tsx';
import styles from './Histogram.module.css';

interface HistogramPanelProps {
  scope: Scope;
  query: Query;
  reply: SearchReply | null;
  context: TimelineContext | null;
  comparison: Comparison | null;
  brush: Span | null;
  zone: TimeZone;
  isLog: boolean;
  limits: Span | null;
  onLog: (on: boolean) => void;
  onBrush: (brush: Span | null) => void;
  onZoom: (range: Span) => void;
  onPreview: (range: Span) => void;
  onMarker: (eventId: string) => void;
}

const emptyContext: TimelineContext = {
  caseFromEpochSeconds: null,
  caseToEpochSeconds: null,
  uncollected: [],
  markers: [],
};

/** The answer in one line, and the chart below it. */
export const HistogramPanel = memo(function HistogramPanel(props: HistogramPanelProps) {
  const { scope, query, reply, context, comparison, brush, zone, isLog, limits, onBrush, onZoom } = props;
  const [isTableOpen, setTableOpen] = useState(false);
  const histogram = reply?.histogram ?? null;
  const known = brush === null || histogram === null ? null : countInSpan(brush, histogram);
  const counted = useEngineQuery(
    'search.run',
    brush === null || known !== null
      ? null
      : { scope: { ...scope, range: brush }, generation: null, facets: [], facetLimit: 1, histogram: false },
    { slot: 'brush', keepWhen: ['scope'] },
  );
  const inBrush = known ?? counted.data?.matches ?? null;
  useStableHandlers({
    'chart.table': () => setTableOpen(histogram !== null),
    'chart.log': () => props.onLog(!isLog),
  });
  const sentence = comparison === null ? '' : ` ${comparisonSentence(comparison, query, zone)}`;
  return (
    <section className={styles.panel} aria-label="Events over time">
      <div className={styles.head}>
        <span className={styles.count} role="status">
          {reply === null ? 'Searching…' : formatQuantity(reply.matches, 'event')}
        </span>
        <span className={styles.note}>
          {histogram === null ? '' : `per ${bucketWords(histogram.bucketSeconds)}.`}
          {sentence}
        </span>
        <span className={styles.spacer} />
        {brush === null ? (
          <Switch isOn={isLog} onChange={props.onLog}>
            Log
          </Switch>
        ) : (
          <>
            <span className={styles.selection}>
              {formatRange(brush.fromEpochSeconds, brush.toEpochSeconds, zone).text}
              {inBrush === null ? '' : `, ${formatQuantity(inBrush, 'event')}`}
            </span>
            <Button size="small" icon="zoomIn" onPress={() => onZoom(brush)}>
              Zoom to selection
            </Button>
            <IconButton icon="close" label="Clear selection" onPress={() => onBrush(null)} />
          </>
        )}
      </div>
      {histogram === null || limits === null || reply === null ? (
        <div className={styles.wait} />
      ) : (
        <Histogram
          histogram={histogram}
          context={context ?? emptyContext}
          matches={reply.matches}
          brush={brush}
          zone={zone}
          isLog={isLog}
          limits={limits}
          onBrush={onBrush}
          onZoom={onZoom}
          onPreview={props.onPreview}
          onMarker={props.onMarker}
        />
      )}
      <Dialog isOpen={isTableOpen} onClose={() => setTableOpen(false)} title="Events over time" size="wide">
        {histogram === null ? null : (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          <div className={styles.table} tabIndex={0} role="group" aria-label="Table of the chart">
            <table>
              <thead>
                <tr>
                  <th scope="col">Time</th>
                  {legend.map(({ series, word }) => (
                    <th key={series} scope="col">
                      {word}
                    </th>
                  ))}
                  <th scope="col">Events</th>
                </tr>
              </thead>
              <tbody>
                {chartRows(histogram).map((row) => (
                  <tr key={row.fromEpochSeconds}>
                    <td>{formatRange(row.fromEpochSeconds, row.toEpochSeconds, zone).text}</td>
                    {legend.map(({ series }) => (
                      <td key={series}>{formatCount(row.series[series])}</td>
                    ))}
                    <td>{formatCount(row.total)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Dialog>
    </section>
  );
});
