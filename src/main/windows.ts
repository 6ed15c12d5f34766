import { BrowserWindow, nativeTheme, screen, type IpcMainInvokeEvent, type Session, type WebContents } from 'electron';
import type { Startup } from '../shared/contract/app.ts';
import { isPageUrl, pageUrl } from './protocol.ts';
import { minimumSize, placeWindow, readWindowState, writeWindowState } from './window-state.ts';

export interface WindowsOptions {
  session: Session;
  preloadFile: string;
  dataFolder: string;
  /** Everything but the client's name. */
  startup(): Omit<Startup, 'client'>;
  onOpened(client: string, window: BrowserWindow): void;
  onClosed(client: string): void;
  devTools: boolean;
}

export interface Windows {
  open(): string;
  get(client: string): BrowserWindow | undefined;
  focused(): string | null;
  all(): string[];
  /** The window a message came from, or null for anything but the main frame of a window made here. */
  sender(event: IpcMainInvokeEvent): string | null;
}

/** Height and colours (`--bg-0`, `--fg-1`) of the title bar the renderer draws. */
const titleBarHeight = 40;
const surfaces = {
  dark: { color: '#0e1013', symbolColor: '#e9ecf0' },
  light: { color: '#eef1f3', symbolColor: '#14181d' },
};

export function createWindows(options: WindowsOptions): Windows {
  const windows = new Map<string, BrowserWindow>();
  let opened = 0;

  const surface = () => (nativeTheme.shouldUseDarkColors ? surfaces.dark : surfaces.light);
  nativeTheme.on('updated', () => {
    for (const window of windows.values()) {
      window.setBackgroundColor(surface().color);
      if (process.platform !== 'darwin') window.setTitleBarOverlay({ ...surface(), height: titleBarHeight });
    }
  });

  function open(): string {
    opened += 1;
    const client = `window-${opened}`;
    const startup: Startup = { ...options.startup(), client };
    const place = placeWindow(
      readWindowState(options.dataFolder),
      screen.getAllDisplays().map((display) => display.workArea),
    );
    // A further window opens beside the first, not on top of it.
    if (windows.size > 0) {
      delete place.bounds.x;
      delete place.bounds.y;
    }
    const window = new BrowserWindow({
      ...place.bounds,
      minWidth: minimumSize.width,
      minHeight: minimumSize.height,
      show: false,
      title: 'Spoor',
      backgroundColor: surface().color,
      ...(process.platform === 'darwin'
        ? { titleBarStyle: 'hiddenInset' as const }
        : { titleBarStyle: 'hidden' as const, titleBarOverlay: { ...surface(), height: titleBarHeight } }),
      webPreferences: {
        session: options.session,
        preload: options.preloadFile,
        additionalArguments: [`--spoor-startup=${encodeURIComponent(JSON.stringify(startup))}`],
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        safeDialogs: true,
        devTools: options.devTools,
      },
    });
    windows.set(client, window);
    if (place.maximized) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('close', () => {
      writeWindowState(options.dataFolder, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    });
    window.on('closed', () => {
      windows.delete(client);
      options.onClosed(client);
    });
    options.onOpened(client, window);
    void window.loadURL(pageUrl);
    return client;
  }

  const clientOf = (contents: WebContents) =>
    [...windows].find(([, window]) => window.webContents === contents)?.[0] ?? null;

  return {
    open,
    get: (client) => windows.get(client),
    focused() {
      const focused = BrowserWindow.getFocusedWindow();
      return focused === null ? null : clientOf(focused.webContents);
    },
    all: () => [...windows.keys()],
    sender(event) {
      const frame = event.senderFrame;
      if (frame === null || frame !== event.sender.mainFrame || !isPageUrl(frame.url)) return null;
      return clientOf(event.sender);
    },
  };
}
