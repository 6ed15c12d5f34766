import { Dialog, Heading } from 'react-aria-components';
import { commandGroups, type Command } from '../../commands/command.ts';
import { commandRegistry, useCommandList } from '../../commands/registry.ts';
import { shortcutKeys, type KeyboardPlatform } from '../../commands/shortcut.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { openOverlay } from '../../state/notices.ts';
import { appStore } from '../../state/store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Overlay } from '../../ui/Dialog.tsx';
import { Kbd, Keys } from '../../ui/Kbd.tsx';
import styles from './ShortcutSheet.module.css';

/** Commands with keys that someone does here, whether or not they are possible at this moment. */
function sheetCommands(commands: readonly Command[]): readonly Command[] {
  const state = appStore.getState();
  return commands.filter(
    (command) =>
      (command.shortcuts?.length ?? 0) > 0 &&
      (command.run !== undefined || commandRegistry.isAvailable(command, state)),
  );
}

/** Escape is read by the sheet itself while it is open, so it is the last one to print. */
export function ShortcutSheet() {
  const { platform } = useBridge().startup;
  const commands = sheetCommands(useCommandList());
  return (
    <Overlay isOpen onClose={() => openOverlay(null)} className={styles.box}>
      <Dialog className={styles.dialog ?? ''}>
        <header className={styles.head}>
          <Heading slot="title" level={2} className={styles.title ?? ''}>
            Keyboard shortcuts
          </Heading>
          <Kbd>?</Kbd>
        </header>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
        <div className={styles.body} tabIndex={0} role="group" aria-label="Keyboard shortcuts">
          {commandGroups.map((group) => {
            const own = commands.filter((command) => command.group === group);
            if (own.length === 0) return null;
            return (
              <section key={group} className={styles.group}>
                <h3 className={styles.heading}>{group}</h3>
                <ul className={classNames(styles.list, group === 'Go to' && styles.double)}>
                  {own.map((command) => (
                    <ShortcutRow key={command.id} command={command} platform={platform} />
                  ))}
                </ul>
              </section>
            );
          })}
          <section className={styles.group}>
            <h3 className={styles.heading}>Anywhere</h3>
            <ul className={styles.list}>
              <li className={styles.row}>
                <span>Next, previous part of the window</span>
                <Keys keys={['F6', '⇧F6']} />
              </li>
            </ul>
          </section>
        </div>
      </Dialog>
    </Overlay>
  );
}

function ShortcutRow({ command, platform }: { command: Command; platform: KeyboardPlatform }) {
  const [first] = command.shortcuts ?? [];
  if (first === undefined) return null;
  return (
    <li className={styles.row}>
      <span>{command.sheetTitle ?? command.title}</span>
      <Keys keys={shortcutKeys(first, platform)} />
    </li>
  );
}
