import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright';
import { browserPath, launchArguments } from '../../support/browser.ts';
import { startBrowserHost, type HostProcess } from './browser-process.ts';
import { startElectron, type ElectronProcess } from './electron-process.ts';
import { FaultList } from './faults.ts';
import { Wire } from './wire.ts';

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
  /** Puts a `Wire` between pages and host. Browser host only. */
  wired?: boolean;
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

const patienceMs = 30_000;

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

export interface AppParts {
  home: string;
  keepsHome: boolean;
  host: HostProcess;
  electron: ElectronProcess | null;
  context: BrowserContext;
  page: Page;
  faults: FaultList;
  wire: Wire | null;
}

/** What is there as soon as the app is. */
export function shellOf(page: Page): Locator {
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

type Launched = Pick<AppParts, 'host' | 'electron' | 'context' | 'page' | 'wire'>;

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
  const wire = options.wired === true ? await Wire.tap(context) : null;
  return { host, electron: null, context, wire, page: await context.newPage() };
}

async function launchElectron(options: AppOptions, home: string, program: string): Promise<Launched> {
  const electron = await startElectron(program, home, options.colorScheme ?? 'dark');
  const page = await electron.application.firstWindow();
  const { width, height } = options.viewport ?? { width: 1440, height: 900 };
  const zoom = options.zoom ?? 1;
  await page.setViewportSize({ width: Math.round(width / zoom), height: Math.round(height / zoom) });
  await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: options.forcedColors ?? 'none' });
  return { host: electron, electron, context: electron.application.context(), wire: null, page };
}
