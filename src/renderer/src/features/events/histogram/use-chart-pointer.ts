import { useRef, useState, type PointerEvent } from 'react';
import type { Span } from '../../../ui/time-range.ts';
import { exact, moved, resized, snapped } from './brush.ts';
import { hitTest, xToTime, type ChartHit, type ChartModel } from './chart-model.ts';

interface Drag {
  kind: 'create' | 'move' | 'resize';
  side: 'from' | 'to';
  /** Where the pointer went down. */
  timeEpochSeconds: number;
  x: number;
  start: Span | null;
  hasMoved: boolean;
}

interface Options {
  model: ChartModel | null;
  brush: Span | null;
  onBrush: (brush: Span | null) => void;
  onMarker: (index: number) => void;
}

/** Pixels before a press counts as a drag. */
const dragPixels = 3;

/** Drag makes a brush, inside moves it, edges resize it, a press outside clears it. Alt leaves the bucket borders. */
export function useChartPointer({ model, brush, onBrush, onMarker }: Options) {
  const [hover, setHover] = useState<{ x: number; y: number; hit: ChartHit } | null>(null);
  const drag = useRef<Drag | null>(null);

  const place = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (model === null || event.button !== 0) return;
    const { x, y } = place(event);
    const hit = hitTest(model, brush, x, y);
    if (hit.kind === 'marker') {
      onMarker(hit.index);
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    const kind = hit.kind === 'handle' ? 'resize' : hit.kind === 'brush' ? 'move' : 'create';
    drag.current = {
      kind,
      side: hit.kind === 'handle' ? hit.side : 'to',
      timeEpochSeconds: xToTime(model, x),
      x,
      start: kind === 'create' ? null : brush,
      hasMoved: false,
    };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (model === null) return;
    const { x, y } = place(event);
    const current = drag.current;
    setHover({ x, y, hit: hitTest(model, brush, x, y) });
    if (current === null || (!current.hasMoved && Math.abs(x - current.x) < dragPixels)) return;
    current.hasMoved = true;
    const time = xToTime(model, x);
    const by = time - current.timeEpochSeconds;
    const fit = (span: Span) =>
      event.altKey ? exact(span) : snapped(span, model.span.fromEpochSeconds, model.bucketSeconds);
    if (current.start === null) {
      onBrush(fit({ fromEpochSeconds: current.timeEpochSeconds, toEpochSeconds: time }));
    } else if (current.kind === 'move') {
      const length = current.start.toEpochSeconds - current.start.fromEpochSeconds;
      const next = moved(current.start, by, model.span);
      const from = event.altKey
        ? Math.round(next.fromEpochSeconds)
        : model.span.fromEpochSeconds +
          Math.round((next.fromEpochSeconds - model.span.fromEpochSeconds) / model.bucketSeconds) * model.bucketSeconds;
      onBrush({ fromEpochSeconds: from, toEpochSeconds: from + length });
    } else {
      const least = event.altKey ? 1 : model.bucketSeconds;
      onBrush(fit(resized(current.start, current.side, by, least, model.span)));
    }
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const current = drag.current;
    drag.current = null;
    if (event.currentTarget.hasPointerCapture(event.pointerId))
      event.currentTarget.releasePointerCapture(event.pointerId);
    if (current?.hasMoved === false && current.kind === 'create') onBrush(null);
  };
  const hit = hover?.hit.kind;
  const cursor = hit === 'handle' ? 'ew-resize' : hit === 'brush' ? 'grab' : hit === 'marker' ? 'pointer' : 'crosshair';
  return {
    hover,
    cursor,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerLeave: () => setHover(null) },
  };
}
