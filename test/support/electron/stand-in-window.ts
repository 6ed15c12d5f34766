import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { SpoorBridge } from '../../../src/shared/contract/wire.ts';
import { preventable, type StandIn, type StandInSession } from './stand-in.ts';

export interface StandInFrame {
  url: string;
}

/** `webContents`: the page of a window. */
export class StandInContents extends EventEmitter {
  readonly mainFrame: StandInFrame = { url: '' };
  readonly sent: { channel: string; message: unknown }[] = [];
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null;
  reloads = 0;
  crashed = false;
  readonly session: StandInSession;
  readonly renderer = new EventEmitter();

  constructor(session: StandInSession) {
    super();
    this.session = session;
  }
  getURL() {
    return this.mainFrame.url;
  }
  send(channel: string, message: unknown) {
    const copied = structuredClone(message);
    this.sent.push({ channel, message: copied });
    this.renderer.emit(channel, {}, copied);
  }
  setWindowOpenHandler(handler: StandInContents['windowOpenHandler']) {
    this.windowOpenHandler = handler;
  }
  reload() {
    this.reloads += 1;
    this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
  }
  forcefullyCrashRenderer() {
    this.crashed = true;
  }
  /** Whether a page's attempt to go elsewhere is refused. */
  navigationRefused(name: 'will-navigate' | 'will-frame-navigate' | 'will-redirect', url: string): boolean {
    const event = preventable({ url });
    this.emit(name, event);
    return event.defaultPrevented;
  }
}

/** `BrowserWindow`: loads the page through the session's scheme and runs the built preload as Electron would. */
export class StandInWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents: StandInContents;
  readonly loaded = Promise.withResolvers<{ status: number; html: string }>();
  /** What the preload exposed to the page, by name. */
  readonly exposed = new Map<string, unknown>();
  title = '';
  visible = false;
  maximized = false;
  minimized = false;
  destroyed = false;
  focusCount = 0;
  backgroundColor: string | undefined;
  overlay: unknown = null;
  private readonly standIn: StandIn;

  constructor(options: BrowserWindowConstructorOptions, standIn: StandIn) {
    super();
    this.options = options;
    this.standIn = standIn;
    this.backgroundColor = options.backgroundColor;
    this.webContents = new StandInContents(options.webPreferences?.session as unknown as StandInSession);
    standIn.windows.add(this);
    standIn.focused = this;
    standIn.app.emit('web-contents-created', {}, this.webContents);
  }

  get bridge(): SpoorBridge {
    return this.exposed.get('spoor') as SpoorBridge;
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    this.webContents.mainFrame.url = url;
    const response = await this.webContents.session.fetch(url);
    this.runPreload();
    this.loaded.resolve({ status: response.status, html: await response.text() });
    this.emit('ready-to-show');
  }

  /** A sandboxed preload: one script, `require` knows Electron's renderer half alone. */
  private runPreload(): void {
    const { preload, additionalArguments } = this.options.webPreferences ?? {};
    if (preload === undefined) return;
    const { webContents, standIn } = this;
    const event = { sender: webContents, senderFrame: webContents.mainFrame };
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, value: unknown) => this.exposed.set(name, value) },
      ipcRenderer: {
        invoke: (channel: string, ...args: unknown[]) => standIn.invoke(event, channel, ...args),
        on: (channel: string, listener: (...args: unknown[]) => void) => webContents.renderer.on(channel, listener),
        off: (channel: string, listener: (...args: unknown[]) => void) => webContents.renderer.off(channel, listener),
      },
      webUtils: { getPathForFile: (file: object) => standIn.filePaths.get(file) ?? '' },
    };
    const require = (name: string) => {
      if (name !== 'electron') throw new Error(`a sandboxed preload cannot require ${name}`);
      return electron;
    };
    // oxlint-disable-next-line no-new-func -- the built preload is run as the script that it is
    const run = new Function('require', 'process', readFileSync(preload, 'utf8'));
    run(require, { argv: ['electron', ...(additionalArguments ?? [])] });
  }

  close(): void {
    const event = preventable();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.emit('closed');
    this.standIn.windowGone(this);
  }
  isDestroyed() {
    return this.destroyed;
  }
  show() {
    this.visible = true;
  }
  focus() {
    this.focusCount += 1;
    this.standIn.focused = this;
  }
  maximize() {
    this.maximized = true;
  }
  isMaximized() {
    return this.maximized;
  }
  isMinimized() {
    return this.minimized;
  }
  restore() {
    this.minimized = false;
  }
  getNormalBounds() {
    const { x = 10, y = 10, width = 0, height = 0 } = this.options;
    return { x, y, width, height };
  }
  setTitle(title: string) {
    this.title = title;
  }
  setBackgroundColor(color: string) {
    this.backgroundColor = color;
  }
  setTitleBarOverlay(overlay: unknown) {
    this.overlay = overlay;
  }
}
