import { Button } from 'react-aria-components';
import { useCommand } from '../../commands/run.ts';
import { useShortcut, useShortcutKeys } from '../../commands/use-shortcut.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { changePreference } from '../../state/preferences.ts';
import { useApp } from '../../state/store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/icon-paths.ts';
import { Keys } from '../../ui/Kbd.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { reportFailure } from '../../commands/run.ts';
import { CaseMenu } from './CaseMenu.tsx';
import { CaseTimeRange } from './CaseTimeRange.tsx';
import styles from './TitleBar.module.css';

const zones = [
  { value: 'utc', label: 'UTC' },
  { value: 'local', label: 'Local' },
] as const;

/** Electron draws its own buttons over the page: left on a Mac, right elsewhere. A browser has none. */
function windowButtons(host: 'electron' | 'browser', platform: string): 'left' | 'right' | 'none' {
  if (host === 'browser') return 'none';
  return platform === 'mac' ? 'left' : 'right';
}

export function TitleBar() {
  const bridge = useBridge();
  const summary = useApp((state) => state.case.summary);
  const zone = useApp((state) => state.preferences.timeZone);
  const { host, platform, version } = bridge.startup;
  const openPalette = useCommand('palette.open');
  return (
    <header
      className={styles.bar}
      data-region="title bar"
      data-window-buttons={windowButtons(host, platform)}
      aria-label="Title bar"
    >
      <div className={styles.side}>
        <HistoryButton command="history.back" icon="arrowLeft" label="Back" />
        <HistoryButton command="history.forward" icon="arrowRight" label="Forward" />
        {summary === null ? (
          <span className={styles.product}>
            Spoor<span className={styles.version}>{version}</span>
          </span>
        ) : (
          <CaseMenu summary={summary} className={classNames(styles.plain, styles.case)}>
            <Icon name="archive" />
            <span className={styles.name}>{summary.name}</span>
            {summary.settings.title === summary.name ? null : (
              <span className={styles.title}>{summary.settings.title}</span>
            )}
            {summary.readOnly ? <Tag icon="lock">Read-only</Tag> : null}
            <Icon name="chevronDown" />
          </CaseMenu>
        )}
      </div>
      <Button className={classNames(styles.plain, styles.box, styles.search)} onPress={openPalette}>
        <Icon name="search" />
        <span className={styles.searchText}>Search or jump to</span>
        <span className={styles.searchKeys}>
          <Keys keys={[useShortcut('palette.open') ?? '']} />
        </span>
      </Button>
      <div className={classNames(styles.side, styles.end)}>
        {summary === null ? null : <CaseTimeRange summary={summary} className={classNames(styles.plain, styles.box)} />}
        <Segmented
          label="Time zone"
          segments={zones}
          chosen={zone}
          onChoose={(timeZone) => {
            changePreference(bridge, { timeZone }).catch((error: unknown) =>
              reportFailure('The time zone could not be stored', error),
            );
          }}
        />
      </div>
    </header>
  );
}

function HistoryButton({ command, icon, label }: { command: string; icon: IconName; label: string }) {
  const run = useCommand(command);
  const keys = useShortcutKeys(command);
  const index = useApp((state) => state.query.history.index);
  const count = useApp((state) => state.query.history.entries.length);
  const isDisabled = command === 'history.back' ? index === 0 : index === count - 1;
  return (
    <Tooltip text={label} keys={keys}>
      <Button className={styles.plain ?? ''} onPress={run} isDisabled={isDisabled} aria-label={label}>
        <Icon name={icon} size={16} />
      </Button>
    </Tooltip>
  );
}
