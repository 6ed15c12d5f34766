import type { HistogramSeries } from '../../../../../shared/contract/search.ts';
import type { Span } from '../../../ui/time-range.ts';
import { timeToX, type ChartModel } from './chart-model.ts';

/** Colours by meaning, read from the tokens, so that one drawing serves both themes and high contrast. */
export interface ChartPalette {
  series: Readonly<Record<HistogramSeries | 'total', string>>;
  grid: string;
  text: string;
  label: string;
  tick: string;
  inset: string;
  hatch: string;
  brush: string;
  accent: string;
  marker: Readonly<Record<'credential' | 'insight' | 'gap', string>>;
  font: string;
}

export function readPalette(element: Element): ChartPalette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    series: {
      read: token('--ev-read'),
      write: token('--ev-write'),
      data: token('--ev-data'),
      network: token('--ev-network'),
      denied: token('--ev-denied'),
      total: token('--ev-read'),
    },
    grid: token('--line-1'),
    text: token('--fg-3'),
    label: token('--fg-2'),
    tick: token('--line-3'),
    inset: token('--bg-inset'),
    hatch: token('--ev-write'),
    brush: token('--brush'),
    accent: token('--accent'),
    marker: { credential: token('--ev-root'), insight: token('--ev-insight'), gap: token('--ev-write') },
    font: `11px ${token('--font-sans')}`,
  };
}

type Context = CanvasRenderingContext2D;

function hatched(context: Context, left: number, right: number, top: number, bottom: number, colour: string): void {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  context.strokeStyle = colour;
  context.globalAlpha = 0.45;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - (bottom - top); x < right; x += 6) {
    context.moveTo(x, bottom);
    context.lineTo(x + (bottom - top), top);
  }
  context.stroke();
  context.restore();
}

function drawMarker(context: Context, marker: ChartModel['markers'][number], palette: ChartPalette): void {
  const y = 6 + marker.row * 12;
  context.fillStyle = palette.marker[marker.kind];
  context.beginPath();
  if (marker.kind === 'credential') {
    context.moveTo(marker.x, y - 5);
    context.lineTo(marker.x + 5, y);
    context.lineTo(marker.x, y + 5);
    context.lineTo(marker.x - 5, y);
  } else if (marker.kind === 'insight') {
    context.moveTo(marker.x, y - 4);
    context.lineTo(marker.x + 4.5, y + 4);
    context.lineTo(marker.x - 4.5, y + 4);
  } else {
    context.rect(marker.x - 3.5, y - 3.5, 7, 7);
  }
  context.fill();
  if (marker.label === '') return;
  context.fillStyle = palette.label;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(marker.label, marker.x + 9, y);
}

/** Draws the whole chart; the context is scaled to CSS pixels. */
export function drawChart(
  context: Context,
  model: ChartModel,
  palette: ChartPalette,
  overlay: { brush: Span | null; hoverX: number | null; width: number; height: number },
): void {
  const { plot } = model;
  context.clearRect(0, 0, overlay.width, overlay.height);
  context.font = palette.font;
  for (const { left, right } of model.outside) {
    context.fillStyle = palette.inset;
    context.fillRect(left, plot.top, right - left, plot.bottom - plot.top);
  }
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const { y, label } of model.yTicks) {
    context.fillStyle = palette.grid;
    context.fillRect(plot.left, Math.round(y), plot.right - plot.left, 1);
    context.fillStyle = palette.text;
    context.fillText(label, plot.left - 6, Math.round(y));
  }
  if (overlay.brush !== null) {
    const from = Math.max(plot.left, timeToX(model, overlay.brush.fromEpochSeconds));
    const to = Math.min(plot.right, timeToX(model, overlay.brush.toEpochSeconds));
    context.fillStyle = palette.brush;
    context.fillRect(from, plot.top - 2, to - from, plot.bottom - plot.top + 2);
  }
  for (const bar of model.bars) {
    for (const segment of bar.segments) {
      context.fillStyle = palette.series[segment.series];
      context.fillRect(bar.left, segment.top, bar.width, segment.height);
    }
  }
  for (const gap of model.uncollected) {
    hatched(context, gap.left, gap.right, plot.top, plot.bottom, palette.hatch);
    const room = gap.right - gap.left;
    context.textAlign = 'left';
    context.fillStyle = palette.label;
    if (context.measureText(gap.label).width < room - 8)
      context.fillText(gap.label, gap.left + 4, (plot.top + plot.bottom) / 2 + 6);
  }
  context.textBaseline = 'alphabetic';
  for (const tick of model.xTicks) {
    context.fillStyle = palette.tick;
    context.fillRect(Math.round(tick.x), plot.bottom, 1, 4);
    context.fillStyle = palette.text;
    context.textAlign = tick.align;
    context.fillText(tick.label, tick.x, plot.bottom + 14);
  }
  for (const marker of model.markers) drawMarker(context, marker, palette);
  if (overlay.hoverX !== null) {
    context.fillStyle = palette.tick;
    context.fillRect(Math.round(overlay.hoverX), plot.top, 1, plot.bottom - plot.top);
  }
  if (overlay.brush !== null) drawHandles(context, model, palette, overlay.brush);
}

function drawHandles(context: Context, model: ChartModel, palette: ChartPalette, brush: Span): void {
  const { plot } = model;
  context.fillStyle = palette.accent;
  for (const time of [brush.fromEpochSeconds, brush.toEpochSeconds]) {
    const x = timeToX(model, time);
    if (x < plot.left - 1 || x > plot.right + 1) continue;
    context.fillRect(Math.round(x), plot.top - 2, 1, plot.bottom - plot.top + 2);
    context.beginPath();
    context.roundRect(x - 2, (plot.top + plot.bottom) / 2 - 8, 4, 16, 2);
    context.fill();
  }
}
