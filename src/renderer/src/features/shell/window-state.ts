import { useEffect } from 'react';
import { applicationMenu } from '../../../../shared/contract/menu.ts';
import { commandRegistry, useCommandList } from '../../commands/registry.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { useApp } from '../../state/store.ts';

const menuCommands = applicationMenu.flatMap((group) =>
  group.entries.flatMap((entry) => (entry.kind === 'command' ? [entry.id] : [])),
);

/** Tells the host what the window's title is and which entries of the menu to grey. */
export function useWindowState(): void {
  const bridge = useBridge();
  useCommandList();
  const title = useApp(({ case: { summary } }) =>
    summary === null
      ? 'Spoor'
      : `${[...new Set([summary.name, summary.settings.title])].filter(Boolean).join(' ')} – Spoor`,
  ).slice(0, 300);
  const disabled = useApp((state) =>
    menuCommands
      .filter((id) => {
        const command = commandRegistry.get(id);
        return command === undefined || !commandRegistry.isAvailable(command, state);
      })
      .join(' '),
  );
  useEffect(() => {
    document.title = title;
    const state = { title, disabledCommands: disabled.split(' ').filter((id) => id !== '') };
    // Only the look of the window depends on it; the next change tells it again.
    bridge.call('app.window.state', state).catch(() => undefined);
  }, [bridge, title, disabled]);
}
