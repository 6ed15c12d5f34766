import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { _electron as electron, type ElectronApplication } from 'playwright';
import { logErrors, type HostProcess } from './browser-process.ts';

const project = path.resolve(import.meta.dirname, '../../..');

export interface ElectronProcess extends HostProcess {
  application: ElectronApplication;
}

/** Starts the built desktop app on a real Electron. */
export async function startElectron(
  program: string,
  home: string,
  colorScheme: 'dark' | 'light',
): Promise<ElectronProcess> {
  mkdirSync(path.join(home, '.spoor'), { recursive: true });
  const application = await electron.launch({
    executablePath: program,
    args: [project, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    colorScheme,
    timezoneId: 'UTC',
    locale: 'en-GB',
    env: {
      ...process.env,
      HOME: home,
      USERPROFILE: home,
      SPOOR_DATA_FOLDER: path.join(home, '.spoor'),
      SPOOR_CASE_FOLDER: path.join(home, 'cases'),
    },
  });
  const faults: string[] = [];
  application.on('console', (message) => {
    if (message.type() === 'error') faults.push(`main process: ${message.text()}`);
  });
  return {
    application,
    url: 'app://spoor/',
    pid: application.process().pid ?? 0,
    faults: () => [...faults, ...logErrors(home)],
    stop: () => application.close(),
  };
}

/** The next native file dialog answers with these paths; none cancels it. */
export async function answerFileDialog(application: ElectronApplication, paths: readonly string[]): Promise<void> {
  await application.evaluate(({ dialog }, chosen) => {
    const [first] = chosen;
    dialog.showOpenDialog = () => Promise.resolve({ canceled: first === undefined, filePaths: [...chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: first === undefined, filePath: first ?? '' });
  }, paths);
}
