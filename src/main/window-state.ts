import path from 'node:path';
import * as z from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';

export const minimumSize = { width: 1100, height: 700 };
const defaultSize = { width: 1440, height: 900 };

const rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const stateSchema = z.object({ bounds: rectangle, maximized: z.boolean() });
export type WindowState = z.infer<typeof stateSchema>;
type Rectangle = z.infer<typeof rectangle>;

/** Where a window should open: bounds without a place let the system choose one. */
export interface WindowPlace {
  bounds: { width: number; height: number; x?: number; y?: number };
  maximized: boolean;
}

/**
 * The last window's place, if enough of its title bar still lies on a connected display to take hold of it.
 * `workAreas` are the displays' areas without docks and panels.
 */
export function placeWindow(stored: unknown, workAreas: readonly Rectangle[]): WindowPlace {
  const state = stateSchema.safeParse(stored);
  if (!state.success) return { bounds: defaultSize, maximized: false };
  const { bounds, maximized } = state.data;
  const size = {
    width: Math.max(minimumSize.width, Math.round(bounds.width)),
    height: Math.max(minimumSize.height, Math.round(bounds.height)),
  };
  const reachable = workAreas.some((area) => {
    const shown = Math.min(bounds.x + size.width, area.x + area.width) - Math.max(bounds.x, area.x);
    return shown >= 120 && bounds.y >= area.y && bounds.y <= area.y + area.height - 40;
  });
  return {
    bounds: reachable ? { ...size, x: Math.round(bounds.x), y: Math.round(bounds.y) } : size,
    maximized,
  };
}

export function readWindowState(dataFolder: string): unknown {
  return readJsonFile(path.join(dataFolder, 'window.json'));
}

export function writeWindowState(dataFolder: string, state: WindowState): void {
  writeJsonFile(path.join(dataFolder, 'window.json'), state);
}
