import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { CaseSummary } from '../../../../shared/contract/case.ts';
import { commandRegistry, useCommandList } from '../../commands/registry.ts';
import { runCommand } from '../../commands/run.ts';
import { shortcutText } from '../../commands/shortcut.ts';
import { useBridge } from '../../data/bridge-context.ts';
import text from '../../styles/text.module.css';
import { useApp } from '../../state/store.ts';
import type { IconName } from '../../ui/icon-paths.ts';
import { MenuButton, type MenuEntry } from '../../ui/Menu.tsx';

/** Commands of the case menu in two groups; those that nobody does now are left out. */
const entries: readonly { id: string; icon: IconName; group: 'this' | 'other' }[] = [
  { id: 'case.settings', icon: 'settings', group: 'this' },
  { id: 'case.reveal', icon: 'folder', group: 'this' },
  { id: 'case.close', icon: 'close', group: 'this' },
  { id: 'case.new', icon: 'plus', group: 'other' },
  { id: 'case.open', icon: 'archive', group: 'other' },
  { id: 'screen.home', icon: 'list', group: 'other' },
];

interface CaseMenuProps {
  summary: CaseSummary;
  className: string;
  children: ReactNode;
}

export function CaseMenu({ summary, className, children }: CaseMenuProps) {
  const bridge = useBridge();
  // Both decide on what is available.
  useCommandList();
  const state = useApp((whole) => whole);
  const entriesOf = (group: 'this' | 'other'): MenuEntry[] =>
    entries.flatMap((entry) => {
      const command = commandRegistry.get(entry.id);
      if (entry.group !== group || command === undefined || !commandRegistry.isAvailable(command, state)) return [];
      const [shortcut] = command.shortcuts ?? [];
      return [
        {
          id: entry.id,
          label: command.title,
          icon: entry.icon,
          ...(shortcut === undefined ? {} : { keys: shortcutText(shortcut, bridge.startup.platform) }),
          onAction: () => void runCommand(entry.id, bridge),
        },
      ];
    });
  return (
    <MenuButton
      label="Case"
      header={summary.displayPath}
      groups={[
        { id: 'this', entries: entriesOf('this') },
        { id: 'other', entries: entriesOf('other') },
      ]}
      trigger={
        <Button className={className}>
          <span className={text.hidden}>Case </span>
          {children}
        </Button>
      }
    />
  );
}
