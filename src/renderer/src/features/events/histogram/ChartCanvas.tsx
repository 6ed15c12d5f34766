import { useEffect, useRef, useState } from 'react';
import type { Span } from '../../../ui/time-range.ts';
import type { ChartModel } from './chart-model.ts';
import { drawChart, readPalette } from './draw-chart.ts';

interface ChartCanvasProps {
  model: ChartModel;
  brush: Span | null;
  hoverX: number | null;
  widthPixels: number;
  heightPixels: number;
  label: string;
}

/** Rises when the colours on the page change: theme, high contrast, zoom of the page. */
function useAppearance(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const changed = () => setVersion((count) => count + 1);
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const queries = [matchMedia('(forced-colors: active)'), matchMedia(`(resolution: ${devicePixelRatio}dppx)`)];
    for (const query of queries) query.addEventListener('change', changed);
    return () => {
      observer.disconnect();
      for (const query of queries) query.removeEventListener('change', changed);
    };
    // A changed resolution needs another query to watch.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [version]);
  return version;
}

export function ChartCanvas({ model, brush, hoverX, widthPixels, heightPixels, label }: ChartCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const appearance = useAppearance();
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element == null || context == null) return;
    const ratio = devicePixelRatio;
    element.width = Math.round(widthPixels * ratio);
    element.height = Math.round(heightPixels * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawChart(context, model, readPalette(element), { brush, hoverX, width: widthPixels, height: heightPixels });
    // Another theme has other colours for the same model.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [model, brush, hoverX, widthPixels, heightPixels, appearance]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      style={{ display: 'block', width: widthPixels, height: heightPixels }}
    />
  );
}
