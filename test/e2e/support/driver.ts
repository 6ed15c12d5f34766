import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright';
import { logFolder, type HostProcess } from './browser-process.ts';
import { answerFileDialog, type ElectronProcess } from './electron-process.ts';
import type { FaultList } from './faults.ts';
import { launchParts, shellOf, type AppOptions, type AppParts, type Surroundings } from './launch.ts';
import type { Wire } from './wire.ts';

/** A file of a drop; `/` in the name makes folders. */
export interface DropFile {
  name: string;
  content: string | Uint8Array;
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
  readonly #wire: Wire | null;
  readonly #context: BrowserContext;
  readonly #electron: ElectronProcess | null;
  readonly #keepsHome: boolean;

  readonly #parts: AppParts;

  protected constructor(parts: AppParts) {
    this.#parts = parts;
    this.home = parts.home;
    this.page = parts.page;
    this.host = parts.host;
    this.faults = parts.faults;
    this.#wire = parts.wire;
    this.#context = parts.context;
    this.#electron = parts.electron;
    this.#keepsHome = parts.keepsHome;
  }

  /** Starts a host and a first window and waits until the shell is there. */
  static async launch(options: AppOptions, surroundings: Surroundings): Promise<AppDriver> {
    return new AppDriver(await launchParts(options, surroundings));
  }

  /** The same app, driven through another of its windows. */
  withPage(page: Page): AppDriver {
    return new AppDriver({ ...this.#parts, page });
  }

  get wire(): Wire {
    if (this.#wire === null) throw new Error('start the app with `wired: true`');
    return this.#wire;
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
      await dialog.getByRole('button', { name: 'Save here' }).click();
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
    // Where there is none yet, it is made first.
    await page.getByRole('navigation', { name: 'Screens' }).waitFor({ timeout: 90_000 });
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
