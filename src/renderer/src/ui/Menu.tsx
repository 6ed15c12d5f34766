import { useRef, type ReactNode } from 'react';
import {
  Header,
  Menu as AriaMenu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';
import type { Placement } from 'react-aria-components/Popover';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';
import hidden from '../styles/text.module.css';
import styles from './Menu.module.css';

export interface MenuEntry {
  id: string;
  label: string;
  icon?: IconName;
  /** Second text in the same row, quieter. */
  note?: string;
  /** The shortcut as printed, for example `⌘C`. */
  keys?: string;
  isDisabled?: boolean;
  /** Shows a check; entries of one section with a value behave as a choice. */
  isChosen?: boolean;
  onAction: () => void;
}

/** Entries between two separators. */
export interface MenuGroup {
  id: string;
  title?: string;
  entries: readonly MenuEntry[];
}

interface MenuContentProps {
  label: string;
  /** First line, for example "Source IP 198.51.100.23, 3,654 events". */
  header?: string | undefined;
  groups: readonly MenuGroup[];
}

function MenuContent({ label, header, groups, onClose }: MenuContentProps & { onClose?: () => void }) {
  const shown = groups.filter((group) => group.entries.length > 0);
  const actions = new Map(shown.flatMap((group) => group.entries.map((entry) => [entry.id, entry.onAction])));
  const disabled = shown.flatMap((group) => group.entries.filter((entry) => entry.isDisabled).map((entry) => entry.id));
  return (
    <>
      {header === undefined ? null : (
        <div className={styles.header} title={header}>
          {header}
        </div>
      )}
      <AriaMenu
        aria-label={header ?? label}
        className={styles.menu ?? ''}
        {...(onClose === undefined ? {} : { autoFocus: 'first' as const, onClose })}
        disabledKeys={disabled}
        onAction={(key) => actions.get(String(key))?.()}
      >
        {shown.flatMap((group, index) => [
          ...(index === 0 ? [] : [<Separator key={`before ${group.id}`} className={styles.separator ?? ''} />]),
          <MenuSection key={group.id} {...(group.title === undefined ? { 'aria-label': label } : {})}>
            {group.title === undefined ? null : <Header className={styles.title}>{group.title}</Header>}
            {group.entries.map((entry) => (
              <MenuItem key={entry.id} id={entry.id} textValue={entry.label} className={styles.item ?? ''}>
                {entry.icon === undefined && entry.isChosen === undefined ? null : (
                  <span className={styles.icon}>
                    {entry.isChosen === undefined ? null : entry.isChosen ? <Icon name="check" /> : null}
                    {entry.icon === undefined ? null : <Icon name={entry.icon} />}
                  </span>
                )}
                <span className={styles.label}>{entry.label}</span>
                {entry.note === undefined ? null : <span className={styles.note}>{entry.note}</span>}
                {entry.isChosen ? <span className={hidden.hidden}>, chosen</span> : null}
                {entry.keys === undefined ? null : <kbd className={styles.keys}>{entry.keys}</kbd>}
              </MenuItem>
            ))}
          </MenuSection>,
        ])}
      </AriaMenu>
    </>
  );
}

interface MenuButtonProps extends MenuContentProps {
  /** The button that opens the menu. */
  trigger: ReactNode;
  placement?: Placement;
}

export function MenuButton({ trigger, placement = 'bottom start', ...content }: MenuButtonProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement} offset={4} className={styles.popover ?? ''}>
        <MenuContent {...content} />
      </Popover>
    </MenuTrigger>
  );
}

/** Where a context menu opens, in pixels of the window. */
export interface MenuPosition {
  x: number;
  y: number;
}

interface ContextMenuProps extends MenuContentProps {
  /** Null while closed. */
  position: MenuPosition | null;
  onClose: () => void;
}

/** A menu at a point: right click on a value, or the Menu key on the focused one. */
export function ContextMenu({ position, onClose, ...content }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  if (position === null) return null;
  return (
    <>
      <span ref={anchor} className={styles.anchor} style={{ left: position.x, top: position.y }} aria-hidden="true" />
      <Popover
        isOpen
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
        triggerRef={anchor}
        placement="bottom start"
        offset={2}
        className={styles.popover ?? ''}
        aria-label={content.label}
      >
        <MenuContent {...content} onClose={onClose} />
      </Popover>
    </>
  );
}
