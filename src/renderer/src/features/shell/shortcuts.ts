import type { Bridge } from '../../bridge.ts';
import { focusFacts, KeyboardMap } from '../../commands/keyboard.ts';
import { commandRegistry } from '../../commands/registry.ts';
import { runCommand } from '../../commands/run.ts';
import { setKeyPrefix } from '../../state/notices.ts';
import { appStore } from '../../state/store.ts';

/** Turns key presses into commands. A widget that used a key has called `preventDefault` and keeps it. */
export function followShortcuts(bridge: Bridge): () => void {
  const map = new KeyboardMap(commandRegistry, bridge.startup.platform);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const showPrefix = (text: string | null) => {
    if (timer !== null) clearTimeout(timer);
    timer = text === null ? null : setTimeout(() => setKeyPrefix(null), KeyboardMap.waitMs);
    setKeyPrefix(text);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const outcome = map.press(event, focusFacts(document.activeElement), appStore.getState(), event.timeStamp);
    if (outcome.kind === 'none') {
      if (timer !== null && !['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) showPrefix(null);
      return;
    }
    event.preventDefault();
    if (outcome.kind === 'prefix') {
      showPrefix(outcome.text);
    } else {
      showPrefix(null);
      void runCommand(outcome.command.id, bridge);
    }
  };
  window.addEventListener('keydown', onKey);
  return () => {
    window.removeEventListener('keydown', onKey);
    showPrefix(null);
  };
}
