import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileEntry, FolderListing } from '../../shared/contract/app.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { HostHandlers } from '../host-handlers.ts';
import type { PathGrants } from '../path-grants.ts';

const listedEntries = 2_000;
/** Entries a window can name at once; the oldest are forgotten first. */
const knownEntries = 50_000;

type FileBrowserCall = 'files.list' | 'files.grant' | 'files.grantSave';

export interface FileBrowser {
  handlers: Pick<HostHandlers, FileBrowserCall>;
  release(client: string): void;
}

/**
 * Folders and files below `root`, for hosts without native dialogs. The renderer only ever holds opaque names of
 * entries it was shown; links that lead out of `root` are neither shown nor followed.
 */
export function createFileBrowser(root: string, grants: PathGrants): FileBrowser {
  const clients = new Map<string, Map<string, string>>();

  function nameOf(client: string, file: string): string {
    const known = clients.get(client) ?? new Map<string, string>();
    clients.set(client, known);
    const entry = randomBytes(16).toString('base64url');
    known.set(entry, file);
    const [oldest] = known.keys();
    if (known.size > knownEntries && oldest !== undefined) known.delete(oldest);
    return entry;
  }

  async function pathOf(client: string, entry: string | null): Promise<string> {
    const file = entry === null ? root : clients.get(client)?.get(entry);
    if (file === undefined)
      throw new AppError('not-found', 'This entry is no longer known.', { hint: 'List the folder again.' });
    const real = await realpath(file).catch((error: unknown) => {
      throw unreadable(file, error);
    });
    if (!isInside(real, await realpath(root)))
      throw new AppError('file-access', 'This place is outside the home folder.');
    return file;
  }

  async function describe(client: string, folder: string, name: string): Promise<FileEntry | null> {
    const file = path.join(folder, name);
    try {
      const [info, real, realRoot] = await Promise.all([stat(file), realpath(file), realpath(root)]);
      if ((!info.isFile() && !info.isDirectory()) || !isInside(real, realRoot)) return null;
      return {
        entry: nameOf(client, file),
        name,
        kind: info.isDirectory() ? 'folder' : 'file',
        sizeBytes: info.isFile() ? info.size : null,
        modifiedEpochSeconds: Math.floor(info.mtimeMs / 1_000),
      };
    } catch {
      // Gone meanwhile, or a link to nothing.
      return null;
    }
  }

  const handlers: FileBrowser['handlers'] = {
    'files.list': async ({ entry, showHidden }, { client }): Promise<FolderListing> => {
      const folder = await pathOf(client, entry);
      let names: string[];
      try {
        names = await readdir(folder);
      } catch (error) {
        throw unreadable(folder, error);
      }
      const shown = names.filter((name) => showHidden || !name.startsWith('.')).sort(byName.compare);
      const described = await Promise.all(shown.slice(0, listedEntries).map((name) => describe(client, folder, name)));
      const entries = described.filter((found) => found !== null);
      return {
        trail: trailTo(root, folder).map((place) => ({
          entry: nameOf(client, place),
          name: place === root ? 'Home' : path.basename(place),
        })),
        entries: [...entries.filter((e) => e.kind === 'folder'), ...entries.filter((e) => e.kind === 'file')],
        omitted: Math.max(0, shown.length - listedEntries),
      };
    },
    'files.grant': async ({ entries }, { client }) => {
      const files = await Promise.all(entries.map((entry) => pathOf(client, entry)));
      return await Promise.all(
        files.map(async (file) => grants.grant(client, file, (await stat(file)).isDirectory() ? 'folder' : 'file')),
      );
    },
    'files.grantSave': async ({ folder, name, replace }, { client }) => {
      const place = await pathOf(client, folder);
      if (path.basename(name) !== name || name === '.' || name === '..' || /[\0/\\]/.test(name)) {
        throw new AppError('invalid-input', 'This is not a file name.');
      }
      const file = path.join(place, name);
      if (!replace && existsSync(file)) {
        throw new AppError('invalid-input', `${name} is already there.`, {
          hint: 'Choose another name, or replace it.',
        });
      }
      // A link in the file's place would lead the write elsewhere.
      if (existsSync(file) && !isInside(await realpath(file), await realpath(root))) {
        throw new AppError('file-access', 'This place is outside the home folder.');
      }
      return grants.grant(client, file, 'save');
    },
  };
  return {
    handlers,
    release(client) {
      clients.delete(client);
    },
  };
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function isInside(file: string, root: string): boolean {
  return file === root || file.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

function trailTo(root: string, folder: string): string[] {
  const trail = [folder];
  for (let place = folder; place !== root && place !== path.dirname(place); place = path.dirname(place)) {
    trail.unshift(path.dirname(place));
  }
  return trail;
}

function unreadable(file: string, cause: unknown): AppError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new AppError('file-access', `${path.basename(file)} cannot be read.`, { detail, cause });
}
