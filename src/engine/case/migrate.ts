import type { Database } from 'better-sqlite3';
import { AppError } from '../../shared/contract/errors.ts';
import { migration as evidence } from './migrations/0010-evidence.ts';
import { migration as analyst } from './migrations/0020-analyst.ts';

/** A step from the version before it to `version`. Runs inside one transaction with all other pending steps. */
export interface Migration {
  version: number;
  up(database: Database): void;
}

/** In order; numbers rise in tens so that a fix can go between. */
export const migrations: readonly Migration[] = [evidence, analyst];

export const newestVersion = migrations.at(-1)!.version;

/** Schema version of an open database (`PRAGMA user_version`). */
export function schemaVersion(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

/** Refuses a case that a newer Spoor wrote: this version could not keep its promises about it. */
export function refuseFromFuture(database: Database, file: string): void {
  const version = schemaVersion(database);
  if (version <= newestVersion) return;
  throw new AppError('case-from-future', `${file} was written by a newer version of Spoor.`, {
    hint: 'Open it with that version. This one leaves it as it is.',
    detail: `schema ${version}, this version knows ${newestVersion}`,
  });
}

/** Brings a writable case to the newest schema in one transaction; a failure leaves the file as it was. */
export function migrate(database: Database, steps: readonly Migration[] = migrations): void {
  for (let i = 1; i < steps.length; i++) {
    if (steps[i]!.version <= steps[i - 1]!.version) throw new Error(`migration ${steps[i]!.version} is out of order`);
  }
  const current = schemaVersion(database);
  const pending = steps.filter((step) => step.version > current);
  if (pending.length === 0) return;
  database.transaction(() => {
    for (const step of pending) {
      step.up(database);
      database.pragma(`user_version = ${step.version}`);
    }
  })();
}
