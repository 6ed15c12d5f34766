import { dialog, type BrowserWindow, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { HostHandlers } from './host-handlers.ts';
import { grantExisting, type PathGrants } from './path-grants.ts';

const openDialogs: Record<'case' | 'logs' | 'folder', OpenDialogOptions> = {
  case: {
    title: 'Open a case file',
    filters: [{ name: 'Spoor case', extensions: ['spoor'] }],
    properties: ['openFile'],
  },
  // Formats are recognised by content, so no name is filtered out.
  logs: { title: 'Add log files', properties: ['openFile', 'multiSelections'] },
  folder: { title: 'Add a folder of logs', properties: ['openDirectory', 'multiSelections'] },
};

const saveDialogs: Record<'case' | 'export' | 'manifest', SaveDialogOptions> = {
  case: { title: 'New case', filters: [{ name: 'Spoor case', extensions: ['spoor'] }] },
  export: { title: 'Export events' },
  manifest: { title: 'Export evidence manifest' },
};

/** Native dialogs. Their answers leave the process as grants only. */
export function dialogHandlers(
  grants: PathGrants,
  windowOf: (client: string) => BrowserWindow | undefined,
  caseFolder: string,
): Pick<HostHandlers, 'app.dialog.open' | 'app.dialog.save'> {
  return {
    'app.dialog.open': async ({ what }, { client }) => {
      const window = windowOf(client);
      const answer =
        window === undefined
          ? await dialog.showOpenDialog(openDialogs[what])
          : await dialog.showOpenDialog(window, openDialogs[what]);
      return answer.canceled ? [] : grantExisting(grants, client, answer.filePaths);
    },
    'app.dialog.save': async ({ what, suggestedName }, { client }) => {
      const window = windowOf(client);
      if (what === 'case') mkdirSync(caseFolder, { recursive: true });
      const name = path.basename(suggestedName);
      const options = { ...saveDialogs[what], defaultPath: what === 'case' ? path.join(caseFolder, name) : name };
      const answer =
        window === undefined ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
      if (answer.canceled || answer.filePath === '') return null;
      const chosen =
        what === 'case' && !answer.filePath.endsWith('.spoor') ? `${answer.filePath}.spoor` : answer.filePath;
      return grants.grant(client, chosen, 'save');
    },
  };
}
