import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where a host keeps things. `SPOOR_DATA_FOLDER` moves the user's own data, for portable and test installations. */
export interface Locations {
  /** Preferences, recent cases, logs. Shared by both hosts. */
  dataFolder: string;
  /** Where new cases go when the user names no place. */
  caseFolder: string;
  homeFolder: string;
  /** The built renderer. */
  rendererFolder: string;
  version: string;
}

/** Platform convention for per-user application data. */
export function userDataFolder(
  environment: NodeJS.ProcessEnv = process.env,
  home = homedir(),
  platform = process.platform,
): string {
  if (environment['SPOOR_DATA_FOLDER']) return path.resolve(environment['SPOOR_DATA_FOLDER']);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Spoor');
  if (platform === 'win32') {
    return path.join(environment['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'Spoor');
  }
  return path.join(environment['XDG_CONFIG_HOME'] || path.join(home, '.config'), 'spoor');
}

/** The folder with Spoor's package.json above this module, in the sources as in the built app. */
function projectFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('package.json of Spoor was not found');
    folder = parent;
  }
  return folder;
}

export function locations(): Locations {
  const project = projectFolder();
  const described = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as { version: string };
  const home = homedir();
  return {
    dataFolder: userDataFolder(),
    caseFolder: process.env['SPOOR_CASE_FOLDER'] ?? path.join(home, 'Spoor cases'),
    homeFolder: home,
    rendererFolder: path.join(project, 'out', 'renderer'),
    version: described.version,
  };
}

export function platformName(): 'mac' | 'windows' | 'linux' {
  if (process.platform === 'darwin') return 'mac';
  return process.platform === 'win32' ? 'windows' : 'linux';
}

/** `~/cases/x.spoor` for display; paths outside the home folder stay whole. */
export function displayPath(file: string, home: string): string {
  const relative = path.relative(home, file);
  const inside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return inside ? `~${path.sep}${relative}` : file;
}
