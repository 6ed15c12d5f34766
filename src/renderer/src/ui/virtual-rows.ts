/**
 * Arithmetic of a list with rows of one height. Browsers cap the height of an element (Chromium near 33.5 million px,
 * Firefox near 17.9 million), so beyond `tallestPixels` the scroll bar covers the rows at a coarser scale: its
 * position maps to a place in the list (`toVirtualTop`), and wheel and keys move that place exactly.
 */
export const tallestPixels = 8_000_000;

export interface RowGeometry {
  rowCount: number;
  rowHeightPixels: number;
  /** Height in which rows show. */
  viewportPixels: number;
}

function totalPixels({ rowCount, rowHeightPixels }: RowGeometry): number {
  return rowCount * rowHeightPixels;
}

/** Height of the element that the scroll bar measures. */
export function contentPixels(geometry: RowGeometry): number {
  return Math.min(tallestPixels, totalPixels(geometry));
}

export function isScaled(geometry: RowGeometry): boolean {
  return totalPixels(geometry) > tallestPixels;
}

/** Farthest place the list can be scrolled to. */
export function longestVirtualTop(geometry: RowGeometry): number {
  return Math.max(0, totalPixels(geometry) - geometry.viewportPixels);
}

function longestScrollTop(geometry: RowGeometry): number {
  return Math.max(0, contentPixels(geometry) - geometry.viewportPixels);
}

/** Place in the list for a position of the scroll bar. */
export function toVirtualTop(geometry: RowGeometry, scrollTop: number): number {
  if (!isScaled(geometry)) return clampVirtualTop(geometry, scrollTop);
  return clampVirtualTop(geometry, (scrollTop / longestScrollTop(geometry)) * longestVirtualTop(geometry));
}

/** Position of the scroll bar for a place in the list. */
export function toScrollTop(geometry: RowGeometry, virtualTop: number): number {
  const clamped = clampVirtualTop(geometry, virtualTop);
  if (!isScaled(geometry)) return clamped;
  return (clamped / longestVirtualTop(geometry)) * longestScrollTop(geometry);
}

export function clampVirtualTop(geometry: RowGeometry, virtualTop: number): number {
  return Math.min(longestVirtualTop(geometry), Math.max(0, virtualTop));
}

/** Rows to draw, `to` excluded: what shows, and `overscan` more on either side. */
export function rowWindow(geometry: RowGeometry, virtualTop: number, overscan: number): { from: number; to: number } {
  const first = Math.floor(virtualTop / geometry.rowHeightPixels);
  const last = Math.ceil((virtualTop + geometry.viewportPixels) / geometry.rowHeightPixels);
  return { from: Math.max(0, first - overscan), to: Math.min(geometry.rowCount, last + overscan) };
}

/** Where the list is, and the position of the scroll bar that belongs to it. */
export interface ScrollPlace {
  virtualTop: number;
  scrollTop: number;
}

/** Where a row is drawn inside the content element. */
export function rowTopPixels(geometry: RowGeometry, place: ScrollPlace, row: number): number {
  const top = row * geometry.rowHeightPixels;
  return isScaled(geometry) ? place.scrollTop + (top - place.virtualTop) : top;
}

/** The nearest place at which the whole row shows; the present one when it already does. */
export function revealRow(geometry: RowGeometry, virtualTop: number, row: number): number {
  const top = row * geometry.rowHeightPixels;
  const bottom = top + geometry.rowHeightPixels;
  if (top < virtualTop) return clampVirtualTop(geometry, top);
  if (bottom > virtualTop + geometry.viewportPixels) return clampVirtualTop(geometry, bottom - geometry.viewportPixels);
  return virtualTop;
}

/** Rows that a Page key moves by: what shows, less one for orientation. */
export function pageRows({ viewportPixels, rowHeightPixels }: RowGeometry): number {
  return Math.max(1, Math.floor(viewportPixels / rowHeightPixels) - 1);
}
