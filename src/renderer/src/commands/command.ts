import type { Bridge } from '../bridge.ts';
import type { AppState } from '../state/store.ts';

/** Sections of the shortcut sheet and the palette, in this order. */
export const commandGroups = ['Go to', 'List', 'Search', 'Time', 'Case', 'Window'] as const;
export type CommandGroup = (typeof commandGroups)[number];

export interface CommandContext {
  bridge: Bridge;
  state: AppState;
}

/** Where a shortcut of one key must have the focus to count, as in `data-command-scope="chart"`. */
export type CommandScope = 'chart' | 'list' | 'facets' | 'detail';

/** One user action. Menu, palette, buttons, shortcut sheet and tests refer to it by id. */
export interface Command {
  id: string;
  /** Verb plus object, as in the palette. */
  title: string;
  /** Shorter, for the shortcut sheet. */
  sheetTitle?: string;
  group: CommandGroup;
  keywords?: readonly string[];
  /** `mod+k` (⌘ or Ctrl), `shift+x`, `alt+left`, `g e` (one after the other), `?`. The first one is printed. */
  shortcuts?: readonly string[];
  /** The shortcut counts only while the focus is inside such an element. */
  scope?: CommandScope;
  isEnabled?: (state: AppState) => boolean;
  /** Left out where the screen on display does it: it then registers a handler for the id. */
  run?: (context: CommandContext) => void | Promise<void>;
  /** False for steps of the keyboard (next row) that make no sense in the palette. */
  isInPalette?: boolean;
}

export type CommandHandler = (context: CommandContext) => void | Promise<void>;
