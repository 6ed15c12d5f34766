import { useMemo, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  SearchField,
} from 'react-aria-components';
import { commandRegistry, useCommandList } from '../../commands/registry.ts';
import { runCommand } from '../../commands/run.ts';
import { shortcutKeys } from '../../commands/shortcut.ts';
import { usePaletteItems, type PaletteItem } from '../../commands/palette-items.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { openOverlay } from '../../state/notices.ts';
import { useApp } from '../../state/store.ts';
import { Overlay } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Kbd, Keys } from '../../ui/Kbd.tsx';
import { Matched } from '../../ui/Matched.tsx';
import { findItems } from './palette-search.ts';
import styles from './Palette.module.css';

/** Search or jump to: commands, and whatever the screens offer. */
export function Palette() {
  const bridge = useBridge();
  const [text, setText] = useState('');
  const commands = useCommandList();
  const state = useApp((whole) => whole);
  const offered = usePaletteItems(text);
  const { platform } = bridge.startup;
  const groups = useMemo(() => {
    const fromCommands: PaletteItem[] = commands
      .filter((command) => command.isInPalette !== false && commandRegistry.isAvailable(command, state))
      .map((command) => ({
        id: command.id,
        group: command.group === 'Go to' ? 'Screens' : 'Commands',
        title: command.title,
        keywords: command.keywords ?? [],
        icon: command.group === 'Go to' ? 'arrowRight' : 'terminal',
        keys: command.shortcuts?.[0] === undefined ? [] : shortcutKeys(command.shortcuts[0], platform),
        run: () => void runCommand(command.id, bridge),
      }));
    return findItems([...offered, ...fromCommands], text);
  }, [commands, state, offered, platform, bridge, text]);
  const items = new Map(groups.flatMap((group) => group.items).map((item) => [item.id, item]));
  const close = () => openOverlay(null);
  return (
    <Overlay isOpen onClose={close} placement="top" className={styles.box}>
      <Dialog aria-label="Command palette" className={styles.dialog ?? ''}>
        <Autocomplete inputValue={text} onInputChange={setText}>
          <SearchField aria-label="Search or jump to" autoFocus className={styles.search ?? ''}>
            <Icon name="search" size={16} className={styles.quiet} />
            {/* Autocomplete says which list it controls. */}
            {/* oxlint-disable jsx-a11y/role-has-required-aria-props */}
            <Input
              className={styles.input ?? ''}
              placeholder="Search or jump to"
              spellCheck="false"
              role="combobox"
              aria-expanded
            />
            {/* oxlint-enable jsx-a11y/role-has-required-aria-props */}
            <Kbd>esc</Kbd>
          </SearchField>
          <ListBox
            aria-label="Results"
            className={styles.list ?? ''}
            selectionMode="none"
            onAction={(key) => {
              close();
              items.get(String(key))?.run();
            }}
            renderEmptyState={() => <p className={styles.empty}>Nothing is called that.</p>}
          >
            {groups.map((group) => (
              <ListBoxSection key={group.name}>
                <Header className={styles.heading}>{group.name}</Header>
                {group.items.map((item) => (
                  <ListBoxItem key={item.id} id={item.id} textValue={item.title} className={styles.item ?? ''}>
                    <Icon name={item.icon} className={styles.quiet} />
                    <span className={styles.title}>
                      <Matched text={item.title} words={text} />
                    </span>
                    {item.note === undefined ? null : <span className={styles.note}>{item.note}</span>}
                    <span className={styles.keys}>
                      <Keys keys={item.keys ?? []} />
                    </span>
                  </ListBoxItem>
                ))}
              </ListBoxSection>
            ))}
          </ListBox>
        </Autocomplete>
        <footer className={styles.foot}>
          <Kbd>↵</Kbd> open
        </footer>
      </Dialog>
    </Overlay>
  );
}
