import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import {
  clampVirtualTop,
  contentPixels,
  isScaled,
  pageRows,
  revealRow,
  rowTopPixels,
  rowWindow,
  toScrollTop,
  toVirtualTop,
  type RowGeometry,
  type ScrollPlace,
} from './virtual-rows.ts';

const overscanRows = 40;
/** Rows the list may move before others are drawn; well inside the overscan, so nothing blank comes into view. */
const redrawRows = 8;

interface Options {
  rowCount: number;
  rowHeightPixels: number;
  /** Height of what stays at the top of the scroll container. */
  headerPixels: number;
  initialTopPixels: number;
  /** Called with the place in the list when it comes to rest after scrolling. */
  onScrolled?: ((virtualTop: number) => void) | undefined;
}

export interface VirtualRows {
  scroller: RefObject<HTMLDivElement | null>;
  contentPixels: number;
  /** Rows to draw, `to` excluded. */
  from: number;
  to: number;
  topOf: (row: number) => number;
  /** Scrolls the least that shows the whole row. */
  reveal: (row: number) => void;
  scrollTo: (virtualTop: number) => void;
  rowsOfPage: () => number;
}

const restMs = 150;

/** Which rows of a long list to draw, and where. Works for more rows than a browser can make an element tall for. */
export function useVirtualRows(options: Options): VirtualRows {
  const { rowCount, rowHeightPixels, headerPixels, initialTopPixels, onScrolled } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const [viewportPixels, setViewportPixels] = useState(0);
  const geometry: RowGeometry = { rowCount, rowHeightPixels, viewportPixels };
  const current = useRef(geometry);
  const [place, setPlace] = useState<ScrollPlace>({ virtualTop: initialTopPixels, scrollTop: 0 });
  const latest = useRef(place);
  const rest = useRef<ReturnType<typeof setTimeout> | null>(null);
  const report = useRef(onScrolled);
  useLayoutEffect(() => {
    current.current = geometry;
    report.current = onScrolled;
  });

  const moved = useCallback((next: ScrollPlace) => {
    latest.current = next;
    setPlace((drawn) => {
      const far = Math.abs(next.virtualTop - drawn.virtualTop) >= redrawRows * current.current.rowHeightPixels;
      return far || isScaled(current.current) ? next : drawn;
    });
    if (rest.current !== null) clearTimeout(rest.current);
    rest.current = setTimeout(() => report.current?.(latest.current.virtualTop), restMs);
  }, []);

  const scrollTo = useCallback(
    (virtualTop: number) => {
      const element = scroller.current;
      if (element === null) return;
      const target = clampVirtualTop(current.current, virtualTop);
      element.scrollTop = toScrollTop(current.current, target);
      // Read back: the browser rounds, and `onScroll` tells our own moves by this position.
      moved({ virtualTop: target, scrollTop: element.scrollTop });
    },
    [moved],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => setViewportPixels(Math.max(0, element.clientHeight - headerPixels));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [headerPixels]);

  const isReady = viewportPixels > 0;
  useLayoutEffect(() => {
    if (isReady) scrollTo(initialTopPixels);
    // Only where the list starts: later changes of the wish are not for this list.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isReady, scrollTo]);

  // Fewer rows than before, or a taller viewport: stay inside the list.
  useLayoutEffect(() => {
    if (isReady && clampVirtualTop(current.current, latest.current.virtualTop) !== latest.current.virtualTop) {
      scrollTo(latest.current.virtualTop);
    }
  }, [isReady, rowCount, rowHeightPixels, viewportPixels, scrollTo]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = () => {
      const { scrollTop } = element;
      if (Math.abs(scrollTop - latest.current.scrollTop) < 1) return;
      moved({ virtualTop: toVirtualTop(current.current, scrollTop), scrollTop });
    };
    // One pixel of the scroll bar is many rows then, so the wheel moves the list itself.
    const onWheel = (event: WheelEvent) => {
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (!isScaled(current.current) || event.ctrlKey || event.metaKey || isSideways) return;
      event.preventDefault();
      const { rowHeightPixels: row, viewportPixels: viewport } = current.current;
      const unit =
        event.deltaMode === WheelEvent.DOM_DELTA_LINE
          ? row
          : event.deltaMode === WheelEvent.DOM_DELTA_PAGE
            ? viewport
            : 1;
      scrollTo(latest.current.virtualTop + event.deltaY * unit);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
      if (rest.current !== null) clearTimeout(rest.current);
    };
  }, [moved, scrollTo]);

  const reveal = useCallback(
    (row: number) => {
      const target = revealRow(current.current, latest.current.virtualTop, row);
      if (target !== latest.current.virtualTop) scrollTo(target);
    },
    [scrollTo],
  );
  const rowsOfPage = useCallback(() => pageRows(current.current), []);
  return {
    scroller,
    contentPixels: contentPixels(geometry),
    ...rowWindow(geometry, clampVirtualTop(geometry, place.virtualTop), overscanRows),
    topOf: (row) => rowTopPixels(geometry, place, row),
    reveal,
    scrollTo,
    rowsOfPage,
  };
}
