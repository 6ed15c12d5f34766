import { useBridge } from '../data/bridge-context.ts';
import { commandRegistry, useCommandList } from './registry.ts';
import { shortcutKeys, shortcutText } from './shortcut.ts';

/** The first shortcut of a command as one text for this keyboard, or undefined. */
export function useShortcut(id: string): string | undefined {
  const { platform } = useBridge().startup;
  useCommandList();
  const [shortcut] = commandRegistry.get(id)?.shortcuts ?? [];
  return shortcut === undefined ? undefined : shortcutText(shortcut, platform);
}

/** The same as key caps. */
export function useShortcutKeys(id: string): readonly string[] {
  const { platform } = useBridge().startup;
  useCommandList();
  const [shortcut] = commandRegistry.get(id)?.shortcuts ?? [];
  return shortcut === undefined ? [] : shortcutKeys(shortcut, platform);
}
