import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { MenuItemConstructorOptions, OpenDialogOptions, SaveDialogOptions } from 'electron';
import { StandInWindow, type StandInFrame } from './stand-in-window.ts';

/** An event that listeners may prevent, as Electron passes them. */
export function preventable<More extends object>(more: More = {} as More) {
  const event = {
    ...more,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  return event;
}

type InvokeEvent = { sender: EventEmitter; senderFrame: StandInFrame | null };
type Handler = (event: InvokeEvent, ...args: unknown[]) => unknown;

export interface MenuEntry extends MenuItemConstructorOptions {
  enabled: boolean;
}

/** `session.fromPartition(…)`: keeps what the app installs, and answers as Chromium would. */
export class StandInSession {
  permissionRequest: ((contents: unknown, permission: string, answer: (granted: boolean) => void) => void) | null =
    null;
  permissionCheck: ((contents: unknown, permission: string, origin: string) => boolean) | null = null;
  devicePermission: (() => boolean) | null = null;
  beforeRequest: ((details: { url: string }, answer: (reply: { cancel: boolean }) => void) => void) | null = null;
  spellChecker = true;
  readonly events = new EventEmitter();
  readonly schemes = new Map<string, (request: Request) => Promise<Response>>();
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>) => this.schemes.set(scheme, handler),
  };
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<StandInSession['beforeRequest']>) => {
      this.beforeRequest = listener;
    },
  };
  setPermissionRequestHandler(handler: StandInSession['permissionRequest']) {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: StandInSession['permissionCheck']) {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: StandInSession['devicePermission']) {
    this.devicePermission = handler;
  }
  setSpellCheckerEnabled(on: boolean) {
    this.spellChecker = on;
  }
  on(name: string, listener: (...args: unknown[]) => void) {
    this.events.on(name, listener);
  }
  /** Fetches as a page would: through the request filter, then the scheme's handler. */
  async fetch(url: string, method = 'GET'): Promise<Response> {
    const filtered = Promise.withResolvers<{ cancel: boolean }>();
    if (this.beforeRequest === null) filtered.resolve({ cancel: false });
    else this.beforeRequest({ url }, filtered.resolve);
    const handler = this.schemes.get(url.split(':', 1)[0] ?? '');
    if ((await filtered.promise).cancel || handler === undefined) throw new Error(`blocked: ${url}`);
    return await handler({ url, method } as Request);
  }
}

/**
 * A stand-in for the `electron` module that behaves as its documentation says where Spoor's host relies on it: event
 * order on quitting and closing, structured cloning over IPC, dialogs that tests answer. It draws nothing.
 */
export class StandIn {
  readonly windows = new Set<StandInWindow>();
  readonly switches: string[] = [];
  readonly paths = new Map<string, string>();
  readonly partitions = new Map<string, { session: StandInSession; options: unknown }>();
  readonly privilegedSchemes: unknown[] = [];
  readonly shown: {
    open: OpenDialogOptions[];
    save: SaveDialogOptions[];
    message: { message: string; detail?: string; buttons?: string[] }[];
    error: string[];
  } = { open: [], save: [], message: [], error: [] };
  readonly revealed: string[] = [];
  readonly ipc = new Map<string, Handler>();
  sandboxed = false;
  hasLock = true;
  exitCode: number | null = null;
  menu: { label?: string; submenu: MenuEntry[] }[] = [];
  focused: StandInWindow | null = null;
  /** Answers of dialogs, taken in turn; a dialog nobody answers stays open. */
  readonly answers: { open: string[][]; save: string[]; message: number[] } = { open: [], save: [], message: [] };
  readonly whenReady = Promise.withResolvers<void>();
  readonly exited = Promise.withResolvers<number>();
  /** Paths of `File` objects that a real drop would give. */
  readonly filePaths = new WeakMap<object, string>();
  private readonly appPath: string;
  private quitting = false;

  readonly app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    setName: () => {},
    setPath: (name: string, folder: string) => {
      if (!existsSync(folder)) throw new Error(`the folder of ${name} does not exist`);
      this.paths.set(name, folder);
    },
    getAppPath: () => this.appPath,
    enableSandbox: () => {
      this.sandboxed = true;
    },
    commandLine: { appendSwitch: (name: string) => this.switches.push(name) },
    requestSingleInstanceLock: () => this.hasLock,
    whenReady: () => this.whenReady.promise,
    quit: () => this.quit(),
    exit: (code = 0) => this.exit(code),
  });

  readonly nativeTheme = Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: true });
  readonly screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] };
  readonly shell = { showItemInFolder: (file: string) => this.revealed.push(file) };
  readonly protocol = {
    registerSchemesAsPrivileged: (schemes: unknown[]) => this.privilegedSchemes.push(...schemes),
  };
  readonly session = {
    fromPartition: (name: string, options?: unknown) => {
      const known = this.partitions.get(name) ?? { session: new StandInSession(), options };
      this.partitions.set(name, known);
      return known.session;
    },
  };
  readonly ipcMain = { handle: (channel: string, handler: Handler) => this.ipc.set(channel, handler) };
  readonly dialog = {
    showOpenDialog: (...args: unknown[]) => {
      this.shown.open.push(args.at(-1) as OpenDialogOptions);
      const filePaths = this.answers.open.shift() ?? [];
      return Promise.resolve({ canceled: filePaths.length === 0, filePaths });
    },
    showSaveDialog: (...args: unknown[]) => {
      this.shown.save.push(args.at(-1) as SaveDialogOptions);
      const filePath = this.answers.save.shift() ?? '';
      return Promise.resolve({ canceled: filePath === '', filePath });
    },
    showMessageBox: (...args: unknown[]) => {
      this.shown.message.push(args.at(-1) as { message: string });
      const response = this.answers.message.shift();
      return response === undefined ? new Promise(() => {}) : Promise.resolve({ response });
    },
    showErrorBox: (title: string, content: string) => this.shown.error.push(`${title}: ${content}`),
  };
  readonly Menu = {
    buildFromTemplate: (template: MenuItemConstructorOptions[]) => {
      const built = template.map((group) => ({
        ...group,
        submenu: ((group.submenu ?? []) as MenuItemConstructorOptions[]).map((item) => ({ ...item, enabled: true })),
      })) as StandIn['menu'];
      return Object.assign(built, { getMenuItemById: (id: string) => this.menuItem(id, built) });
    },
    setApplicationMenu: (menu: StandIn['menu']) => {
      this.menu = menu;
    },
  };
  readonly BrowserWindow: typeof StandInWindow;

  constructor(appPath: string) {
    this.appPath = appPath;
    this.BrowserWindow = windowClassOf(this);
  }

  menuItem(id: string, menu = this.menu): MenuEntry | null {
    return menu.flatMap((group) => group.submenu).find((item) => item.id === id) ?? null;
  }

  /** What `ipcRenderer.invoke` does: both ways are copied, and a handler that throws keeps only its message. */
  async invoke(event: InvokeEvent, channel: string, ...args: unknown[]): Promise<unknown> {
    const handler = this.ipc.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return structuredClone(await handler(event, ...structuredClone(args)));
  }

  quit(): void {
    if (this.exitCode !== null) return;
    const event = preventable();
    this.app.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.quitting = true;
    for (const window of this.windows) window.close();
    this.quitting = false;
    if (this.windows.size === 0) this.exit(0);
  }

  exit(code: number): void {
    this.exitCode ??= code;
    this.exited.resolve(code);
  }

  windowGone(window: StandInWindow): void {
    this.windows.delete(window);
    if (this.focused === window) this.focused = [...this.windows][0] ?? null;
    if (this.windows.size === 0 && !this.quitting && this.exitCode === null) this.app.emit('window-all-closed');
  }
}

/** The host makes windows with `new`, so each stand-in has a class of its own that knows it. */
function windowClassOf(standIn: StandIn): typeof StandInWindow {
  class Window extends StandInWindow {
    constructor(options: ConstructorParameters<typeof StandInWindow>[0]) {
      super(options, standIn);
    }
    static getFocusedWindow() {
      return standIn.focused;
    }
  }
  return Window as unknown as typeof StandInWindow;
}
