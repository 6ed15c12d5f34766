import { Menu, type MenuItemConstructorOptions } from 'electron';
import { applicationMenu, type MenuEntry } from '../shared/contract/menu.ts';

export interface MenuOptions {
  run(commandId: string): void;
  devTools: boolean;
}

export interface AppMenu {
  /** Greys the commands the focused window cannot run now. */
  setDisabled(commands: readonly string[]): void;
}

/** Builds the application menu from the shared table and makes it the app's. */
export function setUpMenu(options: MenuOptions): AppMenu {
  const item = (entry: MenuEntry): MenuItemConstructorOptions => {
    if (entry.kind === 'separator') return { type: 'separator' };
    if (entry.kind === 'role') return { role: entry.role };
    return {
      id: entry.id,
      label: entry.title,
      // The renderer handles keys; here they are shown. On macOS the menu takes them first and sends the command.
      ...(entry.accelerator === undefined ? {} : { accelerator: entry.accelerator, registerAccelerator: false }),
      click: () => options.run(entry.id),
    };
  };
  const template: MenuItemConstructorOptions[] = applicationMenu.map((group) => ({
    label: group.title,
    submenu: group.entries.map(item),
  }));
  if (process.platform === 'darwin') template.unshift({ role: 'appMenu' });
  if (options.devTools) {
    template.push({ label: 'Develop', submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }] });
  }
  const menu = Menu.buildFromTemplate(template);
  Menu.setApplicationMenu(menu);
  const ids = applicationMenu.flatMap((group) => group.entries.flatMap((e) => (e.kind === 'command' ? [e.id] : [])));
  return {
    setDisabled(commands) {
      for (const id of ids) {
        const found = menu.getMenuItemById(id);
        if (found !== null) found.enabled = !commands.includes(id);
      }
    },
  };
}
