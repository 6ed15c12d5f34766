import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { HistogramResult, TimelineContext } from '../../../../../shared/contract/search.ts';
import { reportFailure } from '../../../commands/run.ts';
import { showToast } from '../../../state/notices.ts';
import { copyText } from '../../../ui/clipboard.ts';
import { formatCount, formatQuantity } from '../../../ui/format/number.ts';
import { formatInstant, formatRange, type TimeZone } from '../../../ui/format/time.ts';
import { Glyph } from '../../../ui/Glyph.tsx';
import type { Span } from '../../../ui/time-range.ts';
import { moved, resized, zoomed } from './brush.ts';
import { chartModel, timeToX, xToTime } from './chart-model.ts';
import { chartLabel, chartTsv, legend } from './chart-text.ts';
import { ChartCanvas } from './ChartCanvas.tsx';
import styles from './Histogram.module.css';
import { useChartPointer } from './use-chart-pointer.ts';

interface HistogramProps {
  histogram: HistogramResult;
  context: TimelineContext;
  matches: number;
  brush: Span | null;
  zone: TimeZone;
  isLog: boolean;
  /** Zoom and pan end here. */
  limits: Span;
  onBrush: (brush: Span | null) => void;
  onZoom: (range: Span) => void;
  /** While the wheel turns; `onZoom` follows when it rests. */
  onPreview: (range: Span) => void;
  onMarker: (eventId: string) => void;
}

const heightPixels = 96;
const wheelRestMs = 200;

/** Events over time: drag, wheel, or arrow keys. */
export function Histogram(props: HistogramProps) {
  const { histogram, context, matches, brush, zone, isLog, onBrush, onZoom } = props;
  const place = useRef<HTMLDivElement>(null);
  const [widthPixels, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const model = useMemo(
    () =>
      widthPixels === 0 || histogram.counts.length === 0
        ? null
        : chartModel({ histogram, context, widthPixels, heightPixels, isLog, zone }),
    [histogram, context, widthPixels, isLog, zone],
  );
  const pointer = useChartPointer({
    model,
    brush,
    onBrush,
    onMarker: (index) => {
      const marker = model?.markers[index];
      if (marker !== undefined) props.onMarker(marker.eventId);
    },
  });
  const { hover } = pointer;
  const { bucketSeconds } = histogram;

  const latest = useRef({ props, model });
  useLayoutEffect(() => {
    latest.current = { props, model };
  });
  // A wheel listener that may keep the page from scrolling has to be added by hand.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let range: Span | null = null;
    let rest: ReturnType<typeof setTimeout> | null = null;
    const onWheel = (event: WheelEvent) => {
      const { props: now, model: drawn } = latest.current;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      const isZoom = event.ctrlKey || event.metaKey;
      if (drawn === null || (!isZoom && Math.abs(sideways) < 1)) return;
      event.preventDefault();
      const shown = range ?? drawn.span;
      const x = event.clientX - element.getBoundingClientRect().left;
      if (isZoom) {
        const share = xToTime({ plot: drawn.plot, span: shown }, x);
        range = zoomed(shown, share, event.deltaY > 0 ? 1.25 : 0.8, now.limits);
      } else {
        const perPixel = (shown.toEpochSeconds - shown.fromEpochSeconds) / (drawn.plot.right - drawn.plot.left);
        const next = moved(shown, sideways * perPixel, now.limits);
        range = {
          fromEpochSeconds: Math.round(next.fromEpochSeconds),
          toEpochSeconds: Math.round(next.toEpochSeconds),
        };
      }
      now.onPreview(range);
      if (rest !== null) clearTimeout(rest);
      rest = setTimeout(() => {
        if (range !== null) latest.current.props.onZoom(range);
        range = null;
      }, wheelRestMs);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
      if (rest !== null) clearTimeout(rest);
    };
  }, []);

  const copy = () => {
    void copyText(chartTsv(histogram)).then((done) =>
      done
        ? showToast({ text: 'Copied the numbers of the chart', icon: 'copy' })
        : reportFailure('Nothing was copied', new Error('The system refused access to the clipboard.')),
    );
  };
  const step = (event: KeyboardEvent, side: 'from' | 'to' | null) => {
    if (model === null) return;
    const by = event.key === 'ArrowLeft' ? -bucketSeconds : event.key === 'ArrowRight' ? bucketSeconds : 0;
    if (by !== 0 && !event.altKey && !event.metaKey && !event.ctrlKey) {
      const { span } = model;
      if (brush === null) {
        const middle =
          span.fromEpochSeconds +
          Math.floor((span.toEpochSeconds - span.fromEpochSeconds) / bucketSeconds / 2) * bucketSeconds;
        onBrush({ fromEpochSeconds: middle, toEpochSeconds: middle + bucketSeconds });
      } else if (side !== null || event.shiftKey) onBrush(resized(brush, side ?? 'to', by, bucketSeconds, span));
      else onBrush(moved(brush, by, span));
    } else if (event.key === 'Enter' && brush !== null) onZoom(brush);
    else if (event.key === 'Escape' && brush !== null) onBrush(null);
    else if (event.key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey)) copy();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const label = chartLabel(histogram, matches, zone);
  const bucket = hover?.hit.kind === 'plot' ? hover.hit.bucket : null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its keys and handles do the same
    <div
      ref={place}
      role="group"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys make and move the brush here
      tabIndex={0}
      aria-label="Events over time"
      data-region="chart"
      data-command-scope="chart"
      className={styles.chart}
      style={{ height: heightPixels, cursor: pointer.cursor }}
      onKeyDown={(event) => step(event, null)}
      onDoubleClick={(event) => {
        if (brush !== null) onZoom(brush);
        event.preventDefault();
      }}
      {...pointer.handlers}
    >
      {model === null ? null : (
        <ChartCanvas
          model={model}
          brush={brush}
          hoverX={bucket === null || hover === null ? null : hover.x}
          widthPixels={widthPixels}
          heightPixels={heightPixels}
          label={label}
        />
      )}
      {model === null || brush === null
        ? null
        : (['from', 'to'] as const).map((side) => {
            const time = side === 'from' ? brush.fromEpochSeconds : brush.toEpochSeconds;
            return (
              <div
                key={side}
                role="slider"
                tabIndex={0}
                aria-label={side === 'from' ? 'Start of the selection' : 'End of the selection'}
                aria-valuemin={model.span.fromEpochSeconds}
                aria-valuemax={model.span.toEpochSeconds}
                aria-valuenow={time}
                aria-valuetext={formatInstant(time, zone)}
                className={styles.handle}
                style={{
                  left: timeToX(model, time) - 4,
                  top: model.plot.top,
                  bottom: heightPixels - model.plot.bottom,
                }}
                onKeyDown={(event) => step(event, side)}
              />
            );
          })}
      {model === null || hover === null || bucket === null ? null : (
        <BucketTip histogram={histogram} bucket={bucket} x={hover.x} widthPixels={widthPixels} zone={zone} />
      )}
    </div>
  );
}

interface BucketTipProps {
  histogram: HistogramResult;
  bucket: number;
  x: number;
  widthPixels: number;
  zone: TimeZone;
}

/** The bucket under the pointer and its counts in the order of the legend. */
function BucketTip({ histogram, bucket, x, widthPixels, zone }: BucketTipProps) {
  const { startEpochSeconds, bucketSeconds, counts, series } = histogram;
  const from = startEpochSeconds + bucket * bucketSeconds;
  const { text } = formatRange(from, from + bucketSeconds, zone);
  const parts = legend.filter((entry) => (series[entry.series][bucket] ?? 0) > 0);
  const isRight = x > widthPixels / 2;
  return (
    <div className={styles.tip} aria-hidden="true" style={isRight ? { right: widthPixels - x + 10 } : { left: x + 10 }}>
      <span className={styles.tipTime}>{text}</span>
      {parts.map((entry) => (
        <span key={entry.series} className={styles.tipPart}>
          <Glyph kind={entry.series} />
          {entry.word} {formatCount(series[entry.series][bucket] ?? 0)}
        </span>
      ))}
      {parts.length === 0 ? <span>{formatQuantity(counts[bucket] ?? 0, 'event')}</span> : null}
    </div>
  );
}
