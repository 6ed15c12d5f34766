import * as z from 'zod';

/** Settings of the Events screen that are kept with the layout. */
export const orderSchema = z.enum(['asc', 'desc']);
export type RowOrder = z.infer<typeof orderSchema>;
export const switchSchema = z.boolean();

export const layoutKeys = {
  order: 'events.order',
  groupRepeats: 'events.groupRepeats',
  logScale: 'events.logScale',
  columns: 'events.columns',
  facets: 'events.facets',
  wrapJson: 'events.wrapJson',
  /** Pane widths, by class of window. */
  widths: (windowClass: string) => `events.widths.${windowClass}`,
} as const;

export const widthsSchema = z.record(z.string(), z.number().positive());
export type Widths = z.infer<typeof widthsSchema>;
export const noWidths: Widths = {};
