import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright';
import { inject, onTestFinished } from 'vitest';
import { browserPath, launchArguments } from '../../support/browser.ts';

export interface AppOptions {
  /** 1440 x 900 where left out. */
  viewport?: { width: number; height: number };
  colorScheme?: 'dark' | 'light';
  /** Files below the home folder to have before the start. */
  files?: Readonly<Record<string, string | Uint8Array>>;
}

/** A file of a drop. */
export interface DropFile {
  name: string;
  content: string | Uint8Array;
}

const patienceMs = 10_000;

/**
 * One running Spoor: the browser host in a process of its own with a home folder of its own, and windows of a real
 * browser on it. It waits for what is to be seen, never for time, and fails on any error of a page.
 */
export class App {
  readonly home: string;
  readonly page: Page;
  readonly #host: ChildProcess;
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #faults: string[];

  private constructor(
    home: string,
    host: ChildProcess,
    browser: Browser,
    context: BrowserContext,
    page: Page,
    faults: string[],
  ) {
    this.home = home;
    this.#host = host;
    this.#browser = browser;
    this.#context = context;
    this.page = page;
    this.#faults = faults;
  }

  /** Starts host and browser; both end with the test, which fails if a page reported an error. */
  static async start(options: AppOptions = {}): Promise<App> {
    const home = mkdtempSync(path.join(tmpdir(), 'spoor-e2e-'));
    mkdirSync(path.join(home, 'cases'));
    for (const [name, content] of Object.entries(options.files ?? {})) {
      mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
      writeFileSync(path.join(home, name), content);
    }
    const host = spawn(process.execPath, [path.join(import.meta.dirname, 'host.ts'), home, inject('rendererFolder')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const faults: string[] = [];
    const [url] = (await once(createInterface({ input: host.stdout }), 'line')) as [string];
    const browser = await chromium.launch({ executablePath: browserPath(), args: [...launchArguments] });
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1440, height: 900 },
      colorScheme: options.colorScheme ?? 'dark',
      timezoneId: 'UTC',
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(patienceMs);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const app = new App(home, host, browser, context, page, faults);
    onTestFinished(() => app.#close());
    app.#watch(page);
    await page.goto(url);
    await page.locator('[data-region="status bar"]').waitFor();
    return app;
  }

  /** Another window on the same host. */
  async openWindow(): Promise<Page> {
    const page = await this.#context.newPage();
    this.#watch(page);
    await page.goto(new URL(this.page.url()).origin);
    await page.locator('[data-region="status bar"]').waitFor();
    return page;
  }

  /** What was written below the home folder. */
  read(name: string): string {
    return readFileSync(path.join(this.home, name), 'utf8');
  }

  /** Drops files made here on the window, as a file manager would. */
  async drop(files: readonly DropFile[], page = this.page): Promise<void> {
    const given = files.map(({ name, content }) => ({ name, base64: Buffer.from(content).toString('base64') }));
    const transfer = await page.evaluateHandle((items) => {
      const data = new DataTransfer();
      for (const { name, base64 } of items) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], name));
      }
      return data;
    }, given);
    const main = page.locator('main');
    await main.dispatchEvent('dragenter', { dataTransfer: transfer });
    await main.dispatchEvent('dragover', { dataTransfer: transfer });
    await main.dispatchEvent('drop', { dataTransfer: transfer });
  }

  /** Chooses entries in Spoor's own file browser, which is open: folders to go through, then what to choose. */
  async chooseInBrowser(folders: readonly string[], names: readonly string[], confirm: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    const list = dialog.getByRole('grid', { name: 'Files' });
    for (const folder of folders) {
      await list.getByRole('row', { name: folder }).dblclick();
      await dialog.getByRole('navigation', { name: 'Folder' }).getByRole('button', { name: folder }).waitFor();
    }
    for (const [index, name] of names.entries()) {
      await list.getByRole('row', { name }).click(index === 0 ? {} : { modifiers: ['ControlOrMeta'] });
    }
    await dialog.getByRole('button', { name: confirm }).click();
  }

  /** Waits until no job runs. */
  async idle(): Promise<void> {
    await this.page.getByText('No jobs running').waitFor({ timeout: 30_000 });
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.#faults.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' || /Content Security Policy/i.test(text)) this.#faults.push(`console: ${text}`);
    });
    page.on('crash', () => this.#faults.push('the page crashed'));
  }

  async #close(): Promise<void> {
    await this.#browser.close();
    const ended = this.#host.exitCode === null ? once(this.#host, 'exit') : null;
    this.#host.kill('SIGTERM');
    await ended;
    rmSync(this.home, { recursive: true, force: true });
    if (this.#faults.length > 0) throw new Error(this.#faults.join('\n'));
  }
}
