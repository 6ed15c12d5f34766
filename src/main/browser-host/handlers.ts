import { commonHandlers, unsupported, type CommonParts } from '../common-handlers.ts';
import type { HostHandlers } from '../host-handlers.ts';
import type { FileBrowser } from './file-browser.ts';
import type { Uploads } from './uploads.ts';

export interface BrowserHandlersOptions extends CommonParts {
  fileBrowser: FileBrowser;
  uploads: Uploads;
  openWindow(): Promise<void>;
}

/** Host calls as the browser host answers them. */
export function browserHandlers(options: BrowserHandlersOptions): HostHandlers {
  const { uploads } = options;
  const noDialog = () => {
    throw unsupported('native dialogs', 'Use the file browser.');
  };
  return {
    ...commonHandlers(options),
    ...options.fileBrowser.handlers,
    'app.dialog.open': noDialog,
    'app.dialog.save': noDialog,
    'app.reveal': () => {
      throw unsupported('file manager', 'The path of the case is shown in its settings.');
    },
    'app.window.new': async () => {
      await options.openWindow();
      return null;
    },
    // The page sets its own title, and there is no menu.
    'app.window.state': () => null,
    'upload.begin': ({ files, sizeBytes }, { client }) => uploads.begin(client, files, sizeBytes),
    'upload.end': ({ uploadId }, { client }) => uploads.end(client, uploadId),
    'upload.abort': async ({ uploadId }, { client }) => {
      await uploads.abort(client, uploadId);
      return null;
    },
  };
}
