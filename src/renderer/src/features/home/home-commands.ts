import type { Command } from '../../commands/command.ts';
import { chooseFiles } from '../../data/choose-files.ts';
import { receive } from '../../data/receive.ts';
import { showHomeDialog } from './home-dialogs.ts';

/** Commands that work from every screen. */
export const homeCommands: readonly Command[] = [
  {
    id: 'case.new',
    title: 'New case',
    group: 'Case',
    keywords: ['create', 'start'],
    shortcuts: ['mod+n'],
    run: () => showHomeDialog('new-case'),
  },
  {
    id: 'case.settings',
    title: 'Case settings',
    group: 'Case',
    keywords: ['title', 'reference', 'time zone', 'account names', 'rename'],
    isEnabled: (state) => state.case.summary !== null,
    run: () => showHomeDialog('case-settings'),
  },
];

/** Commands of the list of cases; the screen does those without `run`. */
export const libraryCommands: readonly Command[] = [
  {
    id: 'cases.continue',
    title: 'Continue where you left off',
    group: 'Case',
    shortcuts: ['enter'],
    scope: 'list',
    keywords: ['resume', 'open case'],
  },
  {
    id: 'cases.open',
    title: 'Open the chosen case from its start',
    group: 'Case',
    shortcuts: ['shift+enter'],
    scope: 'list',
  },
  { id: 'cases.forget', title: 'Take the chosen case off the list', group: 'Case', keywords: ['remove', 'recent'] },
  { id: 'cases.filter', title: 'Filter cases', group: 'Case', shortcuts: ['/'], isInPalette: false },
  {
    id: 'logs.chooseFiles',
    title: 'Choose log files for a new case',
    group: 'Case',
    run: async ({ bridge }) => receive(bridge, 'logs', await chooseFiles(bridge, 'logs')),
  },
  {
    id: 'logs.chooseFolder',
    title: 'Choose a folder of logs for a new case',
    group: 'Case',
    run: async ({ bridge }) => receive(bridge, 'logs', await chooseFiles(bridge, 'folder')),
  },
];
