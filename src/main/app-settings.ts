import path from 'node:path';
import { appSettingsSchema, defaultAppSettings, type AppSettings } from '../shared/contract/app.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

export interface SettingsStore {
  get(): AppSettings;
  /** Writes the given settings, keeps the others, returns all. */
  set(changes: Partial<{ [Key in keyof AppSettings]: AppSettings[Key] | undefined }>): AppSettings;
}

/** `settings.json` in the data folder; read afresh each time because both hosts may run at once. */
export function createSettingsStore(dataFolder: string): SettingsStore {
  const file = path.join(dataFolder, 'settings.json');
  const get = (): AppSettings => {
    const stored = readJsonFile(file);
    const values: Record<string, unknown> = typeof stored === 'object' && stored !== null ? { ...stored } : {};
    const sound: Record<string, unknown> = { ...defaultAppSettings };
    for (const [key, schema] of Object.entries(appSettingsSchema.shape)) {
      const parsed = schema.safeParse(values[key]);
      if (parsed.success) sound[key] = parsed.data;
    }
    return appSettingsSchema.parse(sound);
  };
  return {
    get,
    set(changes) {
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const settings = appSettingsSchema.parse({ ...get(), ...given });
      writeJsonFile(file, settings);
      return settings;
    },
  };
}
