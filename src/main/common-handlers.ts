import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { AppSettings } from '../shared/contract/app.ts';
import { AppError } from '../shared/contract/errors.ts';
import type { SettingsStore } from './app-settings.ts';
import type { HostHandlers } from './host-handlers.ts';
import { displayPath, type Locations } from './locations.ts';
import type { PathGrants } from './path-grants.ts';
import type { RecentCases } from './recent-cases.ts';

export type CommonCall = 'app.info' | 'app.settings.get' | 'app.settings.set' | 'app.recent.list' | 'app.recent.forget';

export interface CommonParts {
  locations: Locations;
  settings: SettingsStore;
  recent: RecentCases;
  grants: PathGrants;
  /** For example `Electron 45.4.1`. */
  runtime: string;
  onSettings(settings: AppSettings): void;
}

/** Handlers that are the same in both hosts. */
export function commonHandlers(parts: CommonParts): Pick<HostHandlers, CommonCall> {
  const { locations, settings, recent, grants } = parts;
  return {
    'app.info': async () => ({
      version: locations.version,
      runtime: parts.runtime,
      platform: `${process.platform} ${process.arch}`,
      caseFolder: displayPath(locations.caseFolder, locations.homeFolder),
      freeBytes: await freeBytes(locations.caseFolder),
    }),
    'app.settings.get': () => settings.get(),
    'app.settings.set': (changes) => {
      const now = settings.set(changes);
      parts.onSettings(now);
      return now;
    },
    'app.recent.list': (_input, { client }) => recent.list(client, grants, locations.homeFolder),
    'app.recent.forget': ({ id }) => {
      recent.forget(id);
      return null;
    },
  };
}

export function unsupported(what: string, instead: string): AppError {
  return new AppError('unsupported', `This host has no ${what}.`, { hint: instead });
}

/** Free space of the volume a folder lies on or, before it exists, would lie on. */
async function freeBytes(folder: string): Promise<number | null> {
  for (let place = folder; ; place = path.dirname(place)) {
    try {
      const { bavail, bsize } = await statfs(place);
      return bavail * bsize;
    } catch {
      if (path.dirname(place) === place) return null;
    }
  }
}
