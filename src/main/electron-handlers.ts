import { shell } from 'electron';
import { AppError } from '../shared/contract/errors.ts';
import { commonHandlers, unsupported, type CommonParts } from './common-handlers.ts';
import { dialogHandlers } from './dialogs.ts';
import type { HostHandlers } from './host-handlers.ts';
import type { OpenCases } from './open-cases.ts';
import type { Windows } from './windows.ts';

export interface ElectronHandlersOptions extends CommonParts {
  windows(): Windows;
  onDisabledCommands(client: string, commands: readonly string[]): void;
  openCases: OpenCases;
}

/** Host calls as the desktop app answers them. */
export function electronHandlers(options: ElectronHandlersOptions): HostHandlers {
  const { grants, openCases, locations } = options;
  const noUploads = () => {
    throw unsupported('uploads', 'Dropped files are read where they lie.');
  };
  const noFileBrowser = () => {
    throw unsupported('file browser', 'Use the native dialogs.');
  };
  return {
    ...commonHandlers(options),
    ...dialogHandlers(grants, (client) => options.windows().get(client), locations.caseFolder),
    'app.reveal': ({ grant }, { client }) => {
      const file = grant === null ? openCases.pathOf(client) : grants.resolve(grant, client)?.path;
      if (file == null) throw new AppError('not-found', 'There is no file to show.');
      shell.showItemInFolder(file);
      return null;
    },
    'app.window.new': () => {
      options.windows().open();
      return null;
    },
    'app.window.state': ({ title, disabledCommands }, { client }) => {
      options.windows().get(client)?.setTitle(title);
      options.onDisabledCommands(client, disabledCommands);
      return null;
    },
    'files.list': noFileBrowser,
    'files.grant': noFileBrowser,
    'files.grantSave': noFileBrowser,
    'upload.begin': noUploads,
    'upload.end': noUploads,
    'upload.abort': noUploads,
  };
}
