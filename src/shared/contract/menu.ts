/** One entry of the application menu: a command of the renderer by its id, a standard role, or a line. */
export type MenuEntry =
  | { kind: 'command'; id: string; title: string; accelerator?: string }
  | { kind: 'role'; role: 'cut' | 'copy' | 'paste' | 'selectAll' | 'minimize' | 'close' | 'togglefullscreen' | 'quit' }
  | { kind: 'separator' };

export interface MenuGroup {
  title: string;
  entries: readonly MenuEntry[];
}

const command = (id: string, title: string, accelerator?: string): MenuEntry =>
  accelerator === undefined ? { kind: 'command', id, title } : { kind: 'command', id, title, accelerator };
const separator: MenuEntry = { kind: 'separator' };

/**
 * The application menu of the desktop host. Choosing an entry sends `app.command` with its id to the focused window;
 * entries whose command the window reports as disabled are greyed. Keys are shown here and handled by the renderer.
 */
export const applicationMenu: readonly MenuGroup[] = [
  {
    title: 'File',
    entries: [
      command('case.new', 'New case…', 'CmdOrCtrl+N'),
      command('case.open', 'Open case…', 'CmdOrCtrl+O'),
      command('case.sample', 'Open the sample case'),
      command('window.new', 'New window', 'CmdOrCtrl+Shift+N'),
      separator,
      command('evidence.addFiles', 'Add files…'),
      command('evidence.addFolder', 'Add folder…'),
      command('evidence.exportManifest', 'Export evidence manifest…'),
      command('events.export', 'Export events in view…'),
      separator,
      command('case.reveal', 'Show case file in folder'),
      command('case.close', 'Close case'),
      { kind: 'role', role: 'close' },
      { kind: 'role', role: 'quit' },
    ],
  },
  {
    title: 'Edit',
    entries: [
      command('edit.undo', 'Undo', 'CmdOrCtrl+Z'),
      command('edit.redo', 'Redo', 'CmdOrCtrl+Shift+Z'),
      separator,
      { kind: 'role', role: 'cut' },
      { kind: 'role', role: 'copy' },
      { kind: 'role', role: 'paste' },
      { kind: 'role', role: 'selectAll' },
    ],
  },
  {
    title: 'View',
    entries: [
      command('screen.events', 'Events'),
      command('screen.evidence', 'Evidence'),
      command('screen.home', 'Cases'),
      separator,
      command('history.back', 'Back', 'Alt+Left'),
      command('history.forward', 'Forward', 'Alt+Right'),
      command('palette.open', 'Command palette…', 'CmdOrCtrl+K'),
      command('jobs.toggle', 'Jobs', 'CmdOrCtrl+J'),
      separator,
      command('theme.toggle', 'Light or dark', 'CmdOrCtrl+Shift+L'),
      command('time.toggleZone', 'UTC or local time'),
      { kind: 'role', role: 'togglefullscreen' },
    ],
  },
  {
    title: 'Help',
    entries: [command('shortcuts.open', 'Keyboard shortcuts'), command('settings.open', 'Settings…', 'CmdOrCtrl+,')],
  },
];
