import type { ComponentType, LazyExoticComponent } from 'react';
import type { Command } from './commands/command.ts';
import type { IconName } from './ui/icon-paths.ts';

/** One screen of the rail. */
export interface Screen {
  id: string;
  title: string;
  icon: IconName;
  /** Second key after `g`. */
  key: string;
  /** True when it makes sense only while a case is open. */
  needsCase: boolean;
  /** There even while the screen is not shown, for example "Add files" of the menu. */
  commands?: readonly Command[];
  /** There even while the screen is not shown: the dialogs of its commands. */
  Overlay?: ComponentType;
  /** Loaded when it is first shown. */
  Component: LazyExoticComponent<ComponentType> | ComponentType;
}
