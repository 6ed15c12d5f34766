import { Button } from 'react-aria-components';
import { useCommand } from '../../commands/run.ts';
import { useShortcutKeys } from '../../commands/use-shortcut.ts';
import type { Screen } from '../../screen.ts';
import { currentView } from '../../state/query-slice.ts';
import { useApp } from '../../state/store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/icon-paths.ts';
import { Tooltip } from '../../ui/Tooltip.tsx';
import styles from './Rail.module.css';

/** The screens of the open case, then help and settings. */
export function Rail({ screens }: { screens: readonly Screen[] }) {
  const current = useApp((state) => currentView(state.query).screen);
  return (
    <nav className={styles.rail} data-region="rail" aria-label="Screens">
      {screens.map((screen) => (
        <RailItem
          key={screen.id}
          command={`screen.${screen.id}`}
          title={screen.title}
          icon={screen.icon}
          isCurrent={screen.id === current}
        />
      ))}
      <span className={styles.space} />
      <RailItem command="shortcuts.open" title="Keyboard shortcuts" icon="help" isSmall />
      <RailItem command="settings.open" title="Settings" icon="settings" isSmall />
    </nav>
  );
}

interface RailItemProps {
  command: string;
  title: string;
  icon: IconName;
  isCurrent?: boolean;
  isSmall?: boolean;
}

function RailItem({ command, title, icon, isCurrent = false, isSmall = false }: RailItemProps) {
  const run = useCommand(command);
  return (
    <Tooltip text={title} keys={useShortcutKeys(command)} placement="right">
      <Button
        className={classNames(styles.item, isSmall && styles.small)}
        onPress={run}
        aria-label={title}
        {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
      >
        <Icon name={icon} size={18} />
        {isSmall ? null : <span className={styles.label}>{title}</span>}
      </Button>
    </Tooltip>
  );
}
