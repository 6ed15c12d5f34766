import type { Database } from 'better-sqlite3';
import { caseSettingsSchema, type CaseSettings } from '../../shared/contract/case.ts';
import { appendAudit } from '../case/audit.ts';

const key = 'case';

/** Settings of a case. Broken or unknown values fall back to the defaults, one by one. */
export function readSettings(database: Database, title: string): CaseSettings {
  const settings: CaseSettings = { title, reference: '', timeZone: 'utc', accountNames: {} };
  const stored = readJson(database, key);
  if (typeof stored !== 'object' || stored === null) return settings;
  for (const [name, value] of Object.entries(stored)) {
    const parsed = caseSettingsSchema.partial().safeParse({ [name]: value });
    if (parsed.success) Object.assign(settings, parsed.data);
  }
  return settings;
}

/** Changes the given settings and returns all. */
export function writeSettings(
  database: Database,
  title: string,
  changes: { readonly [Name in keyof CaseSettings]?: CaseSettings[Name] | undefined },
): CaseSettings {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return database.transaction(() => {
    const settings = { ...readSettings(database, title), ...given };
    writeSetting(database, key, JSON.stringify(settings));
    appendAudit(database, 'case settings changed', given);
    return settings;
  })();
}

export function readSetting(database: Database, name: string): string | null {
  const value = database.prepare('SELECT value FROM setting WHERE key = ?').pluck().get(name) as string | undefined;
  return value ?? null;
}

export function writeSetting(database: Database, name: string, value: string): void {
  database
    .prepare('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    .run(name, value);
}

function readJson(database: Database, name: string): unknown {
  const text = readSetting(database, name);
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
