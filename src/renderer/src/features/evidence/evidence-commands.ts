import type { Command } from '../../commands/command.ts';
import { chooseFiles } from '../../data/choose-files.ts';
import { receive } from '../../data/receive.ts';
import type { AppState } from '../../state/store.ts';
import { exportManifest } from './export-manifest.ts';

const hasCase = (state: AppState) => state.case.summary !== null;
const canChange = (state: AppState) => state.case.summary?.readOnly === false;

/** Commands that work from every screen of a case. */
export const evidenceCommands: readonly Command[] = [
  {
    id: 'evidence.addFiles',
    title: 'Add files',
    group: 'Case',
    keywords: ['import', 'logs', 'evidence'],
    isEnabled: canChange,
    run: async ({ bridge }) => receive(bridge, 'logs', await chooseFiles(bridge, 'logs')),
  },
  {
    id: 'evidence.addFolder',
    title: 'Add a folder',
    group: 'Case',
    keywords: ['import', 'logs', 'evidence', 'directory'],
    isEnabled: canChange,
    run: async ({ bridge }) => receive(bridge, 'logs', await chooseFiles(bridge, 'folder')),
  },
  {
    id: 'evidence.exportManifest',
    title: 'Export evidence manifest',
    group: 'Case',
    keywords: ['hashes', 'sha-256', 'sources', 'save'],
    isEnabled: hasCase,
    run: ({ bridge, state }) => exportManifest(bridge, state.case.summary?.name ?? 'case'),
  },
];

/** Commands of the screen; the panes on display do them. */
export const evidenceScreenCommands: readonly Command[] = [
  { id: 'evidence.import', title: 'Import what is ready', group: 'Case', shortcuts: ['mod+enter'] },
  { id: 'evidence.clearPending', title: 'Clear what is ready to import', group: 'Case' },
  {
    id: 'evidence.removeSource',
    title: 'Remove the chosen source',
    group: 'Case',
    shortcuts: ['delete'],
    scope: 'list',
  },
];
