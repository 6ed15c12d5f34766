import { useRef, type RefObject } from 'react';
import { reportFailure } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { commitRange } from '../../state/actions.ts';
import { appStore } from '../../state/store.ts';
import { closedRange, type OpenRange, type Span } from '../../ui/time-range.ts';
import { moved, zoomed } from './histogram/brush.ts';
import { useStableHandlers } from './use-stable-handlers.ts';

interface Options {
  /** First and last time of the case, end exclusive; null while it is empty. */
  limits: Span | null;
  /** What the chart shows. */
  shown: Span | null;
  brush: Span | null;
  onBrush: (brush: Span | null) => void;
  /** Time of the chosen event. */
  chosenEpochSeconds: RefObject<number | null>;
}

const aroundSeconds = 300;

/** 5 min either side of a moment. */
export function aroundSpan(epochSeconds: number): Span {
  return { fromEpochSeconds: epochSeconds - aroundSeconds, toEpochSeconds: epochSeconds + aroundSeconds + 1 };
}

const zoomStep = 2;

/** Zoom, pan, and the way back, as commands and for the chart. */
export function useTimeCommands({ limits, shown, brush, onBrush, chosenEpochSeconds }: Options) {
  const bridge = useBridge();
  /** Ranges that were zoomed from, newest last. */
  const zoomedFrom = useRef<(OpenRange | null)[]>([]);
  const zoomTo = (range: Span, label: string) => {
    zoomedFrom.current.push(appStore.getState().query.present.range);
    commitRange(range, label);
    onBrush(null);
  };
  const pan = (by: -1 | 1) => {
    const { range } = appStore.getState().query.present;
    if (range === null || limits === null) return;
    const now = closedRange(range, limits);
    const length = now.toEpochSeconds - now.fromEpochSeconds;
    commitRange(moved(now, by * length, limits), by < 0 ? 'earlier' : 'later');
  };
  const scale = (factor: number) => {
    if (shown === null || limits === null) return;
    const middle = brush ?? shown;
    const at = (middle.fromEpochSeconds + middle.toEpochSeconds) / 2;
    zoomTo(zoomed(shown, at, factor, limits), factor < 1 ? 'zoom in' : 'zoom out');
  };
  useStableHandlers({
    'time.earlier': () => pan(-1),
    'time.later': () => pan(1),
    'time.zoomIn': () => scale(1 / zoomStep),
    'time.zoomOut': () => scale(zoomStep),
    'time.fit': async () => {
      const { query } = appStore.getState().query.present;
      try {
        const { first, last } = await bridge.call('search.extent', { scope: { query, range: null } });
        if (first === null || last === null) return;
        const range = { fromEpochSeconds: first.timeEpochSeconds, toEpochSeconds: last.timeEpochSeconds + 1 };
        zoomTo(range, 'fit to all matches');
      } catch (error) {
        reportFailure('The extent of the matches could not be found', error);
      }
    },
    'time.zoomToSelection': () => {
      if (brush !== null) zoomTo(brush, 'zoom to selection');
    },
    'time.zoomBack': () => {
      const before = zoomedFrom.current.pop();
      if (before !== undefined) commitRange(before, 'zoom back');
      else if (appStore.getState().query.present.range !== null) commitRange(null, 'whole case');
    },
    'time.around': () => {
      const at = chosenEpochSeconds.current;
      if (at !== null) zoomTo(aroundSpan(at), '±5 min');
    },
  });
  return { zoomTo };
}
