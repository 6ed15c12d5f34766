import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { onTestFinished } from 'vitest';
import type { CreateEngine } from '../../../src/shared/contract/engine.ts';
import { createMemoryEngine, type EngineControl } from '../memory-engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { StandIn } from './stand-in.ts';
import type { StandInWindow } from './stand-in-window.ts';

const project = path.resolve(import.meta.dirname, '../../..');
const page = '<!doctype html><html><head><title>Spoor</title></head><body></body></html>';

/** Builds main and preload unless they are built from the sources as they are. */
export function buildHosts(): void {
  const built = spawnSync(process.execPath, [path.join(project, 'scripts/build.mjs'), 'hosts'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stderr}`);
}

/** The native loader: the built app must not pass through the test runner's transforms. */
const nativeImport = vm.runInThisContext('(url) => import(url)', {
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<unknown>;

export interface Booted {
  standIn: StandIn;
  control: EngineControl;
  /** The installation: package.json, out/. */
  folder: string;
  dataFolder: string;
  caseFolder: string;
  /** The first window, loaded. */
  window(): Promise<StandInWindow>;
}

export interface BootOptions {
  /** Arguments after the program. */
  args?: string[];
  hasLock?: boolean;
  before?(standIn: StandIn, folder: string): void;
  createEngine?: CreateEngine;
}

/**
 * Boots the built `out/main/index.js` in a folder of its own, with the stand-in as its `electron` package and an engine
 * in memory in the place of the built one; everything else is what users run.
 */
export async function boot(options: BootOptions = {}): Promise<Booted> {
  const folder = temporaryFolder();
  const dataFolder = path.join(folder, 'data');
  const caseFolder = path.join(folder, 'cases');
  mkdirSync(caseFolder);
  mkdirSync(path.join(folder, 'node_modules', 'electron'), { recursive: true });
  mkdirSync(path.join(folder, 'out', 'renderer', 'assets'), { recursive: true });
  cpSync(path.join(project, 'package.json'), path.join(folder, 'package.json'));
  cpSync(path.join(project, 'out', 'main'), path.join(folder, 'out', 'main'), { recursive: true });
  cpSync(path.join(project, 'out', 'preload'), path.join(folder, 'out', 'preload'), { recursive: true });
  symlinkSync(path.join(project, 'node_modules', 'zod'), path.join(folder, 'node_modules', 'zod'), 'junction');
  writeFileSync(path.join(folder, 'out', 'renderer', 'index.html'), page);
  writeFileSync(path.join(folder, 'out', 'renderer', 'assets', 'a.js'), 'export {};');
  writeFileSync(path.join(folder, 'out', 'secret.js'), 'secret');

  const standIn = new StandIn(folder);
  standIn.hasLock = options.hasLock ?? true;
  const engineMade = Promise.withResolvers<EngineControl>();
  const createEngine: CreateEngine =
    options.createEngine ??
    ((engineOptions) => {
      const { engine, control } = createMemoryEngine(engineOptions);
      engineMade.resolve(control);
      return engine;
    });
  const key = `spoor-test-${randomUUID()}`;
  Reflect.set(globalThis, key, { standIn, createEngine });
  const names = [
    'app',
    'BrowserWindow',
    'dialog',
    'ipcMain',
    'Menu',
    'nativeTheme',
    'protocol',
    'screen',
    'session',
    'shell',
  ];
  writeFileSync(
    path.join(folder, 'node_modules', 'electron', 'index.js'),
    `export const { ${names.join(', ')} } = globalThis['${key}'].standIn;\n`,
  );
  writeFileSync(
    path.join(folder, 'node_modules', 'electron', 'package.json'),
    JSON.stringify({ name: 'electron', type: 'module', exports: './index.js' }),
  );
  writeFileSync(
    path.join(folder, 'out', 'main', 'engine.js'),
    `export const { createEngine } = globalThis['${key}'];\n`,
  );

  restoreProcess(key);
  process.argv = [process.execPath, folder, ...(options.args ?? [])];
  process.env['SPOOR_DATA_FOLDER'] = dataFolder;
  process.env['SPOOR_CASE_FOLDER'] = caseFolder;
  options.before?.(standIn, folder);
  await nativeImport(pathToFileURL(path.join(folder, 'out', 'main', 'index.js')).href);
  standIn.whenReady.resolve();
  return {
    standIn,
    // Without a lock there is no engine, and nobody to use it.
    control: options.hasLock === false || options.createEngine ? (undefined as never) : await engineMade.promise,
    folder,
    dataFolder,
    caseFolder,
    async window() {
      await until(() => standIn.windows.size > 0);
      const [first] = standIn.windows;
      if (first === undefined) throw new Error('no window');
      await first.loaded.promise;
      return first;
    },
  };
}

/** Turns of the event loop until something holds; the test's own limit ends the wait. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** The app changes its process; the test runner's must be as before. */
function restoreProcess(key: string): void {
  const { argv } = process;
  const names = ['uncaughtException', 'unhandledRejection'] as const;
  const before = new Map(names.map((name) => [name, process.listeners(name as 'uncaughtException')]));
  const { SPOOR_DATA_FOLDER: dataFolder, SPOOR_CASE_FOLDER: caseFolder } = process.env;
  onTestFinished(() => {
    process.argv = argv;
    Reflect.deleteProperty(globalThis, key);
    for (const name of names) {
      for (const listener of process.listeners(name as 'uncaughtException')) {
        if (!before.get(name)?.includes(listener)) process.off(name, listener);
      }
    }
    restore('SPOOR_DATA_FOLDER', dataFolder);
    restore('SPOOR_CASE_FOLDER', caseFolder);
  });
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
