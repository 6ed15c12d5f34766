import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright';
import { browserPath, launchArguments } from '../../support/browser.ts';
import { logFolder, startBrowserHost, type HostProcess } from './browser-process.ts';
import { answerFileDialog, startElectron, type ElectronProcess } from './electron-process.ts';
import { FaultList } from './faults.ts';

export interface AppOptions {
  /** 1440 x 900 where left out. */
  viewport?: { width: number; height: number };
  colorScheme?: 'dark' | 'light';
  /** Files below the home folder to have before the start. */
  files?: Readonly<Record<string, string | Uint8Array>>;
  /** Puts the sample case where the app would make it. */
  sample?: boolean;
  /** Made before, kept at the end; else a folder of its own. */
  home?: string;
  /** The calendar of host and pages stands still at this instant. Browser host only. */
  fixedTime?: string;
  forcedColors?: 'active' | 'none';
  /** Page zoom as Chromium does it: 2 gives half as many CSS pixels of twice the size. */
  zoom?: number;
  /** Records what Playwright's trace viewer shows. */
  traced?: boolean;
}

export interface Surroundings {
  rendererFolder: string;
  /** Electron's binary, or null for the browser host. */
  electron: string | null;
  /** The sample case, to be copied. */
  sampleFile: string;
}

/** A file of a drop; `/` in the name makes folders. */
export interface DropFile {
  name: string;
  content: string | Uint8Array;
}

const patienceMs = 15_000;

let shared: Promise<Browser> | null = null;

/** Chromium starts once a process; every app gets a context of its own. */
function sharedBrowser(): Promise<Browser> {
  shared ??= chromium.launch({
    executablePath: browserPath(),
    args: [...launchArguments, '--disable-background-networking', '--disable-component-update'],
  });
  return shared;
}

export async function closeSharedBrowser(): Promise<void> {
  const browser = await shared;
  shared = null;
  await browser?.close();
}

/**
 * One running Spoor with the real engine: the browser host in a process of its own and windows of a real browser on it,
 * or the real Electron. It waits for what is to be seen, never for time, and keeps every fault of a page or the host.
 */
export class AppDriver {
  readonly home: string;
  readonly page: Page;
  readonly host: HostProcess;
  readonly faults: FaultList;
  readonly #context: BrowserContext;
  readonly #electron: ElectronProcess | null;
  readonly #keepsHome: boolean;

  protected constructor(parts: AppParts) {
    this.home = parts.home;
    this.page = parts.page;
    this.host = parts.host;
    this.faults = parts.faults;
    this.#context = parts.context;
    this.#electron = parts.electron;
    this.#keepsHome = parts.keepsHome;
  }

  /** Starts a host and a first window and waits until the shell is there. */
  static async launch(options: AppOptions, surroundings: Surroundings): Promise<AppDriver> {
    return new AppDriver(await launchParts(options, surroundings));
  }

  /** Another window on the same host. */
  async openWindow(): Promise<Page> {
    let page: Page;
    if (this.#electron === null) {
      page = await this.#context.newPage();
      await page.goto(new URL(this.page.url()).origin);
    } else {
      const opened = this.#electron.application.waitForEvent('window');
      await this.run('New window');
      page = await opened;
    }
    await shellOf(page).waitFor();
    return page;
  }

  /** What was written below the home folder. */
  read(name: string): string {
    return readFileSync(path.join(this.home, name), 'utf8');
  }

  /**
   * Drops files or folders on the window, the way the system does: with places on disk, so that a folder is one item.
   * What is dropped are the first parts of the names.
   */
  async drop(files: readonly DropFile[], page = this.page): Promise<void> {
    const folder = path.join(this.home, 'dropped');
    for (const { name, content } of files) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    const items = [...new Set(files.map(({ name }) => name.split('/')[0] ?? ''))];
    await this.dropPaths(
      items.map((item) => path.join(folder, item)),
      page,
    );
  }

  async dropPaths(paths: readonly string[], page = this.page): Promise<void> {
    const session = await this.#context.newCDPSession(page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    const { width, height } = page.viewportSize() ?? { width: 1440, height: 900 };
    const place = { x: Math.round(width / 2), y: Math.round(height / 2), data };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, ...place });
    }
    await session.detach();
  }

  /**
   * Presses what asks for files and answers: in the browser host through Spoor's own file browser (folders to go through,
   * then what to choose), on Electron through the native dialog.
   */
  async choose(
    press: () => Promise<void>,
    answer: { folders: string[]; names: string[]; confirm: string },
  ): Promise<void> {
    if (this.#electron === null) {
      await press();
      await this.chooseInBrowser(answer.folders, answer.names, answer.confirm);
    } else {
      const folder = path.join(this.home, ...answer.folders);
      const paths = answer.names.map((name) => path.join(folder, name));
      await answerFileDialog(this.#electron.application, paths.length === 0 ? [folder] : paths);
      await press();
    }
  }

  /** Presses what asks where to write and answers with a file of the home folder. */
  async save(press: () => Promise<void>, name: string): Promise<void> {
    if (this.#electron === null) {
      await press();
      const dialog = this.page.getByRole('dialog').last();
      await dialog.getByLabel('File name').fill(name);
      await dialog.getByRole('button', { name: /^(Save|Export|Write)/ }).click();
    } else {
      await answerFileDialog(this.#electron.application, [path.join(this.home, name)]);
      await press();
    }
  }

  /** Chooses entries in Spoor's own file browser, which is open. */
  async chooseInBrowser(folders: readonly string[], names: readonly string[], confirm: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    const list = dialog.getByRole('grid', { name: 'Files' });
    for (const folder of folders) {
      await list.getByRole('row', { name: folder, exact: true }).dblclick();
      await dialog.getByRole('navigation', { name: 'Folder' }).getByRole('button', { name: folder }).waitFor();
    }
    for (const [index, name] of names.entries()) {
      await list.getByRole('row', { name, exact: true }).click(index === 0 ? {} : { modifiers: ['ControlOrMeta'] });
    }
    await dialog.getByRole('button', { name: confirm }).click();
  }

  /** Opens the sample case from the list of cases. */
  async openSample(page = this.page): Promise<void> {
    const start = page.getByRole('complementary', { name: 'Start' });
    await start.getByRole('button', { name: /^Open the sample case/ }).click();
    await page.getByRole('navigation', { name: 'Screens' }).waitFor();
  }

  /** Goes to a screen by the rail and waits for it. */
  async goTo(screen: string, page = this.page): Promise<void> {
    const item = page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen, exact: true });
    await item.click();
    await page.locator(`nav [aria-current="page"][aria-label="${screen}"]`).waitFor();
  }

  /** Runs a command by its title through the palette. */
  async run(title: string, page = this.page): Promise<void> {
    await page.keyboard.press('ControlOrMeta+k');
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    await palette.getByRole('combobox').fill(title);
    await palette.getByRole('option', { name: title }).first().waitFor();
    await page.keyboard.press('Enter');
    await palette.waitFor({ state: 'detached' });
  }

  /** Waits until no job runs. */
  async idle(page = this.page): Promise<void> {
    await page.getByText('No jobs running').waitFor({ timeout: 60_000 });
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Everything that went wrong so far in pages and host. */
  allFaults(): string[] {
    return [...this.faults.list(), ...this.host.faults()];
  }

  /** Keeps what helps to understand a failure. */
  async keepEvidence(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'faults.txt'), `${this.allFaults().join('\n')}\n`);
    if (existsSync(logFolder(this.home))) cpSync(logFolder(this.home), path.join(folder, 'logs'), { recursive: true });
    for (const [index, page] of this.#context.pages().entries()) {
      // A page that crashed or hangs must not hide why.
      await page
        .screenshot({ path: path.join(folder, `window-${index + 1}.png`), timeout: 5_000 })
        .catch(() => undefined);
    }
    await this.#context.tracing.stop({ path: path.join(folder, 'trace.zip') }).catch(() => undefined);
  }

  /** Ends windows and host and removes the home folder. Does not judge the faults. */
  async close(): Promise<void> {
    if (this.#electron === null) await this.#context.close();
    try {
      await this.host.stop();
    } finally {
      if (!this.#keepsHome) rmSync(this.home, { recursive: true, force: true });
    }
  }
}

export interface AppParts {
  home: string;
  keepsHome: boolean;
  host: HostProcess;
  electron: ElectronProcess | null;
  context: BrowserContext;
  page: Page;
  faults: FaultList;
}

function shellOf(page: Page): Locator {
  return page.locator('[data-region="status bar"]');
}

/** What an `AppDriver` is made of. */
export async function launchParts(options: AppOptions, surroundings: Surroundings): Promise<AppParts> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'spoor-e2e-'));
  mkdirSync(path.join(home, 'cases'), { recursive: true });
  for (const [name, content] of Object.entries(options.files ?? {})) {
    mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
    writeFileSync(path.join(home, name), content);
  }
  if (options.sample === true) cpSync(surroundings.sampleFile, path.join(home, 'cases', 'Sample case.spoor'));
  const parts =
    surroundings.electron === null
      ? await launchBrowser(options, home, surroundings.rendererFolder)
      : await launchElectron(options, home, surroundings.electron);
  const { context, page, host } = parts;
  context.setDefaultTimeout(patienceMs);
  if (options.traced === true) await context.tracing.start({ snapshots: true });
  const faults = new FaultList(context, host.url);
  if (parts.electron === null) await page.goto(host.url);
  try {
    await shellOf(page).waitFor();
  } catch (error) {
    const shown = await page.locator('body').innerText();
    await context.close();
    await host.stop();
    throw new Error(
      `Spoor did not start. The page shows: ${shown}\n${[...faults.list(), ...host.faults()].join('\n')}`,
      {
        cause: error,
      },
    );
  }
  return { ...parts, home, keepsHome: options.home !== undefined, faults };
}

type Launched = Pick<AppParts, 'host' | 'electron' | 'context' | 'page'>;

async function launchBrowser(options: AppOptions, home: string, rendererFolder: string): Promise<Launched> {
  const { width, height } = options.viewport ?? { width: 1440, height: 900 };
  const zoom = options.zoom ?? 1;
  const [host, browser] = await Promise.all([
    startBrowserHost({ home, rendererFolder, fixedTime: options.fixedTime }),
    sharedBrowser(),
  ]);
  const context = await browser.newContext({
    viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
    deviceScaleFactor: zoom,
    colorScheme: options.colorScheme ?? 'dark',
    timezoneId: 'UTC',
    locale: 'en-GB',
    reducedMotion: 'reduce',
    forcedColors: options.forcedColors ?? 'none',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  if (options.fixedTime !== undefined) await context.clock.setFixedTime(options.fixedTime);
  return { host, electron: null, context, page: await context.newPage() };
}

async function launchElectron(options: AppOptions, home: string, program: string): Promise<Launched> {
  const electron = await startElectron(program, home, options.colorScheme ?? 'dark');
  const page = await electron.application.firstWindow();
  await page.setViewportSize(options.viewport ?? { width: 1440, height: 900 });
  return { host: electron, electron, context: electron.application.context(), page };
}
