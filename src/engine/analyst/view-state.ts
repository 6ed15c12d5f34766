import type { Database } from 'better-sqlite3';
import { readSetting, writeSetting } from './settings.ts';

const key = 'view';

/** Where the case was left: text of the renderer's own, given back as it is. */
export function readView(database: Database): string | null {
  return readSetting(database, key);
}

/** Not an act of the investigation, so it leaves no trace in the audit log. */
export function writeView(database: Database, state: string): void {
  writeSetting(database, key, state);
}
